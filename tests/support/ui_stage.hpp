// A window without a screen: real fonts, layouts and draw lists, made-up input. For tests of widgets and
// screens.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "client/ui/ui.hpp"
#include "client/ui/widgets.hpp"

struct ImGuiContext;

namespace khaosan::client {

class UiStage {
 public:
  explicit UiStage(Size size = {1366, 768}, float scale = 1);
  ~UiStage();
  UiStage(const UiStage&) = delete;
  UiStage& operator=(const UiStage&) = delete;

  using Draw = std::function<void(Ui&)>;
  Draw draw;  // what every frame draws

  void resize(Size size, float scale);
  void frame();  // with what was done since the last one
  void settle(int frames = 3);
  void move(Point to);
  void click(Point at, int clicks = 1);
  void drag(Point from, Point to);
  void button_down(int clicks = 1);
  void button_up();
  void wheel(Point at, float y);
  void press(Key key, bool ctrl = false, bool shift = false, bool alt = false);
  void type(const std::string& utf8);
  void pass(std::int64_t ms) { input_.now_ms += ms; }

  std::int64_t now_ms() const { return input_.now_ms; }
  Memory memory;
  ThemeName theme = ThemeName::light;
  Language language = Language::th;
  bool reduce_motion = true;
  std::string clipboard;
  std::optional<std::int64_t> again_at;  // what the last frame wished
  int glyphs_drawn = 0;                  // quads of the last frame
  Canvas& canvas() { return canvas_; }
  // For what runs frames of its own (Shell): a canvas that has begun a frame, and the input so far.
  Input begin();
  void end();

 private:
  Size size_;
  float scale_;
  ImGuiContext* context_;
  text::Fonts fonts_;
  text::Atlas atlas_;
  TextCache texts_;
  Canvas canvas_;
  Input input_;
};

}  // namespace khaosan::client
