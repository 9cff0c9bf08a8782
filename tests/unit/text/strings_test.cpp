// The twenty strings: how they are shaped, where the caret stops, where lines wrap.
#include <algorithm>
#include <cmath>
#include <set>
#include <sstream>

#include "shared/text/raster.hpp"
#include "tests/unit/text/approved_versions.hpp"
#include "tests/unit/text/sample_texts.hpp"

using namespace khaosan;
using namespace khaosan::test;
using namespace khaosan::text;

namespace {

constexpr float big_px = 48;
constexpr float big_line_px = 80;
constexpr int touching_pixels = 3;  // strokes that meet at a corner; one over another shares dozens

// A glyph's ink: rows and columns of pixels, y down from the baseline.
struct Ink {
  int left = 0;
  int right = 0;
  int top = 0;
  int bottom = 0;
  Raster raster;
};

std::vector<Ink> inks_of(const Layout& layout) {
  std::vector<Ink> inks;
  for (const Glyph& glyph : layout.glyphs(0)) {
    const PenPosition pen = pen_position(glyph.x);
    Ink ink;
    ink.raster = rasterize(fonts(), glyph.face, glyph.id, layout.style().size_px, pen.quarter);
    if (ink.raster.width == 0) continue;
    ink.left = pen.whole_px + ink.raster.left;
    ink.right = ink.left + ink.raster.width;
    ink.top = static_cast<int>(std::lround(glyph.y)) - ink.raster.top;
    ink.bottom = ink.top + ink.raster.height;
    inks.push_back(ink);
  }
  return inks;
}

// Pixels that both glyphs cover fully.
int shared_pixels(const Ink& one, const Ink& other) {
  static constexpr int full = 200;
  const auto covers = [](const Ink& ink, int x, int y) {
    const auto at = static_cast<std::size_t>((y - ink.top) * ink.raster.width + (x - ink.left));
    return ink.raster.pixels[at] > full;
  };
  int shared = 0;
  for (int y = std::max(one.top, other.top); y < std::min(one.bottom, other.bottom); ++y) {
    for (int x = std::max(one.left, other.left); x < std::min(one.right, other.right); ++x) {
      shared += covers(one, x, y) && covers(other, x, y) ? 1 : 0;
    }
  }
  return shared;
}

std::vector<std::uint32_t> glyph_ids(const std::string& text, Family family) {
  std::vector<std::uint32_t> ids;
  const Layout layout = laid_out(text, {}, style_of(family));
  for (const Glyph& glyph : layout.glyphs(0)) ids.push_back(glyph.id);
  return ids;
}

std::vector<std::size_t> stops_of(const Layout& layout) {
  std::vector<std::size_t> stops{0};
  while (stops.back() < layout.text().size()) stops.push_back(layout.next_stop(stops.back()));
  return stops;
}

std::vector<std::string> cells_of(const Layout& layout) {
  std::vector<std::string> cells;
  const std::vector<std::size_t> stops = stops_of(layout);
  for (std::size_t i = 1; i < stops.size(); ++i) {
    cells.push_back(layout.text().substr(stops[i - 1], stops[i] - stops[i - 1]));
  }
  return cells;
}

constexpr Family both_families[] = {Family::plain, Family::looped};

}  // namespace

TEST_CASE("the caret stops of each string are those of the list") {
  for (const std::string_view marked : marked_strings) {
    const Layout layout = laid_out(plain(marked));
    INFO(marked);
    CHECK(cells_of(layout) == parted(marked));
    std::vector<std::size_t> back{layout.text().size()};
    while (back.back() > 0) back.push_back(layout.prev_stop(back.back()));
    std::reverse(back.begin(), back.end());
    CHECK(back == stops_of(layout));
  }
}

TEST_CASE("the glyphs of each string and the places of their pens are as approved") {
  static constexpr float thousand_px = 1000;  // so that the places are thousandths of the size
  std::ostringstream produced;
  for (const Family family : both_families) {
    for (const std::string_view marked : marked_strings) {
      produced << (family == Family::plain ? "plain " : "looped ") << plain(marked) << '\n';
      const Layout layout = laid_out(plain(marked), {}, style_of(family, thousand_px, thousand_px * 1.625F));
      for (const Glyph& glyph : layout.glyphs(0)) {
        produced << "  " << fonts().face_name(glyph.face) << ' ' << glyph.id << " at " << std::lround(glyph.x)
                 << ' ' << std::lround(glyph.y) << '\n';
      }
      produced << "  width " << std::lround(layout.lines()[0].width) << '\n';
    }
  }
  if (approving() || made_with_approved_versions()) check_golden("text/twenty_glyphs.txt", produced.str());
}

