#include "server/web/pages.hpp"

#include "server/http/blob_answer.hpp"
#include "server/web/assets.hpp"

namespace khaosan::server {
namespace {

using PageMaker = Result<HttpResponse> (*)(const WebParts&, const HttpRequest&);

// A person reads what went wrong, not a program.
Handler for_people(const WebParts& parts, PageMaker make) {
  return [parts, make](HttpRequest& request) -> Result<HttpResponse> {
    auto answer = make(parts, request);
    return answer.ok() ? std::move(answer) : missing_page(parts, request, answer.refusal());
  };
}

Result<HttpResponse> nothing_here(const WebParts&, const HttpRequest& request) {
  return refuse(Code::not_found, request.head.path);
}

void add_asset(Routes& routes, std::string_view name, const char* content_type) {
  const std::string path = asset_path(name);
  routes.route(RequestClass::pages, "GET", path,
               [name, path, content_type](HttpRequest& request) -> Result<HttpResponse> {
                 if (has_already(request.head, etag_of(path))) return not_modified(etag_of(path));
                 HttpResponse response;
                 response.content_type = content_type;
                 response.body = asset_text(name);
                 response.headers = {{"Cache-Control", "public, max-age=31536000, immutable"},
                                     {"ETag", etag_of(path)}};
                 return response;
               });
}

}  // namespace

void add_pages(GuardedServer& server, Metrics& metrics, const WebParts& parts) {
  Routes routes(server, metrics);
  add_asset(routes, "board.css", "text/css; charset=utf-8");
  add_asset(routes, "emblem.svg", "image/svg+xml");
  routes.route(RequestClass::pages, "GET", "/", for_people(parts, home_page));
  routes.route(RequestClass::pages, "GET", "/feed.atom", for_people(parts, feed_page));
  routes.route(RequestClass::pages, "GET", "/news/:number", for_people(parts, article_page));
  routes.route(RequestClass::pages, "GET", "/news/:number/photo/:file", for_people(parts, photo));
  const Handler missing = for_people(parts, nothing_here);
  routes.route(RequestClass::pages, "GET", "/*rest", [missing](HttpRequest& request) -> Result<HttpResponse> {
    if (request.head.path.starts_with("/api/")) return refuse(Code::not_found, request.head.path);
    return missing(request);
  });
}

}  // namespace khaosan::server
