// A story as it will be read, its photos, and the way it went: shared by the editor and the approvals.
#pragma once

#include <string>
#include <vector>

#include "client/ui/screen.hpp"

namespace khaosan::client {

struct Article {
  struct Photo {
    std::string sha;  // of the original
    std::string caption;
  };
  std::string headline, lead, body, type, date, credit;
  std::vector<Photo> photos;
};

Article article_of(const Review& review);

// Fills the rect with the small rendition, or says why there is none.
void draw_photo(const Screen& screen, const Rect& rect, std::string_view sha, float radius = radius::photo);
// Each draws from the top left on and answers its height.
float draw_article(const Screen& screen, Point at, float width, const Article& article);
float draw_board_card(const Screen& screen, Point at, float width, const Article& article);
// Decisions, newest first. `only_comments`: those without words are left out.
enum class Way : std::uint8_t { all, only_comments };
float draw_way(const Screen& screen, Point at, float width, const std::vector<Record>& decisions,
               Way way = Way::all);

std::string_view verb_word(const Words& words, std::string_view verb);  // "submit" → "เสนอตรวจ"
std::string when_word(const Words& words, std::string_view iso);        // an instant as people read it
std::string title_word(const Words& words, std::string_view headline);  // or that there is none yet
std::string capacity_word(const Words& words, std::string_view capacity, std::string_view order);
const UserHere* user_here(const Snapshot& snapshot);  // who writes; nullptr: nobody yet

}  // namespace khaosan::client
