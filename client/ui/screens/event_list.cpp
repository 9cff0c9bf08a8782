#include "client/ui/screens/event_list.hpp"

#include "client/ui/list_range.hpp"
#include "client/ui/row_cursor.hpp"

namespace khaosan::client {
namespace {

constexpr float row_height = height::photo_row;
constexpr float heading_height = 44;

// Of today and later, the nearest first; or before today, the last one first, then those without a date.
ListQuery events(const std::string& today, bool past, RowRange range) {
  ListQuery query;
  query.kind = "event";
  query.first = range.first;
  query.limit = range.limit;
  query.descending = past;
  if (past) {
    query.sort_before = today;
  } else {
    query.sort_from = today;
  }
  return query;
}

void count(Ui& ui, float& x, float middle, char32_t icon, std::int64_t number) {
  if (number <= 0) return;
  const std::string text = std::to_string(number);
  const float wide = ui.canvas.measure(text, Type::caption).width;
  ui.canvas.icon({x + 8, middle}, icon, 16, ui.theme.text2);
  ui.canvas.text_left({x + 20, middle - 10, wide + 2, 20}, text, Type::caption, ui.theme.text2);
  x += wide + 34;
}

}  // namespace

void event_row(const Screen& screen, const Rect& row, const Record& event, CivilDate today) {
  Ui& ui = screen.ui;
  const std::string id = event.id.text();
  const ListAnswer* photos = screen.list("row photo " + id, photos_of(event.id, 1));
  const ListAnswer* notes = screen.list("row notes " + id, children_of("note", event.id, 1));
  ListQuery newest_story = children_of("news", event.id, 1);
  newest_story.descending = true;
  const ListAnswer* stories = screen.list("row news " + id, newest_story);

  const float inner = row.y + (row.height - 64) / 2;
  const bool has_photo = photos != nullptr && !photos->rows.empty();
  thumb(screen, {row.x + 16, inner + 2, 60, 60}, has_photo ? &photos->rows[0] : nullptr, icons::calendar_text,
        radius::photo);
  const float x = row.x + 88;
  const float wide = row.x + row.width - 16 - x;
  ui.canvas.text_left({x, inner - 6, wide, 26}, event_title(ui.words, event.fields), Type::body_bold,
                      ui.theme.text);
  std::string when = event_start(ui.words, event.fields, today);
  if (const std::string& place = text_field(event.fields, "place"); !place.empty()) when += " · " + place;
  ui.canvas.text_left({x, inner + 20, wide, 22}, when, Type::small, ui.theme.text2);
  const float third = inner + 56;
  if (flag_field(event.fields, "do_not_publish")) {
    pill(ui, {x, third - 13}, icons::lock, ui.words(Word::event_locked), Tone::err);
    return;
  }
  const bool has_story = stories != nullptr && !stories->rows.empty();
  const std::string& status = has_story ? text_field(stories->rows[0].fields, "status") : id;
  float at = x;
  if (photos != nullptr) count(ui, at, third, icons::image, photos->total);
  if (notes != nullptr) count(ui, at, third, icons::note_text, notes->total);
  if (has_story) {
    const float needs = status_pill_width(ui, status);
    if (at + needs <= x + wide) {
      status_pill(ui, {at, third - 13}, status);
    } else {
      count(ui, at, third, icons::newspaper, stories->total);
    }
  } else if (at == x && photos != nullptr && notes != nullptr && stories != nullptr) {
    ui.canvas.icon({x + 8, third}, icons::image, 16, ui.theme.text3);
    ui.canvas.text_left({x + 20, third - 10, wide - 20, 20}, ui.words(Word::event_not_begun), Type::caption,
                        ui.theme.text3);
  }
}

EventListAnswer event_list(const Screen& screen, const Rect& rect, RecordId selected) {
  Ui& ui = screen.ui;
  const Scope scope(ui, "event list");
  const CivilDate today = today_in_bangkok();
  const std::string now = today.iso();
  EventListAnswer answer;
  const ListAnswer* nearest = screen.list("events nearest", events(now, false, {0, 1}));
  const ListAnswer* last = screen.list("events last", events(now, true, {0, 1}));

  ScrollArea area(ui, "area", rect);
  DatedList shape;
  shape.row = row_height;
  shape.heading = heading_height;
  shape.coming = nearest == nullptr ? 0 : nearest->total;
  shape.past = last == nullptr ? 0 : last->total;
  const ListAnswer* coming =
      screen.list("events coming", events(now, false, shape.coming_to_ask(area.offset(), rect.height)));
  const ListAnswer* past =
      screen.list("events past", events(now, true, shape.past_to_ask(area.offset(), rect.height)));
  if (nearest == nullptr || last == nullptr || coming == nullptr || past == nullptr) {
    area.end(0);
    return answer;
  }
  answer.total = shape.total();
  answer.is_known = true;
  if (const ListAnswer* proposed = nearest->rows.empty() ? last : nearest; !proposed->rows.empty())
    answer.proposed = proposed->rows[0].id;

  auto& cursor = ui.keep<RowCursor>(ui.id("cursor"));
  const auto heading = [&](float top, Word word) {
    ui.canvas.text_left({rect.x + 16, area.top() + top + 6, rect.width - 32, heading_height - 6},
                        ui.words(word), Type::small_bold, ui.theme.text2);
  };
  const auto row_at = [&](std::int64_t i) -> const Record* {
    const ListAnswer* group = i < shape.coming ? coming : past;
    const std::int64_t at = (i < shape.coming ? i : i - shape.coming) - group->first;
    const auto loaded = static_cast<std::int64_t>(group->rows.size());
    return at >= 0 && at < loaded ? &group->rows[static_cast<std::size_t>(at)] : nullptr;
  };
  if (shape.coming > 0) heading(0, Word::events_coming);
  if (shape.past > 0) heading(shape.top_of(shape.coming) - heading_height, Word::events_past);
  const Rows near = shape.seen(area.offset() - 2 * row_height, rect.height + 3 * row_height);
  cursor.begin(near.from, near.to);
  for (std::int64_t i = near.from; i < near.to; ++i) {
    const Record* held = row_at(i);
    if (held == nullptr) continue;
    const Record& event = *held;
    const float top = shape.top_of(i);
    const Rect row{rect.x, area.top() + top, rect.width, row_height};
    const WidgetId id = ui.id("row", std::hash<RecordId>()(event.id));
    const bool is_selected = event.id == selected;
    const Takes takes = cursor.takes(ui, id, i);
    const Act act = row_ground(ui, id, row, is_selected, takes);
    cursor.after(ui, id, i, act);
    if (is_selected && ui.theme.name == ThemeName::outdoor)
      ui.canvas.fill({row.x, row.y, 6, row.height}, ui.theme.line);
    if (row.y < rect.y + rect.height && row.y + row.height > rect.y) event_row(screen, row, event, today);
    if (act.clicked) answer.opened = event.id;
    if (act.focused && ui.key(Key::del)) {
      remove_record(screen, "event", event.id,
                    ui.words(Word::event_removed, event_title(ui.words, event.fields)));
      cursor.wanted = std::min(i, shape.total() - 2);
    }
  }
  const auto page = static_cast<std::int64_t>(rect.height / row_height);
  if (const auto wanted = cursor.key_in_list(ui, shape.total(), page)) {
    const float top = shape.top_of(*wanted);
    area.show(std::max(0.0F, top - heading_height), top + row_height + 4);
  }
  area.end(shape.height() + 12);
  return answer;
}

}  // namespace khaosan::client
