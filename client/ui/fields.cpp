#include "client/ui/fields.hpp"

#include <algorithm>
#include <cmath>

#include "shared/base/secret.hpp"
#include "shared/base/utf8.hpp"
#include "shared/thai/normalize.hpp"

namespace khaosan::client {
namespace {

constexpr float padding_x = 12;
constexpr float padding_y = 10;
constexpr std::int64_t caret_blink_ms = 530;
constexpr std::int64_t caret_blinks_max = 20;  // then it stands still, so that a window left alone sleeps
constexpr std::int64_t drag_scroll_every_ms = 30;
constexpr std::int64_t drag_scroll_step_max_ms = 100;  // of one frame that came late
constexpr float drag_scroll_speed = 120;               // px a second at the edge …
constexpr float drag_scroll_speed_by_px = 8;           // … and more for each px that the pointer is off it
constexpr float drag_scroll_speed_max = 2'400;
constexpr std::string_view dot = "•";
constexpr std::size_t secret_bytes = 1'024;  // room, so that a growing one is not left behind in the memory

struct FieldState {
  FieldState() = default;
  ~FieldState() { wipe(secret); }
  FieldState(const FieldState&) = delete;
  FieldState& operator=(const FieldState&) = delete;

  std::unique_ptr<text::TextEditor> editor;
  bool is_secret = false;  // the editor has dots, one for each code point of `secret`
  std::string secret;
  std::string outside;  // the value from outside that was seen last
  float scale = 0;
  float width_px = 0;
  text::Style style;
  text::Family family = text::Family::plain;
  float scroll = 0;  // logical: x of one line, y of many
  bool had_focus = false;
  bool caret_moved = false;
  std::int64_t touched_ms = 0;
  std::int64_t dragged_ms = 0;  // when a drag over the edge scrolled last; 0: it is inside
  std::string fault;            // why the last typing was not taken
};

std::string dots_for(std::string_view text) {
  std::string dots;
  for (std::size_t i = code_point_count(text); i > 0; --i) dots += dot;
  return dots;
}

// Where the code point of that number begins.
std::size_t byte_of(std::string_view text, std::size_t number) {
  std::size_t at = 0;
  while (number > 0 && next_code_point(text, at)) --number;
  return at;
}

void set_secret(FieldState& state, std::string_view text) {
  wipe(state.secret);
  state.secret.reserve(secret_bytes);
  state.secret = text;
}

text::Style style_of(Ui& ui, const FieldSpec& spec) {
  const TypeSpec type = spec_of(spec.type);
  const float scale = ui.canvas.scale();
  return {ui.canvas.texts().family(), type.weight, type.size * scale, std::round(type.line * scale)};
}

FieldState& state_of(Ui& ui, WidgetId id) {
  return ui.keep<FieldState>(id);
}

// Makes the editor, or fits it to another size of the text or the field.
void fit(Ui& ui, FieldState& state, const FieldSpec& spec, float width, std::string_view value) {
  const text::Style style = style_of(ui, spec);
  const float width_px = std::floor(width * ui.canvas.scale());
  if (!state.editor) {
    text::EditorOptions options;
    options.style = style;
    options.lines = spec.many_lines ? text::FieldLines::many : text::FieldLines::one;
    options.width_px = width_px;
    options.characters_max = spec.characters_max;
    state.is_secret = spec.is_password;
    if (state.is_secret) set_secret(state, value);
    state.editor = std::make_unique<text::TextEditor>(ui.canvas.texts().fonts(), options,
                                                      state.is_secret ? dots_for(value) : std::string(value));
    // Where somebody who comes back to a text goes on.
    state.editor->move(text::Motion::text_end, text::Selecting::no);
    state.outside = value;
    state.style = style;
    state.width_px = width_px;
    return;
  }
  if (!(state.style == style)) {
    state.style = style;
    state.editor->set_style(style);
  }
  if (spec.many_lines && state.width_px != width_px) {
    state.width_px = width_px;
    state.editor->set_width(width_px);
  }
}

void take_outside(FieldState& state, std::string_view value, bool is_pending, bool has_focus) {
  if (is_pending || state.is_secret || value == state.outside) return;
  // The store has another form of the same text: what is being typed stands until the field is left, with its
  // steps to undo.
  const std::string& typed = state.editor->text();
  if (has_focus && typed != value && normalize_text(typed) == value) return;
  state.outside = value;
  if (state.editor->text() != value) state.editor->set_text(value);
}

struct Keys {
  Ui& ui;
  FieldState& state;
  const FieldSpec& spec;
  std::size_t page_lines;
  bool changed = false;
  bool entered = false;

