// A text without the blanks around it.
#pragma once

#include <string_view>

namespace khaosan {

inline std::string_view trimmed(std::string_view text, std::string_view blanks = " \t\r\n") {
  const auto from = text.find_first_not_of(blanks);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(blanks) - from + 1);
}

}  // namespace khaosan
