// Two records that may be one: the card on which a person decides, and what the pages of the two say of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "client/ui/screen.hpp"

namespace khaosan::client {

inline constexpr std::int64_t pairs_a_page = 20;

struct PairSide {
  const Record* record = nullptr;  // nullptr: not here (yet)
  std::string title, when, place, person, counts;
};

struct Alike {
  const Record* likeness = nullptr;
  bool is_news = false;
  std::string why;
  PairSide one, other;
  std::string waiting_verb;  // "": none waits for the office
  std::optional<ChangeId> can_take_back;
};

// Those that nobody has decided on.
std::vector<Alike> open_pairs(const Screen& screen);

// The card of one pair; answers its height.
float draw_pair(const Screen& screen, Point at, float width, const Alike& pair, bool is_current);

// The two answers, with the main record that is marked on the card.
void join_pair(const Screen& screen, const Alike& pair);
void keep_apart(const Screen& screen, const Alike& pair);

// Banners at the top of a record's page: it may be the same as another one, what was joined into it (to be
// undone there), where it was joined into. Answers where they end.
float draw_likeness_banners(const Screen& screen, Point at, float width, const Record& record);

}  // namespace khaosan::client
