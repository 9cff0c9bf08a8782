// Positions in a list: fractions in base 62, as text that compares bytewise. Between any two there is a
// third, so that moving one member writes one member. The order of a list is (position, id).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"

namespace khaosan {

inline constexpr std::size_t position_length_max = 64;  // longer ones are to be rewritten
inline constexpr std::size_t position_tail_length_max = 16;

// Digits 0-9 A-Z a-z; not empty, and no 0 at the end (nothing would fit between "V" and "V0").
bool is_position(std::string_view key);

// A position strictly between `before` and `after`; an empty one is the open end of the list. It ends in
// `random_tail` (1 to 16 digits from the caller, so that two laptops do not make the same one), whose last
// digit is written as 1 if it is 0. bad_value if a key or the tail is none, or if `before` is not less than
// `after`: equal positions of two members are told apart by their ids, and only spread_positions makes room
// between them.
Result<std::string> position_between(std::string_view before, std::string_view after,
                                     std::string_view random_tail);

bool position_needs_rewrite(std::string_view key);  // over position_length_max

// `count` positions in rising order, all of one length and evenly apart.
std::vector<std::string> spread_positions(std::size_t count);

}  // namespace khaosan
