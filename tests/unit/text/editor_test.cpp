#include "shared/text/editor.hpp"

#include "shared/base/utf8.hpp"
#include "tests/property/seeded.hpp"
#include "tests/unit/text/sample_texts.hpp"

using namespace khaosan;
using namespace khaosan::test;
using namespace khaosan::text;

namespace {

constexpr std::int64_t now = 1000;

EditorOptions many_lines(float width_px = 200) {
  EditorOptions options;
  options.width_px = width_px;
  return options;
}

EditorOptions one_line() {
  EditorOptions options;
  options.lines = FieldLines::one;
  return options;
}

TextEditor editor_of(std::string text, EditorOptions options = many_lines()) {
  TextEditor editor(fonts(), options, std::move(text));
  editor.move(Motion::text_end, Selecting::no);
  return editor;
}

std::string after_backspaces(std::string text, int count) {
  TextEditor editor = editor_of(std::move(text));
  for (int i = 0; i < count; ++i) editor.backspace(now);
  return editor.text();
}

void type_signs(TextEditor& editor, std::string_view text, std::int64_t at_ms = now) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    next_code_point(text, at);
    REQUIRE(editor.type(text.substr(begin, at - begin), at_ms).ok());
  }
}

}  // namespace

TEST_CASE("Backspace removes one code point") {
  CHECK(after_backspaces("น้ำ", 1) == "น้");
  CHECK(after_backspaces("สัมพันธ์", 1) == "สัมพันธ");
  CHECK(after_backspaces("สัมพันธ์", 2) == "สัมพัน");
  CHECK(after_backspaces("ก่่", 2) == "ก");
  CHECK(after_backspaces("ก่่", 4).empty());
  CHECK(after_backspaces("a😀", 1) == "a");
}

TEST_CASE("Delete removes one cell") {
  for (const std::string_view marked : marked_strings) {
    const std::vector<std::string> cells = parted(marked);
    TextEditor editor(fonts(), many_lines(), plain(marked));
    editor.delete_cell(now);
    INFO(marked);
    CHECK(editor.text() == plain(marked).substr(cells[0].size()));
  }
}

TEST_CASE("what is typed is kept exactly") {
  for (const std::string_view marked : marked_strings) {
    const std::string text = plain(marked);
    TextEditor editor(fonts(), many_lines());
    type_signs(editor, text);
    INFO(marked);
    CHECK(editor.text() == (text == "กำ่" ? "ก่ำ" : text));
    editor.select_all();
    CHECK(editor.copy() == editor.text());
    CHECK(editor.caret().offset == editor.text().size());
  }
  TextEditor editor(fonts(), many_lines());
  type_signs(editor, "e\u0301 ﬁ ½");
  CHECK(editor.text() == "e\u0301 ﬁ ½");
}

TEST_CASE("a tone typed after SARA AM goes before it") {
  TextEditor editor(fonts(), many_lines());
  type_signs(editor, "กำ่ข");
  CHECK(editor.text() == "ก่ำข");
  editor.undo();
  CHECK(editor.text().empty());
  editor.redo();
  CHECK(editor.text() == "ก่ำข");
  CHECK(editor.caret().offset == editor.text().size());
}

TEST_CASE("a paste is made into the stored form") {
  TextEditor many(fonts(), many_lines());
  REQUIRE(many.paste("ก\xEF\x9C\x8A\r\nข", now).ok());
  CHECK(many.text() == "ก่\nข");
  TextEditor one(fonts(), one_line());
  REQUIRE(one.paste("ก\r\nข\nค", now).ok());
  CHECK(one.text() == "ก ข ค");
  CHECK(one.paste("\xFF", now).refusal().code == Code::not_utf8);
}

TEST_CASE("what would pass a limit is refused whole") {
  EditorOptions options = many_lines();
  options.characters_max = 3;
  TextEditor editor(fonts(), options, "กข");
  editor.move(Motion::text_end, Selecting::no);
  CHECK(editor.paste("คง", now).refusal().code == Code::too_long);
  CHECK(editor.text() == "กข");
  CHECK(editor.type("ค", now).ok());
  CHECK_FALSE(editor.type("ง", now).ok());
  editor.select_all();
  CHECK(editor.paste("abc", now).ok());
  options.characters_max = 0;
  options.bytes_max = 5;
  TextEditor small(fonts(), options);
  CHECK(small.type("ก", now).ok());
  CHECK(small.type("ข", now).refusal().code == Code::too_long);
}

