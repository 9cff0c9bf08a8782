#include <array>

#include "client/ui/list_range.hpp"
#include "client/ui/row_cursor.hpp"
#include "client/ui/screens/event_parts.hpp"

namespace khaosan::client {
namespace {

constexpr float row_height = 96;
constexpr float list_width_max = 860;

struct Filter {
  Word word;
  const char* status;  // "": all
};
constexpr std::array<Filter, 10> filters = {{{Word::filter_all, ""},
                                             {Word::filter_draft, "draft"},
                                             {Word::filter_returned, "returned"},
                                             {Word::filter_in_review, "in_review"},
                                             {Word::filter_with_director, "with_director"},
                                             {Word::filter_approved, "approved"},
                                             {Word::filter_published, "published"},
                                             {Word::filter_rejected, "rejected"},
                                             {Word::filter_withdrawn, "withdrawn"},
                                             {Word::filter_cancelled, "cancelled"}}};

ListQuery news_query(const Filter& filter, std::int64_t first, std::int64_t limit) {
  ListQuery query;
  query.kind = "news";
  query.first = first;
  query.limit = limit;
  query.descending = true;
  const std::string_view status = filter.status;
  if (!status.empty()) query.where["status"] = Value{std::string(status)};
  return query;
}

// Answers whether it is to be removed.
bool draw_row(const Screen& screen, const Rect& row, const Record& story) {
  Ui& ui = screen.ui;
  const bool removable = may_remove_story(story.fields);
  ListQuery first;
  first.kind = "news_photo";
  first.where = {{"news", Value{story.id.text()}}};
  first.limit = 1;
  const ListAnswer* members = screen.list("story photos " + story.id.text(), first);
  const Record* media = nullptr;
  if (members != nullptr && !members->rows.empty())
    media = living(screen, "media", id_in(members->rows[0].fields, "media"));
  thumb(screen, {row.x + 16, row.y + 12, 72, 72}, media, icons::newspaper, radius::photo);
  const float x = row.x + 102;
  const float wide = row.x + row.width - 44 - (removable ? 44 : 0) - x;
  std::string title = text_field(story.fields, "headline");
  if (title.empty()) title = ui.words(Word::untitled_news);
  ui.canvas.text_left({x, row.y + 9, wide, 26}, title, Type::body_bold, ui.theme.text);
  std::string line;
  if (const std::string& date = text_field(story.fields, "date"); !date.empty()) line = ui.words.date(date);
  if (const Record* event = living(screen, "event", id_in(story.fields, "event")))
    line += (line.empty() ? "" : " · ") + event_title(ui.words, event->fields);
  ui.canvas.text_left({x, row.y + 35, wide, 22}, line, Type::small, ui.theme.text2);
  const std::string& status = text_field(story.fields, "status");
  status_pill(ui, {x, row.y + 60}, status);
  float at = x + status_pill_width(ui, status) + 10;
  const auto note = [&](const std::string& text) {
    const float needs = ui.canvas.measure(text, Type::caption).width;
    if (at + needs > x + wide) return;
    ui.canvas.text_left({at, row.y + 60, needs + 2, 26}, text, Type::caption, ui.theme.text2);
    at += needs + 12;
  };
  if (members != nullptr && members->total > 0)
    note(ui.words(Word::photo_count, std::to_string(members->total)));
  if (const std::string& number = text_field(story.fields, "number"); !number.empty())
    note(ui.words(Word::news_number, number));
  ui.canvas.icon({row.x + row.width - 24, row.y + row.height / 2}, icons::chevron_right, 22, ui.theme.text3);
  if (!removable) return false;
  const Scope scope(ui, "story", std::hash<RecordId>()(story.id));
  return icon_button(ui, "remove", {row.x + row.width - 86, row.y + row.height / 2 - 22, 44, 44},
                     icons::delete_, ui.words(Word::story_remove));
}

// Chips in one line that scrolls by being cut: the chosen one is always among them.
float draw_filters(const Screen& screen, const Rect& rect, std::size_t& chosen) {
  Ui& ui = screen.ui;
  const Scope scope(ui, "filters");
  Flow flow(rect, 8, 36);
  for (std::size_t i = 0; i < filters.size(); ++i) {
    const ChipSpec spec{ui.words(filters[i].word), i == chosen ? icons::check : U'\0', i == chosen};
    if (chip(ui, ui.words(filters[i].word), flow.next(chip_width(ui, spec)), spec)) chosen = i;
  }
  return flow.bottom() - rect.y;
}

}  // namespace

void draw_news(const Screen& screen) {
  forget_untouched(screen);
  Ui& ui = screen.ui;
  UiState& state = screen.state;
  TopBarSpec spec;
  spec.title = ui.words(Word::place_news);
  if (!screen.is_narrow) spec.main = {ui.words(Word::story_new), icons::plus, Look::primary};
  const TopBar bar = top_bar(screen, "bar", spec);
  if (bar.main) start_story(screen, {});
  const Rect rest = bar.rest;
  const float pad = screen.is_narrow ? 16 : 24;
  const float width = std::min(rest.width - 2 * pad, list_width_max);
  const float x = rest.x + std::max(pad, (rest.width - width) / 2);
  std::size_t& chosen = state.tabs["news"];
  chosen = std::min(chosen, filters.size() - 1);
  float y = rest.y + 14;
  const std::size_t before = chosen;
  y += draw_filters(screen, {x, y, width, 36}, chosen) + 12;
  if (chosen != before) ui.again();

  const Scope scope(ui, "list", chosen);
  const Rect pane{screen.is_narrow ? rest.x : x, y, screen.is_narrow ? rest.width : width,
                  rest.y + rest.height - y};
  ScrollArea area(ui, "area", pane);
  const RowRange range = range_to_ask(area.offset(), pane.height, row_height);
  const ListAnswer* stories = screen.list("news list", news_query(filters[chosen], range.first, range.limit));
  if (stories == nullptr) {
    area.end(0);
    return;
  }
  if (stories->total == 0) {
    area.end(0);
    const bool none_at_all = chosen == 0;
    const EmptySpec empty{icons::newspaper, ui.words(none_at_all ? Word::news_none : Word::news_none_here),
                          ui.words(none_at_all ? Word::news_none_how : Word::news_none_here_how),
                          none_at_all ? ui.words(Word::story_new) : ui.words(Word::filter_show_all),
                          none_at_all ? icons::plus : icons::filter_variant};
    if (empty_state(ui, "none", pane, empty)) {
      if (none_at_all) {
        start_story(screen, {});
      } else {
        chosen = 0;
      }
    }
    return;
  }
  auto& cursor = ui.keep<RowCursor>(ui.id("cursor"));
  const Rows seen =
      rows_seen(area.offset() - row_height, pane.height + 2 * row_height, row_height, stories->total);
  const auto loaded = static_cast<std::int64_t>(stories->rows.size());
  const std::int64_t from = std::max(seen.from, stories->first);
  const std::int64_t to = std::min(seen.to, stories->first + loaded);
  cursor.begin(from, to);
  if (from < to) {
    const Rect all{pane.x, area.top(), pane.width, static_cast<float>(stories->total) * row_height};
    ui.canvas.fill(all, ui.theme.surface, screen.is_narrow ? 0 : radius::card);
    if (!screen.is_narrow) ui.canvas.outline(all, ui.theme.line, ui.theme.outline_px, radius::card);
  }
  for (std::int64_t i = from; i < to; ++i) {
    const Record& story = stories->rows[static_cast<std::size_t>(i - stories->first)];
    const Rect row{pane.x, area.top() + static_cast<float>(i) * row_height, pane.width, row_height};
    const WidgetId id = ui.id("row", std::hash<RecordId>()(story.id));
    const Takes takes = cursor.takes(ui, id, i);
    // Within the round corners of the card.
    const float inset_by = screen.is_narrow ? 0 : 6;
    const Act act = row_ground(
        ui, id, {row.x + inset_by, row.y + 2, row.width - 2 * inset_by, row.height - 4}, false, takes);
    cursor.after(ui, id, i, act);
    bool removes = false;
    if (row.y < pane.y + pane.height && row.y + row.height > pane.y) {
      removes = draw_row(screen, row, story);
      if (i + 1 < stories->total) divider(ui, row.x + 16, row.y + row_height, row.width - 32);
    }
    if (act.clicked) screen.go(Route::Kind::story, story.id);
    const bool by_key = act.focused && ui.key(Key::del);
    if ((removes || by_key) && remove_story(screen, story) && by_key)
      cursor.wanted = std::min(i, stories->total - 2);
  }
  const auto page = static_cast<std::int64_t>(pane.height / row_height);
  if (const auto wanted = cursor.key_in_list(ui, stories->total, page)) {
    const float top = static_cast<float>(*wanted) * row_height;
    area.show(top, top + row_height);
  }
  area.end(static_cast<float>(stories->total) * row_height + 12);
}

}  // namespace khaosan::client
