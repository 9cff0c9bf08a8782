#include "client/ui/input_line.hpp"

#include <utility>

namespace khaosan::client {
namespace {

// A key whose character follows it as text. Blank also presses what has the keyboard.
bool is_letter(const KeyPress& press) {
  return !press.ctrl && !press.alt && press.key >= Key::a && press.key <= Key::space;
}

void put(Input& input, const InputLine::Click& click) {
  using What = InputLine::Click::What;
  input.shift = click.shift;
  input.ctrl = click.ctrl;
  input.pressed = click.what == What::press;
  input.released = click.what == What::release;
  input.right_pressed = click.what == What::right;
  input.back_pressed = click.what == What::back;
  if (input.pressed) input.clicks = click.clicks;
}

}  // namespace

void InputLine::key(const KeyPress& press) {
  if (press.repeated && !line_.empty() && line_.back().press) {
    const KeyPress& last = *line_.back().press;
    const bool again = last.key == press.key && last.ctrl == press.ctrl && last.shift == press.shift &&
                       last.alt == press.alt;
    if (again && last.repeated) return;
  }
  line_.push_back({press, std::nullopt, {}});
}

void InputLine::text(std::string_view utf8) {
  line_.push_back({std::nullopt, std::nullopt, std::string(utf8)});
}

void InputLine::click(const Click& click) {
  line_.push_back({std::nullopt, click, {}});
}

std::optional<InputLine::Click> InputLine::give(Input& input) {
  std::optional<Click> clicked;
  if (std::exchange(rests_, false) || waits_) {
    input.down = down_;
    return clicked;
  }
  bool any = false;
  bool ends = false;  // after its text
  while (!line_.empty()) {
    const One& next = line_.front();
    const bool alone = next.click || (next.press && !is_letter(*next.press));
    if (any && (alone || (ends && next.press))) {
      rests_ = ends;
      break;
    }
    any = true;
    if (next.press) input.keys.push_back(*next.press);
    if (next.press && next.press->key == Key::space) ends = true;
    if (next.click) clicked = *next.click;
    input.typed += next.text;
    const bool was_press = next.click && next.click->what == Click::What::press;
    line_.pop_front();
    if (!alone) continue;
    rests_ = !was_press;
    break;
  }
  if (clicked) {
    put(input, *clicked);
    if (input.pressed) down_ = true;
    if (input.released) down_ = false;
  }
  input.down = down_;
  return clicked;
}

}  // namespace khaosan::client
