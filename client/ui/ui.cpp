#include "client/ui/ui.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace khaosan::client {
namespace {

constexpr float target_min = 44;
constexpr float control_height_most = 60;  // what is higher is a row, a picture, a text
constexpr std::int64_t tooltip_after_ms = 600;

WidgetId mixed_hash(WidgetId seed, std::string_view name) {
  WidgetId hash = seed ^ 0xcbf29ce484222325ULL;
  for (const char c : name) hash = (hash ^ static_cast<std::uint8_t>(c)) * 0x100000001b3ULL;
  return hash == 0 ? 1 : hash;
}

float eased_out(float t) {
  const float left = 1 - t;
  return 1 - left * left * left;
}

Rect target_of(const Rect& rect) {
  const float wide = std::max(0.0F, target_min - rect.width) / 2;
  const float high = std::max(0.0F, target_min - rect.height) / 2;
  return {rect.x - wide, rect.y - high, rect.width + 2 * wide, rect.height + 2 * high};
}

Point centre_of(const Rect& rect) {
  return {rect.x + rect.width / 2, rect.y + rect.height / 2};
}

}  // namespace

Ui::Ui(Canvas& canvas_, Memory& memory_, const Input& input_, const Theme& theme_, const Words& words_)
    : canvas(canvas_), memory(memory_), input(input_), theme(theme_), words(words_) {
  scopes_.push_back(0);
  layers_.push_back(0);
  focus_before_ = memory.focus;
  for (const Memory::Spot& spot : memory.spots) {
    if (contains(spot.rect, input.pointer)) hovered_ = spot.id;
  }
  if (hovered_ != memory.hovered) {
    memory.hovered = hovered_;
    memory.hover_since_ms = input.now_ms;
  }
  if (input.pressed) {
    memory.active = hovered_;
    memory.pressed_at = input.pointer;
    memory.drag_scrolls = false;
    memory.active_drags = false;
    memory.focus_shown = false;
    const auto hit = std::find_if(memory.spots.begin(), memory.spots.end(),
                                  [&](const auto& spot) { return spot.id == hovered_ && spot.focusable; });
    if (hit != memory.spots.end()) {
      memory.focus = hovered_;
    } else {
      memory.focus = 0;
    }
  }
}

WidgetId Ui::id(std::string_view name) const {
  return mixed_hash(scopes_.back(), name);
}

WidgetId Ui::id(std::string_view name, std::uint64_t number) const {
  return mixed_hash(mixed_hash(scopes_.back(), name) + number * 0x9E3779B97F4A7C15ULL, "#");
}

Act Ui::spot(WidgetId id, const Rect& rect, Takes takes) {
  const Rect seen = overlap(target_of(rect), canvas.clip());
  Act act;
  if (seen.width <= 0 || seen.height <= 0) {
    const bool stops = takes == Takes::clicks || takes == Takes::typing;
    if (memory.focus == id && memory.focus_moved) reveal_ = rect;
    if (stops && (disabled_ == 0 || !why_disabled().empty()))
      spots_.push_back({id, Rect{rect.x, rect.y, 0, 0}, true, layer_, takes == Takes::typing});
    return act;
  }
  const bool enabled = disabled_ == 0;
  const std::string_view why = enabled ? std::string_view() : why_disabled();
  const bool stops = takes == Takes::clicks || takes == Takes::typing;
  const Rect shown = overlap(rect, canvas.clip());
  spots_.push_back({id, seen, stops && (enabled || !why.empty()), layer_, takes == Takes::typing, shown,
                    shown.width < rect.width - 1});
  if (!why.empty() && (hovered_ == id || (memory.focus == id && memory.focus_shown))) tooltip(rect, why);
  if (takes == Takes::nothing) return act;
  act.hovered = hovered_ == id && enabled;
  act.held = memory.active == id && input.down && hovered_ == id && enabled;
  act.pressed = act.hovered && input.pressed;
  act.focused = memory.focus == id;
  act.right_clicked = act.hovered && input.right_pressed;
  if (enabled && input.released && memory.active == id && hovered_ == id && !memory.drag_scrolls)
    act.clicked = true;
  if (enabled && act.focused && takes == Takes::clicks) {
    if (key(Key::enter) || key(Key::space)) act.clicked = true;
  }
  if (act.focused && memory.focus_moved) reveal_ = rect;
  return act;
}

