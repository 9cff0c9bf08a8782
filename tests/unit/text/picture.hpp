// Layouts drawn to pixels the way a window draws them: from an atlas, quad by quad. And PNG files of that.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "shared/text/atlas.hpp"
#include "shared/text/layout.hpp"

namespace khaosan::test {

struct Picture {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> rgb;  // rows from the top
  Picture(int width_px, int height_px);
};

void fill(Picture& picture, const text::Rect& rect, std::uint8_t grey);
void draw(Picture& picture, text::Fonts& fonts, text::Atlas& atlas, const text::Layout& layout,
          text::Point origin);

std::string png_of(const Picture& picture);
Picture picture_of_png(const std::string& png);  // of a PNG that png_of made

}  // namespace khaosan::test
