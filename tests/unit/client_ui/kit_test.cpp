// The kit under the screens: pointer, focus, scroll areas, fields, what was typed and is not on the disk yet.
#include "client/ui/drafts.hpp"
#include "client/ui/fields.hpp"
#include "client/ui/input_line.hpp"
#include "client/ui/kept_fields.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/ui_stage.hpp"

using namespace khaosan;
using namespace khaosan::client;

namespace {

struct Pressed {
  UiStage stage;
  int first = 0;
  int second = 0;
  Pressed() {
    stage.draw = [this](Ui& ui) {
      if (button(ui, "first", {100, 100, 120, 44}, {"หนึ่ง"})) ++first;
      if (button(ui, "second", {100, 200, 120, 44}, {"สอง"})) ++second;
    };
    stage.settle();
  }
};

}  // namespace

TEST_CASE("a button is clicked by the mouse, Enter and Space, and only itself") {
  Pressed pressed;
  pressed.stage.click({160, 120});
  CHECK(pressed.first == 1);
  CHECK(pressed.second == 0);
  pressed.stage.press(Key::tab);
  pressed.stage.press(Key::enter);
  CHECK(pressed.second == 1);
  pressed.stage.press(Key::space);
  CHECK(pressed.second == 2);
  pressed.stage.press(Key::up);
  pressed.stage.press(Key::enter);
  CHECK(pressed.first == 2);
}

