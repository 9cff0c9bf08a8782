#include "shared/text/raster.hpp"

#include <freetype/ftoutln.h>

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "shared/text/fonts_state.hpp"

namespace khaosan::text {
namespace {

constexpr float fixed_point = 64;  // FreeType's 26.6
constexpr int quarter_in_64ths = 16;
constexpr std::size_t channels = 4;

void copy_coverage(const FT_Bitmap& bitmap, Raster& raster) {
  raster.width = static_cast<int>(bitmap.width);
  raster.height = static_cast<int>(bitmap.rows);
  raster.pixels.resize(static_cast<std::size_t>(raster.width) * static_cast<std::size_t>(raster.height));
  for (unsigned row = 0; row < bitmap.rows; ++row) {
    const unsigned char* from = bitmap.buffer + static_cast<std::ptrdiff_t>(row) * bitmap.pitch;
    std::copy_n(from, bitmap.width, raster.pixels.begin() + static_cast<std::ptrdiff_t>(row * bitmap.width));
  }
}

// The mean of the pixels of `bitmap` that a pixel of a picture `scale` times as large covers, one way.
struct Covered {
  int begin = 0;
  int end = 0;
  float part(int at) const {
    return std::min(to, static_cast<float>(at + 1)) - std::max(from, static_cast<float>(at));
  }
  float from = 0;
  float to = 0;
};

Covered covered(int pixel, float scale, unsigned limit) {
  Covered span;
  span.from = static_cast<float>(pixel) / scale;
  span.to = std::min(static_cast<float>(pixel + 1) / scale, static_cast<float>(limit));
  span.begin = static_cast<int>(span.from);
  span.end = std::min(static_cast<int>(std::ceil(span.to)), static_cast<int>(limit));
  return span;
}

void put_mean(const FT_Bitmap& bitmap, const Covered& across, const Covered& down, std::uint8_t* pixel) {
  float sums[channels] = {};  // blue, green, red, alpha: multiplied in
  float area = 0;
  for (int y = down.begin; y < down.end; ++y) {
    const unsigned char* row = bitmap.buffer + static_cast<std::ptrdiff_t>(y) * bitmap.pitch;
    for (int x = across.begin; x < across.end; ++x) {
      const float part = across.part(x) * down.part(y);
      area += part;
      for (std::size_t i = 0; i < channels; ++i)
        sums[i] += part * row[static_cast<std::size_t>(x) * channels + i];
    }
  }
  if (area <= 0 || sums[3] <= 0) return;
  const auto straight = [&](float sum) {
    return static_cast<std::uint8_t>(std::min(sum / sums[3] * 255, 255.F));
  };
  pixel[0] = straight(sums[2]);
  pixel[1] = straight(sums[1]);
  pixel[2] = straight(sums[0]);
  pixel[3] = static_cast<std::uint8_t>(sums[3] / area);
}

Raster scaled_colours(const FT_GlyphSlotRec_& glyph, float scale) {
  const FT_Bitmap& bitmap = glyph.bitmap;
  Raster raster;
  raster.kind = RasterKind::colour;
  raster.width = static_cast<int>(std::ceil(static_cast<float>(bitmap.width) * scale));
  raster.height = static_cast<int>(std::ceil(static_cast<float>(bitmap.rows) * scale));
  raster.left = static_cast<int>(std::lround(static_cast<float>(glyph.bitmap_left) * scale));
  raster.top = static_cast<int>(std::lround(static_cast<float>(glyph.bitmap_top) * scale));
  raster.pixels.resize(static_cast<std::size_t>(raster.width) * static_cast<std::size_t>(raster.height) *
                       channels);
  std::uint8_t* pixel = raster.pixels.data();
  for (int y = 0; y < raster.height; ++y) {
    const Covered down = covered(y, scale, bitmap.rows);
    for (int x = 0; x < raster.width; ++x, pixel += channels) {
      put_mean(bitmap, covered(x, scale, bitmap.width), down, pixel);
    }
  }
  return raster;
}

// The font has pictures of fixed sizes: takes the smallest that is large enough and makes it smaller.
Raster colour_raster(FT_Face face, std::uint32_t glyph, float size_px) {
  int best = face->num_fixed_sizes - 1;
  for (int i = best; i >= 0; --i) {
    if (static_cast<float>(face->available_sizes[i].y_ppem) / fixed_point >= size_px) best = i;
  }
  if (best < 0 || FT_Select_Size(face, best) != 0) return {};
  if (FT_Load_Glyph(face, glyph, FT_LOAD_COLOR | FT_LOAD_RENDER) != 0) return {};
  if (face->glyph->bitmap.pixel_mode != FT_PIXEL_MODE_BGRA) return {};
  const float strike_px = static_cast<float>(face->available_sizes[best].y_ppem) / fixed_point;
  return scaled_colours(*face->glyph, size_px / strike_px);
}

Raster outline_raster(FT_Face face, std::uint32_t glyph, float size_px, std::uint8_t quarter) {
  const auto size = static_cast<FT_F26Dot6>(std::lround(size_px * fixed_point));
  if (FT_Set_Char_Size(face, 0, size, 0, 0) != 0) return {};
  if (FT_Load_Glyph(face, glyph, FT_LOAD_TARGET_LIGHT | FT_LOAD_NO_BITMAP) != 0) return {};
  if (face->glyph->format != FT_GLYPH_FORMAT_OUTLINE) return {};
  FT_Outline_Translate(&face->glyph->outline, quarter * quarter_in_64ths, 0);
  if (FT_Render_Glyph(face->glyph, FT_RENDER_MODE_NORMAL) != 0) return {};
  Raster raster;
  copy_coverage(face->glyph->bitmap, raster);
  raster.left = face->glyph->bitmap_left;
  raster.top = face->glyph->bitmap_top;
  return raster;
}

}  // namespace

PenPosition pen_position(float x_px) {
  const auto quarters = static_cast<int>(std::lround(x_px * subpixel_steps));
  const int whole =
      quarters >= 0 ? quarters / subpixel_steps : (quarters - subpixel_steps + 1) / subpixel_steps;
  return {whole, static_cast<std::uint8_t>(quarters - whole * subpixel_steps)};
}

GlyphPlace glyph_place(Point origin, const Line& line, const Glyph& glyph) {
  const long baseline = std::lround(origin.y + line.baseline_y) + std::lround(glyph.y);
  return {pen_position(origin.x + line.left + glyph.x), static_cast<int>(baseline)};
}

Raster rasterize(Fonts& fonts, FaceId face, std::uint32_t glyph, float size_px, std::uint8_t quarter) {
  const Face* from = fonts.state().face(face);
  if (from == nullptr || !(size_px > 0)) return {};
  FT_Face drawn = from->drawn.get();
  return FT_IS_SCALABLE(drawn) ? outline_raster(drawn, glyph, size_px, quarter)
                               : colour_raster(drawn, glyph, size_px);
}

}  // namespace khaosan::text
