// Lines, carets, words and edges of a layout.
#include "shared/text/layout.hpp"

#include <cmath>

#include "tests/unit/text/sample_texts.hpp"

using namespace khaosan;
using namespace khaosan::test;
using namespace khaosan::text;

using Lines = std::vector<std::string>;

namespace {

LayoutOptions at_most(std::size_t lines, float width) {
  LayoutOptions options = wide(width);
  options.lines_max = lines;
  return options;
}

float width_of(const std::string& text) {
  return laid_out(text).size().width;
}

}  // namespace

TEST_CASE("a missing font is named") {
  FontFiles files = debian_font_files();
  files.looped.bold = "no/such/Loma-Bold.ttf";
  const Result<Fonts> opened = Fonts::open(files);
  REQUIRE_FALSE(opened.ok());
  CHECK(opened.refusal().code == Code::file_not_found);
  CHECK(opened.refusal().detail == "no/such/Loma-Bold.ttf");
}

TEST_CASE("a file that is no font is named") {
  FontFiles files = debian_font_files();
  files.thai.regular = std::string(KHAOSAN_TESTS_DIR) + "/CMakeLists.txt";
  const Result<Fonts> opened = Fonts::open(files);
  REQUIRE_FALSE(opened.ok());
  CHECK(opened.refusal().code == Code::bad_value);
}

TEST_CASE("symbols and emoji may be missing") {
  FontFiles files = debian_font_files();
  files.symbols.regular = files.symbols.bold = files.emoji = "no/such.ttf";
  Result<Fonts> opened = Fonts::open(files);
  REQUIRE(opened.ok());
  const Layout layout(*opened, "ก😀✓ข", Style{}, {});
  CHECK(layout.glyphs(0).size() == 4);
}

TEST_CASE("a layout lives on when its fonts are moved") {
  Result<Fonts> opened = Fonts::open(debian_font_files());
  REQUIRE(opened.ok());
  Layout layout(*opened, "น้ำ", Style{}, {});
  const Fonts moved = std::move(*opened);
  layout.edit(0, 0, "ก");
  CHECK(layout.next_stop(0) == 3);
}

TEST_CASE("fonts are looked for in the folders given") {
  const FontFiles files = font_files_in({"/no/such/folder"});
  CHECK(files.emoji == "NotoColorEmoji.ttf");
}

TEST_CASE("an empty text has one empty line, and so has what follows a last newline") {
  CHECK(lines_of(laid_out("")) == Lines{""});
  CHECK(lines_of(laid_out("ก\n")) == Lines{"ก", ""});
  CHECK(lines_of(laid_out("\n\n")) == Lines{"", "", ""});
  const Layout empty = laid_out("");
  CHECK(empty.caret_rect({}).height == 26);
  CHECK(empty.caret_at({50, 500}) == Caret{});
  CHECK(empty.next_stop(0) == 0);
  CHECK(empty.word_at(0).empty());
  CHECK(empty.prev_word(0) == 0);
}

TEST_CASE("line heights are absolute") {
  const Layout layout = laid_out("ที่\nญู่😀\nab");
  CHECK(layout.size().height == 3 * 26);
  CHECK(layout.lines()[2].top_y == 2 * 26);
  CHECK(layout.lines()[1].baseline_y - layout.lines()[0].baseline_y == 26);
}

TEST_CASE("a text fits in the width that was measured for it") {
  for (const char* text : {"สำนักงานเขตพื้นที่การศึกษา", "Hello, world", "ประชุม 25 มิถุนายน 2569 AVATAR"}) {
    const Layout layout = laid_out(text, wide(width_of(text)));
    CHECK(layout.lines().size() == 1);
  }
}

TEST_CASE("blanks at a wrap hang over the width") {
  const Layout layout = laid_out("พื้น     ผึ้ง", wide(width_of("พื้น") + 1));
  CHECK(lines_of(layout) == Lines{"พื้น     ", "ผึ้ง"});
  CHECK(layout.lines()[0].width == width_of("พื้น"));
  CHECK(layout.caret_rect({std::string("พื้น     ").size(), Affinity::line_end}).x <= width_of("พื้น") + 1);
}

TEST_CASE("MAI YAMOK stays with its word, over a blank too") {
  CHECK(lines_of(laid_out("ที่ เด็ก ๆ", wide(width_of("ที่ เด็ก") + 3))) == Lines{"ที่ ", "เด็ก ๆ"});
}

TEST_CASE("a word that is wider than the line is broken between cells") {
  const Layout layout = laid_out("ฟฟฟฟฟฟฟฟ", wide(width_of("ฟฟฟ") + 1));
  CHECK(lines_of(layout) == Lines{"ฟฟฟ", "ฟฟฟ", "ฟฟ"});
  const Layout narrow = laid_out("น้ำใจ", wide(1));
  CHECK(lines_of(narrow) == Lines{"น้ำ", "ใ", "จ"});
}

