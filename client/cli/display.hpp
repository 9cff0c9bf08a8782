// Text on a terminal: how wide it is, where it may be cut, and what must not reach the terminal raw.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace khaosan::client {

// Columns that the text takes: Thai vowels and tone marks above and below take none, wide signs two.
std::size_t display_width(std::string_view utf8);

// The text with control characters, marks that turn the direction of writing, and bytes that are not UTF-8
// written out ("\x1b", "\u202e"), so that stored text cannot steer a terminal. Newline and tab stay where
// `many_lines` is set, else they become a space.
enum class Lines { one, many };
std::string safe_text(std::string_view text, Lines lines);

// JSON text with the same characters escaped as \uXXXX: they stand only inside its strings.
std::string safe_json(std::string_view json_text);

// At most `width` columns; a cut text ends with "…". No mark is parted from its letter.
std::string cut_to_width(std::string_view utf8, std::size_t width);
std::string padded(std::string_view utf8, std::size_t width);  // with spaces on the right

inline constexpr std::size_t cell_width_max = 60;
inline constexpr std::size_t cell_width_min = 8;
inline constexpr std::size_t column_gap = 2;

// Rows under a header, columns aligned. With a known width columns give way, the widest first. The first
// column (the id), an id anywhere and the columns named by never_cut() stay whole, beyond the width if need
// be.
class Table {
 public:
  explicit Table(std::vector<std::string> header) : rows_{std::move(header)} {}
  void never_cut(std::size_t column) { whole_.insert(column); }
  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  std::string text(std::size_t width_columns) const;  // 0: not a terminal

 private:
  std::vector<std::vector<std::string>> rows_;  // the header first
  std::set<std::size_t> whole_{0};
};

}  // namespace khaosan::client
