#include "client/ui/screens/event_list.hpp"

#include "client/ui/list_range.hpp"
#include "client/ui/row_cursor.hpp"

namespace khaosan::client {
namespace {

constexpr float row_height = height::photo_row;
constexpr float heading_height = 44;

ListQuery events(std::int64_t first, std::int64_t limit, bool descending) {
  ListQuery query;
  query.kind = "event";
  query.first = first;
  query.limit = limit;
  query.descending = descending;
  return query;
}

bool is_past(const Record& event, const std::string& today) {
  return text_field(event.fields, "date") < today;  // also without a date: those stand last
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

std::optional<std::size_t> proposed_row(const std::vector<Record>& falling, CivilDate today) {
  const std::string now = today.iso();
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < falling.size(); ++i) {
    if (is_past(falling[i], now)) return best ? best : std::optional(i);
    best = i;  // the last one that is not past is the nearest
    if (text_field(falling[i].fields, "date") == now) return best;
  }
  return best;
}

void event_row(const Screen& screen, const Rect& row, const Record& event, CivilDate today) {
  Ui& ui = screen.ui;
  const std::string id = event.id.text();
  ListQuery first_photo = children_of("media", event.id, 1);
  first_photo.where["type"] = Value{std::string("photo")};
  const ListAnswer* photos = screen.list("row photo " + id, first_photo);
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
  const ListAnswer* newest = screen.list("events newest", events(0, range_step, true));
  const ListAnswer* oldest = screen.list("events oldest", events(0, 1, false));

  ScrollArea area(ui, "area", rect);
  DatedList shape;
  shape.row = row_height;
  shape.heading = heading_height;
  const RowRange range = shape.to_ask(area.offset(), rect.height);
  const ListAnswer* rows = screen.list("events", events(range.first, range.limit, true));
  if (rows == nullptr || newest == nullptr || oldest == nullptr) {
    area.end(0);
    return answer;
  }
  answer.total = rows->total;
  answer.is_known = true;
  if (const auto proposed = proposed_row(newest->rows, today)) answer.proposed = newest->rows[*proposed].id;
  shape.total = rows->total;
  shape.has_coming = !newest->rows.empty() && !is_past(newest->rows[0], now);
  shape.has_past = !oldest->rows.empty() && is_past(oldest->rows[0], now);

  auto& cursor = ui.keep<RowCursor>(ui.id("cursor"));
  const auto heading = [&](float top, Word word) {
    ui.canvas.text_left({rect.x + 16, area.top() + top + 6, rect.width - 32, heading_height - 6},
                        ui.words(word), Type::small_bold, ui.theme.text2);
  };
  const auto loaded = static_cast<std::int64_t>(rows->rows.size());
  const auto top_of = [&](std::int64_t i) {
    return shape.top_of(i, is_past(rows->rows[static_cast<std::size_t>(i - rows->first)], now));
  };
  const auto is_near = [&](std::int64_t i) {
    const float top = top_of(i) - area.offset();
    return top > -2 * row_height && top < rect.height + row_height;
  };
  std::int64_t from = rows->first;
  while (from < rows->first + loaded && !is_near(from)) ++from;
  std::int64_t to = from;
  while (to < rows->first + loaded && is_near(to)) ++to;
  cursor.begin(from, to);
  for (std::int64_t i = from; i < to; ++i) {
    const Record& event = rows->rows[static_cast<std::size_t>(i - rows->first)];
    const float top = top_of(i);
    const bool past = is_past(event, now);
    const bool begins = i == 0 || (past && i > rows->first &&
                                   !is_past(rows->rows[static_cast<std::size_t>(i - 1 - rows->first)], now));
    if (begins) heading(top - heading_height, past ? Word::events_past : Word::events_coming);
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
      cursor.wanted = std::min(i, shape.total - 2);
    }
  }
  const auto page = static_cast<std::int64_t>(rect.height / row_height);
  if (const auto wanted = cursor.key_in_list(ui, shape.total, page)) {
    // Where the group of the row is not known, the difference is one heading: it is brought into sight when
    // it is here.
    const float top = shape.top_of(*wanted, shape.has_past);
    area.show(std::max(0.0F, top - 2 * heading_height), top + row_height + 4);
  }
  area.end(shape.height() + 12);
  return answer;
}

}  // namespace khaosan::client
