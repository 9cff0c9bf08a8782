#include "client/ui/widgets.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace khaosan::client {
namespace {

constexpr float icon_gap = 8;
constexpr int hover_ms = 90;
constexpr int segment_ms = 140;
constexpr float drag_threshold = 8;
constexpr float scroll_bar_width = 8;
constexpr std::int64_t let_go_within_ms = 96;

struct Fill {
  Colour ground, ink, line;
  bool has_ground = true;
  bool has_line = false;
};

Fill fill_of(const Theme& theme, Look look) {
  switch (look) {
    case Look::primary:
      return {theme.primary, theme.onp, theme.primary, true, false};
    case Look::tonal:
      return {theme.pc, theme.onpc, theme.line, true, theme.name == ThemeName::outdoor};
    case Look::outlined:
      return {theme.surface, theme.primary, theme.strong, true, true};
    case Look::danger:
      return {theme.surface, theme.err, theme.err, true, true};
    case Look::text:
      break;
  }
  return {theme.surface, theme.primary, theme.line, false, false};
}

// The fill with hover and press laid over, moving softly.
Colour live(Ui& ui, WidgetId id, const Act& act, Colour ground) {
  const float over = ui.towards(id ^ 0x10, act.hovered ? 1.0F : 0.0F, hover_ms);
  if (act.held) return pressed(ui.theme, ground);
  return mixed(ground, hovered(ui.theme, ground), over);
}

}  // namespace

float button_width(Ui& ui, const ButtonSpec& spec) {
  const float text = ui.canvas.measure(spec.label, Type::body_bold).width;
  const float padding = spec.look == Look::text ? 12 : 20;
  return text + 2 * padding + (spec.icon != 0 ? 20 + icon_gap : 0);
}

bool button(Ui& ui, std::string_view name, const Rect& rect, const ButtonSpec& spec) {
  const WidgetId id = ui.id(name);
  const bool is_out = !spec.why_not.empty() && !spec.busy;
  if (is_out) ui.push_disabled(true, spec.why_not);
  const Act act = ui.spot(id, rect);
  if (spec.busy && (act.hovered || (act.focused && ui.memory.focus_shown))) ui.tooltip(rect, spec.why_not);
  Fill fill = fill_of(ui.theme, spec.look);
  if (!ui.is_enabled()) fill = {ui.theme.surface2, ui.theme.text3, ui.theme.line, true, false};
  const float radius = rect.height / 2;
  Canvas& canvas = ui.canvas;
  if (fill.has_ground) {
    canvas.fill(rect, ui.is_enabled() ? live(ui, id, act, fill.ground) : fill.ground, radius);
  } else if (act.hovered || act.held) {
    canvas.fill(rect, live(ui, id, act, fill.ground), radius);
  }
  if (fill.has_line) canvas.outline(rect, fill.line, ui.theme.outline_px, radius);
  const char32_t icon = spec.busy ? icons::sync : spec.icon;
  const float text = canvas.measure(spec.label, Type::body_bold).width;
  const float all = text + (icon != 0 ? 20 + icon_gap : 0);
  float x = rect.x + std::max(8.0F, (rect.width - all) / 2);
  if (icon != 0) {
    canvas.icon({x + 10, rect.y + rect.height / 2}, icon, 22, fill.ink);
    x += 20 + icon_gap;
  }
  canvas.text_left({x, rect.y, std::min(text + 1, rect.x + rect.width - x - 4), rect.height}, spec.label,
                   Type::body_bold, fill.ink);
  if (act.focused) ui.focus_ring(rect, radius);
  if (is_out) ui.pop_disabled();
  return act.clicked && !spec.busy;
}

bool icon_button(Ui& ui, std::string_view name, const Rect& rect, char32_t icon, std::string_view label) {
  const WidgetId id = ui.id(name);
  const Act act = ui.spot(id, rect);
  const float over = ui.towards(id ^ 0x10, act.hovered ? 1.0F : 0.0F, hover_ms);
  if (over > 0) ui.canvas.fill(rect, faded(ui.theme.text, act.held ? 0.16F : 0.08F * over), rect.height / 2);
  const Colour ink = ui.is_enabled() ? ui.theme.text2 : ui.theme.text3;
  ui.canvas.icon({rect.x + rect.width / 2, rect.y + rect.height / 2}, icon, 24, ink);
  ui.canvas.note_readable(rect, label);
  if (act.focused) ui.focus_ring(rect, rect.height / 2);
  if (act.hovered && !act.held) ui.tooltip(rect, label);
  return act.clicked;
}