TEST_CASE("clicking, then typing, puts the character where the caret was seen") {
  const std::string text = "สำนักงานเขตพื้นที่การศึกษา น้ำใจ ผู้ปั้นฝัน 😀 Hello";
  for (float y = 13; y < 120; y += 26) {
    for (float x = -5; x < 130; x += 4) {
      TextEditor editor = editor_of(text, many_lines(120));
      editor.press({x, y});
      const CaretRect seen = editor.layout().caret_rect(editor.caret());
      const std::size_t offset = editor.caret().offset;
      REQUIRE(editor.type("|", now).ok());
      INFO("click at " << x << ", " << y);
      CHECK(editor.text() == text.substr(0, offset) + "|" + text.substr(offset));
      CHECK(editor.layout().is_stop(offset));
      CHECK(seen.y <= std::max(y, 0.F));
    }
  }
}

TEST_CASE("the caret moves by cells, words, lines and to the ends") {
  TextEditor editor(fonts(), many_lines(), "น้ำใจ ไทย\nบ้าน");
  editor.move(Motion::next_cell, Selecting::no);
  CHECK(editor.caret().offset == std::string("น้ำ").size());
  editor.move(Motion::next_word, Selecting::no);
  CHECK(editor.caret().offset == std::string("น้ำใจ ").size());
  editor.move(Motion::line_end, Selecting::yes);
  CHECK(editor.copy() == "ไทย");
  editor.move(Motion::prev_cell, Selecting::no);
  CHECK(editor.selection().empty());
  CHECK(editor.caret().offset == std::string("น้ำใจ ").size());
  editor.move(Motion::line_down, Selecting::no);
  editor.move(Motion::line_up, Selecting::no);
  CHECK(editor.caret().offset == std::string("น้ำใจ ").size());
  editor.move(Motion::text_end, Selecting::yes);
  CHECK(editor.copy() == "ไทย\nบ้าน");
  editor.move(Motion::page_up, Selecting::no, 10);
  CHECK(editor.caret().offset == 0);
  editor.move(Motion::page_down, Selecting::no, 10);
  CHECK(editor.caret().offset == editor.text().size());
}

TEST_CASE("words are erased whole") {
  TextEditor editor = editor_of("นักเรียนไทย");
  editor.backspace_word(now);
  CHECK(editor.text() == "นักเรียน");
  editor.move(Motion::text_begin, Selecting::no);
  editor.delete_word(now);
  CHECK(editor.text().empty());
}

TEST_CASE("a double click takes the word that is under it, a drag goes on in words") {
  TextEditor editor(fonts(), many_lines(1000), "นักเรียนไทย ไปบ้าน\nพรุ่งนี้");
  const auto x_of = [&](const char* word) {
    return editor.layout().caret_rect({editor.text().find(word), Affinity::line_begin}).x;
  };
  editor.press_twice({x_of("ไทย") - 1, 10});
  CHECK(editor.copy() == "นักเรียน");
  editor.press_twice({x_of("ไทย") + 1, 10});
  CHECK(editor.copy() == "ไทย");
  editor.drag({x_of("บ้าน") + 1, 10});
  CHECK(editor.copy() == "ไทย ไปบ้าน");
  editor.drag({1, 10});
  CHECK(editor.copy() == "นักเรียนไทย");
  editor.press_thrice({5, 30});
  CHECK(editor.copy() == "พรุ่งนี้");
  editor.press({0, 10});
  editor.drag({x_of("ไทย"), 10});
  CHECK(editor.copy() == "นักเรียน");
  editor.press({1000, 10}, Selecting::yes);
  CHECK(editor.copy() == "นักเรียนไทย ไปบ้าน");
  CHECK(editor.cut(now) == "นักเรียนไทย ไปบ้าน");
  CHECK(editor.text() == "\nพรุ่งนี้");
}

