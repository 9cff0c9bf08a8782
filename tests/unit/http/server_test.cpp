#include <thread>

#include "tests/unit/http/house.hpp"
#include "tests/unit/http/raw_client_posix.hpp"

using namespace khaosan_test;

TEST_CASE("honest requests are answered on one connection") {
  House house;
  RawClient client(house.port);
  for (int i = 0; i < 20; ++i) {
    const RawAnswer answer = client.ask(get("/hello"));
    CHECK(answer.status == 200);
    CHECK(answer.body == "hello");
    CHECK(answer.has("X-Content-Type-Options: nosniff\r\n"));
    CHECK_FALSE(answer.has("Connection: close"));
  }
  CHECK(client.ask(post("/echo", length(5), "ABCDE")).body == "ABCDE");
  CHECK(client.ask(post("/echo", "", "")).status == 200);
  const RawAnswer last = client.ask(get("/hello", "Connection: close\r\n"));
  CHECK(last.has("Connection: close\r\n"));
  CHECK(client.ended());
}

TEST_CASE("plain HTTP serves on the loopback and nowhere else") {
  House house({}, false);
  RawClient client(house.port, RawClient::Tls::none);
  CHECK(client.ask(get("/hello")).body == "hello");
  for (const char* host : {"0.0.0.0", "::"}) {
    ServerConfig config;
    config.host = host;
    GuardedServer server(config);
    const auto port = server.listen();
    REQUIRE_FALSE(port.ok());
    CHECK(port.refusal().code == Code::usage);
  }
}

TEST_CASE("a port in use is refused, not shared") {
  House house;
  ServerConfig config;
  config.port = house.port;
  GuardedServer second(config);
  CHECK(second.listen().refusal().code == Code::port_taken);
}

TEST_CASE("pipelined requests are answered in order") {
  House house;
  RawClient client(house.port);
  std::string all;
  for (int i = 0; i < 50; ++i) {
    all += get("/users/" + std::to_string(i) + "/photos/a");
    all += post("/echo", length(3), "abc");
  }
  client.send(all);
  for (int i = 0; i < 50; ++i) {
    CHECK(client.answer().body.starts_with(std::to_string(i) + "|a|"));
    CHECK(client.answer().body == "abc");
  }
}

TEST_CASE("a head that comes byte by byte is understood") {
  House house;
  RawClient client(house.port);
  for (char sign : post("/echo", length(2), "ok")) client.send(std::string_view(&sign, 1));
  CHECK(client.answer().body == "ok");
}

TEST_CASE("paths, parameters and the session reach the handler") {
  House house;
  RawClient client(house.port);
  const RawAnswer answer = client.ask(get("/users/%E0%B8%81/photos/2026/a%20b.jpg?q=x%26y"));
  CHECK(answer.body == "ก|2026/a b.jpg|x&y|/users/ก/photos/2026/a b.jpg");
  CHECK(client.ask(get("/nowhere")).status == 404);
  CHECK(client.ask(post("/hello", length(0))).status == 405);
  CHECK(client.ask(get("/secret")).status == 401);
}

TEST_CASE("HEAD tells the length and sends nothing") {
  House house;
  RawClient client(house.port);
  client.send("HEAD /hello HTTP/1.1\r\nHost: o\r\n\r\n");
  const RawAnswer head = client.answer(false);
  CHECK(head.status == 200);
  CHECK(head.has("Content-Length: 5\r\n"));
  client.send("HEAD /big?bytes=1000000 HTTP/1.1\r\nHost: o\r\n\r\n");
  CHECK(client.answer(false).has("Content-Length: 1000000\r\n"));
  CHECK(client.ask(get("/hello")).body == "hello");
}

TEST_CASE("204 has no body and no length") {
  House house;
  RawClient client(house.port);
  const RawAnswer answer = client.ask("DELETE /hello HTTP/1.1\r\nHost: o\r\n\r\n");
  CHECK(answer.status == 204);
  CHECK_FALSE(answer.has("Content-Length"));
  CHECK(client.ask(get("/hello")).body == "hello");
}

