#include "client/cli/display.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <numeric>

#include "shared/base/id.hpp"
#include "shared/base/utf8.hpp"

namespace khaosan::client {
namespace {

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

// Signs that stand on, under or inside the one before.
constexpr std::array no_width = {
    Range{0x0300, 0x036F}, Range{0x0E31, 0x0E31}, Range{0x0E34, 0x0E3A}, Range{0x0E47, 0x0E4E},
    Range{0x0EB1, 0x0EB1}, Range{0x0EB4, 0x0EBC}, Range{0x0EC8, 0x0ECE}, Range{0x200B, 0x200F},
    Range{0x2060, 0x2060}, Range{0x20D0, 0x20FF}, Range{0xFE00, 0xFE0F}, Range{0xFE20, 0xFE2F},
    Range{0xFEFF, 0xFEFF},
};
constexpr std::array two_wide = {
    Range{0x1100, 0x115F},   Range{0x2E80, 0x303E},   Range{0x3041, 0xA4CF},   Range{0xAC00, 0xD7A3},
    Range{0xF900, 0xFAFF},   Range{0xFE30, 0xFE6F},   Range{0xFF00, 0xFF60},   Range{0xFFE0, 0xFFE6},
    Range{0x1F300, 0x1F64F}, Range{0x1F680, 0x1F6FF}, Range{0x1F900, 0x1F9FF}, Range{0x20000, 0x3FFFD},
};
// Line ends, changes of direction and the like: nothing a person types into a form.
constexpr std::array unsafe = {
    Range{0x00, 0x1F},     Range{0x7F, 0x9F},     Range{0x061C, 0x061C}, Range{0x200E, 0x200F},
    Range{0x2028, 0x202E}, Range{0x2066, 0x2069}, Range{0xFFF9, 0xFFFB}, Range{0xE0000, 0xE007F},
};

template <std::size_t size>
constexpr bool is_in(const std::array<Range, size>& ranges, std::uint32_t code_point) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](Range r) { return code_point >= r.first && code_point <= r.last; });
}

std::size_t width_of(std::uint32_t code_point) {
  if (is_in(no_width, code_point)) return 0;
  return is_in(two_wide, code_point) ? 2 : 1;
}

std::string written_out(const char* form, std::uint32_t number) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), form, number);
  return text.data();
}

// Calls `take` with each code point and its bytes; bytes that are not UTF-8 come one at a time, as nothing.
template <typename Take>
void each_sign(std::string_view text, Take take) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    const auto code_point = next_code_point(text, at);
    if (!code_point) at = start + 1;
    take(code_point, text.substr(start, at - start));
  }
}

}  // namespace

std::size_t display_width(std::string_view utf8) {
  std::size_t width = 0;
  each_sign(utf8,
            [&](auto code_point, std::string_view) { width += code_point ? width_of(*code_point) : 1; });
  return width;
}

std::string safe_text(std::string_view text, Lines lines) {
  std::string safe;
  each_sign(text, [&](auto code_point, std::string_view bytes) {
    if (!code_point) {
      safe += written_out("\\x%02x", static_cast<unsigned char>(bytes.front()));
    } else if (*code_point == '\n' || *code_point == '\t') {
      safe += lines == Lines::many ? bytes : " ";
    } else if (is_in(unsafe, *code_point)) {
      safe += written_out(*code_point < 0x100 ? "\\x%02x" : "\\u%04x", *code_point);
    } else {
      safe += bytes;
    }
  });
  return safe;
}

std::string safe_json(std::string_view json_text) {
  std::string safe;
  each_sign(json_text, [&](auto code_point, std::string_view bytes) {
    const bool bad = code_point && is_in(unsafe, *code_point);
    if (!bad) {
      safe += bytes;
    } else if (*code_point < 0x10000) {
      safe += written_out("\\u%04x", *code_point);
    } else {  // beyond 16 bits JSON writes a pair
      const std::uint32_t rest = *code_point - 0x10000;
      safe += written_out("\\u%04x", 0xD800 + (rest >> 10U));
      safe += written_out("\\u%04x", 0xDC00 + (rest & 0x3FFU));
    }
  });
  return safe;
}

std::string cut_to_width(std::string_view utf8, std::size_t width) {
  if (display_width(utf8) <= width) return std::string(utf8);
  if (width == 0) return {};
  std::string cut;
  std::size_t used = 0;
  bool full = false;
  each_sign(utf8, [&](auto code_point, std::string_view bytes) {
    const std::size_t wide = code_point ? width_of(*code_point) : 1;
    full = full || used + wide > width - 1;
    if (full) return;
    used += wide;
    cut += bytes;
  });
  return cut + "…";
}

std::string padded(std::string_view utf8, std::size_t width) {
  const std::size_t used = display_width(utf8);
  return std::string(utf8) + std::string(used < width ? width - used : 0, ' ');
}

std::string Table::text(std::size_t width_columns) const {
  std::vector<std::size_t> widths(rows_.front().size(), 0);
  std::vector<std::size_t> least(rows_.front().size(), cell_width_min);
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::size_t width = display_width(row[i]);
      const bool whole = whole_.contains(i) || Uuid::parse(row[i]).ok();
      widths[i] = std::max(widths[i], whole ? width : std::min(width, cell_width_max));
      if (whole) least[i] = std::max(least[i], width);
    }
  }
  const auto total = [&] {
    return std::accumulate(widths.begin(), widths.end(), column_gap * (widths.size() - 1));
  };
  while (width_columns > 0 && total() > width_columns) {
    std::size_t* widest = nullptr;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      if (widths[i] > least[i] && (widest == nullptr || widths[i] > *widest)) widest = &widths[i];
    }
    if (widest == nullptr) break;
    --*widest;
  }
  std::string text;
  for (const auto& row : rows_) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) line += std::string(column_gap, ' ');
      line += padded(cut_to_width(row[i], widths[i]), widths[i]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

}  // namespace khaosan::client
