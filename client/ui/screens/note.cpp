#include <algorithm>

#include "client/ui/screens/event_parts.hpp"

namespace khaosan::client {
namespace {

constexpr float text_width_max = 760;
constexpr float footer_height = 72;

struct SavedLine {
  char32_t icon;
  std::string text;
  Colour ink;
};

// What the disk has of it.
SavedLine saved_line(const Screen& screen, RecordId note) {
  const Theme& theme = screen.ui.theme;
  const Words& words = screen.ui.words;
  const Drafts& drafts = screen.state.drafts;
  for (const char* name : {"text", "source"}) {
    if (const Refusal* refusal = drafts.fault({"note", note, name}))
      return {icons::alert_circle, std::string(words(Word::not_saved)) + ": " + words.reason(*refusal),
              theme.err};
  }
  const bool pending =
      drafts.is_pending({"note", note, "text"}) || drafts.is_pending({"note", note, "source"});
  if (pending) return {icons::sync, std::string(words(Word::saving)), theme.text2};
  return {icons::check, std::string(words(Word::saved)), theme.ok};
}

void remove_note(const Screen& screen, RecordId note) {
  remove_record(screen, "note", note, std::string(screen.ui.words(Word::note_removed)));
  screen.back();
}

// The top bar: back, what the disk has, remove, state chip.
float draw_bar(const Screen& screen, const Rect& rect, RecordId note) {
  Ui& ui = screen.ui;
  const float high = screen.is_narrow ? height::top_bar_narrow : height::top_bar;
  const float middle = rect.y + high / 2;
  ui.canvas.fill({rect.x, rect.y, rect.width, high}, ui.theme.surface);
  if (icon_button(ui, "back", {rect.x + 8, middle - 22, 44, 44}, icons::arrow_left, ui.words(Word::back)))
    screen.back();
  float right = rect.x + rect.width - (screen.is_narrow ? 12 : 20);
  const SavedLine saved = saved_line(screen, note);
  const float saved_wide = ui.canvas.measure(saved.text, Type::caption).width;
  right -= state_chip_at(screen, {right, middle}, right - rect.x - saved_wide - 136);
  right -= 48;
  if (icon_button(ui, "remove", {right, middle - 22, 44, 44}, icons::delete_, ui.words(Word::note_remove)))
    remove_note(screen, note);
  ui.canvas.icon({rect.x + 66, middle}, saved.icon, 18, saved.ink);
  ui.canvas.text_left({rect.x + 80, rect.y, right - rect.x - 84, high}, saved.text, Type::caption,
                      ui.theme.text2);
  return high;
}

// Event and time; answers the height.
float draw_chips(const Screen& screen, Point at, float width, const Record& note) {
  Ui& ui = screen.ui;
  const CivilDate today = today_in_bangkok();
  const RecordId event_id = id_in(note.fields, "event");
  const Record* event = living(screen, "event", event_id);
  std::string label(ui.words(Word::note_no_event));
  if (event != nullptr) label = event_title(ui.words, event->fields);
  const std::string time = moment(ui.words, made_at(note.id), today);
  const float time_wide = ui.canvas.measure(time, Type::small).width + 34;
  const ChipSpec event_chip{label, icons::calendar_text, event != nullptr};
  const float wide = std::min(chip_width(ui, event_chip) + 2, width - time_wide - 8);
  if (chip(ui, "event", {at.x, at.y, wide, 36}, event_chip)) {
    if (event != nullptr) {
      screen.state.event = event_id;
      screen.back();
      if (screen.route().kind != Route::Kind::events && screen.route().kind != Route::Kind::event)
        screen.go(screen.is_narrow ? Route::Kind::event : Route::Kind::events, event_id);
    } else if (!screen.state.event.empty()) {
      Put put;
      put.kind = "note";
      put.id = note.id;
      put.set["event"] = Value{screen.state.event.text()};
      screen.hand_in(put, {});
    }
  }
  ui.canvas.icon({at.x + wide + 20, at.y + 18}, icons::clock, 18, ui.theme.text2);
  ui.canvas.text_left({at.x + wide + 34, at.y, time_wide, 36}, time, Type::small, ui.theme.text2);
  return 36;
}

}  // namespace

void draw_note(const Screen& screen) {
  Ui& ui = screen.ui;
  const RecordId id = screen.route().id;
  const Rect rect = screen.rect;
  const Record* note = living(screen, "note", id);
  ui.canvas.fill(rect, ui.theme.surface);
  if (note == nullptr) {
    if (!screen.snapshot.view.records.contains({"note", id})) return ui.hold_input();
    const EmptySpec gone{icons::note_text, ui.words(Word::note_gone), ui.words(Word::note_gone_how),
                         ui.words(Word::back), icons::arrow_left};
    if (empty_state(ui, "gone", rect, gone)) screen.back();
    return;
  }
  const Scope scope(ui, "note", std::hash<RecordId>()(id));
  const float bar = draw_bar(screen, rect, id);
  const float width = std::min(rect.width - (screen.is_narrow ? 40 : 64), text_width_max);
  const float x = rect.x + std::max(20.0F, (rect.width - width) / 2);
  float y = rect.y + bar + 6;
  y += draw_chips(screen, {x, y}, width, *note) + 14;

  const float footer = rect.y + rect.height - footer_height;
  FieldSpec text;
  text.placeholder = ui.words(Word::note_hint);
  text.many_lines = true;
  text.is_bare = true;
  text.type = Type::editor;
  text.lines_shown_max = 0;
  text.characters_max = 100'000;
  // A note of no event holds one blank until something is typed.
  const std::string& held = text_field(note->fields, "text");
  auto& begun = ui.keep<bool>(ui.id("begun"));
  if (!begun) {
    begun = true;
    if (first_line(held).empty()) ui.focus(ui.id("text"));
  }
  const FieldAnswer typed =
      screen.draft_field("text", {x, y, width, std::max(40.0F, footer - y - 8)}, text, "note", id, "text",
                         held == " " ? std::string_view() : std::string_view(held));

  ui.canvas.fill({rect.x, footer, rect.width, footer_height}, ui.theme.surface);
  divider(ui, rect.x, footer, rect.width);
  const ButtonSpec write{
      ui.words(Word::note_to_story), icons::newspaper, Look::tonal, false,
      first_line(field_text(ui, "text")).empty() ? ui.words(Word::why_note_empty) : std::string_view()};
  const float write_wide = button_width(ui, write);
  const float right = x + width;
  FieldSpec source;
  source.placeholder = ui.words(Word::note_source_hint);
  source.characters_max = 200;
  const float source_wide = right - write_wide - 12 - x;
  const FieldAnswer source_typed =
      screen.draft_field("source", {x, footer + 13, source_wide, 0}, source, "note", id, "source",
                         text_field(note->fields, "source"));
  const std::string now = field_text(ui, "text");
  const bool starts =
      button(ui, "write", {right - write_wide, footer + 14, write_wide, height::button}, write);
  if (starts) {
    screen.state.drafts.leave_all();
    std::string body = now;
    const std::string said_by = field_text(ui, "source");
    if (!said_by.empty()) body += "\n\n" + ui.words(Word::source_is, said_by);
    start_story(screen, {id_in(note->fields, "event"), {}, std::move(body), {}});
  }
  if (typed.entered || source_typed.entered) {
    screen.state.drafts.leave_all();
    screen.back();
  }
}

}  // namespace khaosan::client
