// Three versions of a prose become one. Pure: the same three texts always give the same merge.
//
// Laws, which tests/property/prose_merge_laws.cpp holds: merge(b, x, b) = merge(b, b, x) = merge(b, x, x) = x
// without a collision; swapping server and incoming gives the same merged parts and the same collisions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace khaosan {

struct ProseMerge {
  // Bytes [begin, end) of the merged text. Empty where words were only taken out.
  struct Range {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool operator==(const Range&) const = default;
  };

  // A place that both sides changed, in different ways. The merged text has the server's words there.
  struct Collision {
    std::string base;
    std::string server;
    std::string incoming;
    Range range;  // of the server's words in the merged text
    bool operator==(const Collision&) const = default;
  };

  std::string text;
  bool collided = false;              // the incoming text is not wholly in `text`: keep it, open a conflict
  std::vector<Range> merged_marks;    // in order: what the merge brought from incoming into the server's text
  std::vector<Collision> collisions;  // in order
};

// Two changes collide if fewer unchanged words than this stand between them; spaces, signs and numbers do not
// count.
inline constexpr std::size_t words_between_changes_min = 2;

// Merges over whole words (words.hpp). All three are normalised UTF-8 (normalize.hpp); any bytes are safe.
// Where only one side changed anything, the result is that side and has no marks: nothing was merged.
ProseMerge merge_prose(std::string_view base, std::string_view server, std::string_view incoming);

}  // namespace khaosan
