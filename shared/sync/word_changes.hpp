// What changed between two texts, by words, to be shown to a person.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace khaosan {

struct WordChange {
  enum class Kind { same, added, removed };
  Kind kind = Kind::same;
  std::string text;
  bool operator==(const WordChange&) const = default;
};

// The same and added runs together are `after`, the same and removed ones `before`. A removed run stands
// before what was added in its place.
std::vector<WordChange> word_changes(std::string_view before, std::string_view after);

}  // namespace khaosan
