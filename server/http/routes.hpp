// Adds handlers to a GuardedServer: each is counted, and may return a refusal instead of an answer.
#pragma once

#include <functional>
#include <string>

#include "server/http/metrics.hpp"
#include "shared/http/guarded_server.hpp"

namespace khaosan::server {

using Handler = std::function<Result<HttpResponse>(HttpRequest&)>;

class Routes {
 public:
  Routes(GuardedServer& server, Metrics& metrics) : server_(server), metrics_(metrics) {}

  void route(RequestClass request_class, const std::string& method, const std::string& pattern,
             Handler handler);
  void stream(RequestClass request_class, const std::string& method, const std::string& pattern,
              Handler handler);

 private:
  HttpHandler counted(RequestClass request_class, Handler handler);
  GuardedServer& server_;
  Metrics& metrics_;
};

// For ServerConfig::every_answer: no guessing of types, no address of ours to others.
HttpFields headers_of_every_answer();

// A refusal as every route answers it: JSON, and for 401 how to sign in.
HttpResponse refused_answer(const Refusal& refusal);

}  // namespace khaosan::server
