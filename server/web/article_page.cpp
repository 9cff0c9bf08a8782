// One news item.
#include <algorithm>

#include "server/web/news_view.hpp"
#include "server/web/page_answer.hpp"
#include "server/web/pages.hpp"
#include "server/web/picture_paths.hpp"

namespace khaosan::server {
namespace {

View photo_view(const PublicNews& news, std::size_t index) {
  const PublicPhoto& photo = news.photos[index];
  View view;
  view.set("full", photo_path(news, index, CopySize::full));
  view.set("small", photo_path(news, index, CopySize::small));
  view.set("alt", photo.caption.empty() ? "ภาพที่ " + std::to_string(index + 1) : photo.caption);
  show(view, "caption", photo.caption);
  return view;
}

void add_photos(View& view, const PublicNews& news) {
  ViewList rest;
  for (std::size_t i = 1; i < news.photos.size(); ++i) rest.push_back(photo_view(news, i));
  view.set("first_photo", news.photos.empty() ? View(View::type::bool_false) : photo_view(news, 0));
  view.set("has_photos", news.photos.size() > 1);
  view.set("photos", rest);
}

// "ข่าว … · ภาพ …, …": each photographer once.
std::string credits_of(const PublicNews& news) {
  std::vector<std::string> photographers;
  for (const PublicPhoto& photo : news.photos) {
    const bool known =
        std::find(photographers.begin(), photographers.end(), photo.credit) != photographers.end();
    if (!photo.credit.empty() && !known) photographers.push_back(photo.credit);
  }
  std::string text = news.credit.empty() ? "" : "ข่าว " + news.credit;
  for (std::size_t i = 0; i < photographers.size(); ++i) {
    text += i > 0 ? ", " : text.empty() ? "ภาพ " : " · ภาพ ";
    text += photographers[i];
  }
  return text;
}

void add_words(View& view, const PublicNews& news) {
  const CivilDate date = date_of(news);
  view.set("runs", runs_of(news.headline, kept_in_headline_max));
  view.set("number", news.number);
  view.set("date", thai_long_date(date));
  view.set("date_iso", date.iso());
  show(view, "type", type_in_thai(news.type));
  show(view, "lead", news.lead);
  show(view, "changed", news.changed_at > news.published_at ? thai_date_time(news.changed_at) : "");
  show(view, "credits", credits_of(news));
  ViewList paragraphs;
  for (const std::string& text : paragraphs_of(news.body)) {
    View paragraph;
    paragraph.set("runs", runs_of(text, kept_in_prose_max));
    paragraphs.push_back(paragraph);
  }
  view.set("paragraphs", paragraphs);
}

}  // namespace

Result<HttpResponse> article_page(const WebParts& parts, const HttpRequest& request) {
  KHAOSAN_LET(news, parts.board.by_slug(request.path_parameter("number")));
  const std::string office = parts.board.office_name();
  View view = page_view(office, news.headline + " | ข่าวสาร " + office, summary_of(news));
  add_words(view, news);
  add_photos(view, news);
  return page_answer(request.head, {filled("article", view), html_type, news.changed_at, 200});
}

}  // namespace khaosan::server
