// The part of the files sheet that says what of a card is safe.
#include <algorithm>

#include "client/ui/screen.hpp"

namespace khaosan::client {
namespace {

std::string utf8(const std::filesystem::path& path) {
  const auto text = path.u8string();
  return {text.begin(), text.end()};
}

const CardReport* report_of(const UiState& state) {
  return state.card.report ? &*state.card.report : nullptr;
}

struct Verdict {
  std::string text;
  Tone tone = Tone::neutral;
  char32_t icon = icons::sd;
};

Verdict verdict_of(const Words& words, const CardReport& report) {
  const auto count = [](std::int64_t n) { return std::to_string(n); };
  if (report.may_be_erased() && report.empty.empty())
    return {std::string(words(Word::card_may_be_erased)), Tone::ok, icons::check_circle};
  if (report.may_be_erased())
    return {words(Word::card_may_be_erased_but, count(static_cast<std::int64_t>(report.empty.size()))),
            Tone::ok, icons::check_circle};
  if (report.office_away)
    return {words(Word::card_office_away, words.reason(*report.office_away)), Tone::warn,
            icons::cloud_outline_off};
  const auto all = static_cast<std::int64_t>(report.files.size());
  return {words(Word::card_stays, count(all), count(report.here()), count(report.delivered())), Tone::warn,
          icons::alert_circle};
}

// Another card may have been asked about while this one was read.
bool looked_at_is(const Outcome& outcome, const std::filesystem::path& folder) {
  const auto* look = std::get_if<CheckCard>(&outcome.intent);
  return look != nullptr && look->folder == folder;
}

}  // namespace

void CardSeen::show(const CardReport& read) {
  report = read;
  rows.clear();
  for (std::size_t i = 0; i < read.files.size(); ++i) rows.emplace(read.files[i].name, i);
}

// Of a file in the folder on screen, if the card it stands on was looked at: where it is.
std::optional<Word> card_word(const UiState& state, const std::filesystem::path& file) {
  const CardReport* report = report_of(state);
  if (report == nullptr) return std::nullopt;
  const auto below = file.lexically_relative(state.card.folder);
  if (below.empty() || below.begin()->string() == "..") return std::nullopt;
  const auto found = state.card.rows.find(utf8(below));
  if (found == state.card.rows.end()) return std::nullopt;
  const CardFileReport& one = report->files[found->second];
  if (one.at_office == AtOffice::whole) return Word::card_at_office;
  return one.here ? Word::card_in_laptop : Word::card_not_taken;
}

float draw_card_part(const Screen& screen, const Rect& rect, const std::filesystem::path& folder) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  UiState* state = &screen.state;
  const Scope scope(ui, "card part");
  const bool runs = screen.slow.on_card;
  const ButtonSpec look{words(runs ? Word::pause : Word::card_check), runs ? icons::pause : icons::sd,
                        Look::outlined};
  const float wide = std::min(rect.width, button_width(ui, look));
  if (button(ui, "look", {rect.x + rect.width - wide, rect.y, wide, 44}, look)) {
    if (runs) {
      screen.pause_sync();
    } else {
      state->card = {folder, std::nullopt, {}};
      screen.hand_in(CheckCard{folder}, [state, words](const Outcome& outcome) {
        const auto* report = std::get_if<CardReport>(&outcome.report);
        if (outcome.refusal) {
          state->snack = Snack{icons::alert_circle, words.reason(*outcome.refusal), {}, {}, 0};
        } else if (report != nullptr && !report->stopped && looked_at_is(outcome, state->card.folder)) {
          state->card.show(*report);
        }
      });
    }
  }
  const Rect text{rect.x, rect.y, rect.width - wide - 12, 44};
  if (runs) {
    const SyncProgress& progress = screen.slow.sync;
    const bool reads = progress.step == SyncStep::card;
    const std::string line =
        reads ? words(Word::card_reading, words.bytes(progress.done), words.bytes(progress.total))
              : std::string(words(Word::why_office_asked));
    ui.canvas.text_left(text, line, Type::small, ui.theme.text2);
    return 50;
  }
  const CardReport* report = report_of(*state);
  if (report == nullptr || state->card.folder != folder) return 50;
  const Verdict verdict = verdict_of(words, *report);
  const Tint tint = tint_of(ui.theme, verdict.tone);
  ui.canvas.icon({rect.x + 12, rect.y + 22}, verdict.icon, 22, tint.ink);
  const Size size = ui.canvas.measure(verdict.text, Type::small_bold, {text.width - 32, 3});
  ui.canvas.text({rect.x + 32, rect.y + std::max(0.0F, (44 - size.height) / 2)}, verdict.text,
                 Type::small_bold, tint.ink, {text.width - 32, 3});
  return std::max(50.0F, size.height + 8);
}

}  // namespace khaosan::client
