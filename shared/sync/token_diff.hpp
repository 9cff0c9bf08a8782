// The difference of two token sequences: Myers' O(ND) algorithm with a bound on its work.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace khaosan {

// Tokens [old_begin, old_end) of the old sequence became tokens [new_begin, new_end) of the new one. One of
// the two ranges may be empty, never both.
struct Hunk {
  std::size_t old_begin = 0;
  std::size_t old_end = 0;
  std::size_t new_begin = 0;
  std::size_t new_end = 0;
  bool operator==(const Hunk&) const = default;
};

// Over this many inserted and deleted tokens the differing middle is one hunk. It bounds time (about 9
// million steps) and memory (about 18 MB); a text rewritten so far needs a person anyhow.
inline constexpr std::size_t diff_edits_max = 3000;

// The hunks that make `new_tokens` of `old_tokens`, in order; at least one equal token stands between any
// two. Where an insertion or a deletion could stand in several places, it stands in the last one.
std::vector<Hunk> diff_tokens(std::span<const std::uint32_t> old_tokens,
                              std::span<const std::uint32_t> new_tokens);

}  // namespace khaosan
