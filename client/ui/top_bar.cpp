// The top bar and the state chip, which every page shares.
#include <algorithm>

#include "client/ui/screen.hpp"

namespace khaosan::client {
namespace {

constexpr float title_width_least = 96;  // of a bar's title beside its state chip

struct ChipFace {
  char32_t icon;
  std::string text;
  Tone tone;
};

ChipFace chip_face(const Screen& screen) {
  const Words& words = screen.ui.words;
  const StatusReport& status = screen.snapshot.status;
  const SlowWork& slow = screen.slow;
  if (!screen.state.drafts.unkept().empty())
    return {icons::alert_circle, std::string(words(Word::chip_not_kept)), Tone::err};
  if (slow.syncing) {
    return {icons::cloud_sync, std::string(words(Word::chip_sending)), Tone::neutral};
  }
  if (slow.files_waiting > 0)
    return {icons::camera, words(Word::chip_taking_in, std::to_string(slow.files_waiting)), Tone::neutral};
  if (!status.paired)
    return {icons::cloud_outline_off, std::string(words(Word::chip_not_paired)), Tone::warn};
  const std::int64_t look = status.refused + status.open_conflicts + status.open_likenesses;
  const std::string waiting = std::to_string(status.pending_changes);
  const bool is_away = screen.state.sync_fault && screen.state.sync_fault->code == Code::server_away;
  if (look > 0) {
    if (status.pending_changes == 0 || screen.is_narrow)
      return {icons::alert_circle, words(Word::chip_look, std::to_string(look)), Tone::err};
    return {icons::alert_circle, words(Word::chip_look_waiting, std::to_string(look), waiting), Tone::err};
  }
  if (status.pending_changes > 0 || status.pending_files > 0) {
    std::string text = words(Word::chip_waiting, waiting);
    if (status.pending_files > 0 && !screen.is_narrow)
      text = words(Word::chip_waiting_files, waiting, std::to_string(status.pending_files));
    // What a stick holds is not lost with this laptop.
    const std::int64_t here = status.changes_only_here + status.files_only_here;
    if (here == 0 && status.on_stick > 0) {
      text = words(Word::chip_on_stick, std::to_string(status.pending_changes + status.pending_files));
    } else if (status.on_stick > 0 && !screen.is_narrow) {
      text = words(Word::chip_only_here, std::to_string(status.pending_changes + status.pending_files),
                   std::to_string(here));
    }
    if (is_away && !screen.is_narrow) text = words(Word::chip_offline, text);
    return {icons::cloud_outline_off, std::move(text), Tone::warn};
  }
  if (!status.last_sync) return {icons::cloud_outline_off, std::string(words(Word::chip_never)), Tone::warn};
  if (screen.is_narrow) return {icons::cloud_check, std::string(words(Word::chip_all_sent)), Tone::ok};
  return {icons::cloud_check, words(Word::chip_all_sent_at, words.clock(*status.last_sync)), Tone::ok};
}

}  // namespace

float state_chip_width(const Screen& screen, ChipSize size) {
  if (size == ChipSize::short_) return 52;
  return screen.ui.canvas.measure(chip_face(screen).text, Type::small_bold).width + 62;
}

void state_chip(const Screen& screen, const Rect& rect, ChipSize size) {
  Ui& ui = screen.ui;
  const ChipFace face = chip_face(screen);
  const Tint tint = tint_of(ui.theme, face.tone);
  const Act act = ui.spot(ui.id("state chip"), rect);
  ui.canvas.fill(rect,
                 act.held      ? pressed(ui.theme, tint.fill)
                 : act.hovered ? hovered(ui.theme, tint.fill)
                               : tint.fill,
                 rect.height / 2);
  if (ui.theme.name == ThemeName::outdoor) ui.canvas.outline(rect, ui.theme.line, 2, rect.height / 2);
  ui.canvas.icon({rect.x + 26, rect.y + rect.height / 2}, face.icon, 22, tint.ink);
  if (size == ChipSize::short_) {
    if (act.hovered || act.focused) ui.tooltip(rect, face.text);
  } else {
    ui.canvas.text_left({rect.x + 44, rect.y, rect.width - 48, rect.height}, face.text, Type::small_bold,
                        tint.ink);
  }
  if (act.focused) ui.focus_ring(rect, rect.height / 2);
  if (!act.clicked) return;
  if (!screen.state.drafts.unkept().empty()) {
    screen.state.sheet = Sheet::unkept;
  } else if (screen.route().kind != Route::Kind::sync) {
    screen.go(Route::Kind::sync);
  }
}

float state_chip_at(const Screen& screen, Point right_middle, float room) {
  const bool fits = state_chip_width(screen) <= room;
  const ChipSize size = fits ? ChipSize::full : ChipSize::short_;
  const float wide = state_chip_width(screen, size);
  state_chip(screen, {right_middle.x - wide, right_middle.y - 22, wide, 44}, size);
  return wide;
}

TopBar top_bar(const Screen& screen, std::string_view name, const TopBarSpec& spec) {
  Ui& ui = screen.ui;
  const Scope scope(ui, name);
  const float high = screen.is_narrow ? height::top_bar_narrow : height::top_bar;
  const Rect bar{screen.rect.x, screen.rect.y, screen.rect.width, high};
  ui.canvas.fill(bar, ui.theme.surface);
  divider(ui, bar.x, bar.y + bar.height, bar.width);
  TopBar answer;
  answer.rest = {bar.x, bar.y + high, bar.width, screen.rect.height - high};
  const float middle = bar.y + high / 2;
  float right = bar.x + bar.width - (screen.is_narrow ? 12 : 20);
  const float side = screen.is_narrow ? 12 : 20;
  const float kept = side + (spec.has_back ? 44 : 0) + 8 + spec.tools_width;
  if (!spec.main.label.empty()) {
    ButtonSpec main = spec.main;
    // Where its words have no room it is its icon, with the words beside the pointer.
    const float room = right - bar.x - kept - state_chip_width(screen, ChipSize::short_) - 10;
    const bool is_short = button_width(ui, main) > room && main.icon != 0;
    if (is_short) main.label = {};
    const float wide = is_short ? 52 : button_width(ui, main);
    right -= wide;
    const Rect at{right, middle - 22, wide, 44};
    answer.main = button(ui, "main", at, main);
    if (is_short) {
      ui.canvas.note_readable(at, spec.main.label);
      if (contains(at, ui.input.pointer)) ui.tooltip(at, spec.main.label);
    }
    right -= 10;
  }
  const bool is_crowded = screen.is_narrow && !spec.main.label.empty();
  right -= state_chip_at(screen, {right, middle}, is_crowded ? 0 : right - bar.x - kept - title_width_least);
  right -= 8 + spec.tools_width;
  answer.tools = {right, bar.y, spec.tools_width, high};
  float left = bar.x + (screen.is_narrow ? 12 : 20);
  if (spec.has_back) {
    answer.back =
        icon_button(ui, "back", {left - 8, middle - 22, 44, 44}, icons::arrow_left, ui.words(Word::back));
    left += 44;
  }
  const float room = std::max(0.0F, right - left);
  if (spec.line.empty()) {
    ui.canvas.text_left({left, bar.y, room, high}, spec.title,
                        screen.is_narrow || spec.has_back ? Type::body_bold : Type::title, ui.theme.text);
  } else {
    ui.canvas.text_left({left, middle - 24, room, 26}, spec.title, Type::body_bold, ui.theme.text);
    ui.canvas.text_left({left, middle + 1, room, 20}, spec.line, Type::caption, ui.theme.text2);
  }
  return answer;
}

}  // namespace khaosan::client
