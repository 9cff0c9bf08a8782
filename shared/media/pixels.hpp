// Decoded pictures in memory: 8-bit RGB, rows from the top, nothing between them.
#pragma once

#include <cstdint>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"

namespace khaosan {

struct Pixels {
  int width = 0;
  int height = 0;
  Bytes rgb;  // 3 * width * height

  Pixels() = default;
  Pixels(int width_px, int height_px);
  std::uint8_t* row(int y) { return rgb.data() + static_cast<std::size_t>(y) * width * 3; }
  const std::uint8_t* row(int y) const { return rgb.data() + static_cast<std::size_t>(y) * width * 3; }
};

struct PixelRect {
  int left = 0;
  int top = 0;
  int width = 0;
  int height = 0;
};

// Takes rows one by one and keeps the mean of each `factor` × `factor` cell: a picture larger than memory
// shrinks as it is read. The last cells may be smaller.
class RowShrinker {
 public:
  RowShrinker(int width, int height, int factor);
  void add_row(const std::uint8_t* rgb);
  Pixels finish() { return std::move(result_); }  // after all rows

 private:
  void end_cells();
  int width_;
  int height_;
  int factor_;
  int rows_seen_ = 0;
  int rows_in_cell_ = 0;
  std::vector<std::uint32_t> sums_;
  Pixels result_;
};

// Each new pixel is the mean of the area it covers. Only makes smaller.
Pixels shrink_to(const Pixels& from, int width, int height);
// EXIF orientation 1..8 made upright.
Pixels upright(Pixels from, int orientation);
Pixels turned_right(Pixels from, int quarter_turns);  // any number, negative turns left
Pixels cropped(Pixels from, const PixelRect& rect);   // the rect lies inside

Result<Bytes> encode_png(const Pixels& pixels);  // without loss, no metadata; internal

}  // namespace khaosan
