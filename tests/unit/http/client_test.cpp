#include "shared/http/client.hpp"

#include <thread>

#include "tests/unit/http/house.hpp"

using namespace khaosan_test;

namespace {

Sha256 pin() {
  return *spki_sha256(test_certificate().certificate_pem);
}

constexpr const char* address = "127.0.0.1";

}  // namespace

TEST_CASE("the pinned server is talked to, by address and by name") {
  House house;
  for (const char* host : {address, "localhost"}) {
    HttpsClient client = HttpsClient::pinned(host, house.port, pin());
    for (int i = 0; i < 3; ++i) {
      const auto answer = client.request("GET", "/hello");
      REQUIRE(answer.ok());
      CHECK(answer->status == 200);
      CHECK(answer->body == "hello");
      CHECK(answer->header("content-type") == "text/plain; charset=utf-8");
    }
    CHECK(client.request("POST", "/echo", {{"Content-Type", "text/plain"}}, "ภาพ")->body == "ภาพ");
    CHECK(client.request("DELETE", "/hello")->status == 204);
    CHECK(client.peer_key() == pin());
  }
}

TEST_CASE("a wrong pin fails in the handshake and the server sees no request") {
  House house;
  HttpsClient client = HttpsClient::pinned(address, house.port, sha256("another key"));
  for (int i = 0; i < 2; ++i) {
    const auto answer = client.request("POST", "/echo", {}, "secret");
    REQUIRE_FALSE(answer.ok());
    CHECK(answer.refusal().code == Code::wrong_pin);
  }
  CHECK(client.peer_key() == pin());
  house.server.stop();
  CHECK(house.admitted == 0);
}

TEST_CASE("a renewed certificate with the same key passes, another key does not") {
  const auto renewed = renew_certificate(test_certificate(), {"new.office"}, Instant{now.unix_ms + 1000});
  House house({}, true, *renewed);
  HttpsClient client = HttpsClient::pinned(address, house.port, pin());
  CHECK(client.request("GET", "/hello").ok());
  House stranger({}, true, *make_certificate({"127.0.0.1"}, now));
  HttpsClient fooled = HttpsClient::pinned(address, stranger.port, pin());
  CHECK(fooled.request("GET", "/hello").refusal().code == Code::wrong_pin);
}

TEST_CASE("a certificate is renewed while the server runs: pins hold, open connections go on") {
  House house;
  HttpsClient before = HttpsClient::pinned(address, house.port, pin());
  REQUIRE(before.request("GET", "/hello").ok());
  REQUIRE(house.server.renew(*renew_certificate(test_certificate(), {"new.office"}, now)).ok());
  CHECK(before.request("GET", "/hello").ok());
  HttpsClient after = HttpsClient::pinned(address, house.port, pin());
  CHECK(after.request("GET", "/hello").ok());
  // What is served is really the new one: a stranger's key in its place is noticed.
  REQUIRE(house.server.renew(*make_certificate({"127.0.0.1"}, now)).ok());
  HttpsClient fooled = HttpsClient::pinned(address, house.port, pin());
  CHECK(fooled.request("GET", "/hello").refusal().code == Code::wrong_pin);
  CHECK(house.server.renew(Certificate{"no", "pem"}).refusal().code == Code::bad_value);
}

TEST_CASE("pairing learns the key of the server") {
  House house;
  HttpsClient client = HttpsClient::learning(address, house.port);
  CHECK(client.peer_key().empty());
  CHECK(client.request("GET", "/hello").ok());
  CHECK(client.peer_key() == pin());
}

TEST_CASE("plain HTTP is for the loopback only") {
  House house({}, false);
  auto client = HttpsClient::plain("localhost", house.port);
  REQUIRE(client.ok());
  CHECK(client->request("GET", "/hello")->body == "hello");
  CHECK(HttpsClient::plain("192.0.2.1", 80).refusal().code == Code::usage);
}

