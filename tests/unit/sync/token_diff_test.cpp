#include "shared/sync/token_diff.hpp"

#include "tests/support/catch.hpp"

using namespace khaosan;

namespace {

using Tokens = std::vector<std::uint32_t>;

Tokens applied(const Tokens& old_tokens, const Tokens& new_tokens, const std::vector<Hunk>& hunks) {
  Tokens result;
  std::size_t at = 0;
  for (const Hunk& hunk : hunks) {
    result.insert(result.end(), old_tokens.begin() + at, old_tokens.begin() + hunk.old_begin);
    result.insert(result.end(), new_tokens.begin() + hunk.new_begin, new_tokens.begin() + hunk.new_end);
    at = hunk.old_end;
  }
  result.insert(result.end(), old_tokens.begin() + at, old_tokens.end());
  return result;
}

}  // namespace

TEST_CASE("equal sequences have no hunk; empty ones are one") {
  CHECK(diff_tokens(Tokens{1, 2}, Tokens{1, 2}).empty());
  CHECK(diff_tokens(Tokens{}, Tokens{}).empty());
  CHECK(diff_tokens(Tokens{}, Tokens{1, 2}) == std::vector<Hunk>{{0, 0, 0, 2}});
  CHECK(diff_tokens(Tokens{1, 2}, Tokens{}) == std::vector<Hunk>{{0, 2, 0, 0}});
}

TEST_CASE("the shortest way is found") {
  // Myers' own example: ABCABBA to CBABAC takes five edits.
  const Tokens from{1, 2, 3, 1, 2, 2, 1};
  const Tokens to{3, 2, 1, 2, 1, 3};
  std::size_t edits = 0;
  const std::vector<Hunk> hunks = diff_tokens(from, to);
  for (const Hunk& hunk : hunks) edits += hunk.old_end - hunk.old_begin + hunk.new_end - hunk.new_begin;
  CHECK(edits == 5);
  CHECK(applied(from, to, hunks) == to);
}

TEST_CASE("an insertion or deletion that fits in many places stands in the last one") {
  CHECK(diff_tokens(Tokens{7, 1, 1, 9}, Tokens{7, 1, 1, 1, 9}) == std::vector<Hunk>{{3, 3, 3, 4}});
  CHECK(diff_tokens(Tokens{7, 1, 1, 1, 9}, Tokens{7, 1, 1, 9}) == std::vector<Hunk>{{3, 4, 3, 3}});
  CHECK(diff_tokens(Tokens{1, 2, 1, 2, 9}, Tokens{1, 2, 1, 2, 1, 2, 9}) == std::vector<Hunk>{{4, 4, 4, 6}});
}

TEST_CASE("every small pair of sequences is turned into the other, with an equal token between hunks") {
  const auto nth = [](unsigned number) {
    Tokens tokens;
    for (; number > 0; number /= 4) {
      if (number % 4 != 0) tokens.push_back(number % 4);
    }
    return tokens;
  };
  for (unsigned a = 0; a < 1024; a += 3) {
    for (unsigned b = 0; b < 1024; b += 5) {
      const Tokens from = nth(a);
      const Tokens to = nth(b);
      const std::vector<Hunk> hunks = diff_tokens(from, to);
      REQUIRE(applied(from, to, hunks) == to);
      for (std::size_t i = 0; i + 1 < hunks.size(); ++i) REQUIRE(hunks[i].old_end < hunks[i + 1].old_begin);
    }
  }
}

TEST_CASE("over the bound the middle is one hunk") {
  Tokens from{5};
  Tokens to{5};
  for (std::uint32_t i = 0; i < diff_edits_max; ++i) {
    from.push_back(10 + 2 * i);
    to.push_back(11 + 2 * i);
    if (i == diff_edits_max / 2) from.push_back(6), to.push_back(6);
  }
  from.push_back(7), to.push_back(7);
  CHECK(diff_tokens(from, to) == std::vector<Hunk>{{1, from.size() - 1, 1, to.size() - 1}});
  from.resize(diff_edits_max / 2 + 3);
  to.resize(diff_edits_max / 2 + 3);
  CHECK(diff_tokens(from, to).size() == 1);
  CHECK(
      diff_tokens(Tokens(from.begin(), from.begin() + 1000), Tokens(to.begin(), to.begin() + 1000)).size() ==
      1);
}