TEST_CASE("a text that is cut ends with … at a word") {
  const std::string name = "สำนักงานเขตพื้นที่การศึกษา";
  const Layout layout = laid_out(name, at_most(1, width_of("สำนักงานเขตพื้นที่…") + 3));
  CHECK(layout.is_cut());
  CHECK(lines_of(layout) == Lines{"สำนักงานเขตพื้นที่"});
  CHECK(layout.shown_end() == std::string("สำนักงานเขตพื้นที่").size());
  CHECK(layout.glyphs(0).size() == laid_out("สำนักงานเขตพื้นที่").glyphs(0).size() + 1);
  CHECK(std::abs(layout.size().width - width_of("สำนักงานเขตพื้นที่…")) < 0.5F);
  CHECK_FALSE(laid_out(name, at_most(1, width_of(name))).is_cut());
}

TEST_CASE("no width of a cut text splits a cell or widens the line") {
  const std::string text = "ผู้ปั้นฝัน น้ำใจที่ยิ่งใหญ่ของนักเรียน ก่ำป๊ำ";
  for (float width = 20; width < width_of(text); width += 3) {
    for (const std::size_t lines : {1, 2}) {
      const Layout layout = laid_out(text, at_most(lines, width));
      INFO("width " << width << ", lines " << lines);
      CHECK(layout.lines().size() <= lines);
      CHECK(layout.is_stop(layout.shown_end()));
      CHECK(layout.size().width <= width + 0.02F);
      if (layout.is_cut() && layout.shown_end() > 0) CHECK(text.compare(layout.shown_end() - 1, 1, " ") != 0);
    }
  }
}

TEST_CASE("a hidden paragraph is shown by … too, an empty rest is not") {
  CHECK(laid_out("ก\nข", at_most(1, 100)).is_cut());
  CHECK(laid_out("ก\nข", at_most(1, 100)).glyphs(0).size() == 2);
  CHECK_FALSE(laid_out("ก\n \n", at_most(1, 100)).is_cut());
  CHECK_FALSE(laid_out("ก\nข", at_most(2, 100)).is_cut());
}

TEST_CASE("lines are set left, in the middle or right") {
  LayoutOptions options = wide(100);
  CHECK(laid_out("ก", options).lines()[0].left == 0);
  options.align = Align::centre;
  CHECK(laid_out("ก", options).lines()[0].left == (100 - width_of("ก")) / 2);
  options.align = Align::right;
  const Layout right = laid_out("ก", options);
  CHECK(right.lines()[0].left == 100 - width_of("ก"));
  CHECK(right.caret_rect({3, Affinity::line_begin}).x == 100);
  CHECK(right.caret_at({99.9F, 3}).offset == 3);
  options.width_px = std::numeric_limits<float>::infinity();
  CHECK(laid_out("กก\nก", options).lines()[1].left == width_of("กก") - width_of("ก"));
}

TEST_CASE("carets go by Thai words") {
  const std::string text = "นักเรียนไทย  ไป\nบ้าน";
  const Layout layout = laid_out(text);
  const auto at = [&](const char* word) { return text.find(word); };
  CHECK(layout.next_word(0) == at("ไทย"));
  CHECK(layout.next_word(at("ไทย")) == at("ไป"));
  CHECK(layout.next_word(at("ไป")) == at("\n"));
  CHECK(layout.next_word(at("\n")) == at("บ้าน"));
  CHECK(layout.next_word(at("บ้าน")) == text.size());
  CHECK(layout.prev_word(text.size()) == at("บ้าน"));
  CHECK(layout.prev_word(at("บ้าน")) == at("\n"));
  CHECK(layout.prev_word(at("\n")) == at("ไป"));
  CHECK(layout.prev_word(at("ไป")) == at("ไทย"));
  CHECK(layout.prev_word(at("ไทย") + 3) == at("ไทย"));
  CHECK(layout.word_at(3) == Range{0, at("ไทย")});
  CHECK(layout.word_at(text.size()) == Range{at("บ้าน"), text.size()});
  CHECK(layout.word_at(at("\n")) == Range{at("ไป"), at("\n")});
  CHECK(layout.paragraph_at(3) == Range{0, at("\n")});
  CHECK(layout.paragraph_at(text.size()) == Range{at("บ้าน"), text.size()});
}

