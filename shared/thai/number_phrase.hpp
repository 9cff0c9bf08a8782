// A number or date with its unit, as people write them in Thai office texts: one token, so that "27 กรกฎาคม"
// can never be made of "27 มิถุนายน" and "25 กรกฎาคม".
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace khaosan {

// Where a text may be cut: one flag byte for each offset 0 .. size.
struct Cuts {
  std::vector<std::uint8_t> flags;
  bool cluster(std::size_t at) const { return (flags[at] & 1U) != 0; }  // between two grapheme clusters
  bool word(std::size_t at) const { return (flags[at] & 2U) != 0; }     // and between two words
};

// Where the number phrase that starts at `at` (a word cut) ends, or `at` if none starts there.
std::size_t number_phrase_end(std::string_view text, const Cuts& cuts, std::size_t at);

// Where the abbreviation that starts at `at` ends ("พ.ศ.", "น.ส."): short Thai letters with a full stop,
// twice or more. `at` if none starts there.
std::size_t abbreviation_end(std::string_view text, const Cuts& cuts, std::size_t at);

bool is_thai_letter(std::uint32_t code_point);  // consonants, vowels and marks; no digits, no ฿

}  // namespace khaosan
