// Ui: one frame of the window. Widgets are functions that take it: they draw, and say what the person did to
// them. Nothing of a widget is kept but what stands in Memory, by its id.
//
// Which widget is under the pointer is told from where the widgets stood in the last frame, so what is drawn
// on top also gets the click. Ids are hashes of names; Scope puts a list's row or a screen's name before
// them.
#pragma once

#include <any>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "client/ui/canvas.hpp"
#include "client/ui/input.hpp"
#include "client/ui/theme.hpp"
#include "client/ui/words.hpp"

namespace khaosan::client {

using WidgetId = std::uint64_t;

enum class Takes : std::uint8_t {
  clicks,      // and the keyboard's focus: Enter and Space click
  typing,      // the same, but the keys are the widget's own
  mouse_only,  // clicks without a stop for Tab
  nothing,     // holds the pointer off what is below: the ground of a sheet
};

struct Act {
  bool hovered = false;
  bool held = false;     // pressed on it and still down
  bool pressed = false;  // this frame
  bool clicked = false;  // by mouse, Enter or Space
  bool focused = false;
  bool right_clicked = false;
};

struct Memory {
  struct Spot {
    WidgetId id = 0;
    Rect rect;
    bool focusable = false;
    int layer = 0;
    bool types = false;   // the keys that write are its own
    Rect shown = {};      // what is seen of it; `rect` is where it takes the pointer
    bool is_cut = false;  // at its left or right
  };
  std::vector<Spot> spots;  // of the last frame, what is on top last
  std::vector<Spot> scrolls;
  WidgetId active = 0;
  WidgetId focus = 0;
  bool focus_shown = false;  // by the keyboard: a ring is drawn
  bool focus_moved = false;  // bring it into sight in this frame
  bool focus_moves = false;  // and in the next one
  int modal_layer = 0;
  WidgetId focus_below = 0;  // where the keyboard was when the modal layer came
  Point pressed_at;
  bool drag_scrolls = false;  // what was pressed is being scrolled: no click any more
  std::int64_t hover_since_ms = 0;
  WidgetId hovered = 0;
  bool active_drags = false;  // what was pressed has its own use of a drag
  struct Motion {
    float value = 0, from = 0, to = 0;
    std::int64_t began_ms = 0;
  };
  std::unordered_map<WidgetId, Motion> motions;
  std::unordered_map<WidgetId, std::shared_ptr<void>> kept;
};

class Ui {
 public:
  Ui(Canvas& canvas, Memory& memory, const Input& input, const Theme& theme, const Words& words);
  // Ends the frame: focus by Tab and arrows, what waits for the pointer.
  void finish();

  Canvas& canvas;
  Memory& memory;
  Input input;  // a copy: what a widget has used is taken out
  const Theme& theme;
  const Words& words;
  bool reduce_motion = false;

  WidgetId id(std::string_view name) const;
  WidgetId id(std::string_view name, std::uint64_t number) const;

  // A place that can be pointed at. `rect` is what is drawn; the target is at least 44 px.
  Act spot(WidgetId id, const Rect& rect, Takes takes = Takes::clicks);
  bool is_enabled() const { return disabled_ == 0; }
  void focus(WidgetId id, bool shown = false);
  bool has_focus(WidgetId id) const { return memory.focus == id; }
  // A key with exactly these modifiers; taken, so that nobody else gets it. One that writes is not given away
  // while somebody types.
  bool key(Key key, bool ctrl = false, bool shift = false, bool alt = false);

  // What was asked for is not here yet: keys and clicks wait in their order until it is.
  void hold_input() { holds_input_ = true; }
  bool holds_input() const { return holds_input_; }

  // Moves towards `to` within `ms`; draws on until it is there.
  float towards(WidgetId id, float to, int ms);
  void again_at(std::int64_t ms);  // a frame is wanted at that time of the steady clock
  void again() { again_at(input.now_ms); }
  std::optional<std::int64_t> wanted_at() const { return wanted_at_; }

  // What a widget keeps between frames.
  template <typename T, typename Make>
  T& keep(WidgetId id, Make make) {
    auto& slot = memory.kept[id];
    if (!slot) slot = std::static_pointer_cast<void>(std::shared_ptr<T>(make()));
    return *static_cast<T*>(slot.get());
  }
  template <typename T>
  T& keep(WidgetId id) {
    return keep<T>(id, [] { return std::make_shared<T>(); });
  }
  template <typename T>
  T* kept(WidgetId id) const {
    const auto found = memory.kept.find(id);
    return found == memory.kept.end() ? nullptr : static_cast<T*>(found->second.get());
  }

  // Layers: what is on a higher one gets the pointer first. A modal one also keeps the keyboard to itself.
  void push_layer(bool modal);
  void pop_layer();

  void push_scope(WidgetId scope) { scopes_.push_back(scope); }
  void pop_scope() { scopes_.pop_back(); }
  // `why`: shown beside what cannot be used, under the pointer and with the keyboard's focus, which stops
  // there as well.
  void push_disabled(bool disabled, std::string_view why = {});
  void pop_disabled();
  // How much the rect would cover of the buttons and the like that this frame has so far, in logical px².
  float covers_controls(const Rect& rect) const;

  // A scroll area is under the pointer and gets the wheel: logical pixels, else 0.
  float wheel_for(WidgetId id, const Rect& rect);
  // The focused widget inside the innermost scroll area, if it must be brought into sight.
  std::optional<Rect> take_reveal();
  void reveal(const Rect& rect) { reveal_ = rect; }

  std::string clipboard_to_set;  // the window copies it out after the frame
  bool wants_clipboard_set = false;
  std::function<std::string()> read_clipboard;

  void focus_ring(const Rect& rect, float radius);
  // Shown after a moment over everything else.
  void tooltip(const Rect& of, std::string_view text);
  struct Tooltip {
    Rect of;
    std::string text;
  };
  const std::optional<Tooltip>& wanted_tooltip() const { return tooltip_; }

 private:
  bool is_typing() const;
  std::string_view why_disabled() const;
  bool in_front(int layer) const { return layer >= memory.modal_layer; }
  void move_focus_by_tab(bool backwards);
  void move_focus_by_arrow(Key key);
  WidgetId hovered_ = 0;
  WidgetId focus_before_ = 0;  // this frame
  int layer_ = 0;
  int next_modal_ = 0;
  int disabled_ = 0;
  bool holds_input_ = false;
  std::vector<std::pair<bool, std::string>> disabled_stack_;  // and why
  std::vector<int> layers_;
  std::vector<WidgetId> scopes_;
  std::vector<Memory::Spot> spots_;
  std::vector<Memory::Spot> scrolls_;
  std::optional<Rect> reveal_;
  std::optional<Tooltip> tooltip_;
  std::optional<std::int64_t> wanted_at_;
};

class Scope {
 public:
  Scope(Ui& ui, std::string_view name) : ui_(ui) { ui_.push_scope(ui.id(name)); }
  Scope(Ui& ui, std::string_view name, std::uint64_t number) : ui_(ui) {
    ui_.push_scope(ui.id(name, number));
  }
  ~Scope() { ui_.pop_scope(); }
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;

 private:
  Ui& ui_;
};

}  // namespace khaosan::client
