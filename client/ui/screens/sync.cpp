#include <algorithm>
#include <array>

#include "client/ui/article.hpp"
#include "client/ui/screen.hpp"
#include "client/ui/screens/likeness.hpp"

namespace khaosan::client {
namespace {

constexpr float side_width = 424;
constexpr std::int64_t conflicts_shown = 50;
constexpr std::int64_t merged_shown = 50;

constexpr std::array<Word, RoundSeen::parts> steps = {Word::step_push, Word::step_files, Word::step_pull,
                                                      Word::step_compare};

std::string number(std::int64_t count) {
  return std::to_string(count);
}

bool is_waiting(const StatusReport& status) {
  return status.pending_changes > 0 || status.pending_files > 0;
}

// Of the steps that are done: what the office confirmed in this round, or in the last one.
std::string confirmed(const Screen& screen, std::size_t step) {
  const Words& words = screen.ui.words;
  if (!screen.state.last_sync) return {};
  const SyncReport& report = *screen.state.last_sync;
  if (step == 0) {
    std::string line = words(Word::sent_confirmed, number(report.sent_changes));
    if (report.merged_changes > 0) line += " · " + words(Word::sent_merged, number(report.merged_changes));
    return line;
  }
  if (step == 1) return words(Word::files_confirmed, number(report.sent_files));
  if (step == 2)
    return words(Word::received, number(report.received_records), number(report.received_renditions));
  return std::string(words(report.complete ? Word::both_sides_equal : Word::not_complete));
}

std::string going_on(const Screen& screen, std::size_t step) {
  const Words& words = screen.ui.words;
  const SyncProgress& progress = screen.slow.sync;
  if (progress.step == SyncStep::connect) return std::string(words(Word::connecting));
  if (RoundSeen::part_of(progress.step) != step) return {};
  if (step == 1 && progress.total > 0) {
    // Files are counted in bytes.
    return words(Word::of_count, words.bytes(progress.done), words.bytes(progress.total)) +
           (progress.name.empty() ? "" : " · " + progress.name);
  }
  if (progress.total > 0) return words(Word::of_count, number(progress.done), number(progress.total));
  return progress.name;
}

float draw_steps(const Screen& screen, Point at, float width) {
  Ui& ui = screen.ui;
  const bool running = screen.slow.syncing;
  const RoundSeen& round = screen.state.round;
  // All was equal before the window was opened, or in its last round. What has been written since waits; a
  // round that failed has done what it had reached.
  const StatusReport& status = screen.snapshot.status;
  const bool waits = is_waiting(status);
  const bool failed = screen.state.sync_fault.has_value();
  const bool is_even = status.last_sync.has_value() && !waits;
  const bool has_report = (screen.state.last_sync.has_value() || is_even) && !failed && !waits;
  const bool is_past = screen.state.last_sync.has_value() && waits && !failed;
  float y = at.y;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const bool done = running || failed ? i < round.reached : has_report;
    const bool here = running && i == round.reached;
    const Point middle{at.x + 14, y + 16};
    if (i + 1 < steps.size()) ui.canvas.line({middle.x, middle.y + 14}, {middle.x, y + 62}, ui.theme.line, 2);
    if (here) {
      ui.canvas.circle(middle, 14, ui.theme.primary);
      ui.canvas.icon(middle, icons::sync, 18, ui.theme.onp);
    } else if (done) {
      ui.canvas.circle(middle, 14, ui.theme.okc);
      if (ui.theme.name == ThemeName::outdoor) ui.canvas.ring(middle, 14, ui.theme.line, 2);
      ui.canvas.icon(middle, icons::check, 18, ui.theme.ok);
    } else {
      ui.canvas.circle(middle, 14, ui.theme.surface);
      ui.canvas.ring(middle, 13, ui.theme.strong, 2);
      ui.canvas.icon(middle, icons::timer_sand, 15, ui.theme.text2);
    }
    ui.canvas.text_left({at.x + 40, y, width - 40, 28}, ui.words(steps[i]),
                        here ? Type::body_bold : Type::body, done || here ? ui.theme.text : ui.theme.text2);
    std::string line;
    if (here) line = going_on(screen, i);
    if (!running && done && !failed) line = confirmed(screen, i);
    if (!running && is_past) line = ui.words(Word::last_round, confirmed(screen, i));
    if (!line.empty())
      ui.canvas.text_left({at.x + 40, y + 26, width - 40, 22}, line, Type::caption, ui.theme.text2);
    y += 60;
  }
  return y - at.y;
}

struct Face {
  std::string title;
  std::string line;
  Tone tone = Tone::neutral;
  char32_t icon = icons::cloud_outline_off;
};

std::string waiting_word(const Words& words, const StatusReport& status) {
  if (status.pending_files == 0) return words(Word::chip_waiting, number(status.pending_changes));
  return words(Word::waiting_with_files, number(status.pending_changes), number(status.pending_files),
               words.bytes(status.pending_file_bytes));
}

Face face_of(const Screen& screen) {
  const Words& words = screen.ui.words;
  const StatusReport& status = screen.snapshot.status;
  if (screen.slow.syncing)
    return {std::string(words(Word::chip_sending)), std::string(words(Word::sync_goes_on)), Tone::primary,
            icons::cloud_sync};
  if (screen.state.sync_fault) {
    std::string line = words.reason(*screen.state.sync_fault);
    if (is_waiting(status)) line += "\n" + words(Word::left_to_send, waiting_word(words, status));
    return {std::string(words(Word::sync_failed)), std::move(line), Tone::err, icons::alert_circle};
  }
  const bool office_waits = screen.state.last_sync && !screen.state.last_sync->waits_for_laptops.empty();
  if (is_waiting(status) && office_waits)
    return {std::string(words(Word::office_restores)),
            words(Word::office_waits_for, screen.state.last_sync->waits_for_laptops), Tone::warn,
            icons::timer_sand};
  if (is_waiting(status))
    return {waiting_word(words, status), std::string(words(Word::waiting_line)), Tone::warn,
            icons::cloud_outline_off};
  if (!status.last_sync)
    return {std::string(words(Word::chip_never)), std::string(words(Word::never_line)), Tone::warn,
            icons::cloud_outline_off};
  return {std::string(words(Word::both_sides_equal)),
          words(Word::last_sync_at, words.instant(*status.last_sync)), Tone::ok, icons::cloud_check};
}

Face with_clock_gap(const Screen& screen, Face face) {
  const Words& words = screen.ui.words;
  if (!screen.state.last_sync || !screen.state.last_sync->clock_gap) return face;
  const ClockGap& gap = *screen.state.last_sync->clock_gap;
  face.line += "\n" + words(Word::clock_gap, words.instant(gap.here), words.instant(gap.office));
  if (face.tone == Tone::ok) face.tone = Tone::warn;
  return face;
}

float draw_state(const Screen& screen, Point at, float width) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  const Face face = with_clock_gap(screen, face_of(screen));
  const bool running = screen.slow.syncing;
  const ButtonSpec go{words(screen.state.sync_fault ? Word::try_again : Word::send_now), icons::sync,
                      Look::primary};
  const float go_wide = button_width(ui, go);
  const bool beside = width - go_wide - 70 > 240;
  const float room = beside ? width - 72 - go_wide - 16 : width - 72;
  const Size title = ui.canvas.measure(face.title, Type::title, {room, 2});
  const Size line = ui.canvas.measure(face.line, Type::small, {beside ? room : width - 48, 5});
  const float bar_high = running ? 24.0F : 0.0F;
  const float head = title.height + line.height;
  const float high = 20 + head + (beside ? 0.0F : 58.0F) + 16 + bar_high + 240 + 12;
  card(ui, {at.x, at.y, width, high});
  const Tint tint = tint_of(ui.theme, face.tone);
  float y = at.y + 20;
  ui.canvas.icon({at.x + 36, y + 17}, face.icon, 26, tint.ink);
  ui.canvas.text({at.x + 60, y}, face.title, Type::title, ui.theme.text, {room, 2});
  y += title.height;
  ui.canvas.text({at.x + (beside ? 60.0F : 24.0F), y}, face.line, Type::small, ui.theme.text2,
                 {beside ? room : width - 48, 5});
  y += line.height;
  const Rect button_at = beside ? Rect{at.x + width - go_wide - 24, at.y + 24, go_wide, 44}
                                : Rect{at.x + 24, y + 10, width - 48, 48};
  if (!beside) y += 58;
  if (running) {
    if (button(ui, "pause", button_at, {words(Word::pause), icons::pause, Look::outlined}))
      screen.pause_sync();
  } else if (button(ui, "send", button_at, go)) {
    screen.state.drafts.leave_all();
    screen.state.sync_fault.reset();
    screen.hand_in(Sync{}, {});
  }
  y += 16;
  if (running) {
    progress_bar(ui, {at.x + 24, y, width - 48, 10}, screen.state.round.whole());
    y += bar_high;
  }
  draw_steps(screen, {at.x + 24, y}, width - 48);
  return high;
}