TEST_CASE("at a wrap the caret has two places") {
  const std::string text = "สำนักงานเขต";
  const Layout layout = laid_out(text, wide(width_of("สำนักงาน") + 2));
  REQUIRE(layout.lines().size() == 2);
  const std::size_t wrap = layout.lines()[1].begin;
  const Caret above{wrap, Affinity::line_end};
  const Caret below{wrap, Affinity::line_begin};
  CHECK(layout.line_of(above) == 0);
  CHECK(layout.line_of(below) == 1);
  CHECK(layout.caret_rect(above).x == layout.lines()[0].width);
  CHECK(layout.caret_rect(below).x == 0);
  CHECK(layout.line_end({0, Affinity::line_begin}) == above);
  CHECK(layout.line_begin(above).offset == 0);
  CHECK(layout.line_begin(below).offset == wrap);
  CHECK(layout.caret_at({1000, 5}) == above);
  CHECK(layout.caret_at({-5, 30}) == below);
}

TEST_CASE("up and down keep to a column and end at the text's ends") {
  const Layout layout = laid_out("กกกกกก\nก\nกกกกกก");
  const Caret start{9, Affinity::line_begin};
  const float x = layout.caret_rect(start).x;
  const Caret middle = layout.moved_by_lines(start, 1, x);
  CHECK(middle.offset == 22);
  CHECK(layout.moved_by_lines(middle, 1, x).offset == 23 + 9);
  CHECK(layout.moved_by_lines(start, -1, x).offset == 0);
  CHECK(layout.moved_by_lines(start, 100, x).offset == layout.text().size());
}

TEST_CASE("a selection has a rectangle for each line") {
  const Layout layout = laid_out("กกก\n\nขข");
  const std::vector<Rect> rects = layout.selection_rects(3, layout.text().size());
  REQUIRE(rects.size() == 3);
  CHECK(rects[0].x == width_of("ก"));
  CHECK(rects[0].width > width_of("กก"));
  CHECK(rects[1].width > 0);
  CHECK(rects[1].y == 26);
  CHECK(rects[2].width == width_of("ขข"));
  CHECK(layout.selection_rects(3, 3).empty());
}

TEST_CASE("invalid bytes are shown, counted one by one, and do no harm") {
  for (const std::string& text :
       {std::string("\xE0\xB8"), std::string("a\x80\xFF\xE0\xB8\x81\xE0"), std::string("\xC0\xAF"),
        std::string("\xF0\x9F\x98"), std::string("ก\xE0\xB8 ข", 8), std::string("\0a", 2)}) {
    Layout layout = laid_out(text, wide(20));
    CHECK_FALSE(layout.glyphs(0).empty());
    for (std::size_t at = 0; at <= text.size(); ++at) {
      CHECK(layout.stop_at_or_before(at) <= at);
      CHECK(layout.caret_rect({at, Affinity::line_end}).height == 26);
      Layout edited = laid_out(text, wide(20));
      edited.edit(at, 1, "ก");
      CHECK(lines_of(edited) == lines_of(laid_out(edited.text(), wide(20))));
    }
  }
}

TEST_CASE("an edit never parts the bytes of a character") {
  Layout layout = laid_out("กขค");
  layout.edit(4, 2, "");
  CHECK(layout.text() == "กค");
  layout.edit(1, 0, "x");
  CHECK(layout.text() == "xกค");
  layout.edit(100, 100, "y");
  CHECK(layout.text() == "xกคy");
}

TEST_CASE("a size twice as large gives a layout twice as large") {
  const std::string text = "สำนักงานเขตพื้นที่การศึกษา Hello 25";
  const Layout once = laid_out(text, wide(100));
  const Layout twice = laid_out(text, wide(200), style_of(Family::plain, 32, 52));
  REQUIRE(lines_of(once) == lines_of(twice));
  CHECK(twice.size().height == once.size().height * 2);
  CHECK(std::abs(twice.size().width - once.size().width * 2) < 0.01F);
}

TEST_CASE("a style or a width that is set gives what a new layout would") {
  const std::string text = "สำนักงานเขตพื้นที่การศึกษา Hello 25";
  Layout layout = laid_out(text, wide(100));
  layout.set_style(style_of(Family::looped, 20, 30));
  layout.set_options(wide(150));
  const Layout fresh = laid_out(text, wide(150), style_of(Family::looped, 20, 30));
  CHECK(lines_of(layout) == lines_of(fresh));
  CHECK(layout.size().width == fresh.size().width);
}

TEST_CASE("icons are one glyph a code point") {
  const Layout icon = laid_out("\uF2DC", {}, style_of(Family::icons, 24, 24));
  REQUIRE(icon.glyphs(0).size() == 1);
  CHECK(fonts().face_name(icon.glyphs(0)[0].face).find("Material") == 0);
  CHECK(icon.glyphs(0)[0].id != 0);
}

TEST_CASE("digits are not pictures") {
  const Layout layout = laid_out("25# ©");
  for (const Glyph& glyph : layout.glyphs(0)) {
    CHECK(fonts().face_name(glyph.face).find("Emoji") == std::string::npos);
  }
}
