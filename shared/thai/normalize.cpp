#include "shared/thai/normalize.hpp"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "shared/base/utf8.hpp"

namespace khaosan {
namespace {

constexpr char32_t sara_am = U'\u0E33';
constexpr char32_t sara_e = U'\u0E40';
constexpr char32_t sara_ae = U'\u0E41';

constexpr char32_t private_first = 0xF700;
// What the glyphs U+F700–F71A stand for: shifted left, lowered, or without foot.
constexpr std::array<char32_t, 27> private_marks = {0x0E10, 0x0E34, 0x0E35, 0x0E36, 0x0E37, 0x0E48, 0x0E49,
                                                    0x0E4A, 0x0E4B, 0x0E4C, 0x0E48, 0x0E49, 0x0E4A, 0x0E4B,
                                                    0x0E4C, 0x0E0D, 0x0E31, 0x0E4D, 0x0E47, 0x0E48, 0x0E49,
                                                    0x0E4A, 0x0E4B, 0x0E4C, 0x0E38, 0x0E39, 0x0E3A};

bool is_consonant(char32_t sign) {
  return sign >= U'\u0E01' && sign <= U'\u0E2E';
}

bool is_tone(char32_t sign) {
  return sign >= U'\u0E48' && sign <= U'\u0E4B';
}

std::u32string decode(std::string_view utf8) {
  std::u32string signs;
  signs.reserve(utf8.size());
  for (std::size_t at = 0; at < utf8.size();) {
    const auto code_point = next_code_point(utf8, at);
    if (!code_point) ++at;
    signs += code_point ? static_cast<char32_t>(*code_point) : U'\uFFFD';
  }
  return signs;
}

std::string encode(const std::u32string& signs) {
  std::string utf8;
  for (char32_t sign : signs) append_code_point(utf8, sign);
  return utf8;
}

std::string plain_signs(std::string_view utf8) {
  std::u32string plain;
  bool after_return = false;
  for (char32_t sign : decode(utf8)) {
    const bool line_feed_of_pair = sign == U'\n' && after_return;
    after_return = sign == U'\r';
    if (line_feed_of_pair) continue;
    const bool is_private = sign >= private_first && sign < private_first + private_marks.size();
    plain += is_private ? private_marks[sign - private_first] : after_return ? U'\n' : sign;
  }
  return encode(plain);
}

std::string to_nfc(std::string utf8) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status) != 0) return utf8;
  std::string normal;
  icu::StringByteSink<std::string> sink(&normal, static_cast<std::int32_t>(utf8.size()));
  nfc->normalizeUTF8(0, utf8, sink, nullptr, status);
  return U_FAILURE(status) != 0 ? utf8 : normal;
}

// Consonant, SARA AM, one tone mark: the tone was typed too late.
void put_tones_before_sara_am(std::u32string& signs) {
  for (std::size_t i = 1; i + 1 < signs.size(); ++i) {
    const bool late_tone = is_consonant(signs[i - 1]) && signs[i] == sara_am && is_tone(signs[i + 1]);
    const bool one_tone = i + 2 >= signs.size() || !is_tone(signs[i + 2]);
    if (late_tone && one_tone) std::swap(signs[i], signs[i + 1]);
  }
}

// Exactly two SARA E before a consonant: no word is written so.
std::u32string join_doubled_sara_e(const std::u32string& signs) {
  std::u32string joined;
  for (std::size_t i = 0; i < signs.size();) {
    std::size_t end = i;
    while (end < signs.size() && signs[end] == sara_e) ++end;
    if (end - i == 2 && end < signs.size() && is_consonant(signs[end])) {
      joined += sara_ae;
    } else {
      joined.append(signs, i, std::max<std::size_t>(end - i, 1));
    }
    i = std::max(end, i + 1);
  }
  return joined;
}

}  // namespace

std::string normalize_text(std::string_view utf8) {
  std::u32string signs = decode(to_nfc(plain_signs(utf8)));
  put_tones_before_sara_am(signs);
  return encode(join_doubled_sara_e(signs));
}

}  // namespace khaosan