std::string record_title(const Screen& screen, const std::string& kind, RecordId id) {
  const KindDecl* decl = find_kind(kind);
  if (decl == nullptr) return kind;
  std::string title(screen.ui.words.label(decl->th, decl->en));
  const RecordView* view = screen.record(kind, id);
  if (view != nullptr && !decl->title.empty()) {
    const std::string& name = text_field(view->record.fields, decl->title);
    if (!name.empty()) title += " · " + name;
  }
  return title;
}

bool can_open(const std::string& kind) {
  return kind == "news" || kind == "event" || kind == "note";
}

void open_record(const Screen& screen, const std::string& kind, RecordId id) {
  if (kind == "news") screen.go(Route::Kind::story, id);
  if (kind == "note") screen.go(Route::Kind::note, id);
  if (kind == "event") {
    screen.state.event = id;
    screen.go(screen.is_narrow ? Route::Kind::event : Route::Kind::events, id);
  }
}

// What was refused can be opened, sent once more, or given up: that takes a second press.
void draw_refused_buttons(const Screen& screen, const Rect& rect, const RefusedChange& refused) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  const Scope scope(ui, "refused " + refused.change.text() + refused.record.text());
  Flow flow(rect, 4, 44);
  const auto act = [&](std::string_view name, Word label, char32_t icon) {
    const ButtonSpec spec{words(label), icon, Look::text};
    return button(ui, name, flow.next(button_width(ui, spec)), spec);
  };
  if (can_open(refused.kind) && act("open", Word::open_record, icons::pencil))
    open_record(screen, refused.kind, refused.record);
  if (refused.change.empty()) return;
  const auto move = refused.kind == "news" ? move_named(refused.verb) : std::nullopt;
  const bool decided = move && news_flow::is_decision(*move);
  // A decision is about the text that was read: it is made anew, not sent again.
  if (!decided && act("again", Word::send_again, icons::redo_variant))
    screen.hand_in(Resubmit{refused.change, {}}, {});
  bool& armed = ui.keep<bool>(ui.id("armed"));
  if (act("dismiss", armed ? Word::give_up_really : Word::give_up, icons::delete_)) {
    if (armed) screen.hand_in(DismissRefused{refused.change}, {});
    armed = !armed;
  }
}

