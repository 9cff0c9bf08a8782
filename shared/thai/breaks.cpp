#include "shared/thai/breaks.hpp"

#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <cstddef>
#include <string>

namespace khaosan {
namespace {

constexpr char32_t paiyannoi = 0x0E2F;  // ฯ
constexpr char32_t maiyamok = 0x0E46;   // ๆ
constexpr char32_t last_plain = 0xFFFF;

using Breaker = std::unique_ptr<icu::BreakIterator>;
using Make = icu::BreakIterator*(U_EXPORT2*)(const icu::Locale&, UErrorCode&);

Breaker made_by(Make make) {
  UErrorCode status = U_ZERO_ERROR;
  Breaker made(make(icu::Locale("th"), status));
  if (U_FAILURE(status) != 0) made.reset();
  return made;
}

// Made once: reading the break rules costs ten milliseconds, a copy nearly nothing.
Breaker copy_of(const Breaker& breaker) {
  return breaker ? Breaker(breaker->clone()) : nullptr;
}

struct Originals {
  Breaker cells = made_by(&icu::BreakIterator::createCharacterInstance);
  Breaker words = made_by(&icu::BreakIterator::createWordInstance);
  Breaker lines = made_by(&icu::BreakIterator::createLineInstance);
};

const Originals& originals() {
  static const Originals made;
  return made;
}

bool is_blank(char32_t sign) {
  return sign == U' ' || sign == U'\u00A0';
}

// Whether a line may end between `signs[at - 1]` and `signs[at]`, where ICU says that it may.
bool may_end_line(std::u32string_view signs, std::size_t at) {
  if (is_leading_vowel(signs[at - 1])) return false;
  const char32_t next = signs[at];
  if (is_following_vowel(next)) return false;
  if (next == paiyannoi) return is_blank(signs[at - 1]);
  return next != maiyamok;
}

}  // namespace

struct BreakFinder::Iterators {
  Breaker cells = copy_of(originals().cells);
  Breaker words = copy_of(originals().words);
  Breaker lines = copy_of(originals().lines);
  std::u16string units;
  std::vector<std::size_t> sign_of_unit;

  bool complete() const { return cells && words && lines; }

  void take(std::u32string_view signs) {
    units.clear();
    sign_of_unit.clear();
    for (std::size_t i = 0; i < signs.size(); ++i) {
      if (signs[i] > last_plain) {
        units += static_cast<char16_t>(U16_LEAD(signs[i]));
        sign_of_unit.push_back(i);
        units += static_cast<char16_t>(U16_TRAIL(signs[i]));
      } else {
        units += static_cast<char16_t>(signs[i]);
      }
      sign_of_unit.push_back(i);
    }
    sign_of_unit.push_back(signs.size());
  }

  void mark(icu::BreakIterator& breaker, const icu::UnicodeString& text, std::uint8_t flag,
            std::vector<std::uint8_t>& places) const {
    breaker.setText(text);
    for (auto at = breaker.first(); at != icu::BreakIterator::DONE; at = breaker.next()) {
      places[sign_of_unit[static_cast<std::size_t>(at)]] |= flag;
    }
  }
};

BreakFinder::BreakFinder() : iterators_(std::make_unique<Iterators>()) {}
BreakFinder::BreakFinder(BreakFinder&&) noexcept = default;
BreakFinder& BreakFinder::operator=(BreakFinder&&) noexcept = default;
BreakFinder::~BreakFinder() = default;

void BreakFinder::find(std::u32string_view signs, std::vector<std::uint8_t>& places) {
  places.assign(signs.size() + 1, 0);
  Iterators& use = *iterators_;
  if (use.complete() && !signs.empty()) {
    use.take(signs);
    const icu::UnicodeString text(false, use.units.data(), static_cast<std::int32_t>(use.units.size()));
    use.mark(*use.cells, text, cell_break, places);
    use.mark(*use.words, text, word_break, places);
    use.mark(*use.lines, text, line_break, places);
  } else {
    places.assign(signs.size() + 1, cell_break);
  }
  for (std::size_t at = 1; at < signs.size(); ++at) {
    if ((places[at] & cell_break) == 0) places[at] = 0;
    if ((places[at] & line_break) != 0 && !may_end_line(signs, at)) places[at] ^= line_break;
  }
  places.front() = places.back() = cell_break | word_break;
}

std::string_view break_rules_version() {
  return "ICU " U_ICU_VERSION;
}

bool is_leading_vowel(char32_t sign) {
  return sign >= 0x0E40 && sign <= 0x0E44;
}

bool is_following_vowel(char32_t sign) {
  return sign == 0x0E30 || sign == 0x0E32 || sign == 0x0E33 || sign == 0x0E45;
}

bool is_mark(char32_t sign) {
  return (U_GET_GC_MASK(static_cast<UChar32>(sign)) & U_GC_M_MASK) != 0;
}

bool is_pictograph(char32_t sign) {
  return u_hasBinaryProperty(static_cast<UChar32>(sign), UCHAR_EXTENDED_PICTOGRAPHIC) != 0;
}

bool is_emoji(char32_t sign) {
  return u_hasBinaryProperty(static_cast<UChar32>(sign), UCHAR_EMOJI_PRESENTATION) != 0;
}

}  // namespace khaosan
