// What the person did since the last frame, in logical pixels and in key positions. The window fills it from
// GLFW; tests make it by hand.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "shared/text/layout.hpp"

namespace khaosan::client {

using text::Point;
using text::Rect;

// By position on a US keyboard, so that shortcuts work while the Thai layout is on.
enum class Key : std::uint8_t {
  none,
  a,
  b,
  c,
  d,
  e,
  f,
  g,
  h,
  i,
  j,
  k,
  l,
  m,
  n,
  o,
  p,
  q,
  r,
  s,
  t,
  u,
  v,
  w,
  x,
  y,
  z,
  n0,
  n1,
  n2,
  n3,
  n4,
  n5,
  n6,
  n7,
  n8,
  n9,
  minus,
  equal,
  left_bracket,
  right_bracket,
  space,
  enter,
  tab,
  escape,
  backspace,
  del,
  insert,
  left,
  right,
  up,
  down,
  home,
  end,
  page_up,
  page_down,
  menu,
  f1,
  f2,
  f3,
  f4,
  f5,
  f6,
  f7,
  f8,
  f9,
  f10,
  f11,
  f12
};

struct KeyPress {
  Key key = Key::none;
  bool ctrl = false;
  bool shift = false;
  bool alt = false;
  bool repeated = false;
};

enum class Button : std::uint8_t { none, left, right, back };

struct Input {
  std::int64_t now_ms = 0;  // of a steady clock
  Point pointer{-1, -1};    // outside the window: negative
  bool pointer_moved = false;
  bool down = false;     // the left button, at the end of the frame
  bool pressed = false;  // it went down
  bool released = false;
  int clicks = 0;  // with `pressed`: 1, 2, 3 …
  bool right_pressed = false;
  bool back_pressed = false;  // the mouse's back button
  bool shift = false;
  bool ctrl = false;
  float wheel = 0;  // logical pixels to scroll by; > 0 goes up
  std::vector<KeyPress> keys;
  std::string typed;  // UTF-8
  std::vector<std::filesystem::path> dropped;
};

}  // namespace khaosan::client
