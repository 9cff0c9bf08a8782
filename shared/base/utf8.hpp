// UTF-8 at the edge: everything that comes in is checked once, here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace khaosan {

bool is_utf8(std::string_view text);  // no overlong forms, no surrogates, at most U+10FFFF

// The code point that starts at `at` (which is moved past it); nothing if the bytes are not UTF-8.
std::optional<std::uint32_t> next_code_point(std::string_view text, std::size_t& at);
void append_code_point(std::string& text, std::uint32_t code_point);
std::size_t code_point_count(std::string_view utf8);

// C0 and C1 controls and DEL; newline and tab are allowed only where `many_lines` is set.
bool has_control_character(std::string_view utf8, bool many_lines);

}  // namespace khaosan