TEST_CASE("marks stand clear of each other and of what they stand on") {
  for (const Family family : both_families) {
    for (const char* text : {"ที่",  "นี่",  "น้ำ", "ปั้น",   "ป่า",  "ปี่",    "ปู่",  "ฟ้า", "ฝั่ง", "ญู", "ฐู", "ฎุ",
                             "ฏู",  "ฎู่",  "ก่ำ", "ป๊ำ",   "ก๋",   "สั",    "ธ์",  "ธิ์",  "ด็",  "ป็", "มฺ", "ทฺ",
                             "พื้น", "ผึ้ง", "ผู้",  "สำนัก", "พื้นที่", "ศึกษา", "ปิ่น", "ป้",  "ฬ้",  "ฟื้", "ปื๊", "ฝ้ำ"}) {
      const std::vector<Ink> inks = inks_of(laid_out(text, {}, style_of(family, big_px, big_line_px)));
      for (std::size_t i = 0; i < inks.size(); ++i) {
        for (std::size_t j = i + 1; j < inks.size(); ++j) {
          INFO(text << " in family " << static_cast<int>(family) << ", glyphs " << i << " and " << j);
          CHECK(shared_pixels(inks[i], inks[j]) <= touching_pixels);
        }
      }
    }
  }
}

TEST_CASE("a tone mark stands above the vowel it follows") {
  for (const Family family : both_families) {
    for (const char* text : {"ที่", "ปี่", "ปั้", "พื้", "ผึ้", "ธิ์", "ก่ำ", "น้ำ"}) {
      const std::vector<Ink> inks = inks_of(laid_out(text, {}, style_of(family, big_px, big_line_px)));
      INFO(text << " in family " << static_cast<int>(family));
      REQUIRE(inks.size() >= 3);
      // The consonant; above it the vowel; above that the tone, in whatever order the glyphs come.
      const int highest = std::min(inks[1].top, inks[2].top);
      const Ink& upper = inks[1].top == highest ? inks[1] : inks[2];
      const Ink& lower = inks[1].top == highest ? inks[2] : inks[1];
      CHECK(upper.bottom <= lower.bottom);
      CHECK(upper.top < lower.top);
    }
  }
}

TEST_CASE("the ink of every string is within its line") {
  for (const Family family : both_families) {
    for (const std::string_view marked : marked_strings) {
      const Layout layout = laid_out(plain(marked), {}, style_of(family, big_px, big_px * 1.65F));
      const Line& line = layout.lines()[0];
      for (const Ink& ink : inks_of(layout)) {
        INFO(marked << " in family " << static_cast<int>(family));
        CHECK(line.baseline_y + static_cast<float>(ink.top) >= -1);
        CHECK(line.baseline_y + static_cast<float>(ink.bottom) <= line.height + 1);
        CHECK(ink.left >= -1);
        CHECK(static_cast<float>(ink.right) <= line.width + big_px / 10);  // a mark may lean out
      }
    }
  }
}

TEST_CASE("YO YING and THO THAN lose their foot before a vowel below") {
  for (const Family family : both_families) {
    CHECK(glyph_ids("ญู", family)[0] != glyph_ids("ญ", family)[0]);
    CHECK(glyph_ids("ฐู", family)[0] != glyph_ids("ฐ", family)[0]);
    CHECK(glyph_ids("กู", family)[0] == glyph_ids("ก", family)[0]);
  }
}

TEST_CASE("a vowel below TO PATAK and DO CHADA is lowered") {
  for (const Family family : both_families) {
    for (const auto& [low, usual] : {std::pair{"ฎุ", "กุ"}, std::pair{"ฏู", "กู"}}) {
      const std::vector<Ink> lowered = inks_of(laid_out(low, {}, style_of(family, big_px, big_line_px)));
      const std::vector<Ink> plain_ones = inks_of(laid_out(usual, {}, style_of(family, big_px, big_line_px)));
      INFO(low);
      CHECK(lowered.back().top > plain_ones.back().top);
    }
  }
}

TEST_CASE("a tone mark on SARA AM stands over the NIKHAHIT") {
  for (const Family family : both_families) {
    const std::vector<Ink> inks = inks_of(laid_out("ก่ำ", {}, style_of(family, big_px, big_line_px)));
    REQUIRE(inks.size() == 4);
    CHECK(inks[3].left >= inks[0].right - 3);  // SARA AA comes last
  }
}

