// What was pressed and typed, waiting in its order. A frame draws each field once, and a key may lead the
// keyboard elsewhere; so a frame gets typed text, or one key that acts, or one press of the mouse, and never
// a later one before an earlier one, however long the window was held up.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "client/ui/input.hpp"

namespace khaosan::client {

class InputLine {
 public:
  struct Click {
    enum class What : std::uint8_t { press, release, right, back };
    What what = What::press;
    Point at;  // as it was told, where the pointer was then
    int clicks = 1;
    bool shift = false;
    bool ctrl = false;
  };

  void key(const KeyPress& press);  // one held down that comes again waits once
  void text(std::string_view utf8);
  void click(const Click& click);
  bool empty() const { return line_.empty(); }
  // Until what they are for is on screen, keys and clicks wait.
  void hold(bool waits) { waits_ = waits; }
  bool has_next() const { return !line_.empty() && !waits_; }

  // Puts the next of it into a frame's input. Answers the click that is among it.
  std::optional<Click> give(Input& input);

 private:
  struct One {
    std::optional<KeyPress> press;
    std::optional<Click> click;
    std::string text;
  };
  std::deque<One> line_;
  bool down_ = false;  // the left button, as far as it was given
  bool waits_ = false;
  bool rests_ = false;  // a frame without any, in which what was given leads the keyboard where it goes
};

}  // namespace khaosan::client
