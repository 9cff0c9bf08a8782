#include "shared/thai/words.hpp"

#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#include <array>
#include <memory>
#include <string>

#include "shared/base/utf8.hpp"
#include "shared/thai/number_phrase.hpp"

namespace khaosan {
namespace {

constexpr std::uint8_t cluster_flag = 1;
constexpr std::uint8_t word_flag = 2;
constexpr std::uint32_t zero_width_space = 0x200B;
constexpr std::uint32_t paiyannoi = 0x0E2F;  // ฯ
constexpr std::uint32_t maiyamok = 0x0E46;   // ๆ

using Breaker = std::unique_ptr<icu::BreakIterator>;

// Made once: reading the break rules costs ten milliseconds, a copy nearly nothing.
struct Breakers {
  Breaker clusters;
  Breaker words;
  Breakers() {
    UErrorCode status = U_ZERO_ERROR;
    clusters.reset(icu::BreakIterator::createCharacterInstance(icu::Locale("th"), status));
    words.reset(icu::BreakIterator::createWordInstance(icu::Locale("th"), status));
    if (U_FAILURE(status) != 0) clusters.reset(), words.reset();
  }
};

const Breakers& breakers() {
  static const Breakers made;
  return made;
}

// Sets `flag` at each break of `text`; false if ICU has no breaks to give.
bool mark_breaks(const Breaker& breaker, std::string_view text, std::uint8_t flag, Cuts& cuts) {
  if (!breaker) return false;
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UText, decltype(&utext_close)> source(
      utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &status), &utext_close);
  const Breaker copy(breaker->clone());
  if (U_FAILURE(status) != 0 || !copy) return false;
  copy->setText(source.get(), status);
  if (U_FAILURE(status) != 0) return false;
  for (auto at = copy->first(); at != icu::BreakIterator::DONE; at = copy->next()) {
    cuts.flags[static_cast<std::size_t>(at)] |= flag;
  }
  return true;
}

// ICU keeps Thai letters and digits or full stops in one word ("นักเรียน15คน", "ผอ.สพป"): cut where the script
// changes.
void mark_script_changes(std::string_view text, Cuts& cuts) {
  bool was_thai = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    const auto code_point = next_code_point(text, at);
    if (!code_point) ++at;
    const bool thai = code_point && is_thai_letter(*code_point);
    if (thai != was_thai) cuts.flags[start] |= word_flag;
    was_thai = thai;
  }
}

// A word cut is one only between two clusters.
void drop_cuts_in_clusters(Cuts& cuts) {
  for (std::uint8_t& flags : cuts.flags) {
    if ((flags & cluster_flag) == 0) flags = 0;
  }
}

Cuts find_cuts(std::string_view text) {
  Cuts cuts{std::vector<std::uint8_t>(text.size() + 1, 0)};
  const bool found = mark_breaks(breakers().clusters, text, cluster_flag, cuts) &&
                     mark_breaks(breakers().words, text, word_flag, cuts);
  if (found) {
    mark_script_changes(text, cuts);
    drop_cuts_in_clusters(cuts);
  } else {
    cuts.flags.assign(text.size() + 1, 0);
  }
  cuts.flags.front() = cuts.flags.back() = cluster_flag | word_flag;
  return cuts;
}

bool is_digit(std::uint32_t code_point) {
  return (code_point >= U'0' && code_point <= U'9') || (code_point >= U'๐' && code_point <= U'๙');
}

bool is_blank(std::uint32_t code_point) {
  return u_isUWhiteSpace(static_cast<UChar32>(code_point)) != 0 || code_point == zero_width_space;
}

bool is_word_letter(std::uint32_t code_point) {
  return u_isalpha(static_cast<UChar32>(code_point)) != 0 && code_point != paiyannoi &&
         code_point != maiyamok;
}

TokenKind kind_of(std::string_view token) {
  bool blank = true;
  for (std::size_t at = 0; at < token.size();) {
    const bool first = at == 0;
    const auto code_point = next_code_point(token, at);
    if (!code_point) return TokenKind::punctuation;
    if (first && is_digit(*code_point)) return TokenKind::number;
    if (is_word_letter(*code_point)) return TokenKind::word;
    blank = blank && is_blank(*code_point);
  }
  return blank ? TokenKind::space : TokenKind::punctuation;
}

std::size_t next_word_cut(const Cuts& cuts, std::size_t at) {
  do ++at;
  while (!cuts.word(at));
  return at;
}

Token token_at(std::string_view text, const Cuts& cuts, std::size_t at) {
  if (const std::size_t end = number_phrase_end(text, cuts, at); end != at)
    return {at, end, TokenKind::number};
  if (const std::size_t end = abbreviation_end(text, cuts, at); end != at) return {at, end, TokenKind::word};
  const std::size_t end = next_word_cut(cuts, at);
  return {at, end, kind_of(text.substr(at, end - at))};
}

}  // namespace

std::vector<Token> words(std::string_view utf8) {
  std::vector<Token> tokens;
  if (utf8.empty()) return tokens;
  const Cuts cuts = find_cuts(utf8);
  for (std::size_t at = 0; at < utf8.size(); at = tokens.back().end)
    tokens.push_back(token_at(utf8, cuts, at));
  return tokens;
}

Done check_break_dictionary() {
  static constexpr std::array<std::string_view, 2> known = {"นักเรียน", "ไทย"};
  const std::string text = std::string(known[0]) + std::string(known[1]);
  const std::vector<Token> found = words(text);
  if (found.size() == known.size() && found[0].of(text) == known[0]) return {};
  return refuse(Code::thai_dictionary_missing, "ICU " U_ICU_VERSION);
}

}  // namespace khaosan