TEST_CASE("a button that cannot be used says why, under the pointer and where the keyboard stops") {
  UiStage stage;
  int clicked = 0;
  bool is_busy = false;
  std::string told;
  stage.draw = [&](Ui& ui) {
    const ButtonSpec spec{"ส่ง", 0, Look::primary, is_busy, "ยังไม่ได้เลือกภาพ"};
    if (button(ui, "why", {100, 100, 120, 44}, spec)) ++clicked;
    ui.push_disabled(true);
    static_cast<void>(button(ui, "silent", {300, 100, 120, 44}, {"เงียบ"}));
    ui.pop_disabled();
    told = ui.wanted_tooltip() ? ui.wanted_tooltip()->text : std::string();
  };
  for (const bool busy : {false, true}) {
    is_busy = busy;
    stage.settle();
    stage.click({160, 120});
    stage.pass(1'000);
    stage.frame();
    CHECK(told == "ยังไม่ได้เลือกภาพ");
    CHECK(clicked == 0);
    stage.move({700, 700});
    stage.pass(1'000);
    stage.frame();
    CHECK(told.empty());
    stage.press(Key::tab);
    stage.settle();
    CHECK(told == "ยังไม่ได้เลือกภาพ");
    stage.press(Key::enter);
    CHECK(clicked == 0);
    stage.click({700, 700});
  }
  stage.move({360, 120});
  stage.pass(1'000);
  stage.frame();
  CHECK(told.empty());
}

TEST_CASE(
    "the fields that were not drawn for longest are forgotten, but none with a text that is not on the "
    "disk") {
  UiStage stage;
  stage.draw = [](Ui&) {};
  Drafts drafts;
  KeptFields kept;
  const auto key = [](int number) {
    RecordId id;
    id.uuid.bytes[0] = static_cast<std::uint8_t>(number);
    return DraftKey{"note", id, "text"};
  };
  std::int64_t now_ms = 1'000;
  WidgetId first = 0;
  const auto draw_field = [&](int number) {
    stage.draw = [&, number](Ui& ui) {
      const std::string name = "note " + std::to_string(number);
      if (number == 0) first = ui.id(name);
      kept.drawn(ui.id(name), key(number), now_ms);
      field(ui, name, {100, 100, 300, 44}, {}, "ข้อความ");
    };
    stage.frame();
    kept.forget_old(stage.memory, drafts, now_ms);
    now_ms += 100;
  };
  for (int i = 0; i < 200; ++i) {
    if (i == 1) drafts.typed(key(0), "ยังไม่ถึงดิสก์", now_ms);
    draw_field(i);
  }
  CHECK(stage.memory.kept.size() == kept_fields_max);
  CHECK(stage.memory.kept.contains(first));
  const auto due = drafts.take_due(now_ms + 1'000);
  REQUIRE(due.size() == 1);
  drafts.handed_in(due[0], 1);
  drafts.answered(client::Outcome{1, Put{}, std::nullopt, {}}, now_ms);
  draw_field(201);
  CHECK_FALSE(stage.memory.kept.contains(first));
}

TEST_CASE("a press that is let go elsewhere is no click") {
  Pressed pressed;
  pressed.stage.drag({160, 120}, {600, 400});
  pressed.stage.drag({160, 120}, {160, 220});
  CHECK(pressed.first == 0);
  CHECK(pressed.second == 0);
}

TEST_CASE("what was pressed while the window was held up comes in its order") {
  InputLine line;
  const auto typed = [&](Key key, const char* text) {
    line.key({key, false, false, false, false});
    line.text(text);
  };
  typed(Key::d, "ก");
  typed(Key::space, " ");
  typed(Key::e, "ข");
  line.key({Key::backspace, false, false, false, false});
  typed(Key::f, "ค");
  line.key({Key::tab, false, false, false, false});
  line.click({InputLine::Click::What::press, {10, 20}, 1, false, true});
  line.click({InputLine::Click::What::release, {30, 40}, 1, false, false});
  typed(Key::g, "ง");
  // Held down longer than the frames can follow.
  for (int i = 0; i < 5; ++i) line.key({Key::down, false, false, false, true});
  std::string seen;
  while (!line.empty()) {
    Input input;
    const auto click = line.give(input);
    for (const KeyPress& press : input.keys) {
      if (press.key == Key::backspace) seen += "<";
      if (press.key == Key::tab) seen += ">";
      if (press.key == Key::down) seen += "v";
    }
    seen += input.typed;
    if (input.pressed) seen += input.ctrl && input.down && click->at.x == 10 ? "P" : "?";
    if (input.released) seen += !input.down && click->at.x == 30 ? "R" : "?";
    seen += "|";
  }
  CHECK(seen == "ก ||ข|<||ค|>||P|R||ง|v|");
}

TEST_CASE("what lies on top gets the click; under a modal layer nothing can be reached") {
  UiStage stage;
  int below = 0;
  int above = 0;
  bool open = true;
  stage.draw = [&](Ui& ui) {
    if (button(ui, "below", {100, 100, 120, 44}, {"ล่าง"})) ++below;
    if (!open) return;
    ui.push_layer(true);
    ui.spot(ui.id("scrim"), {0, 0, 1366, 768}, Takes::nothing);
    if (button(ui, "above", {400, 100, 120, 44}, {"บน"})) ++above;
    ui.pop_layer();
  };
  stage.settle();
  stage.click({160, 120});
  CHECK(below == 0);
  stage.press(Key::tab);
  stage.press(Key::tab);
  stage.press(Key::enter);
  CHECK(above == 1);
  CHECK(below == 0);
  open = false;
  stage.settle();
  stage.click({160, 120});
  CHECK(below == 1);
}

TEST_CASE("a caret that nobody moves stops blinking, and the window sleeps until the next key") {
  UiStage stage;
  stage.draw = [](Ui& ui) { field(ui, "text", {20, 20, 300, 44}, {}, ""); };
  stage.settle();
  stage.press(Key::tab);
  stage.type("ก");
  stage.settle();
  REQUIRE(stage.again_at);
  int blinks = 0;
  while (stage.again_at && ++blinks < 100) {
    stage.pass(*stage.again_at - stage.now_ms());
    stage.frame();
  }
  CHECK(blinks > 5);
  CHECK(blinks < 30);
  stage.type("า");
  stage.settle();
  CHECK(stage.again_at);
}

TEST_CASE("after a modal layer the keyboard is where it was before") {
  Pressed pressed;
  bool open = false;
  const auto below = pressed.stage.draw;
  pressed.stage.draw = [&](Ui& ui) {
    below(ui);
    if (!open) return;
    ui.push_layer(true);
    if (ui.memory.focus == 0) ui.focus(ui.id("text"));
    field(ui, "text", {400, 100, 120, 44}, {}, "");
    ui.pop_layer();
  };
  pressed.stage.press(Key::tab);
  pressed.stage.press(Key::tab);
  open = true;
  pressed.stage.settle();
  pressed.stage.press(Key::enter);
  CHECK(pressed.second == 0);
  open = false;
  pressed.stage.settle();
  pressed.stage.press(Key::enter);
  CHECK(pressed.second == 1);
}

TEST_CASE("a scroll area without any height, and with nothing in it, draws nothing and stands") {
  UiStage stage;
  for (const float high : {0.0F, -40.0F, 0.4F}) {
    for (const float content : {0.0F, 500.0F}) {
      stage.draw = [&](Ui& ui) {
        ScrollArea area(ui, "list", {0, 0, 400, high});
        area.end(content);
      };
      stage.settle();
      CHECK(stage.glyphs_drawn >= 0);
    }
  }
}

TEST_CASE("what is pressed and typed waits while the page that it is for is not there") {
  InputLine line;
  KeyPress press;
  press.key = Key::n;
  press.ctrl = true;
  line.key(press);
  line.text("ก");
  Input first;
  line.give(first);
  CHECK(first.keys.size() == 1);
  CHECK(first.typed.empty());
  line.hold(true);
  CHECK_FALSE(line.has_next());
  for (int i = 0; i < 3; ++i) {
    Input held;
    line.give(held);
    CHECK(held.typed.empty());
  }
  line.text("ข");
  line.hold(false);
  CHECK(line.has_next());
  std::string typed;
  for (int i = 0; i < 4; ++i) {
    Input next;
    line.give(next);
    typed += next.typed;
  }
  CHECK(typed == "กข");
}

TEST_CASE("a scroll area scrolls by wheel and by drag, and brings the focused row into sight") {
  UiStage stage;
  std::vector<int> clicked(40);
  float offset = 0;
  stage.draw = [&](Ui& ui) {
    ScrollArea area(ui, "list", {0, 0, 400, 300});
    for (std::size_t i = 0; i < clicked.size(); ++i) {
      const Rect row{0, area.top() + static_cast<float>(i) * 64, 400, 64};
      if (row_ground(ui, ui.id("row", i), row, false).clicked) ++clicked[i];
    }
    area.end(64 * 40);
    offset = area.offset();
  };
  stage.settle();
  stage.wheel({100, 100}, -120);
  CHECK(offset == 120);
  stage.wheel({900, 100}, -120);
  CHECK(offset == 120);  // the pointer is elsewhere
  stage.drag({100, 200}, {100, 100});
  stage.settle();
  CHECK(offset > 190);
  CHECK(std::count(clicked.begin(), clicked.end(), 0) == 40);  // a drag chooses nothing
  for (int i = 0; i < 30; ++i) stage.press(Key::tab);
  stage.settle();
  CHECK(offset > 1500);
  stage.press(Key::enter);
  CHECK(std::count(clicked.begin(), clicked.end(), 1) == 1);
}

TEST_CASE(
    "a field takes Thai as it is typed, keeps it against an old value, and takes a new one from outside") {
  UiStage stage;
  std::string value;
  bool pending = false;
  FieldAnswer last;
  stage.draw = [&](Ui& ui) {
    FieldSpec spec;
    spec.label = "หัวข้อ";
    spec.characters_max = 20;
    spec.shows_counter = true;
    last = field(ui, "title", {100, 100, 400, 90}, spec, value, pending);
    static_cast<void>(button(ui, "other", {100, 300, 100, 44}, {"อื่น"}));
  };
  const auto text = [&] {
    std::string held;
    const auto draw = stage.draw;
    stage.draw = [&](Ui& ui) {
      draw(ui);
      held = field_text(ui, "title");
    };
    stage.frame();
    stage.draw = draw;
    return held;
  };
  stage.settle();
  stage.click({200, 145});
  CHECK(last.focused);
  stage.type("น้ำใส");
  stage.press(Key::backspace);
  CHECK(text() == "น้ำใ");
  stage.press(Key::z, true);
  CHECK(text() == "น้ำใส");
  pending = true;
  value = "ของเก่า";
  stage.settle();
  CHECK(text() == "น้ำใส");  // what was typed is not lost to what was there
  pending = false;
  value = "รวมแล้ว";
  stage.settle();
  CHECK(text() == "รวมแล้ว");
  stage.press(Key::a, true);
  stage.press(Key::c, true);
  CHECK(stage.clipboard == "รวมแล้ว");
  stage.clipboard = "แปะ\r\nสอง";
  stage.press(Key::v, true);
  CHECK(text() == "แปะ สอง");
  stage.type("อีกมากกว่ายี่สิบตัวอักษรแน่นอน");
  CHECK(text() == "แปะ สอง");  // over its limit: nothing is cut silently
  stage.press(Key::tab);
  stage.frame();
  CHECK_FALSE(last.focused);
}

TEST_CASE("what is typed can be undone although the store keeps its marks in another order") {
  UiStage stage;
  std::string value;
  std::string held;
  bool pending = false;
  stage.draw = [&](Ui& ui) {
    pending = field(ui, "title", {100, 100, 400, 90}, {}, value, pending).changed || pending;
    held = field_text(ui, "title");
    static_cast<void>(button(ui, "other", {100, 300, 100, 44}, {"อื่น"}));
  };
  stage.settle();
  stage.click({200, 123});
  stage.type("ก\u0E48\u0E38");  // the tone mark before the vowel under the letter
  const auto store = [&](const char* text) {
    value = text;
    pending = false;
    stage.settle();
  };
  store("ก\u0E38\u0E48");
  stage.press(Key::z, true);
  stage.settle(1);
  CHECK(held.empty());
  stage.press(Key::y, true);
  store("ก\u0E38\u0E48");
  CHECK(held == "ก\u0E48\u0E38");
  stage.press(Key::tab);
  stage.settle();
  CHECK(held == value);
}

TEST_CASE("clicking into a text puts the caret where it is seen") {
  UiStage stage;
  std::string held;
  stage.draw = [&](Ui& ui) {
    FieldSpec spec;
    spec.many_lines = true;
    spec.is_bare = true;
    field(ui, "body", {100, 100, 300, 400}, spec, "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต 1 มอบทุนการศึกษา");
    held = field_text(ui, "body");
  };
  stage.settle();
  stage.click({101, 113});
  stage.type("ก");
  stage.settle(1);
  CHECK(held.starts_with("กสำนักงาน"));
  stage.press(Key::end, true);
  stage.type("ฮ");
  stage.settle(1);
  CHECK(held.ends_with("ทุนการศึกษาฮ"));
}

TEST_CASE(
    "a draft is due a quarter of a second after the first key, at once when it is left, and pending until "
    "answered") {
  Drafts drafts;
  const DraftKey key{"note", RecordId{}, "text"};
  drafts.typed(key, "ก", 1'000);
  drafts.typed(key, "กข", 1'200);
  CHECK(drafts.due_ms() == 1'000 + hand_in_after_ms);
  CHECK(drafts.take_due(1'100).empty());
  auto due = drafts.take_due(1'250);
  REQUIRE(due.size() == 1);
  CHECK(text_field(std::get<Put>(due[0].intent).set, "text") == "กข");
  drafts.handed_in(due[0], 7);
  CHECK(drafts.is_pending(key));
  drafts.typed(key, "กขค", 1'300);
  drafts.answered(client::Outcome{7, Put{}, std::nullopt, {}}, 1'300);
  CHECK(drafts.is_pending(key));  // the answer is of an older text
  drafts.left(key);
  due = drafts.take_due(1'301);
  REQUIRE(due.size() == 1);
  drafts.handed_in(due[0], 8);
  drafts.answered(client::Outcome{8, Put{}, refuse(Code::disk_full), {}}, 1'400);
  CHECK(drafts.is_pending(key));
  REQUIRE(drafts.fault(key) != nullptr);
  CHECK(drafts.fault(key)->code == Code::disk_full);
  CHECK(drafts.due_ms() == 1'400 + try_again_after_ms);
  CHECK(drafts.unkept().size() == 1);
  drafts.leave_all();
  due = drafts.take_due(1'401);
  REQUIRE(due.size() == 1);
  drafts.handed_in(due[0], 9);
  drafts.answered(client::Outcome{9, Put{}, std::nullopt, {}}, 1'402);
  CHECK_FALSE(drafts.any_pending());
}

TEST_CASE("one field's fault holds no other field of the record up") {
  Drafts drafts;
  const DraftKey good{"event", RecordId{}, "title"};
  const DraftKey bad{"event", RecordId{}, "place"};
  drafts.typed(good, "ชื่อ", 1'000);
  drafts.typed(bad, "ยาวเกิน", 1'000);
  auto due = drafts.take_due(1'250);
  REQUIRE(due.size() == 1);
  drafts.handed_in(due[0], 1);
  drafts.answered(client::Outcome{1, Put{}, refuse(Code::too_long), {}}, 1'260);
  due = drafts.take_due(1'260);
  REQUIRE(due.size() == 2);
  for (std::size_t i = 0; i < 2; ++i) drafts.handed_in(due[i], 2 + i);
  for (std::size_t i = 0; i < 2; ++i) {
    const bool is_good = due[i].keys.front() == good;
    drafts.answered(
        client::Outcome{2 + i, Put{}, is_good ? std::nullopt : std::optional(refuse(Code::too_long)), {}},
        1'270);
  }
  CHECK_FALSE(drafts.is_pending(good));
  CHECK(drafts.is_pending(bad));
  CHECK_FALSE(drafts.due_ms());  // it waits for another text
}

TEST_CASE("every text of the window is there in both languages") {
  for (const Word word : all_words) {
    CHECK_FALSE(thai_word(word).empty());
    CHECK_FALSE(english_word(word).empty());
  }
  CHECK(Words(Language::th).date("2026-11-19") == "พฤ. 19 พ.ย. 2569");
  CHECK(Words(Language::th).time("08:30") == "08.30 น.");
}
