// Gathers what GLFW tells between two frames into an Input.
#pragma once

#include "client/ui/input_line.hpp"

struct GLFWwindow;

namespace khaosan::client {

class InputQueue {
 public:
  // Takes the window's callbacks; lives as long as the window.
  explicit InputQueue(GLFWwindow* window);
  InputQueue(const InputQueue&) = delete;
  InputQueue& operator=(const InputQueue&) = delete;

  // `pixels`: physical ones of a unit of the window's coordinates; `scale`: physical pixels of a logical one.
  Input take(std::int64_t now_ms, float pixels, float scale);
  bool has_news() const { return has_news_ || line_.has_next(); }
  void hold(bool waits) { line_.hold(waits); }  // see InputLine
  void touch() { has_news_ = true; }

 private:
  void button(int button, int action, int mods, std::int64_t now_ms);
  GLFWwindow* window_;
  Input input_;  // what has no order: how far the wheel went, where the pointer is, what was dropped
  InputLine line_;
  bool held_ = false;       // the left button
  double x_ = -1, y_ = -1;  // in the window's coordinates
  double wheel_ = 0;
  std::int64_t last_click_ms_ = 0;
  double click_x_ = 0, click_y_ = 0;
  int clicks_ = 0;
  bool has_news_ = true;
};

std::int64_t steady_ms();

}  // namespace khaosan::client
