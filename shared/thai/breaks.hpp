// Where a text on the screen may be cut: between cells, words and lines.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace khaosan {

// Flags of one place in a text.
constexpr std::uint8_t cell_break = 1;  // between two grapheme clusters
constexpr std::uint8_t word_break = 2;  // between two words, blanks or signs
constexpr std::uint8_t line_break = 4;  // a line may end here

// Holds its own copies of ICU's iterators: use one on one thread.
class BreakFinder {
 public:
  BreakFinder();
  BreakFinder(BreakFinder&&) noexcept;
  BreakFinder& operator=(BreakFinder&&) noexcept;
  ~BreakFinder();

  // Fills `places`, one for each 0 … signs.size(); the first and the last have cell and word, not line. Words
  // and lines break only between cells. Lines also never break before ๆ (blanks between included), before a
  // vowel that follows its consonant, or after one that leads it. Without break data only cells are found,
  // one a code point.
  void find(std::u32string_view signs, std::vector<std::uint8_t>& places);

 private:
  struct Iterators;
  std::unique_ptr<Iterators> iterators_;
};

std::string_view break_rules_version();  // "ICU 72.1"

bool is_leading_vowel(char32_t sign);    // เ แ โ ใ ไ
bool is_following_vowel(char32_t sign);  // ะ า ำ ๅ
bool is_mark(char32_t sign);             // stands above or below another sign, in any script
bool is_pictograph(char32_t sign);       // may be shown as one
bool is_emoji(char32_t sign);            // is shown as a colour picture unless a text asks otherwise

}  // namespace khaosan