float chip_width(Ui& ui, const ChipSpec& spec) {
  return ui.canvas.measure(spec.label, spec.selected ? Type::small_bold : Type::small).width + 28 +
         (spec.icon != 0 ? 18 + icon_gap : 0);
}

bool chip(Ui& ui, std::string_view name, const Rect& rect, const ChipSpec& spec) {
  const WidgetId id = ui.id(name);
  const Act act = ui.spot(id, rect);
  const Theme& theme = ui.theme;
  const float radius = rect.height / 2;
  ui.canvas.fill(rect, live(ui, id, act, spec.selected ? theme.pc : theme.surface), radius);
  if (!spec.selected || theme.name == ThemeName::outdoor)
    ui.canvas.outline(rect, theme.line, theme.outline_px, radius);
  const Colour ink = spec.selected ? theme.onpc : theme.text;
  float x = rect.x + 14;
  if (spec.icon != 0) {
    ui.canvas.icon({x + 9, rect.y + rect.height / 2}, spec.icon, 18, ink);
    x += 18 + icon_gap;
  }
  ui.canvas.text_left({x, rect.y, rect.x + rect.width - x - 8, rect.height}, spec.label,
                      spec.selected ? Type::small_bold : Type::small, ink);
  if (act.focused) ui.focus_ring(rect, radius);
  return act.clicked;
}

Tint tint_of(const Theme& theme, Tone tone) {
  switch (tone) {
    case Tone::ok:
      return {theme.okc, theme.ok};
    case Tone::warn:
      return {theme.warnc, theme.warn};
    case Tone::err:
      return {theme.errc, theme.err};
    case Tone::info:
      return {theme.infoc, theme.info};
    case Tone::opinion:
      return {theme.vioc, theme.vio};
    case Tone::primary:
      return {theme.pc, theme.onpc};
    case Tone::neutral:
      break;
  }
  return {theme.surface2, theme.text2};
}

float pill_width(Ui& ui, char32_t icon, std::string_view label) {
  return ui.canvas.measure(label, Type::caption_bold).width + 20 + (icon != 0 ? 22 : 0);
}

void pill(Ui& ui, Point top_left, char32_t icon, std::string_view label, Tone tone) {
  const Tint tint = tint_of(ui.theme, tone);
  const Rect rect{top_left.x, top_left.y, pill_width(ui, icon, label), 26};
  ui.canvas.fill(rect, tint.fill, 13);
  if (ui.theme.name == ThemeName::outdoor) ui.canvas.outline(rect, ui.theme.line, 2, 13);
  float x = rect.x + 10;
  if (icon != 0) {
    ui.canvas.icon({x + 8, rect.y + 13}, icon, 16, tint.ink);
    x += 22;
  }
  ui.canvas.text_left({x, rect.y, rect.width, rect.height}, label, Type::caption_bold, tint.ink);
}

namespace {
struct StatusLook {
  std::string_view status;
  char32_t icon;
  Tone tone;
};
StatusLook status_look(std::string_view status) {
  static constexpr std::array<StatusLook, 9> looks = {{{"draft", icons::pencil, Tone::neutral},
                                                       {"in_review", icons::send, Tone::info},
                                                       {"with_director", icons::send, Tone::info},
                                                       {"returned", icons::undo_variant, Tone::warn},
                                                       {"approved", icons::check_circle, Tone::ok},
                                                       {"published", icons::earth, Tone::primary},
                                                       {"rejected", icons::close_circle, Tone::err},
                                                       {"withdrawn", icons::eye_off, Tone::err},
                                                       {"cancelled", icons::block_helper, Tone::neutral}}};
  for (const StatusLook& look : looks) {
    if (look.status == status) return look;
  }
  return looks[0];
}
}  // namespace

void status_pill(Ui& ui, Point top_left, std::string_view status) {
  const StatusLook look = status_look(status);
  pill(ui, top_left, look.icon, ui.words.status(status), look.tone);
}

float status_pill_width(Ui& ui, std::string_view status) {
  return pill_width(ui, status_look(status).icon, ui.words.status(status));
}

