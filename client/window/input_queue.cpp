#include "client/window/input_queue.hpp"

#include <GLFW/glfw3.h>

#include <chrono>
#include <cmath>
#include <string>
#include <utility>

#include "shared/base/utf8.hpp"

namespace khaosan::client {
namespace {

constexpr std::int64_t click_again_ms = 400;
constexpr double click_near = 5;
constexpr float wheel_step = 60;  // logical pixels a notch

InputQueue* queue_of(GLFWwindow* window) {
  return static_cast<InputQueue*>(glfwGetWindowUserPointer(window));
}

Key key_of(int key) {
  const auto from = [](int base, Key first, int at) {
    return static_cast<Key>(static_cast<int>(first) + at - base);
  };
  if (key >= GLFW_KEY_A && key <= GLFW_KEY_Z) return from(GLFW_KEY_A, Key::a, key);
  if (key >= GLFW_KEY_0 && key <= GLFW_KEY_9) return from(GLFW_KEY_0, Key::n0, key);
  if (key >= GLFW_KEY_KP_0 && key <= GLFW_KEY_KP_9) return from(GLFW_KEY_KP_0, Key::n0, key);
  if (key >= GLFW_KEY_F1 && key <= GLFW_KEY_F12) return from(GLFW_KEY_F1, Key::f1, key);
  switch (key) {
    case GLFW_KEY_MINUS:
    case GLFW_KEY_KP_SUBTRACT:
      return Key::minus;
    case GLFW_KEY_EQUAL:
    case GLFW_KEY_KP_ADD:
      return Key::equal;
    case GLFW_KEY_LEFT_BRACKET:
      return Key::left_bracket;
    case GLFW_KEY_RIGHT_BRACKET:
      return Key::right_bracket;
    case GLFW_KEY_SPACE:
      return Key::space;
    case GLFW_KEY_ENTER:
    case GLFW_KEY_KP_ENTER:
      return Key::enter;
    case GLFW_KEY_TAB:
      return Key::tab;
    case GLFW_KEY_ESCAPE:
      return Key::escape;
    case GLFW_KEY_BACKSPACE:
      return Key::backspace;
    case GLFW_KEY_DELETE:
      return Key::del;
    case GLFW_KEY_INSERT:
      return Key::insert;
    case GLFW_KEY_LEFT:
      return Key::left;
    case GLFW_KEY_RIGHT:
      return Key::right;
    case GLFW_KEY_UP:
      return Key::up;
    case GLFW_KEY_DOWN:
      return Key::down;
    case GLFW_KEY_HOME:
      return Key::home;
    case GLFW_KEY_END:
      return Key::end;
    case GLFW_KEY_PAGE_UP:
      return Key::page_up;
    case GLFW_KEY_PAGE_DOWN:
      return Key::page_down;
    case GLFW_KEY_MENU:
      return Key::menu;
    default:
      return Key::none;
  }
}

}  // namespace

std::int64_t steady_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

InputQueue::InputQueue(GLFWwindow* window) : window_(window) {
  glfwSetWindowUserPointer(window, this);
  glfwSetCursorPosCallback(window, [](GLFWwindow* w, double x, double y) {
    InputQueue& q = *queue_of(w);
    q.x_ = x, q.y_ = y;
    q.input_.pointer_moved = true;
    q.has_news_ = true;
  });
  glfwSetCursorEnterCallback(window, [](GLFWwindow* w, int entered) {
    InputQueue& q = *queue_of(w);
    if (entered == 0 && !q.held_) q.x_ = q.y_ = -1e6;
    q.has_news_ = true;
  });
  glfwSetMouseButtonCallback(window, [](GLFWwindow* w, int button, int action, int mods) {
    queue_of(w)->button(button, action, mods, steady_ms());
  });
  glfwSetScrollCallback(window, [](GLFWwindow* w, double, double y) {
    InputQueue& q = *queue_of(w);
    q.wheel_ += y;
    q.has_news_ = true;
  });
  glfwSetKeyCallback(window, [](GLFWwindow* w, int key, int, int action, int mods) {
    InputQueue& q = *queue_of(w);
    q.has_news_ = true;
    q.input_.shift = (mods & GLFW_MOD_SHIFT) != 0;
    q.input_.ctrl = (mods & GLFW_MOD_CONTROL) != 0;
    if (action == GLFW_RELEASE) return;
    const Key named = key_of(key);
    if (named == Key::none) return;
    q.line_.key({named, (mods & GLFW_MOD_CONTROL) != 0, (mods & GLFW_MOD_SHIFT) != 0,
                 (mods & GLFW_MOD_ALT) != 0, action == GLFW_REPEAT});
  });
  glfwSetCharCallback(window, [](GLFWwindow* w, unsigned int code_point) {
    InputQueue& q = *queue_of(w);
    std::string utf8;
    append_code_point(utf8, code_point);
    q.line_.text(utf8);
  });
  glfwSetDropCallback(window, [](GLFWwindow* w, int count, const char** paths) {
    InputQueue& q = *queue_of(w);
    for (int i = 0; i < count; ++i) {
      const std::string utf8 = paths[i];
      q.input_.dropped.emplace_back(std::u8string(utf8.begin(), utf8.end()));
    }
    q.has_news_ = true;
  });
  glfwSetWindowRefreshCallback(window, [](GLFWwindow* w) { queue_of(w)->has_news_ = true; });
  glfwSetFramebufferSizeCallback(window, [](GLFWwindow* w, int, int) { queue_of(w)->has_news_ = true; });
  glfwSetWindowFocusCallback(window, [](GLFWwindow* w, int) { queue_of(w)->has_news_ = true; });
}

void InputQueue::button(int button, int action, int mods, std::int64_t now_ms) {
  using What = InputLine::Click::What;
  // The press of Ctrl or Shift alone does not tell itself as held; the button does.
  input_.shift = (mods & GLFW_MOD_SHIFT) != 0;
  input_.ctrl = (mods & GLFW_MOD_CONTROL) != 0;
  InputLine::Click click{
      What::press, {static_cast<float>(x_), static_cast<float>(y_)}, 1, input_.shift, input_.ctrl};
  if (button == GLFW_MOUSE_BUTTON_LEFT) {
    held_ = action == GLFW_PRESS;
    if (held_) {
      const bool again = now_ms - last_click_ms_ < click_again_ms && std::abs(x_ - click_x_) < click_near &&
                         std::abs(y_ - click_y_) < click_near;
      clicks_ = again ? clicks_ + 1 : 1;
      last_click_ms_ = now_ms;
      click_x_ = x_, click_y_ = y_;
    }
    click.what = held_ ? What::press : What::release;
    click.clicks = clicks_;
    line_.click(click);
  } else if (action == GLFW_PRESS && (button == GLFW_MOUSE_BUTTON_RIGHT || button == GLFW_MOUSE_BUTTON_4)) {
    click.what = button == GLFW_MOUSE_BUTTON_RIGHT ? What::right : What::back;
    line_.click(click);
  }
}

Input InputQueue::take(std::int64_t now_ms, float pixels, float scale) {
  Input taken = input_;
  taken.now_ms = now_ms;
  const auto clicked = line_.give(taken);
  const float to_logical = pixels / scale;
  Point at{static_cast<float>(x_), static_cast<float>(y_)};
  if (clicked) at = clicked->at;  // not where the pointer has gone since
  taken.pointer = {at.x * to_logical, at.y * to_logical};
  taken.wheel = static_cast<float>(std::exchange(wheel_, 0)) * wheel_step;
  // The pointer goes on from there in a frame of its own.
  has_news_ = clicked && input_.pointer_moved;
  Input next;
  next.shift = input_.shift;
  next.ctrl = input_.ctrl;
  next.pointer_moved = has_news_;
  input_ = std::move(next);
  return taken;
}

}  // namespace khaosan::client
