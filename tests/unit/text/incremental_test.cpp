// After any edits a layout equals a new one; and pieces shape as the whole text does.
#include <cmath>

#include "shared/text/layout.hpp"
#include "shared/text/piece.hpp"
#include "tests/property/seeded.hpp"
#include "tests/unit/text/sample_texts.hpp"

using namespace khaosan;
using namespace khaosan::test;
using namespace khaosan::text;

namespace {

constexpr const char* fragments[] = {"นักเรียน",     "โรงเรียน", "สำนักงานเขตพื้นที่การศึกษา",
                                     "น้ำ",         "ก่่",       "่",
                                     "์",           "ำ",       "ๆ",
                                     " ",          "  ",      "\n",
                                     "\r\n",       "😀",       "👨‍👩‍👧‍👦",
                                     "\u200B",     "\u200D",  "Hello",
                                     "AVATAR ",    "fi",      "2569",
                                     ",",          "(",       ")",
                                     "-",          "/",       "ฯ",
                                     "เ",          "า",       "ะ",
                                     "ประชาสัมพันธ์", "ก",       "e\u0301",
                                     "\t",         "\xE0",    "\x80",
                                     "“",          "”",       "กกกกกกกกกกกกกกกกกกกกกกกก",
                                     "🇹🇭",         "…",       "漢"};

std::string random_of(Seeded& random, std::initializer_list<const char*> words) {
  return words.begin()[random.below(words.size())];
}

std::string some_text(Seeded& random, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += random.any_of(fragments);
  return text;
}

std::string without(std::string text, const std::string& signs) {
  std::erase_if(text, [&](char sign) { return signs.find(sign) != std::string::npos; });
  return text;
}

void check_equal(const Layout& layout, const Layout& fresh) {
  REQUIRE(layout.text() == fresh.text());
  REQUIRE(layout.lines().size() == fresh.lines().size());
  for (std::size_t i = 0; i < fresh.lines().size(); ++i) {
    REQUIRE(layout.lines()[i] == fresh.lines()[i]);
    REQUIRE(std::vector(layout.glyphs(i).begin(), layout.glyphs(i).end()) ==
            std::vector(fresh.glyphs(i).begin(), fresh.glyphs(i).end()));
  }
  for (std::size_t at = 0; at < fresh.text().size(); at = fresh.next_stop(at)) {
    REQUIRE(layout.next_stop(at) == fresh.next_stop(at));
    REQUIRE(layout.next_word(at) == fresh.next_word(at));
  }
}

void edit_at_random(Seeded& random, std::string text, int edits) {
  const float width = static_cast<float>(20 + random.below(300));
  LayoutOptions options = wide(width);
  if (random.one_in(4)) options.align = Align::centre;
  const Style style = style_of(random.one_in(2) ? Family::plain : Family::looped);
  Layout layout(fonts(), std::move(text), style, options);
  for (int i = 0; i < edits; ++i) {
    const std::size_t offset = random.below(layout.text().size() + 1);
    const std::size_t removed = random.one_in(2) ? 0 : random.below(random.one_in(8) ? 400 : 12);
    const std::string inserted = random.one_in(4) ? "" : some_text(random, 1 + random.below(3));
    layout.edit(offset, removed, inserted);
    check_equal(layout, Layout(fonts(), layout.text(), style, options));
  }
}

// Each glyph and each cell of the text, laid out in one line of pieces, is that of the text shaped in one go.
void check_shape(const std::string& text, const Style& style) {
  const Layout layout(fonts(), text, style, {});
  const auto whole = shaped_piece(fonts().state(), style.family, style.weight, text);
  std::vector<std::uint32_t> ids;
  for (const PieceGlyph& glyph : whole->glyphs) {
    if ((whole->cells[glyph.cell].flags & place::blank) == 0) ids.push_back(glyph.id);
  }
  std::vector<std::uint32_t> drawn;
  for (const Glyph& glyph : layout.glyphs(0)) drawn.push_back(glyph.id);
  REQUIRE(drawn == ids);
  for (std::size_t i = 0; i < whole->cell_count(); ++i) {
    const Cell& cell = whole->cells[i];
    REQUIRE(layout.is_stop(cell.begin));
    INFO("cell " << i << " at " << cell.begin);
    const float x = layout.caret_rect({cell.begin, Affinity::line_begin}).x;
    const float end = layout.caret_rect({layout.next_stop(cell.begin), Affinity::line_begin}).x;
    REQUIRE(std::abs((end - x) - (whole->cells[i + 1].x - cell.x) * style.size_px) < 0.1F);
  }
}

}  // namespace

TEST_CASE("after any edits a layout equals a new one") {
  const std::uint64_t seed = property_seed();
  INFO("KHAOSAN_SEED=" << seed);
  Seeded random(seed);
  for (int round = 0; round < 40; ++round) edit_at_random(random, some_text(random, random.below(60)), 12);
}

TEST_CASE("after any edits of long text without blanks a layout equals a new one") {
  const std::uint64_t seed = property_seed();
  INFO("KHAOSAN_SEED=" << seed);
  Seeded random(seed + 1);
  for (int round = 0; round < 6; ++round)
    edit_at_random(random, without(some_text(random, 300), " \n\r\t"), 10);
  edit_at_random(random, std::string(3000, 'a'), 10);
  std::string tower = "ก";
  for (int i = 0; i < 700; ++i) tower += "่";
  edit_at_random(random, tower + tower, 6);
}

TEST_CASE("where a text is cut into pieces does not show") {
  Seeded random(3);
  std::string words;
  for (int i = 0; i < 90; ++i) {
    words += random_of(random, {"AVATAR ", "To ", "Wa, Ya ", "fi ", "ffi ", "สำนักงาน", "พื้นที่", "ญาติ", "ตากลม",
                                "(ก) ", "25 น. "});
  }
  std::string unbroken;
  while (unbroken.size() < 6000) {
    unbroken += random_of(random, {"ลูก", "ตา", "ถูก", "ต้น", "จาก", "ตัว", "ญาติ", "น้ำ"});
  }
  // One word: it is cut between cells, but not between A and V.
  std::string kerned;
  while (kerned.size() < 3000) kerned += random_of(random, {"AV", "To", "hn", "AV"});
  for (const Family family : {Family::plain, Family::looped}) {
    for (const Weight weight : {Weight::regular, Weight::bold}) {
      Style style = style_of(family);
      style.weight = weight;
      check_shape(words, style);
      check_shape(unbroken, style);
      check_shape(kerned, style);
    }
  }
}

TEST_CASE("a long text without blanks breaks only between words") {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "สำนักงานเขตพื้นที่การศึกษา";
  const Layout layout = laid_out(text, wide(300));
  for (const Line& line : layout.lines()) {
    CHECK(layout.prev_word(layout.next_word(line.begin)) == line.begin);
    if (line.ending == LineEnd::soft) CHECK(line.width > 200);
  }
}

TEST_CASE("typing in one long paragraph gives what a new layout would") {
  Seeded random(7);
  std::string text;
  while (text.size() < 20000) text += random.one_in(6) ? " " : fragments[random.below(4)];
  Layout layout = laid_out(text, wide(400));
  std::size_t at = text.size() / 2;
  while ((static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80) ++at;
  for (const char* sign : {"โ", "ร", "ง", "เ", "รี", "ย", "น", " ", "ก"}) {
    layout.edit(at, 0, sign);
    at += std::string_view(sign).size();
    check_equal(layout, laid_out(layout.text(), wide(400)));
  }
}