std::optional<std::size_t> segments(Ui& ui, std::string_view name, const Rect& rect,
                                    std::span<const std::string> labels, std::size_t chosen) {
  const Scope scope(ui, name);
  const Theme& theme = ui.theme;
  const float radius = rect.height / 2;
  ui.canvas.fill(rect, theme.surface2, radius);
  if (theme.name == ThemeName::outdoor) ui.canvas.outline(rect, theme.line, 2, radius);
  const float part = (rect.width - 8) / static_cast<float>(labels.size());
  const float at = ui.towards(ui.id("pill"), static_cast<float>(chosen), segment_ms);
  const Rect marked{rect.x + 4 + part * at, rect.y + 4, part, rect.height - 8};
  if (theme.name == ThemeName::outdoor) {
    ui.canvas.fill(marked, theme.pc, radius - 4);
    ui.canvas.outline(marked, theme.line, 2, radius - 4);
  } else {
    ui.canvas.shadow(marked, 1, radius - 4);
    ui.canvas.fill(marked, theme.surface, radius - 4);
  }
  std::optional<std::size_t> picked;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const Rect box{rect.x + 4 + part * static_cast<float>(i), rect.y + 4, part, rect.height - 8};
    const Act act = ui.spot(ui.id("part", i), box);
    ui.canvas.text_centred(inset(box, 2), labels[i], i == chosen ? Type::small_bold : Type::small,
                           i == chosen ? theme.text : theme.text2);
    if (act.focused) ui.focus_ring(box, radius - 4);
    if (act.clicked && i != chosen) picked = i;
  }
  return picked;
}

bool checkbox(Ui& ui, std::string_view name, const Rect& rect, std::string_view label, bool checked) {
  const Act act = ui.spot(ui.id(name), rect);
  if (act.hovered) ui.canvas.fill(rect, faded(ui.theme.text, 0.06F), 8);
  const Colour ink = !ui.is_enabled() ? ui.theme.text3 : checked ? ui.theme.primary : ui.theme.strong;
  ui.canvas.icon({rect.x + 16, rect.y + rect.height / 2},
                 checked ? icons::checkbox_marked : icons::checkbox_blank_outline, 24, ink);
  ui.canvas.text_left({rect.x + 38, rect.y, rect.width - 40, rect.height}, label, Type::body, ui.theme.text);
  if (act.focused) ui.focus_ring(rect, 8);
  return act.clicked;
}

bool radio(Ui& ui, std::string_view name, const Rect& rect, std::string_view label, bool chosen) {
  const Act act = ui.spot(ui.id(name), rect);
  if (act.hovered) ui.canvas.fill(rect, faded(ui.theme.text, 0.06F), 8);
  ui.canvas.icon({rect.x + 16, rect.y + rect.height / 2},
                 chosen ? icons::radiobox_marked : icons::radiobox_blank, 24,
                 chosen ? ui.theme.primary : ui.theme.strong);
  ui.canvas.text_left({rect.x + 38, rect.y, rect.width - 40, rect.height}, label, Type::body, ui.theme.text);
  if (act.focused) ui.focus_ring(rect, 8);
  return act.clicked;
}

bool switch_row(Ui& ui, std::string_view name, const Rect& rect, const SwitchSpec& spec) {
  const WidgetId id = ui.id(name);
  const Act act = ui.spot(id, rect);
  const Theme& theme = ui.theme;
  if (act.hovered) ui.canvas.fill(rect, faded(theme.text, 0.05F), 10);
  const float middle = rect.y + rect.height / 2;
  float x = rect.x;
  if (spec.icon != 0) {
    ui.canvas.icon({x + 14, middle}, spec.icon, 22, theme.text2);
    x += 36;
  }
  const float room = rect.x + rect.width - x - 64;
  if (spec.line.empty()) {
    ui.canvas.text_left({x, rect.y, room, rect.height}, spec.label, Type::body, theme.text);
  } else {
    ui.canvas.text_left({x, middle - 24, room, 26}, spec.label, Type::body, theme.text);
    ui.canvas.text_left({x, middle + 1, room, 22}, spec.line, Type::small, theme.text2);
  }
  const float on = ui.towards(id ^ 0x20, spec.on ? 1.0F : 0.0F, hover_ms);
  const Rect track{rect.x + rect.width - 52, middle - 16, 52, 32};
  ui.canvas.fill(track, mixed(theme.surface2, theme.primary, on), 16);
  ui.canvas.outline(track, mixed(theme.strong, theme.primary, on), 2, 16);
  ui.canvas.circle({track.x + 16 + 20 * on, middle}, 8 + 4 * on, mixed(theme.strong, theme.onp, on));
  if (act.focused) ui.focus_ring(rect, 10);
  return act.clicked;
}