void Ui::focus(WidgetId id, bool shown) {
  memory.focus = id;
  memory.focus_shown = shown;
  memory.focus_moves = true;
  again();
}

bool Ui::is_typing() const {
  return memory.focus != 0 && std::any_of(memory.spots.begin(), memory.spots.end(), [&](const auto& spot) {
           return spot.id == memory.focus && spot.types;
         });
}

bool Ui::key(Key wanted, bool ctrl, bool shift, bool alt) {
  const bool writes = !ctrl && !alt && wanted >= Key::a && wanted <= Key::space;
  if (writes && is_typing()) return false;
  for (auto press = input.keys.begin(); press != input.keys.end(); ++press) {
    if (press->key != wanted || press->ctrl != ctrl || press->shift != shift || press->alt != alt) continue;
    input.keys.erase(press);
    return true;
  }
  return false;
}

float Ui::towards(WidgetId id, float to, int ms) {
  auto [found, is_new] = memory.motions.try_emplace(id, Memory::Motion{to, to, to, input.now_ms});
  Memory::Motion& motion = found->second;
  if (is_new || reduce_motion) {
    motion = {to, to, to, input.now_ms};
    return to;
  }
  if (motion.to != to) motion = {motion.value, motion.value, to, input.now_ms};
  if (motion.value == to) return to;
  const float t = static_cast<float>(input.now_ms - motion.began_ms) / static_cast<float>(std::max(ms, 1));
  motion.value = t >= 1 ? to : motion.from + (to - motion.from) * eased_out(t);
  if (motion.value != to) again();
  return motion.value;
}

void Ui::again_at(std::int64_t ms) {
  if (!wanted_at_ || ms < *wanted_at_) wanted_at_ = ms;
}

void Ui::push_layer(bool modal) {
  layers_.push_back(layers_.back() + 1);
  layer_ = layers_.back();
  if (modal) next_modal_ = std::max(next_modal_, layer_);
}

void Ui::pop_layer() {
  layers_.pop_back();
  layer_ = layers_.back();
}

void Ui::push_disabled(bool disabled, std::string_view why) {
  disabled_ += disabled ? 1 : 0;
  disabled_stack_.emplace_back(disabled, disabled ? why : std::string_view());
}

void Ui::pop_disabled() {
  disabled_ -= disabled_stack_.back().first ? 1 : 0;
  disabled_stack_.pop_back();
}

std::string_view Ui::why_disabled() const {
  for (auto one = disabled_stack_.rbegin(); one != disabled_stack_.rend(); ++one) {
    if (!one->second.empty()) return one->second;
  }
  return {};
}

float Ui::covers_controls(const Rect& rect) const {
  float covered = 0;
  for (const Memory::Spot& spot : spots_) {
    if (!spot.focusable || spot.layer < next_modal_ || spot.rect.height > control_height_most) continue;
    const Rect both = overlap(spot.rect, rect);
    covered += both.width * both.height;
  }
  return covered;
}

float Ui::wheel_for(WidgetId id, const Rect& rect) {
  const Rect seen = overlap(rect, canvas.clip());
  scrolls_.push_back({id, seen, false, layer_});
  WidgetId under = 0;
  for (const Memory::Spot& scroll : memory.scrolls) {
    if (contains(scroll.rect, input.pointer) && in_front(scroll.layer)) under = scroll.id;
  }
  if (under != id) return 0;
  return -std::exchange(input.wheel, 0.0F);
}

std::optional<Rect> Ui::take_reveal() {
  return std::exchange(reveal_, std::nullopt);
}

