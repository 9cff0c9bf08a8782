// The newest news as an Atom feed (RFC 4287).
#include <algorithm>

#include "server/web/news_view.hpp"
#include "server/web/page_answer.hpp"
#include "server/web/pages.hpp"
#include "server/web/picture_paths.hpp"
#include "shared/crypto/sha256.hpp"

namespace khaosan::server {
namespace {

constexpr Uuid feed_name_space{
    {0x6b, 0x68, 0x61, 0x6f, 0x73, 0x61, 0x4e, 0x00, 0x80, 0x00, 0x66, 0x65, 0x65, 0x64, 0x73, 0x31}};
constexpr std::size_t host_bytes_max = 255;

// Ids must outlive an address: they come from the office's identity and the number alone.
std::string feed_id(const WebParts& parts, const std::string& what) {
  return "urn:uuid:" + uuid_v5(feed_name_space, parts.identity + "/" + what).text();
}

bool is_host(std::string_view host) {
  return !host.empty() && host.size() <= host_bytes_max &&
         host.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]") ==
             std::string_view::npos;
}

Result<std::string> base_url(const WebParts& parts, const HttpRequest& request) {
  if (!parts.base_url.empty()) return parts.base_url;
  const std::string_view host = request.header("host");
  if (!is_host(host)) return refuse(Code::bad_request, "Host");
  return parts.scheme + "://" + std::string(host);
}

View entry_view(const WebParts& parts, const PublicNews& news) {
  View view;
  view.set("headline", xml_text(news.headline));
  view.set("id", feed_id(parts, news.slug));
  view.set("published", iso_utc(news.published_at));
  view.set("updated", iso_utc(news.changed_at));
  view.set("url", news_path(news));
  view.set("body", xml_text(news.body));
  show(view, "summary", xml_text(summary_of(news)));
  show(view, "photo", news.photos.empty() ? "" : photo_path(news, 0, CopySize::full));
  return view;
}

}  // namespace

Result<HttpResponse> feed_page(const WebParts& parts, const HttpRequest& request) {
  KHAOSAN_LET(base, base_url(parts, request));
  KHAOSAN_LET(news, parts.board.latest(0, news_in_feed));
  View view;
  ViewList entries;
  Instant changed;
  for (const PublicNews& one : news) {
    entries.push_back(entry_view(parts, one));
    changed = std::max(changed, one.changed_at);
  }
  const std::string office = xml_text(parts.board.office_name());
  view.set("office", office);
  view.set("author", office.empty() ? "ข่าวสาร" : office);
  view.set("id", feed_id(parts, "feed"));
  view.set("updated", iso_utc(changed));
  view.set("base", base);
  view.set("entries", entries);
  return page_answer(request.head,
                     {filled("feed", view), "application/atom+xml; charset=utf-8", changed, 200});
}

}  // namespace khaosan::server
