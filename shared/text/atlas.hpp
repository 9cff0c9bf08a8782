// Glyphs packed in one RGBA picture, for whoever draws quads. Knows no graphics library: the uploader asks
// for what changed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "shared/text/fonts.hpp"
#include "shared/text/raster.hpp"

namespace khaosan::text {

constexpr int atlas_side_first_px = 1024;
constexpr int atlas_side_max_px = 4096;

struct PixelRect {
  int x = 0;
  int y = 0;
  int width = 0;
  int height = 0;
};

struct Slot {
  float u0 = 0, v0 = 0, u1 = 0, v1 = 0;
  int width = 0;  // 0: nothing to draw
  int height = 0;
  int left = 0;            // the quad's left is at the pen's whole pixel + left
  int top = 0;             // its top at the baseline's whole pixel - top
  bool is_colour = false;  // draw in its own colours, not in the text's
};

class Atlas {
 public:
  explicit Atlas(int side_px = atlas_side_first_px, int side_max_px = atlas_side_max_px);

  // Rasterises the glyph if it is not here yet. The slot holds until generation() changes.
  Slot find(Fonts& fonts, FaceId face, std::uint32_t glyph, float size_px, std::uint8_t quarter);

  // Changes when the picture grows or is emptied: slots and coordinates of before are void. Whoever has
  // already drawn with them in this frame draws the frame again.
  std::uint64_t generation() const { return generation_; }

  int side_px() const { return side_px_; }
  std::span<const std::uint8_t> pixels() const {
    return pixels_;
  }  // RGBA, side_px() squared, rows from the top
  // What changed since the last call. After a growth it is the whole picture.
  std::vector<PixelRect> take_dirty();

 private:
  struct Key {
    FaceId face{};
    std::uint32_t glyph = 0;
    std::uint32_t size_64ths = 0;
    std::uint8_t quarter = 0;
    bool operator==(const Key&) const = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const;
  };
  struct Placed {
    PixelRect where;
    int left = 0;
    int top = 0;
    bool is_colour = false;
  };
  struct Shelf {
    int y = 0;
    int height = 0;
    int used_x = 0;
  };

  Slot slot_of(const Placed& placed) const;
  bool reserve(int width, int height, PixelRect& where);
  bool reserve_or_grow(int width, int height, PixelRect& where);
  void grow();
  void clear();
  void paint(const PixelRect& where, const Raster& raster);
  void note_dirty(const PixelRect& where);

  int side_px_;
  int side_max_px_;
  std::vector<std::uint8_t> pixels_;
  std::vector<Shelf> shelves_;
  std::unordered_map<Key, Placed, KeyHash> placed_;
  std::vector<PixelRect> dirty_;
  std::uint64_t generation_ = 1;
};

}  // namespace khaosan::text