TEST_CASE("a large body streams in and a large answer streams out") {
  House house;
  RawClient client(house.port);
  const std::string body = pattern_text(5'000'000);
  const RawAnswer up = client.ask(post("/upload", good + length(body.size()), body));
  CHECK(up.body == sha256(body).hex());
  const RawAnswer down = client.ask(get("/big?bytes=5000000"));
  CHECK(down.body == body);
  CHECK(client.ask(get("/hello")).body == "hello");
}

TEST_CASE("a source of no length is an empty answer") {
  House house;
  RawClient client(house.port);
  const RawAnswer answer = client.ask(get("/big?bytes=0"));
  CHECK(answer.status == 200);
  CHECK(answer.has("Content-Length: 0\r\n"));
  CHECK(client.ask(get("/hello")).body == "hello");
}

TEST_CASE("100 Continue is sent for small and large bodies") {
  House house;
  for (const std::size_t size : {std::size_t{100}, std::size_t{200'000}}) {
    RawClient client(house.port);
    const std::string body = pattern_text(size);
    client.send(post("/upload", good + length(size) + "Expect: 100-continue\r\n"));
    CHECK(client.answer().status == 100);
    client.send(body);
    CHECK(client.answer().body == sha256(body).hex());
  }
  RawClient refused(house.port);
  refused.send(post("/upload", good + length(upload_bytes_max + 1) + "Expect: 100-continue\r\n"));
  CHECK(refused.answer().status == 413);
}

TEST_CASE("chunked bodies are read where they are allowed") {
  House house;
  RawClient client(house.port);
  const std::string chunked = "5\r\nhello\r\nA\r\n, printers\r\n0\r\n\r\n";
  const RawAnswer answer =
      client.ask(post("/chunked", "Transfer-Encoding: chunked\r\n", chunked) + get("/hello"));
  CHECK(answer.body == sha256("hello, printers").hex());
  CHECK(client.answer().body == "hello");
}

TEST_CASE("one range is served exactly") {
  House house;
  RawClient client(house.port);
  const std::string whole = pattern_text(100'000);
  const RawAnswer middle = client.ask(get("/big?bytes=100000", "Range: bytes=70000-89999\r\n"));
  CHECK(middle.status == 206);
  CHECK(middle.has("Content-Range: bytes 70000-89999/100000\r\n"));
  CHECK(middle.body == whole.substr(70'000, 20'000));
  const RawAnswer tail = client.ask(get("/big?bytes=100000", "Range: bytes=-10\r\n"));
  CHECK(tail.body == whole.substr(99'990));
  const RawAnswer text = client.ask(get("/hello", "Range: bytes=1-2\r\n"));
  CHECK(text.status == 206);
  CHECK(text.body == "el");
  const RawAnswer outside = client.ask(get("/hello", "Range: bytes=5-\r\n"));
  CHECK(outside.status == 416);
  CHECK(outside.has("Content-Range: bytes */5\r\n"));
  CHECK(client.ask(get("/big?bytes=10", "Range: bytes=0-1\r\nIf-Range: \"v1\"\r\n")).status == 206);
  CHECK(client.ask(get("/big?bytes=10", "Range: bytes=0-1\r\nIf-Range: \"v2\"\r\n")).status == 200);
}

TEST_CASE("many connections work at once") {
  House house;
  std::vector<std::thread> threads;
  std::atomic<int> right{0};
  for (int t = 0; t < 16; ++t) {
    threads.emplace_back([&] {
      RawClient client(house.port);
      for (int i = 0; i < 25; ++i) {
        const std::string body = pattern_text(static_cast<std::size_t>(i) * 1'500);
        if (client.ask(post("/upload", good + length(body.size()), body)).body == sha256(body).hex()) ++right;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(right == 16 * 25);
}

TEST_CASE("heavy requests leave workers free and are turned away with Retry-After") {
  GuardLimits limits;
  limits.workers_max = 4;
  limits.heavy_max = 2;
  House house(limits);
  RawClient first(house.port);
  RawClient second(house.port);
  first.send(get("/wait?heavy=1", good));
  second.send(get("/wait?heavy=1", good));
  while (house.waiting < 2) std::this_thread::yield();
  RawClient third(house.port);
  const RawAnswer busy = third.ask(get("/wait?heavy=1", good));
  CHECK(busy.status == 503);
  CHECK(busy.has("Retry-After: 2\r\n"));
  RawClient honest(house.port);
  CHECK(honest.ask(get("/hello")).body == "hello");
  house.gate.open();
  CHECK(first.answer().body == "waited");
  CHECK(second.answer().body == "waited");
  CHECK(first.ask(get("/wait?heavy=1", good)).body == "waited");
}

TEST_CASE("one account, and strangers together, get a share of the heavy slots") {
  GuardLimits limits;
  limits.heavy_max = 8;
  limits.account_heavy_max = 3;
  House house(limits);
  std::vector<std::unique_ptr<RawClient>> clients;
  const auto ask = [&](const std::string& headers) {
    clients.push_back(std::make_unique<RawClient>(house.port));
    clients.back()->send(get("/wait?heavy=1", headers));
    return clients.back().get();
  };
  for (int i = 0; i < 3; ++i) ask(good);
  for (int i = 0; i < 2; ++i) ask("");
  while (house.waiting < 5) std::this_thread::yield();
  CHECK(ask(good)->answer().status == 503);
  CHECK(ask("")->answer().status == 503);
}

TEST_CASE("a full queue answers 503") {
  GuardLimits limits;
  limits.workers_max = 1;
  limits.queue_max = 1;
  House house(limits);
  RawClient first(house.port);
  first.send(get("/wait"));
  while (house.waiting < 1) std::this_thread::yield();
  std::vector<std::unique_ptr<RawClient>> more;
  for (int i = 0; i < 4; ++i) {
    more.push_back(std::make_unique<RawClient>(house.port));
    more.back()->send(get("/hello"));
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  house.gate.open();
  int served = 0;
  int refused = 0;
  for (auto& client : more) {
    const int status = client->answer().status;
    served += status == 200;
    refused += status == 503;
  }
  CHECK(served == 1);
  CHECK(refused == 3);
}

TEST_CASE("stop lets a request in flight finish and ends the rest") {
  GuardLimits limits;
  limits.linger_ms = 300;
  House house(limits);
  RawClient busy(house.port);
  RawClient idle(house.port);
  CHECK(idle.ask(get("/hello")).status == 200);
  busy.send(get("/wait"));
  while (house.waiting < 1) std::this_thread::yield();
  std::thread stopper([&] { house.server.stop(); });
  CHECK(idle.ended());
  house.gate.open();
  const RawAnswer answer = busy.answer();
  stopper.join();
  CHECK(answer.body == "waited");
  CHECK(answer.has("Connection: close\r\n"));
  CHECK_FALSE(RawClient(house.port).connected());
}

TEST_CASE("stop cuts off a request that outlives the grace") {
  GuardLimits limits;
  limits.stop_grace_ms = 200;
  House house(limits);
  RawClient slow(house.port);
  slow.send(post("/upload", good + length(1'000'000), "begun"));
  while (house.uploaded_bytes < 5) std::this_thread::yield();
  const auto start = std::chrono::steady_clock::now();
  house.server.stop();
  CHECK(ms_since(start) < 3'000);
  CHECK(slow.ended());
}

TEST_CASE("a producer that fails cuts the answer short") {
  House house;
  RawClient client(house.port);
  const RawAnswer answer = client.ask(get("/cut"));
  CHECK(answer.status == 200);
  CHECK(answer.body.size() < 100'000);
  CHECK(client.ended());
  RawClient other(house.port);
  CHECK(other.ask(get("/nothing")).body.empty());
  CHECK(other.ended());
}
