// What the tests of the text engine share: the fonts, and the strings that must come out right.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "shared/text/layout.hpp"
#include "tests/support/catch.hpp"

namespace khaosan::test {

// Opened once a program.
inline text::Fonts& fonts() {
  static Result<text::Fonts> opened = text::Fonts::open(text::debian_font_files());
  if (!opened.ok()) FAIL(opened.refusal().english());
  return *opened;
}

// The strings of the design, "|" where the caret stops; a blank has stops on both sides.
inline constexpr std::array<std::string_view, 20> marked_strings = {"ที่|นี่",
                                                                    "น้ำ",
                                                                    "ปั้|น",
                                                                    "ป่|า| |ปี่| |ปู่| |ฟ้|า| |ฝั่|ง",
                                                                    "ญู| |ฐู",
                                                                    "ฎุ| |ฏู| |ฎู่",
                                                                    "ก่ำ| |ป๊ำ",
                                                                    "กำ่",
                                                                    "เ|ก๋|ไ|ก๋",
                                                                    "สั|ม|พั|น|ธ์",
                                                                    "สิ|ท|ธิ์",
                                                                    "เ|ด็|ก| |เ|ป็|น",
                                                                    "ฤ|ๅ|ษี",
                                                                    "ธ|มฺ|ม| |พุ|ทฺ|โ|ธ",
                                                                    "่|ก",
                                                                    "ก่่",
                                                                    "😀|👨‍👩‍👧‍👦",
                                                                    "ก|\u200B|ข",
                                                                    "พื้|น| |ผึ้|ง| |ผู้",
                                                                    "สำ|นั|ก|ง|า|น|เ|ข|ต|พื้|น|ที่|ก|า|ร|ศึ|ก|ษ|า"};

inline std::vector<std::string> parted(std::string_view marked) {
  std::vector<std::string> parts(1);
  for (char sign : marked) {
    if (sign == '|') {
      parts.emplace_back();
    } else {
      parts.back() += sign;
    }
  }
  return parts;
}

inline std::string plain(std::string_view marked) {
  std::string text;
  for (const std::string& part : parted(marked)) text += part;
  return text;
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
