// One glyph as pixels.
#pragma once

#include <cstdint>
#include <vector>

#include "shared/text/fonts.hpp"
#include "shared/text/layout.hpp"

namespace khaosan::text {

// Pens stand at quarters of a pixel: rasterise with the quarter, draw at the whole pixel.
constexpr int subpixel_steps = 4;

struct PenPosition {
  int whole_px = 0;
  std::uint8_t quarter = 0;  // 0 … subpixel_steps - 1
};
PenPosition pen_position(float x_px);

// Where a glyph of a layout is drawn whose top left is at `origin`. Baselines and marks stand on whole
// pixels, each rounded by itself, so that all lines look the same.
struct GlyphPlace {
  PenPosition pen;
  int baseline_px = 0;
};
GlyphPlace glyph_place(Point origin, const Line& line, const Glyph& glyph);

enum class RasterKind : std::uint8_t {
  coverage,  // one byte a pixel
  colour,    // RGBA, alpha not multiplied in
};

struct Raster {
  RasterKind kind = RasterKind::coverage;
  int width = 0;  // 0 for blanks
  int height = 0;
  int left = 0;                      // from the pen to the left column
  int top = 0;                       // from the baseline up to the top row
  std::vector<std::uint8_t> pixels;  // rows from the top, no padding
};

// An unknown glyph gives an empty raster.
Raster rasterize(Fonts& fonts, FaceId face, std::uint32_t glyph, float size_px, std::uint8_t quarter);

}  // namespace khaosan::text
