// Fields under hands: pages, drags over the edge, the wheel, passwords.
#include "client/ui/fields.hpp"

#include <malloc.h>

#include <cstdlib>
#include <cstring>
#include <new>

#include "client/app/worker.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/ui_stage.hpp"

using namespace khaosan;
using namespace khaosan::client;

namespace {

// Looks for a text in all memory that is given back while it lives.
class FreedMemory {
 public:
  explicit FreedMemory(std::string text) : text_(std::move(text)) { looking = this; }
  ~FreedMemory() { looking = nullptr; }
  FreedMemory(const FreedMemory&) = delete;
  FreedMemory& operator=(const FreedMemory&) = delete;
  int copies() const { return copies_; }
  void look_at(const void* block) {
    if (memmem(block, malloc_usable_size(const_cast<void*>(block)), text_.data(), text_.size()) != nullptr)
      ++copies_;
  }
  static inline FreedMemory* looking = nullptr;

 private:
  std::string text_;
  int copies_ = 0;
};

}  // namespace

void* operator new(std::size_t size) {
  if (void* block = std::malloc(std::max<std::size_t>(size, 1))) return block;
  throw std::bad_alloc();
}
void operator delete(void* block) noexcept {
  if (block != nullptr && FreedMemory::looking != nullptr) FreedMemory::looking->look_at(block);
  std::free(block);
}
void operator delete(void* block, std::size_t) noexcept {
  operator delete(block);
}

namespace {

constexpr Point field_top{200, 110};

std::string numbered_lines(int count) {
  std::string text;
  for (int i = 1; i <= count; ++i) text += (i == 1 ? "" : "\n") + std::string("บรรทัดที่ ") + std::to_string(i);
  return text;
}

// A field at {100, 100}, and what is selected in it.
struct Typed {
  UiStage stage;
  FieldSpec spec;
  Rect rect{100, 100, 400, 44};
  std::string value;
  std::string held;
  bool in_area = false;  // 300 high, around it
  float offset = 0;      // of the area

  void show() {
    stage.draw = [this](Ui& ui) {
      if (in_area) {
        ScrollArea area(ui, "area", {100, 100, 400, 300});
        const float high = field(ui, "text", {100, area.top(), 400, 0}, spec, value).height;
        area.end(high);
        offset = area.offset();
      } else {
        field(ui, "text", rect, spec, value);
      }
      held = field_text(ui, "text");
      static_cast<void>(button(ui, "other", {700, 500, 100, 44}, {"อื่น"}));
    };
    stage.settle();
  }
  void body(int lines) {
    value = numbered_lines(lines);
    spec.many_lines = spec.is_bare = in_area = true;
    spec.lines_shown_max = 1e6F;
    show();
  }
  std::string selected() {
    stage.clipboard.clear();
    stage.press(Key::c, true);
    return stage.clipboard;
  }
  // Presses, goes to `to` and holds there so long.
  void drag_and_hold(Point from, Point to, std::int64_t ms) {
    stage.move(from);
    stage.button_down();
    stage.move(to);
    for (const std::int64_t until = stage.now_ms() + ms; stage.now_ms() < until; stage.frame())
      REQUIRE(stage.again_at);  // the frames are asked for
    stage.button_up();
  }
};

}  // namespace

TEST_CASE("Page Down and Page Up in a story's body go by what is seen of it") {
  Typed typed;
  typed.body(120);
  typed.stage.click({200, 120});
  typed.stage.press(Key::home, true);
  typed.stage.settle();
  CHECK(typed.offset == 0);
  typed.stage.press(Key::page_down);
  typed.stage.settle();
  typed.stage.press(Key::end, false, true);
  const float line = spec_of(Type::body).line;
  const auto page = static_cast<int>(300 / line - 1);
  typed.stage.press(Key::home);
  typed.stage.press(Key::end, false, true);
  CHECK(typed.selected() == "บรรทัดที่ " + std::to_string(1 + page));
  typed.stage.press(Key::page_down);
  typed.stage.settle();
  CHECK(typed.offset > 0);
  CHECK(typed.offset < 600);
  typed.stage.press(Key::page_up);
  typed.stage.press(Key::page_up);
  typed.stage.settle();
  CHECK(typed.offset < 10);
}

TEST_CASE("a drag selects in a field of one line and of many") {
  Typed typed;
  typed.value = "หนึ่ง สอง สาม";
  typed.show();
  typed.stage.drag({113, 122}, {480, 122});
  CHECK(typed.selected() == typed.value);
  Typed note;
  note.value = numbered_lines(3);
  note.spec.many_lines = true;
  note.show();
  const float line = spec_of(Type::body).line;
  note.stage.drag({113, 115}, {480, 115 + line});
  CHECK(note.selected() == "บรรทัดที่ 1\nบรรทัดที่ 2");
}

