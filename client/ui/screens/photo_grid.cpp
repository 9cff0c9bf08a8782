#include "client/ui/screens/photo_grid.hpp"

#include <algorithm>
#include <cmath>

#include "client/ui/row_cursor.hpp"

namespace khaosan::client {
namespace {

constexpr std::int64_t all_at_once_max = 1'000;  // up to here all rows are held, with sections
constexpr std::int64_t long_press_ms = 450;
constexpr float gap = 8;
constexpr float heading_height = 32;
constexpr float tile_wanted = 168;
constexpr float slack = 400;  // px before and after what is seen

struct GridState {
  RecordId event;
  std::int64_t total = -1;
  RowCursor cursor;
  std::int64_t anchor = 0;  // of a choice by Shift
  std::int64_t pressed_ms = 0;
  RecordId pressed;
  bool was_long = false;
};

std::uint64_t number_of(RecordId id) {
  return std::hash<RecordId>()(id);
}

enum class DayPart : std::uint8_t { unknown, morning, afternoon, evening };

DayPart part_of(std::string_view taken_at) {
  if (taken_at.size() < 16) return DayPart::unknown;
  const int hour = (taken_at[11] - '0') * 10 + (taken_at[12] - '0');
  if (hour < 12) return DayPart::morning;
  return hour < 17 ? DayPart::afternoon : DayPart::evening;
}

std::string heading_of(const Words& words, std::string_view first, std::string_view last,
                       std::string_view event_date) {
  const DayPart part = part_of(first);
  if (part == DayPart::unknown) return std::string(words(Word::photos_no_time));
  const Word word = part == DayPart::morning     ? Word::photos_morning
                    : part == DayPart::afternoon ? Word::photos_afternoon
                                                 : Word::photos_evening;
  const std::string from(first.substr(11, 5));
  const std::string to(last.substr(11, 5));
  std::string time = words.time(to);
  if (from != to) {
    std::string start = words.time(from);
    if (words.language() == Language::th) start.resize(start.size() - std::string_view(" น.").size());
    time = start + "–" + time;
  }
  std::string text = std::string(words(word)) + " (" + time + ")";
  if (first.substr(0, 10) != event_date) text = words.short_date(first.substr(0, 10)) + " · " + text;
  return text;
}

void tag(Ui& ui, Point right_or_left, bool at_right, char32_t icon, std::string_view label) {
  const Colour ground = faded(rgb(0x0A1413), 0.78F);
  const float text = label.empty() ? 0 : ui.canvas.measure(label, Type::micro).width + 6;
  const float wide = 16 + text + 12;
  const Rect rect{at_right ? right_or_left.x - wide : right_or_left.x, right_or_left.y - 24, wide, 24};
  ui.canvas.fill(rect, ground, radius::tag);
  ui.canvas.icon({rect.x + 14, rect.y + 12}, icon, 16, rgb(0xFFFFFF));
  if (!label.empty())
    ui.canvas.text_left({rect.x + 24, rect.y, text + 2, 24}, label, Type::micro, rgb(0xFFFFFF));
}

void tick(Ui& ui, Point centre, bool chosen) {
  if (chosen) {
    ui.canvas.circle(centre, 14, ui.theme.primary);
    ui.canvas.ring(centre, 14, rgb(0xFFFFFF), 2);
    ui.canvas.icon(centre, icons::check, 20, ui.theme.onp);
  } else {
    ui.canvas.circle(centre, 13, faded(rgb(0x0A1413), 0.45F));
    ui.canvas.ring(centre, 13, rgb(0xFFFFFF), 2);
  }
}

char32_t sign_of(const Record& media) {
  const std::string& type = text_field(media.fields, "type");
  if (type == "photo" || type == "drawing") return icons::image;
  if (type == "audio") return icons::microphone;
  if (type == "video") return icons::television;
  return text_field(media.fields, "format") == "pdf" ? icons::file_pdf : icons::file;
}

void draw_tile(const Screen& screen, const Record& media, const Rect& rect, const Act& act, bool chosen,
               bool choosing) {
  Ui& ui = screen.ui;
  const Theme& theme = ui.theme;
  ui.canvas.note_readable(rect, text_field(media.fields, "file_name"));
  ui.canvas.fill(rect, theme.surface2, radius::photo);
  const bool has_picture = is_picture_type(text_field(media.fields, "type"));
  Picture picture;
  picture.state = Picture::State::missing;
  if (has_picture) picture = screen.picture(text_field(media.fields, "sha256"), {rect.width, rect.height});
  if (picture.state == Picture::State::here) {
    ui.canvas.picture(rect, picture.texture, picture.size, radius::photo);
  } else {
    const float middle = rect.y + rect.height / 2;
    ui.canvas.icon({rect.x + rect.width / 2, middle - 14}, sign_of(media), 32, theme.text3);
    if (picture.state == Picture::State::missing) {
      const TextOptions options{rect.width - 16, 2, text::Align::centre};
      ui.canvas.text({rect.x + 8, middle + 6}, text_field(media.fields, "file_name"), Type::micro,
                     theme.text2, options);
    }
  }
  if (act.hovered && !act.held) ui.canvas.fill(rect, faded(rgb(0xFFFFFF), 0.10F), radius::photo);
  if (chosen) {
    ui.canvas.fill(rect, faded(theme.primary, 0.28F), radius::photo);
    ui.canvas.outline(rect, theme.primary, 3, radius::photo);
  } else if (theme.name == ThemeName::outdoor) {
    ui.canvas.outline(rect, theme.line, 2, radius::photo);
  }
  if (chosen || choosing || act.hovered) tick(ui, {rect.x + 22, rect.y + 22}, chosen);
  const float bottom = rect.y + rect.height - 6;
  if (!text_field(media.fields, "caption").empty())
    tag(ui, {rect.x + 6, bottom}, false, icons::comment_text, {});
  if (flag_field(media.fields, "do_not_publish")) {
    const std::string_view word = ui.words(Word::photo_locked);
    const bool has_room = ui.canvas.measure(word, Type::micro).width + 80 < rect.width;
    tag(ui, {rect.x + rect.width - 6, bottom}, true, icons::lock, has_room ? word : std::string_view());
  }
  if (act.focused && ui.memory.focus_shown) {
    ui.canvas.outline({rect.x - 3, rect.y - 3, rect.width + 6, rect.height + 6}, theme.surface, 3,
                      radius::photo + 3);
    ui.canvas.outline({rect.x - 5, rect.y - 5, rect.width + 10, rect.height + 10}, theme.primary, 3,
                      radius::photo + 5);
  }
}

ListQuery photo_query(RecordId event, std::int64_t first, std::int64_t limit) {
  ListQuery query = children_of("media", event, limit);
  query.first = first;
  return query;
}

void toggle(UiState& state, RecordId id) {
  if (!state.chosen_photos.erase(id)) state.chosen_photos.insert(id);
  state.choosing = !state.chosen_photos.empty();
}

}  // namespace

std::size_t grid_columns(float width) {
  const auto fits = static_cast<std::size_t>(std::max(1.0F, std::floor((width + gap) / (tile_wanted + gap))));
  return std::max<std::size_t>(fits, width < 330 ? 2 : 3);
}

std::vector<TileGrid::Section> sections_by_time(const Words& words, const std::vector<Record>& rows,
                                                std::string_view event_date) {
  std::vector<TileGrid::Section> sections;
  const auto taken = [&](std::size_t i) -> std::string_view {
    return text_field(rows[i].fields, "taken_at");
  };
  for (std::size_t from = 0; from < rows.size();) {
    const auto key = [&](std::size_t i) { return std::pair(taken(i).substr(0, 10), part_of(taken(i))); };
    std::size_t to = from + 1;
    while (to < rows.size() && key(to) == key(from)) ++to;
    sections.push_back(
        {heading_of(words, taken(from), taken(to - 1), event_date), static_cast<std::int64_t>(to - from)});
    from = to;
  }
  // Without any time a heading would say nothing.
  if (sections.size() == 1 && taken(0).empty()) sections[0].heading.clear();
  return sections;
}

std::vector<RecordId> chosen_in_order(const Screen& screen, RecordId event) {
  std::vector<RecordId> order;
  std::set<RecordId> left = screen.state.chosen_photos;
  const ListAnswer* photos = screen.snapshot.list("photos " + event.text());
  if (photos != nullptr) {
    for (const Record& row : photos->rows) {
      if (left.erase(row.id) > 0) order.push_back(row.id);
    }
  }
  order.insert(order.end(), left.begin(), left.end());
  return order;
}

bool is_picture(const Screen& screen, RecordId event, RecordId media) {
  if (const ListAnswer* photos = screen.snapshot.list("photos " + event.text())) {
    for (const Record& row : photos->rows) {
      if (row.id == media) return is_picture_type(text_field(row.fields, "type"));
    }
  }
  const Record* record = living(screen, "media", media);
  return record == nullptr || is_picture_type(text_field(record->fields, "type"));
}

void remove_photos(const Screen& screen, const std::vector<RecordId>& photos) {
  if (photos.empty()) return;
  for (const RecordId id : photos) {
    screen.hand_in(Remove{"media", id}, {});
    screen.state.chosen_photos.erase(id);
  }
  screen.state.choosing = !screen.state.chosen_photos.empty();
  screen.did(icons::delete_, screen.ui.words(Word::photos_removed, std::to_string(photos.size())),
             [hand_in = screen.hand_in, photos] {
               for (const RecordId id : photos) hand_in(Restore{"media", id}, {});
             });
}

PhotoGridAnswer photo_grid(const Screen& screen, const Rect& rect, RecordId event, const Fields& event_fields,
                           float room_below) {
  Ui& ui = screen.ui;
  UiState& state = screen.state;
  const Scope scope(ui, "photos", number_of(event));
  auto& kept = ui.keep<GridState>(ui.id("state"));
  const std::string name = "photos " + event.text();
  constexpr float edge = 14;  // for rings and the scroll bar
  ScrollArea area(ui, "area", {rect.x - edge, rect.y, rect.width + 2 * edge, rect.height});
  const float width = rect.width;
  const std::size_t columns = grid_columns(width);

  PhotoGridAnswer answer;
  const bool holds_all = kept.total <= all_at_once_max;
  ListQuery query = photo_query(event, 0, all_at_once_max);
  if (!holds_all) {
    const TileGrid plain(width, columns, gap, heading_height, {{"", kept.total}});
    const Rows near = plain.seen(area.offset() - slack, area.offset() + rect.height + slack);
    const std::int64_t from = std::max<std::int64_t>(0, near.from) / range_step * range_step;
    query = photo_query(event, from, (near.to - from + range_step) / range_step * range_step);
  }
  const ListAnswer* photos = screen.list(name, query);
  if (photos == nullptr) {
    area.end(0);
    return answer;
  }
  kept.total = photos->total;
  answer.total = photos->total;
  answer.is_known = true;
  const auto loaded = static_cast<std::int64_t>(photos->rows.size());
  const bool sectioned = photos->first == 0 && loaded == photos->total;
  std::vector<TileGrid::Section> sections;
  if (sectioned) {
    sections = sections_by_time(ui.words, photos->rows, text_field(event_fields, "date"));
  } else {
    sections.push_back({"", photos->total});
  }
  const TileGrid grid(width, columns, gap, heading_height, std::move(sections));
  const Point origin{rect.x, area.top() + 4};
  const float seen_from = area.offset() - 4;
  const float seen_to = seen_from + rect.height;
  for (const TileGrid::Heading& heading : grid.headings(seen_from, seen_to)) {
    ui.canvas.text_left({origin.x, origin.y + heading.y, width, heading_height}, *heading.text, Type::small,
                        ui.theme.text2);
  }
  const auto choose_between = [&](std::int64_t a, std::int64_t b) {
    for (std::int64_t i = std::min(a, b); i <= std::max(a, b); ++i) {
      const std::int64_t at = i - photos->first;
      if (at >= 0 && at < loaded) state.chosen_photos.insert(photos->rows[static_cast<std::size_t>(at)].id);
    }
    state.choosing = !state.chosen_photos.empty();
  };

  const float step = grid.tile().height + gap;
  const Rows drawn = grid.seen(seen_from - 2 * step, seen_to + 2 * step);
  const std::int64_t draw_from = std::max(drawn.from, photos->first);
  const std::int64_t draw_to = std::min(drawn.to, photos->first + loaded);
  kept.cursor.begin(draw_from, draw_to);
  for (std::int64_t i = draw_from; i < draw_to; ++i) {
    const Record& media = photos->rows[static_cast<std::size_t>(i - photos->first)];
    Rect tile = grid.rect_of(i);
    tile.x += origin.x, tile.y += origin.y;
    const WidgetId id = ui.id("tile", number_of(media.id));
    const Takes takes = kept.cursor.takes(ui, id, i);
    const bool space = ui.has_focus(id) && ui.key(Key::space);
    const Act act = ui.spot(id, tile, takes);
    kept.cursor.after(ui, id, i, act);
    if (act.pressed) kept.pressed = media.id, kept.pressed_ms = ui.input.now_ms, kept.was_long = false;
    if (act.held && kept.pressed == media.id && !ui.memory.drag_scrolls && !kept.was_long) {
      if (ui.input.now_ms - kept.pressed_ms >= long_press_ms) {
        kept.was_long = true;
        toggle(state, media.id);
        kept.anchor = i;
      } else {
        ui.again_at(kept.pressed_ms + long_press_ms);
      }
    }
    const bool in_view = tile.y < rect.y + rect.height && tile.y + tile.height > rect.y;
    if (in_view) draw_tile(screen, media, tile, act, state.chosen_photos.contains(media.id), state.choosing);
    const bool on_tick = contains({tile.x, tile.y, 44, 44}, ui.memory.pressed_at) && !ui.memory.focus_shown;
    if (space || act.right_clicked) {
      toggle(state, media.id);
      kept.anchor = i;
    } else if (act.clicked && ui.input.released && kept.was_long) {
      kept.was_long = false;
    } else if (act.clicked && ui.input.shift && state.choosing) {
      choose_between(kept.anchor, i);
    } else if (act.clicked && (ui.input.ctrl || state.choosing || (ui.input.released && on_tick))) {
      toggle(state, media.id);
      kept.anchor = i;
    } else if (act.clicked) {
      answer.opened = media.id;
      answer.opened_index = i;
    }
  }
  if (const std::int64_t focused = kept.cursor.focused; focused >= 0) {
    const auto by_rows = static_cast<int>(std::max(1.0F, std::floor(rect.height / step)));
    const auto by_key = [&](Key key, std::int64_t to) {
      if (to == focused || !ui.key(key)) return;
      kept.cursor.wanted = to;
      const Rect tile = grid.rect_of(to);
      area.show(std::max(0.0F, tile.y - heading_height), tile.y + tile.height + 12 + room_below);
    };
    by_key(Key::left, grid.beside(focused, -1, 0));
    by_key(Key::right, grid.beside(focused, 1, 0));
    by_key(Key::up, grid.beside(focused, 0, -1));
    by_key(Key::down, grid.beside(focused, 0, 1));
    by_key(Key::page_up, grid.beside(focused, 0, -by_rows));
    by_key(Key::page_down, grid.beside(focused, 0, by_rows));
    by_key(Key::home, 0);
    by_key(Key::end, grid.total() - 1);
    if (ui.key(Key::del)) {
      std::vector<RecordId> gone = chosen_in_order(screen, event);
      if (gone.empty()) gone.push_back(photos->rows[static_cast<std::size_t>(focused - photos->first)].id);
      const std::int64_t left = grid.total() - static_cast<std::int64_t>(gone.size());
      remove_photos(screen, gone);
      kept.cursor.wanted = std::min(focused, left - 1);
    }
  }
  if (screen.state.sheet == Sheet::none) {
    if (ui.key(Key::a, true)) {
      for (const Record& row : photos->rows) state.chosen_photos.insert(row.id);
      state.choosing = !state.chosen_photos.empty();
    }
    if (state.choosing && ui.key(Key::escape)) {
      state.chosen_photos.clear();
      state.choosing = false;
    }
  }
  area.end(grid.height() + 12 + room_below);
  return answer;
}

}  // namespace khaosan::client
