// Each attack of the table in the reliability notes: refused or bounded, and an honest request beside it
// answered.
#include <cstdio>
#include <fstream>
#include <thread>

#include "shared/http/client.hpp"
#include "tests/unit/http/house.hpp"
#include "tests/unit/http/raw_client_posix.hpp"

using namespace khaosan_test;

namespace {

void still_honest(House& house) {
  RawClient client(house.port);
  CHECK(client.ask(get("/hello")).body == "hello");
}

std::uint64_t resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  std::uint64_t size_pages = 0;
  std::uint64_t resident_pages = 0;
  statm >> size_pages >> resident_pages;
  return resident_pages * 4096;
}

// Sends and expects this status, the end of the connection, and a server that lives.
void refused(House& house, const std::string& bytes, int status, const std::string& name) {
  INFO(bytes.substr(0, 200));
  const int served = house.served;
  RawClient client(house.port);
  const RawAnswer answer = client.ask(bytes);
  CHECK(answer.status == status);
  CHECK(answer.body.find("\"error\":\"" + name + "\"") != std::string::npos);
  CHECK(answer.has("Connection: close\r\n"));
  CHECK(client.ended());
  CHECK(house.served == served);
  still_honest(house);
}

}  // namespace

TEST_CASE("an oversize Content-Length is refused before its body") {
  House house;
  refused(house, post("/upload", good + length(upload_bytes_max + 1)), 413, "too_large");
  refused(house, post("/upload", good + std::string("Content-Length: 999999999999999999\r\n")), 413,
          "too_large");
  refused(house, post("/upload", length(stranger_body_bytes_max + 1)), 413, "too_large");
}

