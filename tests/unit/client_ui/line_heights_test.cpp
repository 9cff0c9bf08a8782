// The line heights of the window hold everything that Thai stacks.
#include <algorithm>
#include <cmath>

#include "client/ui/theme.hpp"
#include "shared/text/raster.hpp"
#include "tests/unit/text/sample_texts.hpp"

using namespace khaosan;
using namespace khaosan::client;
using namespace khaosan::test;

namespace {

// The rows in which a glyph is more than a breath of grey: from, to.
std::pair<int, int> seen_rows(const text::Raster& ink) {
  static constexpr std::uint8_t seen = 96;
  const std::size_t bytes =
      static_cast<std::size_t>(ink.width) * (ink.kind == text::RasterKind::colour ? 4 : 1);
  int first = ink.height;
  int last = 0;
  for (int y = 0; y < ink.height; ++y) {
    const auto row = ink.pixels.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(y) * bytes);
    if (std::none_of(row, row + static_cast<std::ptrdiff_t>(bytes),
                     [](std::uint8_t one) { return one >= seen; }))
      continue;
    first = std::min(first, y);
    last = y + 1;
  }
  return first >= last ? std::pair{0, 0} : std::pair{first, last};
}

}  // namespace

// One row of pixels may stand out, where a size falls between two pixels.
TEST_CASE("the ink of every string is within the line of every type of the window, in every size of text") {
  for (const Type type :
       {Type::display, Type::title, Type::heading, Type::body, Type::body_bold, Type::editor, Type::small,
        Type::small_bold, Type::caption, Type::caption_bold, Type::micro, Type::micro_bold}) {
    const TypeSpec spec = spec_of(type);
    for (const text::Family family : {text::Family::plain, text::Family::looped}) {
      for (const float scale : {0.8F, 1.0F, 1.25F, 1.5F, 2.0F, 3.0F}) {
        const text::Style style{family, spec.weight, spec.size * scale, std::round(spec.line * scale)};
        for (const std::string_view marked : marked_strings) {
          const text::Layout layout = laid_out(plain(marked), {}, style);
          const text::Line& line = layout.lines()[0];
          for (const text::Glyph& glyph : layout.glyphs(0)) {
            const text::GlyphPlace place = text::glyph_place({0, 0}, line, glyph);
            const text::Raster ink =
                text::rasterize(fonts(), glyph.face, glyph.id, style.size_px, place.pen.quarter);
            const auto [first, last] = seen_rows(ink);
            if (first == last) continue;
            const int top = place.baseline_px - ink.top + first;
            const int bottom = place.baseline_px - ink.top + last;
            INFO(marked << " in type " << static_cast<int>(type) << ", family " << static_cast<int>(family)
                        << ", × " << scale << ": ink from " << top << " to " << bottom << " of a line of "
                        << line.height);
            CHECK(top >= -1);
            CHECK(static_cast<float>(bottom) <= line.height + 1);
          }
        }
      }
    }
  }
}