float draw_refused(const Screen& screen, Point at, float width) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  screen.view.refused = true;
  const auto& tray = screen.snapshot.refused;
  if (tray.empty()) return 0;
  const float inner = width - 32;
  struct Row {
    std::string title, reason;
    float reason_high = 0;
  };
  std::vector<Row> rows;
  float high = 48;
  for (const RefusedChange& refused : tray) {
    Row row{record_title(screen, refused.kind, refused.record) + " · " +
                std::string(verb_word(words, refused.verb)),
            std::string(words.label(refused.thai, refused.english)), 0};
    row.reason_high = ui.canvas.measure(row.reason, Type::small, {inner}).height;
    high += 26 + row.reason_high + 48 + 8;
    rows.push_back(std::move(row));
  }
  card(ui, {at.x, at.y, width, high});
  ui.canvas.icon({at.x + 27, at.y + 26}, icons::alert_circle, 22, ui.theme.err);
  ui.canvas.text_left({at.x + 46, at.y + 12, inner - 30, 28},
                      words(Word::refused_count, number(static_cast<std::int64_t>(tray.size()))),
                      Type::body_bold, ui.theme.err);
  float y = at.y + 46;
  for (std::size_t i = 0; i < tray.size(); ++i) {
    const RefusedChange& refused = tray[i];
    ui.canvas.text_left({at.x + 16, y, inner, 24}, rows[i].title, Type::body_bold, ui.theme.text);
    ui.canvas.text({at.x + 16, y + 25}, rows[i].reason, Type::small, ui.theme.text2, {inner});
    y += 26 + rows[i].reason_high;
    draw_refused_buttons(screen, {at.x + 8, y + 2, width - 16, 44}, refused);
    y += 48;
    y += 8;
  }
  return high + 14;
}

struct ChoiceRow {
  std::string title, line;
};

struct ChoiceCard {
  std::vector<ChoiceRow> rows;
  char32_t icon = 0;
  std::string heading;
  bool is_open = false;
  std::string_view note;
};

