// What goes and comes by USB stick: a card of the sync page.
#include "client/ui/screen.hpp"

namespace khaosan::client {
namespace {

constexpr float row_high = 156;

std::string number(std::int64_t count) {
  return std::to_string(count);
}

std::string name_of(const std::filesystem::path& folder) {
  const std::u8string name = folder.filename().u8string();
  return {name.begin(), name.end()};
}

std::string only_here(const Screen& screen) {
  const Words& words = screen.ui.words;
  const StatusReport& status = screen.snapshot.status;
  if (status.changes_only_here > 0 || status.files_only_here > 0)
    return words(Word::only_here, number(status.changes_only_here), number(status.files_only_here),
                 words.bytes(status.file_bytes_only_here));
  return status.on_stick > 0 ? std::string(words(Word::nothing_only_here)) : std::string();
}

// Said where the person looks, also if the page was left meanwhile.
Screen::Then tell(const Screen& screen) {
  UiState* state = &screen.state;
  const Words words = screen.ui.words;
  return [state, words](const Outcome& outcome) {
    const auto say = [&](char32_t icon, std::string text) {
      state->snack = Snack{icon, std::move(text), {}, {}, 0};
    };
    if (outcome.refusal) return say(icons::alert_circle, words.reason(*outcome.refusal));
    if (const auto* written = std::get_if<BundleReport>(&outcome.report))
      return say(icons::check_circle,
                 words(Word::stick_written, number(written->changes), number(written->files)));
    const auto* read = std::get_if<BundleInReport>(&outcome.report);
    if (read == nullptr) return;
    if (!read->refused.empty()) return say(icons::alert_circle, words.reason(read->refused.front().second));
    if (read->answer) {
      state->last_sync = *read->answer;
      return say(icons::check_circle, words(Word::stick_answered, number(read->answer->sent_changes),
                                            number(read->answer->received_records)));
    }
    if (!read->shared_by.empty())
      say(icons::check_circle,
          words(Word::stick_shared, read->shared_by.front(), number(read->shared_records)));
  };
}

void draw_stick(const Screen& screen, const StickSeen& stick, const Rect& at) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  const Scope scope(ui, "stick " + name_of(stick.folder));
  const bool busy = screen.slow.on_stick;
  ui.canvas.icon({at.x + 14, at.y + 16}, icons::usb, 22, ui.theme.text2);
  ui.canvas.text_left({at.x + 34, at.y, at.width - 34, 32}, name_of(stick.folder), Type::body_bold,
                      ui.theme.text);
  const float half = (at.width - 10) / 2;
  const std::string_view why = busy ? words(Word::stick_busy) : std::string_view();
  if (button(ui, "write", {at.x, at.y + 38, half, 46},
             {words(Word::stick_write), icons::usb, Look::tonal, busy, why}) &&
      !busy) {
    screen.state.drafts.leave_all();
    screen.hand_in(WriteBundle{stick.folder, false}, tell(screen));
  }
  if (button(ui, "read", {at.x + half + 10, at.y + 38, half, 46},
             {words(Word::stick_read), icons::download, Look::outlined, busy, why}) &&
      !busy)
    screen.hand_in(ReadBundle{stick.folder}, tell(screen));
  const bool pressed = switch_row(ui, "rescue", {at.x, at.y + 92, at.width, 52},
                                  {icons::content_copy, words(Word::stick_rescue), {}, stick.is_for_rescue});
  if (pressed && screen.state.sticks.choose) {
    const Done done = screen.state.sticks.choose(stick.folder, !stick.is_for_rescue);
    if (!done.ok()) screen.say(icons::alert_circle, words.reason(done.refusal()));
  }
}

}  // namespace

float draw_sticks(const Screen& screen, Point at, float width) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  const Sticks& sticks = screen.state.sticks;
  const float inner = width - 32;
  std::string line = only_here(screen);
  if (sticks.rescue_fault) {
    line += (line.empty() ? "" : "\n") + words(Word::rescue_failed, words.reason(*sticks.rescue_fault));
  } else if (!sticks.rescued_at.empty()) {
    line += (line.empty() ? "" : "\n") + words(Word::rescue_done, sticks.rescued_at);
  }
  if (sticks.plugged.empty()) line += (line.empty() ? "" : "\n") + std::string(words(Word::sticks_none));
  const float line_high = line.empty() ? 0 : ui.canvas.measure(line, Type::small, {inner, 6}).height + 10;
  const float high = 48 + line_high + row_high * static_cast<float>(sticks.plugged.size()) + 8;
  card(ui, {at.x, at.y, width, high});
  ui.canvas.text_left({at.x + 16, at.y + 12, inner, 28}, words(Word::sticks_title), Type::body_bold,
                      ui.theme.text);
  float y = at.y + 46;
  if (!line.empty())
    ui.canvas.text({at.x + 16, y}, line, Type::small, sticks.rescue_fault ? ui.theme.err : ui.theme.text2,
                   {inner, 6});
  y += line_high;
  for (const StickSeen& stick : sticks.plugged) {
    draw_stick(screen, stick, {at.x + 16, y, inner, row_high - 8});
    y += row_high;
  }
  return high + 14;
}

}  // namespace khaosan::client
