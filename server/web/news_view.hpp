// A news item in words for a page.
#pragma once

#include <string>
#include <vector>

#include "server/logic/news_board.hpp"
#include "server/web/templates.hpp"

namespace khaosan::server {

View page_view(const std::string& office, const std::string& title, const std::string& description);

CivilDate date_of(const PublicNews& news);          // of the news, else of the publication
std::string type_in_thai(const std::string& type);  // "" for an unknown one
std::vector<std::string> paragraphs_of(const std::string& prose);
// A text in runs between spaces. Short ones, which may be names, are kept on one line.
inline constexpr std::size_t kept_in_headline_max = 32;  // code points: what fits a phone at that size
inline constexpr std::size_t kept_in_prose_max = 14;     // longer ones would leave ragged lines
ViewList runs_of(const std::string& text, std::size_t kept_max);
std::string summary_of(const PublicNews& news);  // the lead, else the first paragraph

}  // namespace khaosan::server
