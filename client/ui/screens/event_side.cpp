#include "client/ui/screens/event_page.hpp"

namespace khaosan::client {
namespace {

constexpr std::int64_t rows_at_first = 50;
constexpr std::int64_t more_rows = 100;  // when the end of those comes into sight

// How many are asked for of the event's.
std::int64_t& wanted(const Screen& screen, const char* kind, RecordId event) {
  struct Wanted {
    std::int64_t rows = rows_at_first;
  };
  constexpr WidgetId everywhere = 0x776e746564;  // outside every scope: they are asked for in several places
  const WidgetId id = everywhere ^ std::hash<std::string>()(kind + event.text());
  return screen.ui.keep<Wanted>(id).rows;
}

const ListAnswer* newest_of(const Screen& screen, const char* kind, RecordId event) {
  ListQuery query = children_of(kind, event, wanted(screen, kind, event));
  query.descending = true;
  return screen.list((kind == std::string_view("note") ? "notes " : "stories ") + event.text(), query);
}

const ListAnswer* notes_of(const Screen& screen, RecordId event) {
  return newest_of(screen, "note", event);
}

const ListAnswer* stories_of(const Screen& screen, RecordId event) {
  return newest_of(screen, "news", event);
}

bool is_seen(const Screen& screen, const Rect& rect) {
  const Rect& clip = screen.ui.canvas.clip();
  return rect.y + rect.height > clip.y - 200 && rect.y < clip.y + clip.height + 200;
}

// Below the last row that is here: the others come when this comes into sight.
float rest(const Screen& screen, Point at, float width, const char* kind, RecordId event,
           const ListAnswer& rows) {
  Ui& ui = screen.ui;
  const auto here = static_cast<std::int64_t>(rows.rows.size());
  if (here >= rows.total) return 0;
  const Rect line{at.x, at.y, width, 32};
  ui.canvas.text_left(line, ui.words(Word::and_more, std::to_string(rows.total - here)), Type::small,
                      ui.theme.text2);
  std::int64_t& asked = wanted(screen, kind, event);
  if (is_seen(screen, line) && here >= asked) asked += more_rows, ui.again();
  return line.height;
}

float hint(const Screen& screen, Point at, float width, std::string_view text) {
  const TextOptions options{width, 4};
  return screen.ui.canvas.text({at.x, at.y + 4}, text, Type::small, screen.ui.theme.text2, options).height +
         12;
}

}  // namespace

std::int64_t note_count(const Screen& screen, RecordId event) {
  const ListAnswer* notes = notes_of(screen, event);
  return notes == nullptr ? 0 : notes->total;
}

std::int64_t story_count(const Screen& screen, RecordId event) {
  const ListAnswer* stories = stories_of(screen, event);
  return stories == nullptr ? 0 : stories->total;
}

RecordId open_story(const Screen& screen, RecordId event) {
  const ListAnswer* stories = stories_of(screen, event);
  if (stories == nullptr) return {};
  for (const Record& story : stories->rows) {
    if (is_open_story(story.fields)) return story.id;
  }
  return {};
}

float draw_notes(const Screen& screen, Point at, float width, RecordId event) {
  Ui& ui = screen.ui;
  const Scope scope(ui, "notes");
  const ListAnswer* notes = notes_of(screen, event);
  if (notes == nullptr) return 0;
  if (notes->rows.empty()) return hint(screen, at, width, ui.words(Word::notes_none));
  const CivilDate today = today_in_bangkok();
  float y = at.y;
  for (const Record& note : notes->rows) {
    const std::string& text = text_field(note.fields, "text");
    const std::string_view rest = after_first_line(text);
    const TextOptions options{width - 34, 2};
    const float body = rest.empty() ? 0 : ui.canvas.measure(rest, Type::small, options).height;
    const Rect row{at.x - 8, y, width + 16, std::max(52.0F, 26 + body + 24)};
    if (is_seen(screen, row)) {
      const WidgetId id = ui.id("note", std::hash<RecordId>()(note.id));
      const Act act = ui.spot(id, row);
      if (act.hovered || act.held)
        ui.canvas.fill(row, faded(ui.theme.text, act.held ? 0.12F : 0.05F), radius::field);
      if (act.focused && ui.memory.focus_shown) ui.canvas.outline(row, ui.theme.primary, 3, radius::field);
      const std::string time = moment(ui.words, made_at(note.id), today);
      const float time_wide = ui.canvas.measure(time, Type::caption).width;
      const float top = row.y + 12;
      ui.canvas.icon({at.x + 11, top + 13}, icons::note_text, 22, ui.theme.primary);
      std::string title(first_line(text));
      if (title.empty()) title = ui.words(Word::empty_note);
      ui.canvas.text_left({at.x + 34, top, width - 34 - time_wide - 10, 26}, title, Type::small_bold,
                          ui.theme.text);
      ui.canvas.text_left({at.x + width - time_wide, top, time_wide + 2, 26}, time, Type::caption,
                          ui.theme.text2);
      if (!rest.empty()) ui.canvas.text({at.x + 34, top + 26}, rest, Type::small, ui.theme.text2, options);
      if (act.clicked) screen.go(Route::Kind::note, note.id);
      if (act.focused && ui.key(Key::del))
        remove_record(screen, "note", note.id, std::string(ui.words(Word::note_removed)));
    }
    y += row.height;
    if (&note != &notes->rows.back()) divider(ui, at.x, y, width);
    y += 1;
  }
  y += rest(screen, {at.x, y}, width, "note", event, *notes);
  return y - at.y;
}

float draw_stories(const Screen& screen, Point at, float width, RecordId event) {
  Ui& ui = screen.ui;
  const Scope scope(ui, "stories");
  const ListAnswer* stories = stories_of(screen, event);
  if (stories == nullptr) return 0;
  if (stories->rows.empty()) return hint(screen, at, width, ui.words(Word::stories_none));
  float y = at.y;
  bool has_button = false;  // one a card: the newest that may be written on
  for (const Record& story : stories->rows) {
    const std::string& status = text_field(story.fields, "status");
    std::string title = text_field(story.fields, "headline");
    if (title.empty()) title = ui.words(Word::untitled_news);
    const TextOptions options{width, 2};
    const float title_high = ui.canvas.measure(title, Type::body_bold, options).height;
    const bool with_button = is_open_story(story.fields) && !has_button;
    has_button = has_button || with_button;
    const Rect row{at.x - 8, y, width + 16, title_high + 26 + 26};
    const Rect write{at.x, y + row.height + 2, width, height::button};
    if (is_seen(screen, {row.x, row.y, row.width, row.height + 60})) {
      const std::uint64_t number = std::hash<RecordId>()(story.id);
      const Act act = ui.spot(ui.id("story", number), row);
      if (act.hovered || act.held)
        ui.canvas.fill(row, faded(ui.theme.text, act.held ? 0.12F : 0.05F), radius::field);
      if (act.focused && ui.memory.focus_shown) ui.canvas.outline(row, ui.theme.primary, 3, radius::field);
      ui.canvas.text({at.x, y + 8}, title, Type::body_bold, ui.theme.text, options);
      const float pill_y = y + 8 + title_high + 4;
      status_pill(ui, {at.x, pill_y}, status);
      ListQuery photos;
      photos.kind = "news_photo";
      photos.where = {{"news", Value{story.id.text()}}};
      photos.limit = 1;
      const ListAnswer* members = screen.list("story photos " + story.id.text(), photos);
      if (members != nullptr) {
        const float x = at.x + status_pill_width(ui, status) + 8;
        ui.canvas.text_left({x, pill_y, at.x + width - x, 26},
                            ui.words(Word::photo_count, std::to_string(members->total)), Type::small,
                            ui.theme.text2);
      }
      bool opens = act.clicked;
      if (with_button) {
        const Scope one(ui, "write", number);
        opens = button(ui, "write", write, {ui.words(Word::write_on), icons::pencil, Look::tonal}) || opens;
      }
      if (opens) screen.go(Route::Kind::story, story.id);
      if (act.focused && ui.key(Key::del)) remove_story(screen, story);
    }
    y += row.height + (with_button ? height::button + 14 : 0);
    if (&story != &stories->rows.back()) divider(ui, at.x, y, width);
    y += 1;
  }
  y += rest(screen, {at.x, y}, width, "news", event, *stories);
  return y - at.y;
}

}  // namespace khaosan::client
