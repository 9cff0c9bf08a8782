#include "server/web/page_answer.hpp"

#include "server/http/blob_answer.hpp"
#include "server/http/http_date.hpp"
#include "shared/crypto/sha256.hpp"

namespace khaosan::server {
namespace {

constexpr std::size_t etag_signs = 32;

// The tag decides where it is given. The date only if it is the very one we sent: a page that lost its newest
// item is older than what the asker has, and must be sent.
bool asker_has(const RequestHead& head, const std::string& etag, const std::string& changed) {
  if (!head.header("if-none-match").empty()) return has_already(head, etag);
  return !changed.empty() && head.header("if-modified-since") == changed;
}

}  // namespace

HttpResponse page_answer(const RequestHead& head, Page page) {
  const std::string etag = etag_of(sha256(page.text).hex().substr(0, etag_signs));
  const std::string changed = page.changed ? http_date(*page.changed) : "";
  HttpResponse response;
  response.status = page.status;
  if (page.status == 200 && asker_has(head, etag, changed)) {
    response.status = 304;
  } else {
    response.content_type = page.content_type;
    response.body = std::move(page.text);
  }
  response.headers = {{"Content-Security-Policy", content_security_policy}, {"Cache-Control", "no-cache"}};
  if (page.status != 200) return response;
  response.headers.emplace_back("ETag", etag);
  if (!changed.empty()) response.headers.emplace_back("Last-Modified", changed);
  return response;
}

}  // namespace khaosan::server