TEST_CASE("a large file goes up and comes down in pieces") {
  House house;
  HttpsClient client = HttpsClient::pinned(address, house.port, pin());
  constexpr std::uint64_t size = 7'654'321;
  const std::string whole = pattern_text(size);
  for (const char* method : {"POST", "PATCH"}) {
    const auto up =
        client.upload(method, "/upload", {{"Authorization", "Bearer good"}}, pattern_source(size));
    REQUIRE(up.ok());
    CHECK(up->body == sha256(whole).hex());
  }
  Sha256Stream hash;
  const auto down = client.download("/big?bytes=7654321", {}, [&](ByteView piece) {
    hash.add(piece);
    return true;
  });
  REQUIRE(down.ok());
  CHECK(down->body.empty());
  CHECK(hash.finish() == sha256(whole));
  std::string part;
  const auto range =
      client.download("/big?bytes=7654321", {{"Range", "bytes=7654300-"}}, [&](ByteView piece) {
        part += text_of(piece);
        return true;
      });
  CHECK(range->status == 206);
  CHECK(part == whole.substr(7'654'300));
}

TEST_CASE("an answer that nothing was changed is not waited on for a body") {
  House house;
  HttpsClient client = HttpsClient::pinned(address, house.port, pin());
  for (int i = 0; i < 2; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    const auto answer = client.request("GET", "/unchanged");
    REQUIRE(answer.ok());
    CHECK(answer->status == 304);
    CHECK(answer->header("etag") == "\"1\"");
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(3));
  }
  CHECK(client.request("GET", "/hello")->body == "hello");
}

TEST_CASE("a refusal of the server is kept out of the sink and read back") {
  House house;
  HttpsClient client = HttpsClient::pinned(address, house.port, pin());
  bool sunk = false;
  const auto answer = client.download("/secret", {}, [&](ByteView) { return sunk = true; });
  REQUIRE(answer.ok());
  CHECK(answer->status == 401);
  CHECK(answer->refusal().code == Code::unauthorized);
  CHECK(answer->refusal().detail == "secret");
  CHECK_FALSE(sunk);
}

TEST_CASE("what stops a transfer is told") {
  House house;
  HttpsClient client = HttpsClient::pinned(address, house.port, pin());
  CHECK(client.download("/big?bytes=1000000", {}, [](ByteView) { return false; }).refusal().code ==
        Code::usage);
  BodySource broken{100'000, [](std::uint64_t, std::uint64_t, const ByteSink&) { return false; }};
  const HttpFields token = {{"Authorization", "Bearer good"}};
  CHECK(client.upload("POST", "/upload", token, broken).refusal().code == Code::usage);
  CHECK(client.download("/cut", {}, [](ByteView) { return true; }).refusal().code == Code::server_away);
  CHECK(client.request("GET", "/a b").refusal().code == Code::usage);
  CHECK(client.request("GET", "/", {{"A", "b\r\nC: d"}}).refusal().code == Code::usage);
  CHECK(client.request("GET", "/hello")->body == "hello");
}

TEST_CASE("a server that is away is a refusal with its place") {
  int port = 0;
  {
    House house;
    port = house.port;
  }
  HttpsClient client = HttpsClient::pinned(address, port, pin());
  const auto answer = client.request("GET", "/hello");
  REQUIRE_FALSE(answer.ok());
  CHECK(answer.refusal().code == Code::server_away);
  CHECK(answer.refusal().detail == "127.0.0.1:" + std::to_string(port) + ": «no connection|เชื่อมต่อไม่ได้»");
}

TEST_CASE("a kept connection that the server ended is opened anew for a GET") {
  GuardLimits limits;
  limits.idle_ms = 200;
  House house(limits);
  HttpsClient client = HttpsClient::pinned(address, house.port, pin());
  CHECK(client.request("GET", "/hello").ok());
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  CHECK(client.request("GET", "/hello").ok());
}

TEST_CASE("a request that waits is stopped from another thread") {
  House house;
  HttpsClient client = HttpsClient::pinned(address, house.port, pin());
  std::thread stopper([&] {
    while (house.waiting < 1) std::this_thread::yield();
    client.stop();
  });
  const auto answer = client.request("GET", "/wait");
  stopper.join();
  REQUIRE_FALSE(answer.ok());
  CHECK(answer.refusal().code == Code::server_away);
}

TEST_CASE("a server that does not answer in time is away") {
  House house;
  ClientTimes times;
  times.read_ms = 300;
  HttpsClient client = HttpsClient::pinned(address, house.port, pin(), times);
  const auto start = std::chrono::steady_clock::now();
  CHECK(client.request("POST", "/wait").ok());
  CHECK(client.request("GET", "/wait").refusal().code == Code::server_away);
  CHECK(ms_since(start) < 3'000);
}
