#include "server/http/routes.hpp"

namespace khaosan::server {

HttpFields headers_of_every_answer() {
  return {{"X-Content-Type-Options", "nosniff"}, {"Referrer-Policy", "no-referrer"}};
}

HttpResponse refused_answer(const Refusal& refusal) {
  HttpResponse response = HttpResponse::refused(refusal);
  if (response.status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer");
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

void Routes::route(RequestClass request_class, const std::string& method, const std::string& pattern,
                   Handler handler) {
  server_.route(method, pattern, counted(request_class, std::move(handler)));
}

void Routes::stream(RequestClass request_class, const std::string& method, const std::string& pattern,
                    Handler handler) {
  server_.stream(method, pattern, counted(request_class, std::move(handler)));
}

HttpHandler Routes::counted(RequestClass request_class, Handler handler) {
  return [request_class, handler = std::move(handler), &metrics = metrics_](HttpRequest& request) {
    auto answer = handler(request);
    HttpResponse response = answer.ok() ? std::move(*answer) : refused_answer(answer.refusal());
    metrics.count(request_class, response.status);
    return response;
  };
}

}  // namespace khaosan::server