bool link(Ui& ui, std::string_view name, Point top_left, std::string_view label) {
  const Size size = ui.canvas.measure(label, Type::small_bold);
  const Rect rect{top_left.x, top_left.y, size.width, size.height};
  const Act act = ui.spot(ui.id(name), rect);
  ui.canvas.text(top_left, label, Type::small_bold, ui.theme.primary);
  if (act.hovered) ui.canvas.fill({rect.x, rect.y + rect.height - 2, rect.width, 1}, ui.theme.primary);
  if (act.focused) ui.focus_ring(rect, 6);
  return act.clicked;
}

void card(Ui& ui, const Rect& rect) {
  ui.canvas.fill(rect, ui.theme.surface, radius::card);
  ui.canvas.outline(rect, ui.theme.line, ui.theme.outline_px, radius::card);
}

void divider(Ui& ui, float x, float y, float width) {
  ui.canvas.line({x, y}, {x + width, y}, ui.theme.line, ui.theme.outline_px);
}

void progress_bar(Ui& ui, const Rect& rect, float part) {
  ui.canvas.fill(rect, ui.theme.surface2, rect.height / 2);
  if (ui.theme.name == ThemeName::outdoor) ui.canvas.outline(rect, ui.theme.line, 1, rect.height / 2);
  const float width = rect.width * std::clamp(part, 0.0F, 1.0F);
  if (width > 0)
    ui.canvas.fill({rect.x, rect.y, std::max(width, rect.height), rect.height}, ui.theme.primary,
                   rect.height / 2);
}

