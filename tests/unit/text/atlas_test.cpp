#include "shared/text/atlas.hpp"

#include "shared/text/raster.hpp"
#include "tests/unit/text/sample_texts.hpp"

using namespace khaosan;
using namespace khaosan::test;
using namespace khaosan::text;

namespace {

Glyph glyph_of(const std::string& text) {
  return laid_out(text).glyphs(0)[0];
}

std::vector<std::uint8_t> alphas(const Atlas& atlas, const Slot& slot) {
  std::vector<std::uint8_t> found;
  const auto side = static_cast<float>(atlas.side_px());
  const auto left = static_cast<int>(std::lround(slot.u0 * side));
  const auto top = static_cast<int>(std::lround(slot.v0 * side));
  for (int y = 0; y < slot.height; ++y) {
    for (int x = 0; x < slot.width; ++x) {
      found.push_back(
          atlas.pixels()[static_cast<std::size_t>(((top + y) * atlas.side_px() + left + x) * 4 + 3)]);
    }
  }
  return found;
}

}  // namespace

TEST_CASE("pens stand at quarters of a pixel") {
  CHECK(pen_position(2.0F).whole_px == 2);
  CHECK(pen_position(2.0F).quarter == 0);
  CHECK(pen_position(2.3F).quarter == 1);
  CHECK(pen_position(2.9F).whole_px == 3);
  CHECK(pen_position(-0.25F).whole_px == -1);
  CHECK(pen_position(-0.25F).quarter == 3);
}

TEST_CASE("a glyph in the atlas is the glyph that was rasterised") {
  Atlas atlas;
  const Glyph glyph = glyph_of("ญ");
  const Raster raster = rasterize(fonts(), glyph.face, glyph.id, 20, 2);
  const Slot slot = atlas.find(fonts(), glyph.face, glyph.id, 20, 2);
  CHECK(slot.width == raster.width);
  CHECK(slot.left == raster.left);
  CHECK(slot.top == raster.top);
  CHECK_FALSE(slot.is_colour);
  CHECK(alphas(atlas, slot) == raster.pixels);
}

TEST_CASE("a glyph is rasterised once, and the uploader hears of it once") {
  Atlas atlas;
  REQUIRE(atlas.take_dirty().size() == 1);
  const Glyph glyph = glyph_of("ก");
  const Slot first = atlas.find(fonts(), glyph.face, glyph.id, 16, 0);
  const std::vector<PixelRect> dirty = atlas.take_dirty();
  REQUIRE(dirty.size() == 1);
  CHECK(dirty[0].width == first.width);
  CHECK(atlas.find(fonts(), glyph.face, glyph.id, 16, 0).u0 == first.u0);
  CHECK(atlas.take_dirty().empty());
  CHECK(atlas.find(fonts(), glyph.face, glyph.id, 17, 0).u0 != first.u0);
}

TEST_CASE("blanks and unknown glyphs have nothing to draw") {
  Atlas atlas;
  CHECK(atlas.find(fonts(), FaceId{0}, 1, 16, 0).width == 0);
  CHECK(atlas.find(fonts(), FaceId{0}, 1000000, 16, 0).width == 0);
  CHECK(atlas.find(fonts(), FaceId{999}, 1, 16, 0).width == 0);
  CHECK(rasterize(fonts(), FaceId{0}, 60, 0, 0).width == 0);
}

TEST_CASE("an atlas that is full grows, keeps its glyphs, and says so") {
  Atlas atlas(64, 256);
  const Glyph glyph = glyph_of("ก");
  const Slot before = atlas.find(fonts(), glyph.face, glyph.id, 16, 0);
  const std::vector<std::uint8_t> pixels = alphas(atlas, before);
  const std::uint64_t generation = atlas.generation();
  for (std::uint32_t id = 60; atlas.side_px() == 64; ++id) atlas.find(fonts(), FaceId{0}, id, 16, 0);
  CHECK(atlas.side_px() == 128);
  CHECK(atlas.generation() > generation);
  CHECK(atlas.take_dirty()[0].width == 128);
  const Slot after = atlas.find(fonts(), glyph.face, glyph.id, 16, 0);
  CHECK(after.u0 == before.u0 / 2);
  CHECK(alphas(atlas, after) == pixels);
}

TEST_CASE("an atlas at its largest starts anew and goes on") {
  Atlas atlas(64, 64);
  const std::uint64_t generation = atlas.generation();
  for (std::uint32_t id = 1; id < 139; ++id) {
    const Slot slot = atlas.find(fonts(), FaceId{0}, id, 24, 0);
    CHECK(slot.u1 <= 1);
    CHECK(slot.v1 <= 1);
  }
  CHECK(atlas.generation() > generation);
  CHECK(atlas.find(fonts(), FaceId{0}, 60, 500, 0).width == 0);  // larger than the atlas
}