  text::TextEditor& editor() { return *state.editor; }

  void done(const Done& result) {
    state.fault = result.ok() ? std::string() : ui.words.reason(result.refusal());
    if (result.ok()) changed = true;
  }

  bool move(const KeyPress& press) {
    using text::Motion;
    const auto selecting = press.shift ? text::Selecting::yes : text::Selecting::no;
    const auto go = [&](Motion motion) {
      editor().move(motion, selecting, page_lines);
      return true;
    };
    switch (press.key) {
      case Key::left:
        return go(press.ctrl ? Motion::prev_word : Motion::prev_cell);
      case Key::right:
        return go(press.ctrl ? Motion::next_word : Motion::next_cell);
      case Key::home:
        return go(press.ctrl ? Motion::text_begin : Motion::line_begin);
      case Key::end:
        return go(press.ctrl ? Motion::text_end : Motion::line_end);
      case Key::up:
        return spec.many_lines && go(Motion::line_up);
      case Key::down:
        return spec.many_lines && go(Motion::line_down);
      case Key::page_up:
        return spec.many_lines && go(Motion::page_up);
      case Key::page_down:
        return spec.many_lines && go(Motion::page_down);
      default:
        return false;
    }
  }

  // Puts `typed` in the place of these dots.
  void replace_secret(text::Range dots, std::string_view typed) {
    const std::size_t begin = byte_of(state.secret, dots.begin / dot.size());
    const std::size_t end = byte_of(state.secret, dots.end / dot.size());
    if (begin == end && typed.empty()) return;
    editor().select(dots.begin, dots.end);
    if (typed.empty()) {
      editor().cut(ui.input.now_ms);
    } else if (const Done taken = editor().type(dots_for(typed), ui.input.now_ms); !taken.ok()) {
      return done(taken);
    }
    std::string before = std::exchange(state.secret, {});
    set_secret(state, std::string_view(before).substr(0, begin));
    state.secret += typed;
    state.secret += std::string_view(before).substr(end);
    wipe(before);
    done({});
  }

  void type(std::string_view typed) {
    if (!state.is_secret) return done(editor().type(typed, ui.input.now_ms));
    if (!is_utf8(typed)) return;
    std::string one_line(typed);
    std::erase_if(one_line, [](char c) { return c == '\n' || c == '\r'; });
    replace_secret(editor().selection(), one_line);
    wipe(one_line);
  }

  // A password's dots hide where its words end: whole parts go at once.
  bool edit_secret(const KeyPress& press) {
    text::Range range = editor().selection();
    if (press.key == Key::backspace) {
      if (range.empty()) range.begin = press.ctrl ? 0 : range.begin - std::min(range.begin, dot.size());
    } else if (press.key == Key::del) {
      const std::size_t all = editor().text().size();
      if (range.empty()) range.end = press.ctrl ? all : std::min(all, range.end + dot.size());
    } else {
      return false;
    }
    replace_secret(range, {});
    return true;
  }

  bool edit(const KeyPress& press) {
    if (state.is_secret && edit_secret(press)) return true;
    const std::int64_t now = ui.input.now_ms;
    const auto revision = editor().revision();
    bool used = true;
    switch (press.key) {
      case Key::backspace:
        press.ctrl ? editor().backspace_word(now) : editor().backspace(now);
        break;
      case Key::del:
        press.ctrl ? editor().delete_word(now) : editor().delete_cell(now);
        break;
      case Key::enter:
        if (press.ctrl || !spec.many_lines) {
          entered = true;
        } else {
          type("\n");
        }
        break;
      default:
        used = false;
    }
    if (editor().revision() != revision) changed = true;
    return used;
  }

