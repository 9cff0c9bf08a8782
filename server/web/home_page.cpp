// The news board: newest first, page by page.
#include <algorithm>
#include <charconv>

#include "server/web/news_view.hpp"
#include "server/web/page_answer.hpp"
#include "server/web/pages.hpp"
#include "server/web/picture_paths.hpp"

namespace khaosan::server {
namespace {

constexpr std::int64_t pages_max = 100'000;

View item_view(const PublicNews& news, CopySize size) {
  View view;
  const CivilDate date = date_of(news);
  view.set("url", news_path(news));
  view.set("runs", runs_of(news.headline, kept_in_headline_max));
  view.set("date", thai_long_date(date));
  view.set("date_iso", date.iso());
  show(view, "type", type_in_thai(news.type));
  show(view, "summary", summary_of(news));
  show(view, "photo", news.photos.empty() ? "" : photo_path(news, 0, size));
  return view;
}

Result<std::int64_t> page_of(const HttpRequest& request) {
  const std::string_view text = request.parameter("page");
  std::int64_t page = 1;
  if (text.empty()) return page;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), page);
  const bool whole = fault == std::errc() && end == text.data() + text.size();
  if (!whole || page < 1 || page > pages_max) return refuse(Code::not_found, "page");
  return page;
}

std::string address_of(std::int64_t page) {
  return page == 1 ? "/" : "/?page=" + std::to_string(page);
}

void add_pager(View& view, std::int64_t page, std::int64_t pages) {
  view.set("paged", pages > 1);
  view.set("page", std::to_string(page));
  view.set("pages", std::to_string(pages));
  view.set("later_page", page > 1);
  show(view, "newer", page > 1 ? address_of(page - 1) : "");
  show(view, "older", page < pages ? address_of(page + 1) : "");
}

// The newest stands on top of the first page.
void add_items(View& view, const std::vector<PublicNews>& news, std::int64_t page) {
  std::size_t first = 0;
  if (page == 1 && !news.empty()) {
    view.set("lead", item_view(news.front(), CopySize::full));
    first = 1;
  } else {
    view.set("lead", View(View::type::bool_false));
  }
  ViewList items;
  for (std::size_t i = first; i < news.size(); ++i) items.push_back(item_view(news[i], CopySize::small));
  view.set("has_items", news.size() > first);
  view.set("items", items);
  view.set("nothing", news.empty());
}

}  // namespace

Result<HttpResponse> home_page(const WebParts& parts, const HttpRequest& request) {
  KHAOSAN_LET(page, page_of(request));
  KHAOSAN_LET(total, parts.board.count());
  const std::int64_t pages = std::max<std::int64_t>(1, (total + news_a_page - 1) / news_a_page);
  if (page > pages) return refuse(Code::not_found, "page");
  KHAOSAN_LET(news, parts.board.latest((page - 1) * news_a_page, news_a_page));

  const std::string office = parts.board.office_name();
  View view = page_view(office, "ข่าวสาร " + office, "ข่าวประชาสัมพันธ์ " + office);
  add_items(view, news, page);
  add_pager(view, page, pages);
  Page answer{filled("home", view), html_type, std::nullopt, 200};
  for (const PublicNews& one : news) {
    answer.changed = std::max(answer.changed.value_or(Instant{}), one.changed_at);
  }
  return page_answer(request.head, std::move(answer));
}

}  // namespace khaosan::server
