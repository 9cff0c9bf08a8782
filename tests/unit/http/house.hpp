// The server that the tests talk to: a few honest routes, an admission that follows the path.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>

#include "shared/crypto/sha256.hpp"
#include "shared/http/guarded_server.hpp"
#include "tests/support/catch.hpp"

namespace khaosan_test {

using namespace khaosan;

inline constexpr Instant now{1'763'866'475'000};
inline constexpr std::uint64_t upload_bytes_max = 64ULL * 1024 * 1024;

inline const Certificate& test_certificate() {
  static const Certificate certificate = *make_certificate({"localhost", "127.0.0.1"}, now);
  return certificate;
}

// Byte `at` of the endless pattern that up- and downloads carry.
inline std::uint8_t pattern_at(std::uint64_t at) {
  return static_cast<std::uint8_t>((at * 31 + at / 251) & 0xFFU);
}

inline BodySource pattern_source(std::uint64_t length_bytes) {
  return {length_bytes, [](std::uint64_t offset, std::uint64_t left, const ByteSink& sink) {
            Bytes piece(static_cast<std::size_t>(std::min<std::uint64_t>(left, 50'000)));
            for (std::size_t i = 0; i < piece.size(); ++i) piece[i] = pattern_at(offset + i);
            return sink(piece);
          }};
}

inline std::string pattern_text(std::uint64_t length_bytes) {
  std::string text(static_cast<std::size_t>(length_bytes), ' ');
  for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<char>(pattern_at(i));
  return text;
}

// A gate that a handler waits at, so that a test decides when it goes on.
class Gate {
 public:
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  void pass() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return open_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
};

struct House {
  std::atomic<int> admitted{0};
  std::atomic<int> served{0};
  std::atomic<std::uint64_t> uploaded_bytes{0};
  std::atomic<int> waiting{0};
  Gate gate;
  std::mutex fault_mutex;
  std::string last_fault;
  GuardedServer server;
  int port = 0;

  explicit House(const GuardLimits& limits = {}, bool tls = true,
                 const Certificate& certificate = test_certificate())
      : server(config(limits, tls, certificate)) {
    add_routes();
    const auto bound = server.listen();
    if (bound.ok()) port = *bound;
    REQUIRE(port > 0);
  }
  ~House() { gate.open(); }

  RequestPolicy admit(const RequestHead& head) {
    ++admitted;
    RequestPolicy policy;
    policy.max_body_bytes = upload_bytes_max;  // strangers are held to less by the guard itself
    if (head.header("authorization") == "Bearer good") {
      policy.authenticated = true;
      policy.account = "somchai";
      policy.deadline_ms = 60'000;
    }
    policy.chunked_allowed = head.path == "/chunked";
    policy.heavy = head.path == "/wait" && head.parameter("heavy") == "1";
    if (head.path == "/secret" && !policy.authenticated)
      policy.refusal = refuse(Code::unauthorized, "secret");
    if (head.path == "/admit-throws") throw std::runtime_error("hidden admission text");
    const std::string deadline(head.parameter("deadline_ms"));
    if (!deadline.empty()) policy.deadline_ms = std::stoll(deadline);
    policy.session = head.path;
    return policy;
  }

 private:
  ServerConfig config(const GuardLimits& limits, bool tls, const Certificate& certificate) {
    ServerConfig config;
    if (tls) config.certificate = certificate;
    config.limits = limits;
    config.admit = [this](const RequestHead& head) { return admit(head); };
    config.every_answer = {{"X-Content-Type-Options", "nosniff"}};
    config.on_fault = [this](const std::string& what) {
      const std::lock_guard lock(fault_mutex);
      last_fault = what;
    };
    return config;
  }

  HttpResponse text(std::string body) {
    ++served;
    HttpResponse response;
    response.body = std::move(body);
    return response;
  }

  void add_routes() {
    server.route("GET", "/hello", [this](HttpRequest&) { return text("hello"); });
    server.route("POST", "/echo", [this](HttpRequest& request) { return text(request.body); });
    server.route("GET", "/users/:id/photos/*file", [this](HttpRequest& request) {
      return text(std::string(request.path_parameter("id")) + "|" +
                  std::string(request.path_parameter("file")) + "|" + std::string(request.parameter("q")) +
                  "|" + std::any_cast<std::string>(request.policy.session));
    });
    server.route("GET", "/address", [this](HttpRequest& request) {
      return text(request.remote_address() + "|" + std::string(request.header("remote_addr")) + "|" +
                  std::string(request.header("remote-addr")) + "|" +
                  std::string(request.header("x-forwarded-for")));
    });
    server.route("GET", "/throws",
                 [](HttpRequest&) -> HttpResponse { throw std::runtime_error("hidden text"); });
    server.route("GET", "/throws-int", [](HttpRequest&) -> HttpResponse { throw 7; });
    server.route("GET", "/split", [](HttpRequest&) {
      HttpResponse response;
      response.headers.emplace_back("X-Name", "a\r\nSet-Cookie: stolen=1");
      return response;
    });
    server.route("GET", "/big", [this](HttpRequest& request) {
      ++served;
      const std::string bytes(request.parameter("bytes"));
      HttpResponse response =
          HttpResponse::of(pattern_source(std::stoull(bytes)), "application/octet-stream");
      response.headers.emplace_back("ETag", "\"v1\"");
      return response;
    });
    server.route("GET", "/cut", [](HttpRequest&) {
      BodySource source{100'000, [](std::uint64_t offset, std::uint64_t, const ByteSink& sink) {
                          return offset < 40'000 && sink(Bytes(20'000));
                        }};
      return HttpResponse::of(source, "application/octet-stream");
    });
    server.route("GET", "/nothing", [](HttpRequest&) {
      BodySource source{100, [](std::uint64_t, std::uint64_t, const ByteSink&) { return true; }};
      return HttpResponse::of(source, "application/octet-stream");
    });
    server.route("GET", "/wait", [this](HttpRequest&) {
      ++waiting;
      gate.pass();
      return text("waited");
    });
    server.route("GET", "/secret", [this](HttpRequest&) { return text("secret"); });
    server.route("GET", "/unchanged", [this](HttpRequest&) {
      HttpResponse response = text("");
      response.status = 304;
      response.headers.emplace_back("ETag", "\"1\"");
      return response;
    });
    server.route("DELETE", "/hello", [this](HttpRequest&) {
      HttpResponse response = text("");
      response.status = 204;
      return response;
    });
    const HttpHandler receive = [this](HttpRequest& request) {
      Sha256Stream hash;
      const Done read = request.read([&](ByteView piece) {
        uploaded_bytes += piece.size();
        hash.add(piece);
        return true;
      });
      if (!read.ok()) return HttpResponse::refused(read.refusal());
      return text(hash.finish().hex());
    };
    server.stream("POST", "/upload", receive);
    server.stream("PATCH", "/upload", receive);
    server.stream("POST", "/chunked", receive);
    server.stream("POST", "/unread", [this](HttpRequest&) { return text("not read"); });
  }
};

inline std::string get(const std::string& path, const std::string& headers = {}) {
  return "GET " + path + " HTTP/1.1\r\nHost: office\r\n" + headers + "\r\n";
}
inline std::string post(const std::string& path, const std::string& headers, const std::string& body = {}) {
  return "POST " + path + " HTTP/1.1\r\nHost: office\r\n" + headers + "\r\n" + body;
}
inline std::string length(std::size_t bytes) {
  return "Content-Length: " + std::to_string(bytes) + "\r\n";
}
inline constexpr const char* good = "Authorization: Bearer good\r\n";

inline std::int64_t ms_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start)
      .count();
}

}  // namespace khaosan_test
