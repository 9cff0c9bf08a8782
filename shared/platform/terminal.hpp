// The terminal the program was started from, if any.
#pragma once

#include <string>
#include <string_view>

#include "shared/base/result.hpp"

namespace khaosan {

bool input_is_terminal();
bool output_is_terminal();
int terminal_width_columns();  // of standard output; 80 when it is no terminal or does not tell

inline constexpr int default_terminal_width_columns = 80;
inline constexpr std::size_t max_password_line_bytes = 1024;

// Writes `prompt` to standard error and reads one line without echo. From a pipe or a file it reads the line
// as it is. The newline is dropped. required_missing: the input ended; too_long: over
// max_password_line_bytes.
Result<std::string> read_password(std::string_view prompt);

}  // namespace khaosan
