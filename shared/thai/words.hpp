// Thai text cut into words, for merging and for search. Words come from ICU's Thai dictionary, which no
// version promises to keep: store no token, and let no test assume where an ambiguous word (ตากลม) is cut.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"

namespace khaosan {

enum class TokenKind : std::uint8_t {
  word,         // has a letter: "โรงเรียน", "Excel", "พ.ศ."
  space,        // blanks, or one line break
  punctuation,  // signs, emoji, and ๆ or ฯ that stand alone
  number,  // a number or date with its unit: "25 มิ.ย. 2569", "09.30 น.", "1,250 บาท", "50%"
};

// Bytes [begin, end) of the text that was cut.
struct Token {
  std::size_t begin = 0;
  std::size_t end = 0;
  TokenKind kind = TokenKind::word;
  bool operator==(const Token&) const = default;
  std::string_view of(std::string_view text) const { return text.substr(begin, end - begin); }
};

// The tokens of `utf8`, in order, without a gap: together they are the text. No grapheme cluster is ever cut
// (น้ำ is one cell, SARA AM included). Without break data the whole text is one token, so that nothing is cut
// wrongly.
std::vector<Token> words(std::string_view utf8);

// Whether ICU finds the Thai words it must know; else thai_dictionary_missing. Call it once, at start: a
// missing dictionary gives no error, only breaks in wrong places.
Done check_break_dictionary();

}  // namespace khaosan
