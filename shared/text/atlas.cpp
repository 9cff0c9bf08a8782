#include "shared/text/atlas.hpp"

#include <algorithm>
#include <cmath>

#include "shared/text/raster.hpp"

namespace khaosan::text {
namespace {

constexpr std::size_t channels = 4;
constexpr int gap_px = 1;  // between glyphs, so that a sampler does not mix them
constexpr std::size_t dirty_rects_max = 64;
constexpr int shelf_step_px = 4;  // shelves of nearly the same height are one

std::vector<std::uint8_t> blank_picture(int side_px) {
  return std::vector<std::uint8_t>(static_cast<std::size_t>(side_px) * static_cast<std::size_t>(side_px) *
                                   channels);
}

PixelRect both(const PixelRect& one, const PixelRect& other) {
  const int x = std::min(one.x, other.x);
  const int y = std::min(one.y, other.y);
  return {x, y, std::max(one.x + one.width, other.x + other.width) - x,
          std::max(one.y + one.height, other.y + other.height) - y};
}

}  // namespace

std::size_t Atlas::KeyHash::operator()(const Key& key) const {
  std::uint64_t mixed = key.glyph * 0x9E3779B97F4A7C15ULL;
  mixed ^= (static_cast<std::uint64_t>(key.size_64ths) << 20U) +
           (static_cast<std::uint64_t>(key.face) << 4U) + key.quarter;
  return static_cast<std::size_t>(mixed * 0x9E3779B97F4A7C15ULL >> 16U);
}

Atlas::Atlas(int side_px, int side_max_px)
    : side_px_(side_px), side_max_px_(std::max(side_px, side_max_px)), pixels_(blank_picture(side_px)) {
  dirty_ = {{0, 0, side_px_, side_px_}};
}

bool Atlas::reserve(int width, int height, PixelRect& where) {
  const int shelf_height = (height + gap_px + shelf_step_px - 1) / shelf_step_px * shelf_step_px;
  const int needed_width = width + gap_px;
  for (Shelf& shelf : shelves_) {
    if (shelf.height != shelf_height || shelf.used_x + needed_width > side_px_) continue;
    where = {shelf.used_x, shelf.y, width, height};
    shelf.used_x += needed_width;
    return true;
  }
  const int y = shelves_.empty() ? gap_px : shelves_.back().y + shelves_.back().height;
  if (y + shelf_height > side_px_ || gap_px + needed_width > side_px_) return false;
  where = {gap_px, y, width, height};
  shelves_.push_back({y, shelf_height, gap_px + needed_width});
  return true;
}

void Atlas::grow() {
  const int before = side_px_;
  side_px_ = std::min(side_px_ * 2, side_max_px_);
  std::vector<std::uint8_t> larger = blank_picture(side_px_);
  const std::size_t row_bytes = static_cast<std::size_t>(before) * channels;
  for (int y = 0; y < before; ++y) {
    const auto from = pixels_.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(y) * row_bytes);
    std::copy_n(from, row_bytes,
                larger.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(y) *
                                                             static_cast<std::size_t>(side_px_) * channels));
  }
  pixels_ = std::move(larger);
  dirty_ = {{0, 0, side_px_, side_px_}};
  ++generation_;
}

void Atlas::clear() {
  std::fill(pixels_.begin(), pixels_.end(), std::uint8_t{0});
  shelves_.clear();
  placed_.clear();
  dirty_ = {{0, 0, side_px_, side_px_}};
  ++generation_;
}

bool Atlas::reserve_or_grow(int width, int height, PixelRect& where) {
  while (!reserve(width, height, where)) {
    if (side_px_ < side_max_px_) {
      grow();
      continue;
    }
    clear();
    return reserve(width, height, where);
  }
  return true;
}

void Atlas::note_dirty(const PixelRect& where) {
  if (dirty_.size() < dirty_rects_max) {
    dirty_.push_back(where);
  } else {
    dirty_.back() = both(dirty_.back(), where);
  }
}

std::vector<PixelRect> Atlas::take_dirty() {
  std::vector<PixelRect> taken;
  taken.swap(dirty_);
  return taken;
}

void Atlas::paint(const PixelRect& where, const Raster& raster) {
  const std::uint8_t* from = raster.pixels.data();
  for (int y = 0; y < where.height; ++y) {
    const auto row = static_cast<std::size_t>(where.y + y) * static_cast<std::size_t>(side_px_);
    std::uint8_t* to = pixels_.data() + (row + static_cast<std::size_t>(where.x)) * channels;
    if (raster.kind == RasterKind::colour) {
      const std::size_t bytes = static_cast<std::size_t>(where.width) * channels;
      std::copy_n(from, bytes, to);
      from += bytes;
      continue;
    }
    for (int x = 0; x < where.width; ++x, to += channels) {
      to[0] = to[1] = to[2] = 255;
      to[3] = *from++;
    }
  }
}

Slot Atlas::slot_of(const Placed& placed) const {
  const PixelRect& where = placed.where;
  const auto side = static_cast<float>(side_px_);
  Slot slot;
  slot.u0 = static_cast<float>(where.x) / side;
  slot.v0 = static_cast<float>(where.y) / side;
  slot.u1 = static_cast<float>(where.x + where.width) / side;
  slot.v1 = static_cast<float>(where.y + where.height) / side;
  slot.width = where.width;
  slot.height = where.height;
  slot.left = placed.left;
  slot.top = placed.top;
  slot.is_colour = placed.is_colour;
  return slot;
}

Slot Atlas::find(Fonts& fonts, FaceId face, std::uint32_t glyph, float size_px, std::uint8_t quarter) {
  const Key key{face, glyph, static_cast<std::uint32_t>(std::lround(size_px * 64)), quarter};
  if (const auto at = placed_.find(key); at != placed_.end()) return slot_of(at->second);
  const Raster raster = rasterize(fonts, face, glyph, size_px, quarter);
  Placed placed{{0, 0, 0, 0}, raster.left, raster.top, raster.kind == RasterKind::colour};
  if (raster.width > 0 && raster.height > 0 && reserve_or_grow(raster.width, raster.height, placed.where)) {
    paint(placed.where, raster);
    note_dirty(placed.where);
  }
  placed_.emplace(key, placed);
  return slot_of(placed);
}

}  // namespace khaosan::text