TEST_CASE("a 413 can be read by a client that sends its whole body first") {
  House house;
  RawClient client(house.port);
  const std::string body(500'000, 'x');
  const RawAnswer answer = client.ask(post("/upload", length(body.size()), body));
  CHECK(answer.status == 413);
}

TEST_CASE("an unread body does not become the next request") {
  House house;
  RawClient client(house.port);
  const std::string body = get("/hello") + std::string(40'000, 'x');
  const RawAnswer answer = client.ask(post("/unread", good + length(body.size()), body));
  CHECK(answer.body == "not read");
  CHECK(answer.has("Connection: close\r\n"));
  CHECK(client.answer().status == 0);
  RawClient small(house.port);
  CHECK(small.ask(post("/unread", length(10), "0123456789") + get("/hello")).body == "not read");
  CHECK(small.answer().body == "hello");
}

TEST_CASE("chunked is refused where it is not allowed") {
  House house;
  refused(house,
          post("/upload", good + std::string("Transfer-Encoding: chunked\r\n"), "5\r\nhello\r\n0\r\n\r\n"),
          411, "length_required");
}

TEST_CASE("a chunked body is bounded by the policy") {
  House house;
  RawClient client(house.port);
  const std::uint64_t before = resident_bytes();
  client.send(post("/chunked", "Transfer-Encoding: chunked\r\n"));
  const std::string chunk = "8000\r\n" + std::string(0x8000, 'x') + "\r\n";
  for (int i = 0; i < 100; ++i) {
    if (client.send(chunk) < chunk.size()) break;
  }
  const RawAnswer answer = client.answer();
  CHECK((answer.status == 413 || answer.status == 0));
  CHECK(house.uploaded_bytes <= stranger_body_bytes_max);
  CHECK(resident_bytes() < before + 32ULL * 1024 * 1024);
  still_honest(house);
}

TEST_CASE("wrong chunks are refused") {
  House house;
  for (const char* chunks :
       {"-2\r\nabc", "FFFFFFFFF\r\n", "5;ext=1\r\nhello\r\n", "5\r\nhelloX\r\n", "\r\n", " 5\r\nhello\r\n",
        "0\r\nTrailer: x\r\n\r\n", "0x5\r\nhello\r\n", "0123456789012345678901234567890"}) {
    refused(house, post("/chunked", "Transfer-Encoding: chunked\r\n", chunks), 400, "bad_request");
  }
}

TEST_CASE("a compressed request is refused") {
  House house;
  for (const char* coding : {"gzip", "br", "deflate", "GZIP"}) {
    refused(house, post("/echo", "Content-Encoding: " + std::string(coding) + "\r\n" + length(3), "abc"), 415,
            "unsupported_encoding");
  }
}

TEST_CASE("a header line without end is refused and costs no memory") {
  House house;
  RawClient client(house.port);
  const std::uint64_t before = resident_bytes();
  client.send("GET /hello HTTP/1.1\r\nHost: o\r\nA: ");
  const std::string piece(100'000, 'a');
  std::size_t sent = 0;
  for (int i = 0; i < 300; ++i) {
    const std::size_t put = client.send(piece);
    sent += put;
    if (put < piece.size()) break;
  }
  CHECK(sent < 30'000'000);
  CHECK(resident_bytes() < before + 32ULL * 1024 * 1024);
  still_honest(house);
  refused(house, get("/hello", "A: " + std::string(17'000, 'a') + "\r\n"), 431, "head_too_large");
}

TEST_CASE("too many headers are refused") {
  House house;
  std::string headers;
  for (int i = 0; i < 100; ++i) headers += "A: b\r\n";
  refused(house, get("/hello", headers), 431, "head_too_large");
}

TEST_CASE("more than one range is refused") {
  House house;
  std::string ranges = "Range: bytes=0-";
  for (int i = 0; i < 300; ++i) ranges += ",0-";
  refused(house, get("/big?bytes=5000000", ranges + "\r\n"), 416, "bad_range");
}

TEST_CASE("nobody says from which address he comes") {
  House house;
  RawClient client(house.port);
  const RawAnswer answer = client.ask(
      get("/address", "REMOTE_ADDR: 6.6.6.6\r\nRemote-Addr: 6.6.6.6\r\nX-Forwarded-For: 6.6.6.6\r\n"));
  CHECK(answer.body == "127.0.0.1|||");
}

TEST_CASE("requests that two readers would read differently are refused") {
  House house;
  refused(house, post("/echo", length(5) + length(5), "hello"), 400, "bad_request");
  refused(house, post("/echo", length(5) + length(6), "hello!"), 400, "bad_request");
  refused(house, post("/echo", length(5) + "Transfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400,
          "bad_request");
  refused(house, "GET /hello HTTP/1.1\nHost: o\n\n", 400, "bad_request");
  refused(house, "GET /hello HTTP/1.1\r\nHost: o\nX: y\r\n\r\n", 400, "bad_request");
  refused(house, get("/hello", "A: b\r\n c\r\n"), 400, "bad_request");
  refused(house, get("/hello", length(5)) + "hello", 400, "bad_request");
  refused(house, "GET /hello HTTP/1.1\r\n\r\n", 400, "bad_request");
}

TEST_CASE("escaped line ends stay text") {
  House house;
  refused(house, get("/users/%0d%0aSet-Cookie:x/photos/a"), 400, "bad_request");
  RawClient client(house.port);
  const RawAnswer answer = client.ask(get("/users/1/photos/a?q=%0d%0aX-Evil:1"));
  CHECK(answer.status == 200);
  CHECK_FALSE(answer.has("X-Evil"));
}

TEST_CASE("an exception in a handler is a 500 that tells nothing") {
  House house;
  RawClient client(house.port);
  for (const char* path : {"/throws", "/throws-int", "/split", "/admit-throws"}) {
    INFO(path);
    RawClient one(house.port);
    const RawAnswer answer = one.ask(get(path));
    CHECK(answer.status == 500);
    CHECK(answer.body.find("\"error\":\"internal\"") != std::string::npos);
    CHECK((answer.head + answer.body).find("hidden") == std::string::npos);
    CHECK_FALSE(answer.has("EXCEPTION_WHAT"));
    CHECK_FALSE(answer.has("Set-Cookie"));
  }
  const std::lock_guard lock(house.fault_mutex);
  CHECK(house.last_fault == "hidden admission text");
}

TEST_CASE("a slow head is dropped at its deadline, an honest request beside it answered") {
  GuardLimits limits;
  limits.head_ms = 400;
  limits.workers_max = 2;
  limits.heavy_max = 1;
  House house(limits);
  std::vector<std::unique_ptr<RawClient>> slow;
  for (int i = 0; i < 32; ++i) {
    slow.push_back(std::make_unique<RawClient>(house.port));
    slow.back()->send("GET /hello HTT");
  }
  const auto start = std::chrono::steady_clock::now();
  still_honest(house);
  CHECK(ms_since(start) < 300);
  for (auto& client : slow) {
    CHECK(client->answer().status == 408);
    CHECK(client->ended());
  }
  CHECK(ms_since(start) >= 300);
  CHECK(ms_since(start) < 3'000);
}

TEST_CASE("a dripping head does not win time by dripping") {
  GuardLimits limits;
  limits.head_ms = 400;
  limits.linger_ms = 300;
  House house(limits);
  RawClient slow(house.port);
  const auto start = std::chrono::steady_clock::now();
  slow.send("GET /hello HTTP/1.1\r\n");
  while (ms_since(start) < 3'000 && slow.send("a") == 1)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  CHECK(ms_since(start) < 2'000);
}

TEST_CASE("a silent peer, before and after its handshake, is dropped") {
  GuardLimits limits;
  limits.handshake_ms = 300;
  limits.head_ms = 300;
  limits.idle_ms = 300;
  House house(limits);
  RawClient without_handshake(house.port, RawClient::Tls::none);
  RawClient without_head(house.port);
  RawClient idle(house.port);
  CHECK(idle.ask(get("/hello")).status == 200);
  const auto start = std::chrono::steady_clock::now();
  CHECK(without_handshake.ended());
  CHECK(without_head.ended());
  CHECK(idle.ended());
  CHECK(ms_since(start) < 2'000);
}

TEST_CASE("a slow small body is answered 408, a slow large one costs its slot only for the window") {
  GuardLimits limits;
  limits.small_body_ms = 300;
  limits.pace_window_ms = 400;
  House house(limits);
  RawClient small(house.port);
  small.send(post("/echo", length(10), "begun"));
  RawClient large(house.port);
  large.send(post("/upload", good + length(1'000'000), std::string(20'000, 'x')));
  const auto start = std::chrono::steady_clock::now();
  still_honest(house);
  CHECK(small.answer().status == 408);
  std::this_thread::sleep_for(std::chrono::milliseconds(600));
  CHECK(large.answer().status == 408);
  CHECK(ms_since(start) < 3'000);
}

TEST_CASE("a peer at an honest pace is not dropped by the meter") {
  GuardLimits limits;
  limits.pace_window_ms = 300;
  House house(limits);
  RawClient slow(house.port);
  const std::string body = pattern_text(20'000);
  slow.send(post("/upload", good + length(body.size())));
  for (std::size_t at = 0; at < body.size(); at += 1'000) {
    slow.send(std::string_view(body).substr(at, 1'000));
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  CHECK(slow.answer().body == sha256(body).hex());
}

TEST_CASE("a body at an honest pace still ends at its policy's deadline") {
  GuardLimits limits;
  limits.linger_ms = 300;
  House house(limits);
  RawClient slow(house.port);
  const auto start = std::chrono::steady_clock::now();
  slow.send(post("/upload?deadline_ms=400", good + length(10'000'000)));
  const std::string piece(1'000, 'x');
  while (ms_since(start) < 4'000 && slow.send(piece) == piece.size()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  CHECK(ms_since(start) >= 400);
  CHECK(ms_since(start) < 3'000);
}

TEST_CASE("a peer that does not read its answer is dropped") {
  GuardLimits limits;
  limits.pace_window_ms = 400;
  limits.workers_max = 1;
  limits.heavy_max = 0;
  House house(limits);
  RawClient deaf(house.port);
  deaf.send(get("/big?bytes=60000000"));
  while (house.served < 1) std::this_thread::yield();
  const auto start = std::chrono::steady_clock::now();
  still_honest(house);  // the only worker is free again
  CHECK(ms_since(start) < 5'000);
}

TEST_CASE("one address gets so many connections, and gets new ones when the old are gone") {
  GuardLimits limits;
  limits.address_connections_max = 3;
  House house(limits);
  {
    RawClient a(house.port);
    RawClient b(house.port);
    RawClient c(house.port);
    CHECK(c.connected());
    CHECK_FALSE(RawClient(house.port).connected());
    CHECK(a.ask(get("/hello")).status == 200);
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  still_honest(house);
}

TEST_CASE("when all places are taken an idle connection gives way") {
  GuardLimits limits;
  limits.connections_max = 2;
  House house(limits);
  RawClient first(house.port);
  CHECK(first.ask(get("/hello")).status == 200);
  RawClient second(house.port);
  CHECK(second.ask(get("/hello")).status == 200);
  // The answer can be here before the worker has given the connection back.
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  still_honest(house);
  CHECK(first.ended());
  CHECK(second.ask(get("/hello")).status == 200);
}

TEST_CASE("TLS below 1.2 is refused, TLS 1.2 is forward secret") {
  House house;
  CHECK_FALSE(RawClient(house.port, RawClient::Tls::only_1_1).connected());
  RawClient old(house.port, RawClient::Tls::only_1_2);
  REQUIRE(old.connected());
  CHECK(old.version() == "TLSv1.2");
  CHECK(old.cipher().starts_with("ECDHE-ECDSA-"));
  CHECK(old.ask(get("/hello")).body == "hello");
  RawClient modern(house.port);
  CHECK(modern.version() == "TLSv1.3");
}

TEST_CASE("plain bytes to the TLS port get nothing") {
  House house;
  RawClient plain(house.port, RawClient::Tls::none);
  CHECK(plain.ask(get("/hello")).status == 0);
  still_honest(house);
}
