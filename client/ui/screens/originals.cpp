// Originals in the window: where one is not on this laptop, those that are damaged, and the laptops that have
// not sent theirs.
#include <algorithm>

#include "client/ui/screen.hpp"

namespace khaosan::client {
namespace {

constexpr float line_high = 26;
constexpr float row_high = 54;
constexpr std::size_t rows_max = 6;

std::string number(std::int64_t count) {
  return std::to_string(count);
}

void fetch(const Screen& screen, RecordId media) {
  UiState* state = &screen.state;
  Pictures* pictures = &screen.pictures;
  screen.hand_in(
      FetchOriginal{media}, [state, pictures, media, words = screen.ui.words](const Outcome& outcome) {
        if (outcome.refusal && outcome.refusal->code == Code::original_away) {
          state->away_at_office.insert(media);
        } else {
          state->away_at_office.erase(media);
        }
        const std::string said =
            outcome.refusal ? words.reason(*outcome.refusal) : std::string(words(Word::original_came));
        const bool is_paused = outcome.refusal && outcome.refusal->code == Code::stopped;
        state->snack = Snack{is_paused         ? icons::pause
                             : outcome.refusal ? icons::alert_circle
                                               : icons::check_circle,
                             said,
                             {},
                             {},
                             0};
        pictures->forget_missing();
      });
}

std::string fetching_text(const Screen& screen) {
  const Words& words = screen.ui.words;
  const SyncProgress& progress = screen.slow.sync;
  if (progress.step != SyncStep::original) return std::string(words(Word::connecting));
  return words(Word::of_count, words.bytes(progress.done),
               words.bytes(std::max(progress.total, progress.done)));
}

std::string laptop_line(const Words& words, const LaptopStanding& laptop) {
  std::string line;
  const auto add = [&](const std::string& part) { line += (line.empty() ? "" : " · ") + part; };
  if (laptop.has_unsent())
    add(words(Word::laptop_unsent, number(laptop.unsent->changes), number(laptop.unsent->files)));
  if (laptop.is_silent) add(words(Word::laptop_silent, number(laptop.silent_days)));
  if (laptop.last_seen) add(words(Word::last_time, words.instant(*laptop.last_seen)));
  return line;
}

// A card of the sync page: a title, rows of two lines each.
struct Listed {
  std::string title, line;
};

float draw_rows(Ui& ui, Point at, float width, const std::vector<Listed>& rows) {
  float y = at.y;
  for (const Listed& row : rows) {
    ui.canvas.text_left({at.x, y, width, line_high}, row.title, Type::body_bold, ui.theme.text);
    ui.canvas.text_left({at.x, y + line_high - 2, width, 22}, row.line, Type::small, ui.theme.text2);
    y += row_high;
  }
  return y - at.y;
}

}  // namespace

bool is_original_away(const RecordView* media) {
  return media != nullptr && media->original && (!media->original->here || media->original->damaged);
}

float draw_original(const Screen& screen, Point at, float width, RecordId media,
                    const std::optional<Perform>& drop) {
  const RecordView* view = screen.record("media", media);
  if (!is_original_away(view)) return 0;
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  const Scope scope(ui, "original " + media.text());
  const bool damaged = view->original->damaged;
  const bool comes = screen.slow.fetching == media;
  const std::string line =
      comes ? fetching_text(screen)
            : std::string(words(damaged ? Word::original_damaged : Word::original_elsewhere));
  float y = at.y;
  y += ui.canvas.text({at.x, y}, line, Type::small, damaged ? ui.theme.err : ui.theme.text2, {width, 3})
           .height +
       6;
  Flow flow({at.x, y, width, 44}, 8, 44);
  const ButtonSpec ask{words(comes ? Word::pause : Word::fetch_original),
                       comes ? icons::pause : icons::download, Look::tonal};
  if (button(ui, "fetch", flow.next(std::min(width, button_width(ui, ask))), ask)) {
    if (comes) {
      screen.pause_sync();
    } else {
      fetch(screen, media);
    }
  }
  // Only of one that nobody may have: who asks for it first is told what the office has.
  const bool is_nowhere =
      (damaged && !view->original->at_office) || screen.state.away_at_office.contains(media);
  if (drop && is_nowhere) {
    const ButtonSpec leave{words(Word::drop_photo), icons::delete_, Look::text};
    if (button(ui, "drop", flow.next(std::min(width, button_width(ui, leave))), leave))
      ask_reason(screen, *drop);
  }
  return flow.bottom() + 8 - at.y;
}

float draw_damaged(const Screen& screen, Point at, float width) {
  const std::vector<DamagedFile>& damaged = screen.snapshot.status.damaged_files;
  if (damaged.empty()) return 0;
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  const std::size_t count = std::min(damaged.size(), rows_max);
  const std::string_view how = words(Word::damaged_how);
  const float how_high = ui.canvas.measure(how, Type::small, {width - 32, 4}).height;
  const float high = 50 + line_high * static_cast<float>(count) + how_high + 18;
  card(ui, {at.x, at.y, width, high});
  ui.canvas.icon({at.x + 27, at.y + 26}, icons::alert_circle, 22, ui.theme.err);
  ui.canvas.text_left({at.x + 46, at.y + 12, width - 62, 28},
                      words(Word::damaged_title, number(static_cast<std::int64_t>(damaged.size()))),
                      Type::body_bold, ui.theme.err);
  float y = at.y + 46;
  for (std::size_t i = 0; i < count; ++i) {
    ui.canvas.text_left({at.x + 16, y, width - 32, line_high}, damaged[i].name, Type::body, ui.theme.text);
    y += line_high;
  }
  ui.canvas.text({at.x + 16, y + 6}, how, Type::small, ui.theme.text2, {width - 32, 4});
  return high + 14;
}

float draw_laptops(const Screen& screen, Point at, float width) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  UiState* state = &screen.state;
  std::vector<Listed> rows;
  if (state->laptops) {
    for (const LaptopStanding& laptop : state->laptops->laptops) {
      if (rows.size() == rows_max) break;
      rows.push_back({laptop.name + " · " + laptop.user, laptop_line(words, laptop)});
    }
  }
  const bool none = state->laptops && rows.empty();
  const std::string line = none ? words(Word::laptops_none, number(state->laptops->silent_days))
                                : std::string(words(Word::laptops_line));
  const float line_tall = ui.canvas.measure(line, Type::small, {width - 32, 3}).height;
  const float high = 46 + line_tall + 10 + row_high * static_cast<float>(rows.size()) + 62;
  card(ui, {at.x, at.y, width, high});
  ui.canvas.text_left({at.x + 16, at.y + 12, width - 32, 28}, words(Word::laptops_title), Type::body_bold,
                      ui.theme.text);
  ui.canvas.text({at.x + 16, at.y + 44}, line, Type::small, none ? ui.theme.ok : ui.theme.text2,
                 {width - 32, 3});
  float y = at.y + 44 + line_tall + 10;
  y += draw_rows(ui, {at.x + 16, y}, width - 32, rows);
  const bool asks = state->asks_laptops;
  const ButtonSpec ask{words(Word::laptops_ask), icons::laptop, Look::outlined, asks,
                       asks ? words(Word::why_office_asked) : std::string_view()};
  if (button(ui, "ask laptops", {at.x + 16, y + 4, width - 32, 44}, ask) && !asks) {
    state->asks_laptops = true;
    screen.hand_in(AskLaptops{}, [state, words](const Outcome& outcome) {
      state->asks_laptops = false;
      if (outcome.refusal) {
        state->snack = Snack{icons::alert_circle, words.reason(*outcome.refusal), {}, {}, 0};
      } else if (const auto* radar = std::get_if<Radar>(&outcome.report)) {
        state->laptops = *radar;
      }
    });
  }
  return high + 14;
}

}  // namespace khaosan::client