  bool command(const KeyPress& press) {
    if (!press.ctrl || press.alt) return false;
    const auto revision = editor().revision();
    const std::int64_t now = ui.input.now_ms;
    switch (press.key) {
      case Key::a:
        editor().select_all();
        break;
      case Key::c:
        copy(false);
        break;
      case Key::x:
        copy(true);
        break;
      case Key::v:
        if (ui.read_clipboard && state.is_secret) type(ui.read_clipboard());
        if (ui.read_clipboard && !state.is_secret) done(editor().paste(ui.read_clipboard(), now));
        break;
      case Key::z:
        if (!state.is_secret) press.shift ? editor().redo() : editor().undo();
        break;
      case Key::y:
        if (!state.is_secret) editor().redo();
        break;
      default:
        return false;
    }
    if (editor().revision() != revision) changed = true;
    return true;
  }

  void copy(bool and_cut) {
    if (editor().selection().empty() || spec.is_password) return;
    ui.clipboard_to_set = and_cut ? editor().cut(ui.input.now_ms) : editor().copy();
    ui.wants_clipboard_set = true;
  }

  void run() {
    std::vector<KeyPress> left;
    for (const KeyPress& press : ui.input.keys) {
      const bool used = !press.alt && (command(press) || move(press) || edit(press));
      if (used) {
        state.caret_moved = true;
        state.touched_ms = ui.input.now_ms;
      } else {
        left.push_back(press);
      }
    }
    ui.input.keys = std::move(left);
    if (!ui.input.typed.empty()) {
      type(std::exchange(ui.input.typed, {}));
      state.caret_moved = true;
      state.touched_ms = ui.input.now_ms;
    }
  }
};

// What a drag over the edge scrolls by in this frame: against the direction of reading if negative.
float drag_scroll(Ui& ui, FieldState& state, float off) {
  const std::int64_t now = ui.input.now_ms;
  const std::int64_t since = std::exchange(state.dragged_ms, off == 0 ? 0 : now);
  if (off == 0) return 0;
  ui.again_at(now + drag_scroll_every_ms);
  if (since == 0) return 0;
  const auto passed = static_cast<float>(std::min(now - since, drag_scroll_step_max_ms));
  const float speed =
      std::min(drag_scroll_speed + drag_scroll_speed_by_px * std::abs(off), drag_scroll_speed_max);
  return (off < 0 ? -1.0F : 1.0F) * speed * passed / 1000;
}

float off_the(float at, float from, float to) {
  return at < from ? at - from : at > to ? at - to : 0;
}

// How far the text can be scrolled within `inner`.
float scroll_most(Ui& ui, const FieldState& state, const FieldSpec& spec, const Rect& inner) {
  const text::Layout& layout = state.editor->layout();
  const float scale = ui.canvas.scale();
  if (spec.many_lines) return std::max(0.0F, layout.size().height / scale - inner.height);
  // Blanks at the end count too, which the layout's width leaves out.
  const float end = layout.caret_rect({layout.text().size(), text::Affinity::line_begin}).x;
  return std::max(0.0F, std::max(end, layout.size().width) / scale + 2 - inner.width);
}

// The mouse inside the text, which stands in `inner`. Answers what the area around it shall show, where that
// scrolls in place of the field.
std::optional<Rect> use_mouse(Ui& ui, WidgetId id, FieldState& state, const FieldSpec& spec, const Act& act,
                              const Rect& inner) {
  const float scale = ui.canvas.scale();
  const auto in_text = [&](Point at) {
    return spec.many_lines ? Point{(at.x - inner.x) * scale, (at.y - inner.y + state.scroll) * scale}
                           : Point{(at.x - inner.x + state.scroll) * scale, (at.y - inner.y) * scale};
  };
  Point pointer = ui.input.pointer;
  if (act.pressed) {
    ui.memory.active_drags = true;
    state.touched_ms = ui.input.now_ms;
    state.dragged_ms = 0;
    if (ui.input.clicks >= 3) {
      state.editor->press_thrice(in_text(pointer));
    } else if (ui.input.clicks == 2) {
      state.editor->press_twice(in_text(pointer));
    } else {
      state.editor->press(in_text(pointer), ui.input.shift ? text::Selecting::yes : text::Selecting::no);
    }
    return std::nullopt;
  }
  if (ui.memory.active != id || !ui.input.down) return std::nullopt;
  // Not further than what is seen: the selection grows as the text comes into sight.
  const Rect seen = overlap(inner, ui.canvas.clip());
  const float off = spec.many_lines ? off_the(pointer.y, seen.y, seen.y + seen.height)
                                    : off_the(pointer.x, seen.x, seen.x + seen.width);
  const float by = drag_scroll(ui, state, off);
  std::optional<Rect> reveal;
  if (by != 0) {
    const float before = state.scroll;
    state.scroll = std::clamp(before + by, 0.0F, scroll_most(ui, state, spec, inner));
    const float edge = by < 0 ? seen.y - std::min(-by, seen.y - inner.y) : seen.y + seen.height;
    const float more = by < 0 ? seen.y - edge : std::min(by, inner.y + inner.height - edge);
    if (spec.many_lines && state.scroll == before && more > 0) reveal = Rect{inner.x, edge, 1, more};
  }
  if (!ui.input.pointer_moved && by == 0) return std::nullopt;
  if (spec.many_lines) {
    pointer.y = std::clamp(pointer.y, seen.y, std::max(seen.y, seen.y + seen.height - 1));
  } else {
    pointer.x = std::clamp(pointer.x, seen.x, seen.x + seen.width);
  }
  state.editor->drag(in_text(pointer));
  state.caret_moved = true;
  return reveal;
}

void keep_caret_in_sight(Ui& ui, FieldState& state, const FieldSpec& spec, const Rect& inner, bool focused) {
  const float scale = ui.canvas.scale();
  const text::CaretRect caret = state.editor->layout().caret_rect(state.editor->caret());
  if (!spec.many_lines && !focused) {
    state.scroll = 0;  // a text that nobody writes in shows how it begins
  } else if (state.caret_moved && spec.many_lines) {
    if (caret.y / scale < state.scroll) state.scroll = caret.y / scale;
    if ((caret.y + caret.height) / scale > state.scroll + inner.height)
      state.scroll = (caret.y + caret.height) / scale - inner.height;
  } else if (state.caret_moved) {
    const float x = caret.x / scale;
    if (x < state.scroll + 8) state.scroll = x - 8;
    if (x > state.scroll + inner.width - 8) state.scroll = x - inner.width + 8;
  }
  state.scroll = std::clamp(state.scroll, 0.0F, scroll_most(ui, state, spec, inner));
  state.caret_moved = false;
}

void draw_text(Ui& ui, FieldState& state, const FieldSpec& spec, const Rect& inner, Point origin,
               bool focused) {
  Canvas& canvas = ui.canvas;
  const float scale = canvas.scale();
  const text::Layout& layout = state.editor->layout();
  // A caret at the very edge is not cut, nor a mark that stands out of its line by a hair.
  canvas.push_clip({inner.x - 2, inner.y - 1, inner.width + 4, inner.height + 2});
  if (state.editor->text().empty() && !spec.placeholder.empty()) {
    canvas.text(origin, spec.placeholder, spec.type, ui.theme.text3,
                {inner.width, spec.many_lines ? 0U : 1U});
  }
  const text::Range selection = state.editor->selection();
  if (!selection.empty()) {
    const Colour ground = focused ? mixed(ui.theme.pc, ui.theme.primary, 0.25F) : ui.theme.surface2;
    for (const text::Rect& box : layout.selection_rects(selection.begin, selection.end))
      canvas.fill({origin.x + box.x / scale, origin.y + box.y / scale, box.width / scale, box.height / scale},
                  ground);
  }
  canvas.text(origin, layout, ui.theme.text);
  if (focused) {
    const std::int64_t phase = (ui.input.now_ms - state.touched_ms) / caret_blink_ms;
    const bool blinks = phase < caret_blinks_max;
    if (!blinks || phase % 2 == 0) {
      const text::CaretRect caret = layout.caret_rect(state.editor->caret());
      const float width = std::max(1.0F, std::round(1.6F * scale)) / scale;
      canvas.fill(
          {origin.x + caret.x / scale, origin.y + caret.y / scale + 3, width, caret.height / scale - 6},
          ui.theme.primary);
    }
    if (blinks) ui.again_at(state.touched_ms + (phase + 1) * caret_blink_ms);
  }
  canvas.pop_clip();
}

struct Shape {
  float label = 0;
  float box = 0;
  float below = 0;
};

constexpr float fault_left = 22;  // beside its sign
constexpr std::size_t fault_lines_max = 8;

TextOptions fault_options(const FieldSpec& spec, float width) {
  return {width - (spec.shows_counter ? 98.0F : fault_left), fault_lines_max};
}

Shape shape_of(Ui& ui, const FieldState& state, const FieldSpec& spec, float width, float height_given) {
  Shape shape;
  if (!spec.label.empty()) shape.label = 26;
  const std::string_view fault = !spec.error.empty() ? spec.error : std::string_view(state.fault);
  if (!spec.help.empty() || !fault.empty() || spec.shows_counter) shape.below = 24;
  if (!fault.empty())
    shape.below =
        std::max(shape.below, ui.canvas.measure(fault, Type::caption, fault_options(spec, width)).height + 4);
  if (!spec.many_lines) {
    shape.box = spec.is_bare ? spec_of(spec.type).line : height::field;
    return shape;
  }
  const float text = state.editor->layout().size().height / ui.canvas.scale();
  const float line = spec_of(spec.type).line;
  const float pad = spec.is_bare ? 0 : 2 * padding_y;
  if (spec.lines_shown_max <= 0) {
    shape.box = std::max(line + pad, height_given - shape.label - shape.below);
  } else {
    shape.box = std::clamp(text, line, line * spec.lines_shown_max) + pad;
  }
  return shape;
}

}  // namespace

float field_height(Ui& ui, std::string_view name, float width, const FieldSpec& spec,
                   std::string_view value) {
  FieldState& state = state_of(ui, ui.id(name));
  fit(ui, state, spec, width - (spec.is_bare ? 0 : 2 * padding_x), value);
  const Shape shape = shape_of(ui, state, spec, width, 0);
  return shape.label + shape.box + shape.below;
}

FieldAnswer field(Ui& ui, std::string_view name, const Rect& rect, const FieldSpec& spec,
                  std::string_view value, bool is_pending) {
  const WidgetId id = ui.id(name);
  FieldState& state = state_of(ui, id);
  const float pad_x = spec.is_bare ? 0 : padding_x;
  const float inner_width = rect.width - 2 * pad_x;
  fit(ui, state, spec, inner_width, value);
  take_outside(state, value, is_pending, ui.has_focus(id));
  Shape shape = shape_of(ui, state, spec, rect.width, rect.height);

  Canvas& canvas = ui.canvas;
  const Theme& theme = ui.theme;
  const std::string error = !spec.error.empty() ? std::string(spec.error) : state.fault;
  if (!spec.label.empty()) {
    float x = rect.x;
    if (spec.label_icon != 0) {
      canvas.icon({x + 9, rect.y + 11}, spec.label_icon, 18, theme.text2);
      x += 24;
    }
    canvas.text_left({x, rect.y, rect.width - (x - rect.x), 22}, spec.label, Type::small_bold,
                     error.empty() ? theme.text : theme.err);
  }
  Rect box{rect.x, rect.y + shape.label, rect.width, shape.box};
  const Act act = ui.spot(id, box, Takes::typing);
  const bool focused = ui.has_focus(id) && ui.is_enabled();

  const float line = spec_of(spec.type).line;
  const float pad_y = spec.is_bare ? 0 : spec.many_lines ? padding_y : (box.height - line) / 2;
  const Rect inner{box.x + pad_x, box.y + pad_y, inner_width, box.height - 2 * pad_y};
  const auto origin_of = [&] {
    return spec.many_lines ? Point{inner.x, inner.y - state.scroll} : Point{inner.x - state.scroll, inner.y};
  };

  FieldAnswer answer;
  if (focused) {
    // A field that is as high as its text is seen through the area around it.
    const float seen = std::min(inner.height, canvas.clip().height);
    Keys keys{ui, state, spec, static_cast<std::size_t>(std::max(1.0F, seen / line - 1))};
    keys.run();
    answer.changed = keys.changed;
    answer.entered = keys.entered;
  }
  std::optional<Rect> dragged_to;
  if (ui.is_enabled()) dragged_to = use_mouse(ui, id, state, spec, act, inner);
  if (focused && !state.had_focus) {
    state.touched_ms = ui.input.now_ms;
    state.caret_moved = state.caret_moved || !act.pressed;
  }
  shape = shape_of(ui, state, spec, rect.width, rect.height);
  box.height = shape.box;
  const Rect shown{inner.x, inner.y, inner.width, box.height - 2 * pad_y};
  if (spec.many_lines) {
    const float most = scroll_most(ui, state, spec, shown);
    if (most > 0) {
      const float wheel = ui.wheel_for(id, box);
      if (wheel != 0) state.scroll = std::clamp(state.scroll + wheel, 0.0F, most), ui.again();
    }
  }
  const bool caret_moved = state.caret_moved;
  keep_caret_in_sight(ui, state, spec, shown, focused);

  if (!spec.is_bare) {
    canvas.fill(box, ui.is_enabled() ? theme.surface : theme.surface2, radius::field);
    const Colour edge = !error.empty() ? theme.err : focused ? theme.primary : theme.strong;
    const float thick = !error.empty() || focused ? 2.0F : theme.outline_px;
    canvas.outline(box, focused || !error.empty() ? edge : mixed(edge, theme.line, 0.6F), thick,
                   radius::field);
  }
  draw_text(ui, state, spec, shown, origin_of(), focused);
  // A field without its own scrolling asks the area around it to show the caret.
  if (dragged_to) {
    ui.reveal(*dragged_to);
  } else if (focused && caret_moved && spec.many_lines) {
    const text::CaretRect caret = state.editor->layout().caret_rect(state.editor->caret());
    const Point origin = origin_of();
    ui.reveal({box.x, origin.y + caret.y / canvas.scale(), 1, caret.height / canvas.scale()});
  }

  const float below = box.y + box.height + 3;
  if (!error.empty()) {
    canvas.icon({rect.x + 8, below + 10}, icons::alert_circle, 16, theme.err);
    canvas.text({rect.x + fault_left, below}, error, Type::caption, theme.err,
                fault_options(spec, rect.width));
  } else if (!spec.help.empty()) {
    canvas.text_left({rect.x, below, rect.width - (spec.shows_counter ? 76.0F : 0), 20}, spec.help,
                     Type::caption, theme.text3);
  }
  if (spec.shows_counter && spec.characters_max > 0) {
    const std::string counter =
        std::to_string(code_point_count(state.editor->text())) + " / " + std::to_string(spec.characters_max);
    canvas.text({rect.x, below}, counter, Type::caption, theme.text3, {rect.width, 1, text::Align::right});
  }
  answer.left = state.had_focus && !focused;
  answer.focused = focused;
  answer.height = shape.label + shape.box + shape.below;
  state.had_focus = focused;
  if (answer.changed) ui.again();
  return answer;
}

const std::string& field_text(Ui& ui, std::string_view name) {
  static const std::string empty;
  const auto* state = ui.kept<FieldState>(ui.id(name));
  if (state == nullptr || !state->editor) return empty;
  return state->is_secret ? state->secret : state->editor->text();
}

void forget_field(Ui& ui, std::string_view name) {
  ui.memory.kept.erase(ui.id(name));
}

void set_field_text(Ui& ui, std::string_view name, std::string_view text) {
  auto* state = ui.kept<FieldState>(ui.id(name));
  if (state == nullptr || !state->editor) return;
  if (state->is_secret) set_secret(*state, text);
  state->editor->set_text(state->is_secret ? dots_for(text) : std::string(text));
  state->outside = text;
  state->fault.clear();
}

}  // namespace khaosan::client