// What waits for a choice, and the way to choose.
float draw_choice_card(const Screen& screen, std::string_view name, Point at, float width,
                       const ChoiceCard& choices) {
  if (choices.rows.empty()) return 0;
  Ui& ui = screen.ui;
  constexpr std::size_t rows_max = 4;
  const std::size_t count = std::min(choices.rows.size(), rows_max);
  const float high = 52 + 60 * static_cast<float>(count) + 66 + 30;
  const Colour ink = choices.is_open ? ui.theme.warn : ui.theme.text2;
  card(ui, {at.x, at.y, width, high});
  ui.canvas.icon({at.x + 27, at.y + 26}, choices.icon, 22, ink);
  ui.canvas.text_left({at.x + 46, at.y + 12, width - 62, 28}, choices.heading, Type::body_bold, ink);
  float y = at.y + 50;
  for (std::size_t i = 0; i < count; ++i) {
    ui.canvas.text_left({at.x + 16, y, width - 32, 26}, choices.rows[i].title, Type::body_bold,
                        ui.theme.text);
    ui.canvas.text_left({at.x + 16, y + 26, width - 32, 22}, choices.rows[i].line, Type::small,
                        ui.theme.text2);
    y += 60;
  }
  const ButtonSpec choose{ui.words(Word::choose), choices.icon, Look::tonal};
  if (button(ui, name, {at.x + 16, y + 4, width - 32, 46}, choose)) screen.go(Route::Kind::conflicts);
  ui.canvas.text_left({at.x + 16, y + 58, width - 32, 22}, choices.note, Type::caption, ui.theme.text2);
  return high + 14;
}

std::string or_waits(const Screen& screen, std::string line, const std::string& kind, RecordId id) {
  const RecordView* view = screen.record(kind, id);
  if (view != nullptr && !view->waiting_verbs.empty())
    line += " · " + std::string(screen.ui.words(Word::waiting_office));
  return line;
}

float draw_choices(const Screen& screen, Point at, float width) {
  const Words& words = screen.ui.words;
  ListQuery query;
  query.kind = "conflict";
  query.where = {{"settled", Value{}}};
  query.limit = conflicts_shown;
  const ListAnswer* answer = screen.list("open conflicts", query);
  if (answer == nullptr) return 0;
  const std::int64_t open = screen.snapshot.status.open_conflicts;  // without those that were chosen
  ChoiceCard choices{
      {},
      icons::source_merge,
      open > 0 ? words(Word::choices_count, number(open)) : std::string(words(Word::done_choice)),
      open > 0,
      words(Word::choices_note)};
  for (const Record& conflict : answer->rows) {
    const std::string& kind = text_field(conflict.fields, "record_kind");
    const auto id = RecordId::parse(text_field(conflict.fields, "record"));
    const KindDecl* decl = find_kind(kind);
    const std::string& field = text_field(conflict.fields, "field");
    const FieldDecl* field_decl = decl == nullptr ? nullptr : decl->field(field);
    choices.rows.push_back(
        {id.ok() ? record_title(screen, kind, *id) : kind,
         or_waits(screen,
                  field_decl == nullptr ? field : std::string(words.label(field_decl->th, field_decl->en)),
                  "conflict", conflict.id)});
  }
  return draw_choice_card(screen, "choose", at, width, choices);
}

float draw_pairs_to_choose(const Screen& screen, Point at, float width) {
  const Words& words = screen.ui.words;
  const std::int64_t open = screen.snapshot.status.open_likenesses;
  ChoiceCard choices{
      {},
      icons::call_merge,
      open > 0 ? words(Word::pairs_count, number(open)) : std::string(words(Word::done_choice)),
      open > 0,
      words(Word::pairs_note)};
  for (const Alike& pair : open_pairs(screen))
    choices.rows.push_back(
        {pair.one.title, or_waits(screen, pair.other.title, "likeness", pair.likeness->id)});
  return draw_choice_card(screen, "choose pairs", at, width, choices);
}