void Ui::focus_ring(const Rect& rect, float radius) {
  if (!memory.focus_shown) return;
  canvas.outline({rect.x - 5, rect.y - 5, rect.width + 10, rect.height + 10}, theme.primary, 3, radius + 5);
}

void Ui::tooltip(const Rect& of, std::string_view text) {
  if (text.empty()) return;
  const std::int64_t due_ms = memory.hover_since_ms + tooltip_after_ms;
  if (input.now_ms < due_ms) {
    again_at(due_ms);
    return;
  }
  tooltip_ = Tooltip{of, std::string(text)};
}

void Ui::move_focus_by_tab(bool backwards) {
  std::vector<WidgetId> stops;
  for (const Memory::Spot& spot : spots_) {
    if (spot.focusable && in_front(spot.layer)) stops.push_back(spot.id);
  }
  if (stops.empty()) return;
  const auto here = std::find(stops.begin(), stops.end(), memory.focus);
  std::size_t next = backwards ? stops.size() - 1 : 0;
  if (here != stops.end()) {
    const auto at = static_cast<std::size_t>(here - stops.begin());
    next = backwards ? (at + stops.size() - 1) % stops.size() : (at + 1) % stops.size();
  }
  focus(stops[next], true);
}

// The nearest stop in that direction; what stands beside counts more than what is off to a side.
void Ui::move_focus_by_arrow(Key key) {
  const auto here = std::find_if(spots_.begin(), spots_.end(),
                                 [&](const auto& spot) { return spot.id == memory.focus && spot.focusable; });
  if (here == spots_.end()) return;
  const Point from = centre_of(here->rect);
  WidgetId best = 0;
  float best_distance = std::numeric_limits<float>::infinity();
  for (const Memory::Spot& spot : spots_) {
    if (!spot.focusable || spot.id == here->id || spot.layer != here->layer) continue;
    const Point to = centre_of(spot.rect);
    const float dx = to.x - from.x;
    const float dy = to.y - from.y;
    const bool across = key == Key::left || key == Key::right;
    const float ahead = across ? (key == Key::left ? -dx : dx) : (key == Key::up ? -dy : dy);
    const float aside = std::abs(across ? dy : dx);
    if (ahead <= 1) continue;
    const float distance = ahead + aside * 3;
    if (distance < best_distance) best_distance = distance, best = spot.id;
  }
  if (best != 0) focus(best, true);
}

void Ui::finish() {
  memory.spots = std::move(spots_);
  memory.scrolls = std::move(scrolls_);
  spots_ = memory.spots;
  const int modal_before = std::exchange(memory.modal_layer, next_modal_);
  if (modal_before == 0 && next_modal_ > 0) memory.focus_below = focus_before_;
  // What a modal layer covers is out of reach.
  std::erase_if(memory.spots, [&](const auto& spot) { return spot.layer < memory.modal_layer; });
  const bool focus_lost =
      memory.focus != 0 && std::none_of(memory.spots.begin(), memory.spots.end(),
                                        [&](const auto& spot) { return spot.id == memory.focus; });
  if (focus_lost) memory.focus = 0;
  // What lay on top is gone: the keyboard is where it was before, if that is still there.
  if (modal_before > 0 && next_modal_ == 0 && memory.focus == 0) {
    const bool still = std::any_of(memory.spots.begin(), memory.spots.end(), [&](const auto& spot) {
      return spot.id == memory.focus_below && spot.focusable;
    });
    if (still) memory.focus = memory.focus_below;
  }
  if (key(Key::tab)) move_focus_by_tab(false);
  if (key(Key::tab, false, true)) move_focus_by_tab(true);
  for (const Key arrow : {Key::left, Key::right, Key::up, Key::down}) {
    if (key(arrow)) move_focus_by_arrow(arrow);
  }
  memory.focus_moved = std::exchange(memory.focus_moves, false);
  if (input.released) memory.active = 0;
  if (input.pressed || input.released) again();
}

}  // namespace khaosan::client