TEST_CASE("typing is undone by words and pauses") {
  TextEditor editor(fonts(), many_lines());
  type_signs(editor, "hello ");
  type_signs(editor, "world");
  type_signs(editor, "!", now + undo_pause_ms + 1);
  CHECK(editor.undo());
  CHECK(editor.text() == "hello world");
  CHECK(editor.undo());
  CHECK(editor.text() == "hello ");
  CHECK(editor.undo());
  CHECK(editor.text().empty());
  CHECK_FALSE(editor.undo());
  CHECK(editor.redo());
  CHECK(editor.redo());
  CHECK(editor.text() == "hello world");
  type_signs(editor, "s");
  CHECK_FALSE(editor.can_redo());
}

TEST_CASE("undoing gives the selection back") {
  TextEditor editor = editor_of("น้ำใจ");
  editor.select_all();
  REQUIRE(editor.type("ก", now).ok());
  CHECK(editor.text() == "ก");
  editor.undo();
  CHECK(editor.copy() == "น้ำใจ");
}

TEST_CASE("a text that is changed elsewhere leaves the caret at its words") {
  TextEditor editor = editor_of("ประชุมครู วันศุกร์ ที่โรงเรียน");
  const std::string before = "ประชุมครู วันศุกร์";
  editor.select(before.size(), before.size());
  editor.set_text("งานประชุมครู วันศุกร์ ที่โรงเรียนวัด");
  CHECK(editor.caret().offset == before.size() + std::string("งาน").size());
  CHECK(editor.text() == "งานประชุมครู วันศุกร์ ที่โรงเรียนวัด");
  CHECK_FALSE(editor.undo());
  editor.move(Motion::text_end, Selecting::no);
  editor.set_text("งาน");
  CHECK(editor.caret().offset == editor.text().size());
  editor.set_text("กาน");
  CHECK(editor.text() == "กาน");
  editor.set_text("");
  CHECK(editor.caret().offset == 0);
}

TEST_CASE("random work, all undone, is the start; all redone, the end") {
  const std::uint64_t seed = property_seed();
  INFO("KHAOSAN_SEED=" << seed);
  Seeded random(seed);
  static constexpr const char* typed[] = {"ก", "น", "้", "ำ", "่", "เ", " ", "\n", "a", "😀", "์", "ๆ"};
  for (int round = 0; round < 40; ++round) {
    const std::string start = round % 2 == 0 ? "" : "สำนักงานเขต น้ำใจ\nผู้ปั้นฝัน";
    TextEditor editor(fonts(), many_lines(90), start);
    std::int64_t time = 0;
    for (int i = 0; i < 60; ++i) {
      time += static_cast<std::int64_t>(random.below(900));
      const auto point = [&] {
        return Point{static_cast<float>(random.below(120)), static_cast<float>(random.below(200))};
      };
      switch (random.below(12)) {
        case 0:
          editor.backspace(time);
          break;
        case 1:
          editor.delete_cell(time);
          break;
        case 2:
          editor.backspace_word(time);
          break;
        case 3:
          editor.delete_word(time);
          break;
        case 4:
          editor.press(point());
          break;
        case 5:
          editor.drag(point());
          break;
        case 6:
          editor.move(static_cast<Motion>(random.below(12)),
                      random.one_in(3) ? Selecting::yes : Selecting::no, 3);
          break;
        case 7:
          REQUIRE(editor.paste("น้ำใจ ไทย", time).ok());
          break;
        case 8:
          editor.press_twice(point());
          break;
        default:
          REQUIRE(editor.type(random.any_of(typed), time).ok());
          break;
      }
      REQUIRE(editor.layout().is_stop(editor.caret().offset));
      REQUIRE(editor.layout().is_stop(editor.anchor()));
    }
    const std::string end = editor.text();
    while (editor.undo()) REQUIRE(is_utf8(editor.text()));
    CHECK(editor.text() == start);
    while (editor.redo()) REQUIRE(is_utf8(editor.text()));
    CHECK(editor.text() == end);
    const Layout fresh(fonts(), end, many_lines().style, wide(90));
    CHECK(lines_of(editor.layout()) == lines_of(fresh));
  }
}