float draw_merged(const Screen& screen, Point at, float width) {
  Ui& ui = screen.ui;
  ListQuery query;
  query.kind = "news";
  query.limit = merged_shown;
  query.descending = true;
  query.filled = {"merged_unseen"};
  const ListAnswer* answer = screen.list("merged news", query);
  if (answer == nullptr || answer->rows.empty()) return 0;
  const std::int64_t more = answer->total - static_cast<std::int64_t>(answer->rows.size());
  const float high = 48 + 56 * static_cast<float>(answer->rows.size()) + (more > 0 ? 36.0F : 0.0F);
  card(ui, {at.x, at.y, width, high});
  ui.canvas.text_left({at.x + 16, at.y + 12, width - 32, 26},
                      ui.words(Word::merged_count, number(answer->total)), Type::small_bold, ui.theme.text2);
  float y = at.y + 42;
  for (const Record& news : answer->rows) {
    const Rect row{at.x + 6, y, width - 12, 54};
    const Act act = ui.spot(ui.id("merged", std::hash<RecordId>()(news.id)), row);
    if (act.hovered) ui.canvas.fill(row, faded(ui.theme.text, 0.06F), 10);
    ui.canvas.icon({row.x + 24, y + 27}, icons::call_merge, 22, ui.theme.primary);
    ui.canvas.text_left({row.x + 48, y, row.width - 84, 54},
                        title_word(ui.words, text_field(news.fields, "headline")), Type::body, ui.theme.text);
    ui.canvas.icon({row.x + row.width - 22, y + 27}, icons::chevron_right, 22, ui.theme.text2);
    if (act.focused) ui.focus_ring(row, 10);
    if (act.clicked) screen.go(Route::Kind::story, news.id);
    y += 56;
  }
  if (more > 0)
    ui.canvas.text_left({at.x + 16, y, width - 32, 28}, ui.words(Word::and_more, number(more)), Type::small,
                        ui.theme.text2);
  return high + 14;
}

float draw_office(const Screen& screen, Point at, float width) {
  Ui& ui = screen.ui;
  const StatusReport& status = screen.snapshot.status;
  const float high = 84 + 60;
  card(ui, {at.x, at.y, width, high});
  Settings& settings = screen.state.settings;
  if (switch_row(ui, "auto sync", {at.x + 16, at.y + 80, width - 32, 56},
                 {icons::cloud_sync, ui.words(Word::auto_sync_label), {}, settings.auto_sync}))
    settings.auto_sync = !settings.auto_sync;
  ui.canvas.fill({at.x + 16, at.y + 20, 44, 44}, ui.theme.surface2, 12);
  ui.canvas.icon({at.x + 38, at.y + 42}, icons::history, 22, ui.theme.text2);
  const std::string last = status.last_sync ? ui.words(Word::last_time, ui.words.instant(*status.last_sync))
                                            : std::string(ui.words(Word::chip_never));
  ui.canvas.text_left({at.x + 72, at.y + 16, width - 88, 26}, last, Type::body_bold, ui.theme.text);
  ui.canvas.text_left({at.x + 72, at.y + 42, width - 88, 22}, status.office, Type::small, ui.theme.text2);
  return high + 14;
}

}  // namespace

void draw_sync(const Screen& screen) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  const TopBar bar =
      top_bar(screen, "bar", {.title = words(Word::sync_title), .has_back = screen.state.way.size() > 1});
  if (bar.back) screen.back();
  if (!screen.snapshot.status.paired && screen.snapshot.number > 0) {
    if (empty_state(ui, "pair", bar.rest,
                    {icons::link_variant, words(Word::not_paired_title), words(Word::not_paired_line),
                     words(Word::pair_office), icons::link_variant}))
      screen.go(Route::Kind::first_run);
    return;
  }
  ScrollArea area(ui, "sync", bar.rest);
  const float pad = screen.is_narrow ? 16 : 24;
  const float width = bar.rest.width - 2 * pad;
  const bool two = width >= 900;
  const float main_width = two ? width - side_width - 18 : width;
  const float x = bar.rest.x + pad;
  float y = area.top() + 18;
  float left = y + draw_state(screen, {x, y}, main_width) + 14;
  const float side_x = two ? x + main_width + 18 : x;
  const float side_w = two ? side_width : width;
  float side_y = two ? y : left;
  side_y += draw_damaged(screen, {side_x, side_y}, side_w);
  side_y += draw_refused(screen, {side_x, side_y}, side_w);
  side_y += draw_choices(screen, {side_x, side_y}, side_w);
  side_y += draw_pairs_to_choose(screen, {side_x, side_y}, side_w);
  side_y += draw_merged(screen, {side_x, side_y}, side_w);
  side_y += draw_office(screen, {side_x, side_y}, side_w);
  side_y += draw_sticks(screen, {side_x, side_y}, side_w);
  side_y += draw_laptops(screen, {side_x, side_y}, side_w);
  area.end(std::max(left, side_y) - area.top() + 12);
}

}  // namespace khaosan::client