TEST_CASE("a drag over the edge of a field scrolls it, and goes on while the pointer stands still") {
  Typed typed;
  typed.value = numbered_lines(80);
  typed.spec.many_lines = true;  // eight lines are seen
  typed.show();
  typed.stage.click(field_top);
  typed.stage.press(Key::home, true);
  typed.drag_and_hold({113, 115}, {300, 420}, 1'500);
  const auto lines = [&] {
    const std::string text = typed.selected();
    return std::count(text.begin(), text.end(), '\n');
  };
  const auto down = lines();
  CHECK(down > 15);
  typed.stage.press(Key::end, true);
  typed.stage.settle();
  typed.drag_and_hold({300, 250}, {300, 60}, 1'500);
  CHECK(lines() > 15);
}

TEST_CASE("a drag over the edge of a story's body scrolls the page around it") {
  Typed typed;
  typed.body(120);
  typed.drag_and_hold({101, 105}, {300, 460}, 1'500);
  CHECK(typed.offset > 200);
  const std::string text = typed.selected();
  CHECK(text.starts_with("บรรทัดที่ 1\n"));
  CHECK(std::count(text.begin(), text.end(), '\n') > 15);
  const float there = typed.offset;
  typed.drag_and_hold({300, 300}, {300, 40}, 700);
  CHECK(typed.offset < there - 50);
}

TEST_CASE("a drag to the right of a field of one line scrolls it to its end, to the left to its beginning") {
  Typed typed;
  for (int i = 0; i < 30; ++i) typed.value += "สำนักงานเขตพื้นที่ ";
  typed.show();
  typed.drag_and_hold({113, 122}, {560, 122}, 6'000);
  CHECK(typed.selected() == typed.value);
  typed.stage.press(Key::end);
  typed.drag_and_hold({480, 122}, {40, 122}, 6'000);
  CHECK(typed.selected().size() > typed.value.size() * 9 / 10);
  CHECK(typed.value.starts_with(typed.selected()));
}

TEST_CASE("the wheel scrolls a field of many lines, and over its end nothing else") {
  Typed typed;
  typed.value = numbered_lines(80);
  typed.spec.many_lines = true;
  typed.show();
  typed.stage.wheel({200, 200}, -spec_of(Type::body).line * 4);
  typed.stage.click({113, 112});
  typed.stage.press(Key::end, false, true);
  CHECK(typed.selected() == "บรรทัดที่ 5");
  typed.stage.wheel({200, 200}, 10'000);
  typed.stage.click({113, 115});
  typed.stage.press(Key::end, false, true);
  CHECK(typed.selected() == "บรรทัดที่ 1");
}

TEST_CASE("a title that nobody writes in shows how it begins, and its end once it is come to by Tab") {
  Typed typed;
  for (int i = 0; i < 20; ++i) typed.value += std::to_string(i) + " สำนักงานเขตพื้นที่ ";
  typed.show();
  const auto shows_beginning = [&] {
    typed.stage.canvas().keeps_readable = true;
    typed.stage.frame();
    const auto& seen = typed.stage.canvas().readable();
    const auto found =
        std::find_if(seen.begin(), seen.end(), [&](const auto& one) { return one.text == typed.value; });
    REQUIRE(found != seen.end());
    return found->rect.x >= 112;  // what is scrolled begins at the clip's edge
  };
  CHECK(shows_beginning());
  typed.stage.press(Key::tab);
  typed.stage.settle();
  CHECK_FALSE(shows_beginning());
  typed.stage.press(Key::tab);
  typed.stage.settle();
  CHECK(shows_beginning());
}

TEST_CASE("a password is edited where its dots stand") {
  Typed typed;
  typed.spec.is_password = true;
  typed.show();
  typed.stage.click({130, 122});
  typed.stage.type("ก้ำiiiiiiiiWWWW");
  CHECK(typed.held == "ก้ำiiiiiiiiWWWW");
  const float dot = typed.stage.canvas().measure("••••••••••", Type::body).width / 10;
  const auto before_dot = [&](int number) { return Point{112 + dot * static_cast<float>(number), 122}; };
  typed.stage.click(before_dot(5));
  typed.stage.type("ข");
  CHECK(typed.held == "ก้ำiiขiiiiiiWWWW");
  typed.stage.press(Key::backspace);
  typed.stage.press(Key::backspace);
  CHECK(typed.held == "ก้ำiiiiiiiWWWW");
  typed.stage.click(before_dot(1));
  typed.stage.press(Key::del);
  CHECK(typed.held == "กำiiiiiiiWWWW");
  typed.stage.drag(before_dot(2), before_dot(9));
  typed.stage.press(Key::c, true);
  CHECK(typed.stage.clipboard.empty());
  typed.stage.clipboard = "จ\n";
  typed.stage.press(Key::v, true);
  CHECK(typed.held == "กำจWWWW");
  typed.stage.press(Key::z, true);
  CHECK(typed.held == "กำจWWWW");
  typed.stage.press(Key::backspace, true);
  CHECK(typed.held == "WWWW");
}

TEST_CASE("a password longer than its field keeps its caret in sight, and the dots end where it ends") {
  Typed typed;
  typed.spec.is_password = true;
  typed.rect.width = 200;
  typed.show();
  typed.stage.click({130, 122});
  typed.stage.type(std::string(60, 'i'));
  typed.stage.settle();
  typed.stage.click({285, 122});
  typed.stage.type("X");
  CHECK(typed.held.size() == 61);
  CHECK(typed.held.find('X') > 55);
}

TEST_CASE(
    "a password leaves no copy in memory that is given back, when it is typed and when it is forgotten") {
  const std::string secret = "a long secret that has a place of its own";
  Typed typed;
  typed.spec.is_password = true;
  typed.show();
  typed.stage.draw = [&](Ui& ui) { field(ui, "text", typed.rect, typed.spec, ""); };
  typed.stage.click({130, 122});
  const FreedMemory freed(secret.substr(0, 20));
  for (const char c : secret) typed.stage.type(std::string(1, c));
  typed.stage.press(Key::backspace);
  const auto draw = typed.stage.draw;
  typed.stage.draw = [&](Ui& ui) {
    CHECK(field_text(ui, "text").size() == secret.size() - 1);
    forget_field(ui, "text");
  };
  typed.stage.frame();
  CHECK(freed.copies() == 0);
  Intent intent = SignInUser{"somsri", secret};
  wipe_password(intent);
  CHECK(std::get<SignInUser>(intent).password.empty());
  intent = Sync{};
  CHECK(freed.copies() == 0);
  { const std::string kept_by_mistake = secret; }
  CHECK(freed.copies() == 1);
}