TEST_CASE("an orphan mark gets a dotted circle") {
  CHECK(laid_out("่ก").glyphs(0).size() == 3);
  CHECK(laid_out("ก\n่").glyphs(1).size() == 2);
}

TEST_CASE("emoji are pictures, one glyph a cell") {
  const Layout layout = laid_out("😀👨‍👩‍👧‍👦");
  REQUIRE(layout.glyphs(0).size() == 2);
  for (const Glyph& glyph : layout.glyphs(0)) {
    CHECK(fonts().face_name(glyph.face).find("Emoji") != std::string::npos);
    const Raster raster = rasterize(fonts(), glyph.face, glyph.id, 16, 0);
    CHECK(raster.kind == RasterKind::colour);
    CHECK(raster.width >= 16);
    CHECK(raster.width <= 24);
  }
}

TEST_CASE("the office's name wraps only between its words") {
  const std::set<std::string> allowed = {"สำนักงาน", "เขต", "พื้นที่", "การ", "ศึกษา"};
  const std::string name = plain(marked_strings[19]);
  const float longest = std::max(laid_out("สำนักงาน").size().width, laid_out("ศึกษา").size().width);
  for (float width = longest; width < laid_out(name).size().width + 5; width += 1) {
    const Layout layout = laid_out(name, wide(width));
    for (std::string line : lines_of(layout)) {
      INFO("width " << width << ": " << line);
      while (!line.empty()) {
        const auto word = std::find_if(allowed.begin(), allowed.end(),
                                       [&](const std::string& one) { return line.starts_with(one); });
        REQUIRE(word != allowed.end());
        line.erase(0, word->size());
      }
    }
  }
  CHECK(lines_of(laid_out(name, wide(longest))).size() > 2);
}

TEST_CASE("a zero width space is a place to wrap") {
  const float width = laid_out("ก").size().width + 1;
  CHECK(lines_of(laid_out("ก\u200Bข", wide(width))) == std::vector<std::string>{"ก\u200B", "ข"});
}

TEST_CASE("no line starts with a mark, a following vowel or MAI YAMOK, however narrow") {
  const std::string text = "เด็ก ๆ ที่โรงเรียนบ้านหนองน้ำใส ต่างๆ นานา ผู้ปั้นฝัน ก่ำป๊ำ";
  for (float width = 40; width < 200; width += 3) {
    for (const std::string& line : lines_of(laid_out(text, wide(width)))) {
      INFO("width " << width << ": " << line);
      for (const char* never : {"่", "้", "๊", "๋", "์", "ิ", "ี", "ึ", "ื", "ุ", "ู", "ั", "ำ", "า", "ะ", "ๆ"}) {
        CHECK_FALSE(line.starts_with(never));
      }
    }
  }
}

TEST_CASE("each stop of each string is found again at its place") {
  for (const Family family : both_families) {
    for (const std::string_view marked : marked_strings) {
      for (const float width : {1000.F, 60.F, 20.F}) {
        const Layout layout = laid_out(plain(marked), wide(width), style_of(family));
        for (const std::size_t stop : stops_of(layout)) {
          for (const Affinity affinity : {Affinity::line_begin, Affinity::line_end}) {
            const Caret caret{stop, affinity};
            const CaretRect rect = layout.caret_rect(caret);
            if (rect.x >= width) continue;  // blanks that hang
            const Caret found = layout.caret_at({rect.x, rect.y + rect.height / 2});
            INFO(marked << " width " << width << " stop " << stop);
            const CaretRect again = layout.caret_rect(found);
            CHECK(again.x == rect.x);
            CHECK(again.y == rect.y);
            // A cell without a width (U+200B) has two stops at one place.
            if (marked.find("\u200B") == std::string_view::npos && rect.x < width)
              CHECK(found.offset == stop);
          }
        }
      }
    }
  }
}

TEST_CASE("the last caret of a line is at its right end") {
  const Layout layout = laid_out("ที่นี่\nน้ำ");
  const CaretRect first = layout.caret_rect({std::string("ที่นี่").size(), Affinity::line_begin});
  CHECK(first.x == layout.lines()[0].width);
  CHECK(first.x > 0);
  CHECK(first.y == 0);
  const CaretRect last = layout.caret_rect({layout.text().size(), Affinity::line_begin});
  CHECK(last.x == layout.lines()[1].width);
  CHECK(last.y == 26);
}
