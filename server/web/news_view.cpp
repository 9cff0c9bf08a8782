#include "server/web/news_view.hpp"

#include <algorithm>

#include "server/web/assets.hpp"
#include "shared/base/utf8.hpp"
#include "shared/schema/kinds.hpp"

namespace khaosan::server {
View page_view(const std::string& office, const std::string& title, const std::string& description) {
  View view;
  view.set("office", office);
  view.set("title", title);
  view.set("css", asset_path("board.css"));
  view.set("emblem", asset_path("emblem.svg"));
  show(view, "description", description);
  return view;
}

CivilDate date_of(const PublicNews& news) {
  const auto date = CivilDate::parse(news.date);
  return date.ok() ? *date : bangkok_date(news.published_at);
}

std::string type_in_thai(const std::string& type) {
  const KindDecl* kind = find_kind("news");
  const FieldDecl* field = kind != nullptr ? kind->field("type") : nullptr;
  if (field == nullptr) return "";
  for (const Choice& choice : field->choices) {
    if (choice.name == type) return std::string(choice.th);
  }
  return "";
}

std::vector<std::string> paragraphs_of(const std::string& prose) {
  std::vector<std::string> paragraphs;
  for (std::size_t at = 0; at < prose.size();) {
    const std::size_t end = std::min(prose.find('\n', at), prose.size());
    std::string line = prose.substr(at, end - at);
    const auto first = line.find_first_not_of(" \t");
    if (first != std::string::npos) paragraphs.push_back(line.substr(first));
    at = end + 1;
  }
  return paragraphs;
}

ViewList runs_of(const std::string& whole, std::size_t kept_max) {
  ViewList runs;
  for (std::size_t at = 0; at < whole.size();) {
    const std::size_t end = std::min(whole.find(' ', at), whole.size());
    const std::string text = whole.substr(at, end - at);
    at = end + 1;
    if (text.empty()) continue;
    View run;
    run.set("gap", !runs.empty());
    run.set("keep", code_point_count(text) <= kept_max);
    run.set("text", text);
    runs.push_back(run);
  }
  return runs;
}

std::string summary_of(const PublicNews& news) {
  const auto paragraphs = paragraphs_of(news.lead.empty() ? news.body : news.lead);
  return paragraphs.empty() ? "" : paragraphs.front();
}

}  // namespace khaosan::server
