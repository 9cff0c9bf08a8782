#include "tests/unit/text/picture.hpp"

#include <png.h>

#include <algorithm>
#include <cmath>

#include "shared/text/raster.hpp"

namespace khaosan::test {
namespace {

constexpr std::size_t channels = 3;
constexpr std::size_t atlas_channels = 4;

void blend(Picture& picture, int x, int y, const std::uint8_t* rgb, int alpha) {
  if (x < 0 || y < 0 || x >= picture.width || y >= picture.height) return;
  const auto at =
      (static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width) + static_cast<std::size_t>(x)) *
      channels;
  for (std::size_t i = 0; i < channels; ++i) {
    const int below = picture.rgb[at + i];
    picture.rgb[at + i] = static_cast<std::uint8_t>((rgb[i] * alpha + below * (255 - alpha) + 127) / 255);
  }
}

void draw_slot(Picture& picture, const text::Atlas& atlas, const text::Slot& slot, int left, int top) {
  static constexpr std::uint8_t black[channels] = {0, 0, 0};
  const int side = atlas.side_px();
  const int from_x = static_cast<int>(std::lround(slot.u0 * static_cast<float>(side)));
  const int from_y = static_cast<int>(std::lround(slot.v0 * static_cast<float>(side)));
  for (int y = 0; y < slot.height; ++y) {
    for (int x = 0; x < slot.width; ++x) {
      const auto at = static_cast<std::size_t>(from_y + y) * static_cast<std::size_t>(side) +
                      static_cast<std::size_t>(from_x + x);
      const std::uint8_t* pixel = atlas.pixels().data() + at * atlas_channels;
      blend(picture, left + x, top + y, slot.is_colour ? pixel : black, pixel[3]);
    }
  }
}

}  // namespace

Picture::Picture(int width_px, int height_px)
    : width(width_px),
      height(height_px),
      rgb(static_cast<std::size_t>(width_px) * static_cast<std::size_t>(height_px) * channels, 255) {}

void fill(Picture& picture, const text::Rect& rect, std::uint8_t grey) {
  const std::uint8_t rgb[channels] = {grey, grey, grey};
  for (int y = static_cast<int>(rect.y); y < static_cast<int>(std::ceil(rect.y + rect.height)); ++y) {
    for (int x = static_cast<int>(rect.x); x < static_cast<int>(std::ceil(rect.x + rect.width)); ++x) {
      blend(picture, x, y, rgb, 255);
    }
  }
}

void draw(Picture& picture, text::Fonts& fonts, text::Atlas& atlas, const text::Layout& layout,
          text::Point origin) {
  for (std::size_t line = 0; line < layout.lines().size(); ++line) {
    for (const text::Glyph& glyph : layout.glyphs(line)) {
      const text::GlyphPlace at = text::glyph_place(origin, layout.lines()[line], glyph);
      const text::Slot slot = atlas.find(fonts, glyph.face, glyph.id, layout.style().size_px, at.pen.quarter);
      draw_slot(picture, atlas, slot, at.pen.whole_px + slot.left, at.baseline_px - slot.top);
    }
  }
}

std::string png_of(const Picture& picture) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(picture.width);
  image.height = static_cast<png_uint_32>(picture.height);
  image.format = PNG_FORMAT_RGB;
  png_alloc_size_t size = 0;
  png_image_write_to_memory(&image, nullptr, &size, 0, picture.rgb.data(), 0, nullptr);
  std::string png(size, '\0');
  png_image_write_to_memory(&image, png.data(), &size, 0, picture.rgb.data(), 0, nullptr);
  png.resize(size);
  return png;
}

Picture picture_of_png(const std::string& png) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_memory(&image, png.data(), png.size()) == 0) return {0, 0};
  image.format = PNG_FORMAT_RGB;
  Picture picture(static_cast<int>(image.width), static_cast<int>(image.height));
  png_image_finish_read(&image, nullptr, picture.rgb.data(), 0, nullptr);
  return picture;
}

}  // namespace khaosan::test
