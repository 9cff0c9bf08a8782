// What the tests of the text engine share: the fonts, and the strings that must come out right.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "shared/text/layout.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/text/strings.hpp"

namespace khaosan::test {

// Opened once a program.
inline text::Fonts& fonts() {
  static Result<text::Fonts> opened = text::Fonts::open(text::debian_font_files());
  if (!opened.ok()) FAIL(opened.refusal().english());
  return *opened;
}

inline text::Style style_of(text::Family family, float size_px = 16, float line_height_px = 26) {
  text::Style style;
  style.family = family;
  style.size_px = size_px;
  style.line_height_px = line_height_px;
  return style;
}

inline text::LayoutOptions wide(float width_px) {
  text::LayoutOptions options;
  options.width_px = width_px;
  return options;
}

inline text::Layout laid_out(std::string text, text::LayoutOptions options = {},
                             text::Style style = style_of(text::Family::plain)) {
  return text::Layout(fonts(), std::move(text), style, options);
}

inline std::vector<std::string> lines_of(const text::Layout& layout) {
  std::vector<std::string> lines;
  for (const text::Line& line : layout.lines())
    lines.push_back(layout.text().substr(line.begin, line.end - line.begin));
  return lines;
}

}  // namespace khaosan::test