void initials(Ui& ui, const Rect& rect, std::string_view person_name) {
  const InitialsPair pair = initials_pair(person_name);
  // The first consonant of the first two words.
  std::string shown;
  bool at_start = true;
  for (std::size_t i = 0; i < person_name.size() && shown.size() < 6;) {
    const auto lead = static_cast<unsigned char>(person_name[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    const std::string_view letter = person_name.substr(i, length);
    const bool is_lead_vowel = letter >= "เ" && letter <= "ไ";
    if (letter == " ") {
      at_start = true;
    } else if (at_start && !is_lead_vowel) {
      shown += letter;
      at_start = false;
    }
    i += length;
  }
  ui.canvas.fill(rect, pair.fill, rect.height / 2);
  if (ui.theme.name == ThemeName::outdoor) ui.canvas.outline(rect, ui.theme.line, 2, rect.height / 2);
  ui.canvas.text_centred(rect, shown, Type::small_bold, pair.text);
}

void badge(Ui& ui, Point centre, std::int64_t count) {
  if (count <= 0) return;
  const std::string text = count > 99 ? "99+" : std::to_string(count);
  const float width = std::max(20.0F, ui.canvas.measure(text, Type::micro_bold).width + 10);
  const Rect rect{centre.x - width / 2, centre.y - 10, width, 20};
  ui.canvas.fill(rect, ui.theme.err, 10);
  ui.canvas.text_centred(rect, text, Type::micro_bold,
                         ui.theme.name == ThemeName::dark ? rgb(0x3A0906) : rgb(0xFFFFFF));
}

float banner_height(Ui& ui, float width, const BannerSpec& spec) {
  const float action = spec.action.empty() ? 0 : ui.canvas.measure(spec.action, Type::body_bold).width + 32;
  const Size text = ui.canvas.measure(spec.text, Type::small, {width - 64 - action, 3});
  return std::max(56.0F, text.height + 24);
}

bool banner(Ui& ui, std::string_view name, const Rect& rect, const BannerSpec& spec) {
  const Tint tint = tint_of(ui.theme, spec.tone);
  ui.canvas.fill(rect, tint.fill, radius::field);
  if (ui.theme.name == ThemeName::outdoor) ui.canvas.outline(rect, ui.theme.line, 2, radius::field);
  ui.canvas.icon({rect.x + 26, rect.y + rect.height / 2}, spec.icon, 24, tint.ink);
  const float action = spec.action.empty() ? 0 : ui.canvas.measure(spec.action, Type::body_bold).width + 24;
  const TextOptions options{rect.width - 64 - (action > 0 ? action + 8 : 0), 3};
  const Size text = ui.canvas.measure(spec.text, Type::small, options);
  ui.canvas.text({rect.x + 48, rect.y + (rect.height - text.height) / 2}, spec.text, Type::small,
                 ui.theme.text, options);
  if (spec.action.empty()) return false;
  const Scope scope(ui, name);
  return button(ui, "action", {rect.x + rect.width - action - 8, rect.y + (rect.height - 44) / 2, action, 44},
                {spec.action, 0, Look::text});
}

bool empty_state(Ui& ui, std::string_view name, const Rect& rect, const EmptySpec& spec) {
  const float width = std::min(rect.width - 32, 420.0F);
  const float x = rect.x + (rect.width - width) / 2;
  const TextOptions centred{width, 3, text::Align::centre};
  const Size title = ui.canvas.measure(spec.title, Type::heading, centred);
  const Size sentence = ui.canvas.measure(spec.sentence, Type::body, centred);
  const float all = 112 + title.height + sentence.height + (spec.action.empty() ? 0 : 68.0F);
  float y = rect.y + std::max(16.0F, (rect.height - all) / 2);
  const Point middle{rect.x + rect.width / 2, y + 44};
  ui.canvas.circle(middle, 44, ui.theme.surface2);
  if (ui.theme.name == ThemeName::outdoor) ui.canvas.ring(middle, 44, ui.theme.line, 2);
  ui.canvas.icon(middle, spec.icon, 44, ui.theme.primary);
  y += 104;
  ui.canvas.text({x, y}, spec.title, Type::heading, ui.theme.text, centred);
  y += title.height + 4;
  ui.canvas.text({x, y}, spec.sentence, Type::body, ui.theme.text2, centred);
  y += sentence.height + 20;
  if (spec.action.empty()) return false;
  const ButtonSpec action{spec.action, spec.action_icon, Look::primary};
  const float button_w = button_width(ui, action);
  const Scope scope(ui, name);
  return button(ui, "action", {rect.x + (rect.width - button_w) / 2, y, button_w, height::button}, action);
}

Act row_ground(Ui& ui, WidgetId id, const Rect& rect, bool selected, Takes takes) {
  const Act act = ui.spot(id, rect, takes);
  const Colour ground = selected ? ui.theme.pc : ui.theme.surface;
  if (selected || act.hovered || act.held) ui.canvas.fill(rect, live(ui, id, act, ground));
  if (selected && ui.theme.name == ThemeName::outdoor) ui.canvas.outline(rect, ui.theme.line, 2);
  if (act.focused && ui.memory.focus_shown) ui.canvas.outline(inset(rect, 2), ui.theme.primary, 3, 8);
  return act;
}

ScrollArea::ScrollArea(Ui& ui, std::string_view name, const Rect& rect)
    : ui_(ui), id_(ui.id(name)), rect_(rect), kept_(ui.keep<Kept>(id_)) {
  ui_.canvas.push_clip(rect_);
  // The ground takes the pointer where nothing else stands, so that a drag on it scrolls.
  ui_.spot(id_, rect_, Takes::mouse_only);
  const Input& input = ui_.input;
  const float wheel = ui_.wheel_for(id_, rect_);
  const float most = std::max(0.0F, kept_.content_height - rect_.height);
  if (wheel != 0) {
    kept_.offset = std::clamp(kept_.offset + wheel, 0.0F, most);
    kept_.speed = 0;
    ui_.again();
  }
  const bool pressed_here = contains(overlap(rect_, ui_.canvas.clip()), ui_.memory.pressed_at);
  if (input.pressed) kept_.last_pointer_y = input.pointer.y, kept_.speed = 0;
  if (input.down && pressed_here && !kept_.dragging_bar && !ui_.memory.active_drags && most > 0) {
    if (std::abs(input.pointer.y - ui_.memory.pressed_at.y) > drag_threshold) ui_.memory.drag_scrolls = true;
    if (ui_.memory.drag_scrolls) {
      const float moved = kept_.last_pointer_y - input.pointer.y;
      kept_.offset = std::clamp(kept_.offset + moved, 0.0F, most);
      const auto passed = static_cast<float>(std::max<std::int64_t>(1, input.now_ms - kept_.moved_ms));
      kept_.speed = moved * 16 / passed;
    }
    kept_.last_pointer_y = input.pointer.y;
    kept_.moved_ms = input.now_ms;
  } else if (input.released && input.now_ms - kept_.moved_ms > let_go_within_ms) {
    kept_.speed = 0;  // held still before it was let go
  } else if (!input.down && std::abs(kept_.speed) > 0.06F) {
    const auto frames =
        static_cast<float>(std::clamp<std::int64_t>(input.now_ms - kept_.moved_ms, 1, 64)) / 16;
    kept_.offset = std::clamp(kept_.offset + kept_.speed * frames, 0.0F, most);
    kept_.speed *= std::pow(0.95F, frames);
    kept_.moved_ms = input.now_ms;
    if (ui_.reduce_motion || kept_.offset <= 0 || kept_.offset >= most) kept_.speed = 0;
    ui_.again();
  }
}

float ScrollArea::offset() const {
  return std::round(kept_.offset * ui_.canvas.scale()) / ui_.canvas.scale();
}

void ScrollArea::show(float from, float to) {
  if (from < kept_.offset) kept_.offset = from;
  if (to > kept_.offset + rect_.height) kept_.offset = to - rect_.height;
  ui_.again();
}

void ScrollArea::end(float content_height) {
  ended_ = true;
  kept_.content_height = content_height;
  const float most = std::max(0.0F, content_height - rect_.height);
  if (const auto reveal = ui_.take_reveal()) {
    const float from = reveal->y - top();
    const float to = from + reveal->height;
    if (from - 8 < kept_.offset || to + 8 > kept_.offset + rect_.height) {
      show(from - 8, to + 8);
    }
  }
  const float before = kept_.offset;
  kept_.offset = std::clamp(kept_.offset, 0.0F, most);
  if (before != kept_.offset) ui_.again();
  if (most > 1 && rect_.height > 0) {
    const float part = rect_.height / content_height;
    const float bar = std::min(rect_.height, std::max(36.0F, rect_.height * part));
    const float at = rect_.y + (rect_.height - bar) * (kept_.offset / most);
    const Rect knob{rect_.x + rect_.width - scroll_bar_width, at, scroll_bar_width - 2, bar};
    const WidgetId knob_id = id_ ^ 0x5c;
    const Rect grip{rect_.x + rect_.width - 14, at, 14, bar};
    // The target is widened to 44 px by spot(); a scroll bar must not cover the rows, so it looks itself.
    const bool over = contains(overlap(grip, ui_.canvas.clip()), ui_.input.pointer);
    if (over && ui_.input.pressed)
      kept_.dragging_bar = true, ui_.memory.active = knob_id, ui_.memory.active_drags = true,
      kept_.last_pointer_y = ui_.input.pointer.y;
    if (kept_.dragging_bar && ui_.input.down) {
      const float moved = ui_.input.pointer.y - kept_.last_pointer_y;
      kept_.offset = std::clamp(kept_.offset + moved * most / std::max(1.0F, rect_.height - bar), 0.0F, most);
      kept_.last_pointer_y = ui_.input.pointer.y;
      ui_.again();
    }
    if (!ui_.input.down) kept_.dragging_bar = false;
    const bool strong = over || kept_.dragging_bar || ui_.theme.name == ThemeName::outdoor;
    ui_.canvas.fill(knob, faded(ui_.theme.strong, strong ? 0.9F : 0.35F), 3);
  }
  ui_.canvas.pop_clip();
}

ScrollArea::~ScrollArea() {
  if (!ended_) ui_.canvas.pop_clip();
}

Rect Flow::next(float width) {
  if (x_ > rect_.x && x_ + width > rect_.x + rect_.width) {
    x_ = rect_.x;
    y_ += line_ + gap_;
  }
  const Rect box{x_, y_, std::min(width, rect_.width), line_};
  x_ += width + gap_;
  return box;
}

}  // namespace khaosan::client
