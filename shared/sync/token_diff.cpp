#include "shared/sync/token_diff.hpp"

#include <algorithm>

namespace khaosan {
namespace {

using Tokens = std::span<const std::uint32_t>;

// How far the furthest paths came. Row d holds, for the diagonals -d, -d+2 … d (old position less new
// position), the furthest old position that d edits reach.
class Paths {
 public:
  std::int64_t furthest(std::int64_t d, std::int64_t diagonal) const {
    return rows_[static_cast<std::size_t>(d)][static_cast<std::size_t>((diagonal + d) / 2)];
  }
  void add_row(std::int64_t d) { rows_.emplace_back(static_cast<std::size_t>(d + 1)); }
  void set(std::int64_t d, std::int64_t diagonal, std::int64_t old_at) {
    rows_[static_cast<std::size_t>(d)][static_cast<std::size_t>((diagonal + d) / 2)] =
        static_cast<std::int32_t>(old_at);
  }
  // Whether the best d-edit path to `diagonal` comes down from the diagonal above it: by an insertion.
  bool comes_by_insertion(std::int64_t d, std::int64_t diagonal) const {
    return diagonal == -d || (diagonal != d && furthest(d - 1, diagonal - 1) < furthest(d - 1, diagonal + 1));
  }

 private:
  std::vector<std::vector<std::int32_t>> rows_;
};

class Search {
 public:
  Search(Tokens old_tokens, Tokens new_tokens)
      : old_(old_tokens),
        new_(new_tokens),
        old_size_(static_cast<std::int64_t>(old_tokens.size())),
        new_size_(static_cast<std::int64_t>(new_tokens.size())) {}

  // The number of edits of the shortest way, or -1 if it has more than the bound.
  std::int64_t run() {
    const std::int64_t bound = std::min<std::int64_t>(old_size_ + new_size_, diff_edits_max);
    for (std::int64_t d = 0; d <= bound; ++d) {
      paths_.add_row(d);
      if (extend(d)) return d;
    }
    return -1;
  }

  // The single edits of the shortest way, last one first.
  std::vector<Hunk> edits_backwards(std::int64_t d) const {
    std::vector<Hunk> edits;
    for (std::int64_t diagonal = old_size_ - new_size_; d > 0; --d) {
      const bool insertion = paths_.comes_by_insertion(d, diagonal);
      diagonal += insertion ? 1 : -1;
      const auto old_at = static_cast<std::size_t>(paths_.furthest(d - 1, diagonal));
      const auto new_at = static_cast<std::size_t>(paths_.furthest(d - 1, diagonal) - diagonal);
      edits.push_back({old_at, old_at + (insertion ? 0U : 1U), new_at, new_at + (insertion ? 1U : 0U)});
    }
    return edits;
  }

 private:
  bool extend(std::int64_t d) {
    // Diagonals that lie outside the two texts lead nowhere, but keep the rows simple.
    for (std::int64_t diagonal = -d; diagonal <= d; diagonal += 2) {
      std::int64_t old_at = start(d, diagonal);
      std::int64_t new_at = old_at - diagonal;
      while (equal_at(old_at, new_at)) ++old_at, ++new_at;
      paths_.set(d, diagonal, old_at);
      if (old_at >= old_size_ && new_at >= new_size_) return true;
    }
    return false;
  }

  std::int64_t start(std::int64_t d, std::int64_t diagonal) const {
    if (d == 0) return 0;
    if (paths_.comes_by_insertion(d, diagonal)) return paths_.furthest(d - 1, diagonal + 1);
    return paths_.furthest(d - 1, diagonal - 1) + 1;
  }

  bool equal_at(std::int64_t old_at, std::int64_t new_at) const {
    return old_at < old_size_ && new_at < new_size_ &&
           old_[static_cast<std::size_t>(old_at)] == new_[static_cast<std::size_t>(new_at)];
  }

