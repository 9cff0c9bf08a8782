// The guarded HTTPS server. The library underneath gets a head it cannot stumble over and writes the answer;
// listening, TLS, heads, routing, bodies, deadlines and limits are ours (guard.hpp). Every refusal is
// answered as JSON, and no answer tells what a handler threw.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "shared/base/result.hpp"
#include "shared/http/certificate.hpp"
#include "shared/http/limits.hpp"
#include "shared/http/message.hpp"

namespace khaosan {

struct ServerConfig {
  std::string host = "127.0.0.1";
  int port = 0;                            // 0: the system chooses
  std::optional<Certificate> certificate;  // none: plain HTTP, refused unless the host is the loopback
  GuardLimits limits;
  Admit admit;                                            // none: every request has the default RequestPolicy
  HttpFields every_answer;                                // headers set on every answer of a handler
  std::function<void(const std::string& what)> on_fault;  // what a handler threw; called on any thread
};

class GuardedServer {
 public:
  explicit GuardedServer(ServerConfig config);
  ~GuardedServer();  // stops
  GuardedServer(const GuardedServer&) = delete;
  GuardedServer& operator=(const GuardedServer&) = delete;

  // Before listen(). The pattern is "/users/:id" or "/files/*rest"; the first that fits wins; HEAD goes to
  // GET. Handlers run on many threads at once. route(): the body is read whole first. stream(): the handler
  // reads it.
  void route(const std::string& method, const std::string& pattern, HttpHandler handler);
  void stream(const std::string& method, const std::string& pattern, HttpHandler handler);

  // Starts to serve and gives the port. Once. Refusals: io_failed (port in use), usage (plain and not
  // loopback), bad_value (certificate).
  Result<int> listen();
  // Another certificate for the connections that come from now on; on any thread, after listen(). bad_value;
  // usage: it serves without TLS.
  Done renew(const Certificate& certificate);
  // Takes no more requests, gives those in flight limits.stop_grace_ms, then cuts them off and waits for
  // their handlers. May be called twice; not from a handler.
  void stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace khaosan