  Tokens old_;
  Tokens new_;
  std::int64_t old_size_;
  std::int64_t new_size_;
  Paths paths_;
};

bool touches(const Hunk& first, const Hunk& second) {
  return first.old_end == second.old_begin && first.new_end == second.new_begin;
}

std::vector<Hunk> joined(const std::vector<Hunk>& edits) {
  std::vector<Hunk> hunks;
  for (const Hunk& edit : edits) {
    if (!hunks.empty() && touches(hunks.back(), edit)) {
      hunks.back().old_end = edit.old_end;
      hunks.back().new_end = edit.new_end;
    } else {
      hunks.push_back(edit);
    }
  }
  return hunks;
}

std::vector<Hunk> diff_middle(Tokens old_tokens, Tokens new_tokens) {
  if (old_tokens.empty() && new_tokens.empty()) return {};
  const Hunk whole{0, old_tokens.size(), 0, new_tokens.size()};
  if (old_tokens.empty() || new_tokens.empty()) return {whole};
  Search search(old_tokens, new_tokens);
  const std::int64_t edit_count = search.run();
  if (edit_count < 0) return {whole};
  std::vector<Hunk> edits = search.edits_backwards(edit_count);
  std::reverse(edits.begin(), edits.end());
  return joined(edits);
}

std::size_t common_prefix(Tokens a, Tokens b) {
  const auto ends = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  return static_cast<std::size_t>(ends.first - a.begin());
}

std::size_t common_suffix(Tokens a, Tokens b) {
  const auto ends = std::mismatch(a.rbegin(), a.rend(), b.rbegin(), b.rend());
  return static_cast<std::size_t>(ends.first - a.rbegin());
}

// Moves a pure insertion or deletion one token on, if the text stays the same.
bool slide(Hunk& hunk, Tokens old_tokens, Tokens new_tokens) {
  const bool insertion = hunk.old_begin == hunk.old_end;
  const bool deletion = hunk.new_begin == hunk.new_end;
  if (insertion == deletion || hunk.old_end == old_tokens.size() || hunk.new_end == new_tokens.size())
    return false;
  const std::uint32_t first = insertion ? new_tokens[hunk.new_begin] : old_tokens[hunk.old_begin];
  if (first != old_tokens[hunk.old_end]) return false;
  ++hunk.old_begin, ++hunk.old_end, ++hunk.new_begin, ++hunk.new_end;
  return true;
}

// From the last hunk to the first, so that one that slides against the next becomes part of it.
std::vector<Hunk> slid_to_the_end(const std::vector<Hunk>& hunks, Tokens old_tokens, Tokens new_tokens) {
  std::vector<Hunk> backwards;
  for (std::size_t i = hunks.size(); i-- > 0;) {
    Hunk hunk = hunks[i];
    const auto against_next = [&] { return !backwards.empty() && touches(hunk, backwards.back()); };
    while (!against_next() && slide(hunk, old_tokens, new_tokens)) continue;
    if (against_next()) {
      hunk.old_end = backwards.back().old_end;
      hunk.new_end = backwards.back().new_end;
      backwards.pop_back();
    }
    backwards.push_back(hunk);
  }
  std::reverse(backwards.begin(), backwards.end());
  return backwards;
}

}  // namespace

std::vector<Hunk> diff_tokens(Tokens old_tokens, Tokens new_tokens) {
  const std::size_t prefix = common_prefix(old_tokens, new_tokens);
  const Tokens old_rest = old_tokens.subspan(prefix);
  const Tokens new_rest = new_tokens.subspan(prefix);
  const std::size_t suffix = common_suffix(old_rest, new_rest);
  std::vector<Hunk> hunks =
      diff_middle(old_rest.first(old_rest.size() - suffix), new_rest.first(new_rest.size() - suffix));
  for (Hunk& hunk : hunks) {
    hunk.old_begin += prefix, hunk.old_end += prefix, hunk.new_begin += prefix, hunk.new_end += prefix;
  }
  return slid_to_the_end(hunks, old_tokens, new_tokens);
}

}  // namespace khaosan
