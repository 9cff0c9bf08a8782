// Files to take in: folders, pictures and other files, several at once.
#include <algorithm>

#include "client/ui/folder_reader.hpp"
#include "client/ui/list_range.hpp"
#include "client/ui/row_cursor.hpp"
#include "client/ui/screens/event_parts.hpp"

namespace khaosan::client {
namespace {

constexpr float row_height = 56;
constexpr std::int64_t look_again_ms = 60;
constexpr const char* camera_folder = "DCIM";

struct Browser {
  FolderReader reader;
  std::optional<std::filesystem::path> asked;
};

std::string utf8(const std::filesystem::path& path) {
  const auto text = path.u8string();
  return {text.begin(), text.end()};
}

// The card that the folder on screen lies on: told by where it is mounted, or by the folder that cameras
// make.
std::optional<std::filesystem::path> card_of(const Browser& browser, const std::filesystem::path& folder) {
  for (const KnownPlace& place : browser.reader.places()) {
    if (place.kind != KnownPlace::Kind::card) continue;
    const auto below = folder.lexically_relative(place.path);
    if (!below.empty() && below.begin()->string() != "..") return place.path;
  }
  std::filesystem::path root;
  for (const std::filesystem::path& part : folder) {
    if (part == camera_folder) return root;
    root /= part;
  }
  const auto& entries = browser.reader.content().entries;
  const bool has_one = std::any_of(entries.begin(), entries.end(), [](const FolderEntry& entry) {
    return entry.is_folder && entry.name == camera_folder;
  });
  return has_one ? std::optional(folder) : std::nullopt;
}

std::string place_name(const Words& words, const KnownPlace& place) {
  switch (place.kind) {
    case KnownPlace::Kind::home:
      return std::string(words(Word::files_home));
    case KnownPlace::Kind::pictures:
      return std::string(words(Word::files_pictures));
    case KnownPlace::Kind::downloads:
      return std::string(words(Word::files_downloads));
    case KnownPlace::Kind::root:
      return std::string(words(Word::files_computer));
    case KnownPlace::Kind::card:
      break;
  }
  return place.name;
}

char32_t place_icon(KnownPlace::Kind kind) {
  switch (kind) {
    case KnownPlace::Kind::home:
      return icons::account;
    case KnownPlace::Kind::pictures:
      return icons::image;
    case KnownPlace::Kind::downloads:
      return icons::download;
    case KnownPlace::Kind::root:
      return icons::laptop;
    case KnownPlace::Kind::card:
      break;
  }
  return icons::sd;
}

char32_t icon_of(const FolderEntry& entry) {
  if (entry.is_folder) return icons::folder;
  if (entry.is_picture) return icons::image;
  return entry.path.extension() == ".pdf" ? icons::file_pdf : icons::file;
}

float draw_places(const Screen& screen, const Browser& browser, const Rect& rect) {
  Ui& ui = screen.ui;
  const Scope scope(ui, "places");
  Flow flow(rect, 8, 36);
  for (std::size_t i = 0; i < browser.reader.places().size(); ++i) {
    const KnownPlace& place = browser.reader.places()[i];
    const std::string name = place_name(ui.words, place);
    const ChipSpec spec{name, place_icon(place.kind), place.path == screen.state.folder};
    const Scope one(ui, "place", i);
    if (chip(ui, "chip", flow.next(std::min(chip_width(ui, spec), rect.width)), spec))
      screen.state.folder = place.path;
  }
  return flow.bottom() - rect.y;
}

void draw_entry(Ui& ui, const Rect& row, const FolderEntry& entry, bool chosen, std::optional<Word> place) {
  const float middle = row.y + row.height / 2;
  float x = row.x + 12;
  if (!entry.is_folder) {
    ui.canvas.icon({x + 12, middle}, chosen ? icons::checkbox_marked : icons::checkbox_blank_outline, 24,
                   chosen ? ui.theme.primary : ui.theme.strong);
  }
  x += 36;
  ui.canvas.icon({x + 12, middle}, icon_of(entry), 24, entry.is_folder ? ui.theme.primary : ui.theme.text2);
  x += 36;
  float right = row.x + row.width - 14;
  if (entry.is_folder) {
    ui.canvas.icon({right - 10, middle}, icons::chevron_right, 22, ui.theme.text3);
    right -= 28;
  } else {
    const std::string size = ui.words.bytes(entry.size_bytes);
    const float wide = ui.canvas.measure(size, Type::caption).width;
    right -= wide;
    ui.canvas.text_left({right, row.y, wide + 2, row.height}, size, Type::caption, ui.theme.text2);
    right -= 12;
    if (place) {
      const float place_wide = ui.canvas.measure(ui.words(*place), Type::caption).width;
      right -= place_wide;
      ui.canvas.text_left({right, row.y, place_wide + 2, row.height}, ui.words(*place), Type::caption,
                          *place == Word::card_at_office ? ui.theme.ok : ui.theme.warn);
      right -= 12;
    }
  }
  ui.canvas.text_left({x, row.y, right - x, row.height}, entry.name, chosen ? Type::body_bold : Type::body,
                      ui.theme.text);
}

void draw_entries(const Screen& screen, const Browser& browser, const Rect& rect) {
  Ui& ui = screen.ui;
  UiState& state = screen.state;
  const FolderContent& content = browser.reader.content();
  const Scope scope(ui, utf8(content.folder));
  const auto total = static_cast<std::int64_t>(content.entries.size());
  ui.canvas.outline(rect, ui.theme.line, ui.theme.outline_px, radius::field);
  const Rect inside = inset(rect, 2);
  ScrollArea area(ui, "area", inside);
  auto& cursor = ui.keep<RowCursor>(ui.id("cursor"));
  const Rows rows = rows_seen(area.offset() - row_height, inside.height + 2 * row_height, row_height, total);
  cursor.begin(rows.from, rows.to);
  std::filesystem::path into;
  for (std::int64_t i = rows.from; i < rows.to; ++i) {
    const FolderEntry& entry = content.entries[static_cast<std::size_t>(i)];
    const Rect row{inside.x, area.top() + static_cast<float>(i) * row_height, inside.width, row_height};
    const WidgetId id = ui.id("entry", static_cast<std::uint64_t>(i));
    const bool chosen = !entry.is_folder && state.chosen_files.contains(entry.path);
    const Takes takes = cursor.takes(ui, id, i);
    const Act act = row_ground(ui, id, row, chosen, takes);
    cursor.after(ui, id, i, act);
    draw_entry(ui, row, entry, chosen, card_word(state, entry.path));
    if (!act.clicked) continue;
    if (entry.is_folder) {
      into = entry.path;
    } else if (state.chosen_files.erase(entry.path) == 0) {
      state.chosen_files.emplace(entry.path, entry.size_bytes);
    }
  }
  const auto page = static_cast<std::int64_t>(inside.height / row_height);
  if (const auto wanted = cursor.key_in_list(ui, total, page)) {
    const float top = static_cast<float>(*wanted) * row_height;
    area.show(top, top + row_height);
  }
  area.end(static_cast<float>(total) * row_height);
  if (!into.empty()) state.folder = into;
  if (content.fault.empty() && total > 0) return;
  const bool bad = !content.fault.empty();
  const auto& places = browser.reader.places();
  const bool has_card = std::any_of(places.begin(), places.end(), [](const KnownPlace& place) {
    return place.kind == KnownPlace::Kind::card;
  });
  const std::string why =
      bad ? ui.words(Word::folder_unreadable_why, content.fault)
          : std::string(ui.words(has_card ? Word::folder_empty_how : Word::folder_no_card_how));
  empty_state(ui, "nothing", inside,
              {bad ? icons::alert_circle_outline : icons::folder,
               ui.words(bad ? Word::folder_unreadable : Word::folder_empty),
               why,
               {},
               0});
}

// Above the button: that what is chosen leaves little room on this laptop. How high it is.
float draw_room(const Screen& screen, const Rect& rect) {
  const StatusReport& status = screen.snapshot.status;
  std::int64_t chosen = 0;
  for (const auto& [path, bytes] : screen.state.chosen_files) chosen += bytes;
  if (!leaves_little_room(status, static_cast<std::uint64_t>(chosen))) return 0;
  Ui& ui = screen.ui;
  const std::string line =
      ui.words(Word::room_short, ui.words.bytes(static_cast<std::int64_t>(*status.free_bytes)),
               ui.words.bytes(chosen));
  const float wide = rect.width - 32;
  const float high = ui.canvas.measure(line, Type::small, {wide, 3}).height;
  const float y = rect.y + rect.height - 60 - high;
  ui.canvas.icon({rect.x + 12, y + 11}, icons::alert_circle, 22, ui.theme.warn);
  ui.canvas.text({rect.x + 32, y}, line, Type::small, ui.theme.warn, {wide, 3});
  return high + 12;
}

}  // namespace

void draw_files_sheet(const Screen& screen) {
  Ui& ui = screen.ui;
  UiState& state = screen.state;
  const Words& words = ui.words;
  auto& browser = ui.keep<Browser>(ui.id("browser"));
  const bool is_fresh = !std::any_of(ui.memory.spots.begin(), ui.memory.spots.end(),
                                     [&](const auto& spot) { return spot.id == ui.id("close"); });
  if (is_fresh) {  // a card may have been put in since, or another one
    browser.asked.reset();
    state.chosen_files.clear();
    state.card = {};
  }
  if (browser.asked != state.folder) {
    browser.asked = state.folder;
    browser.reader.open(state.folder);
  }
  if (browser.reader.poll() && state.folder.empty())
    browser.asked = state.folder = browser.reader.content().folder;
  if (browser.reader.is_reading()) ui.again_at(ui.input.now_ms + look_again_ms);
  const FolderContent& content = browser.reader.content();
  const bool is_here = !state.folder.empty() && content.folder == state.folder;

  const Rect rect = screen.rect;
  const Record* event = living(screen, "event", state.event);
  ui.canvas.text_left({rect.x, rect.y - 4, rect.width - 50, 28}, words(Word::photos_add), Type::heading,
                      ui.theme.text);
  const std::string into = event == nullptr ? std::string(words(Word::files_into_new))
                                            : words(Word::files_into, event_title(words, event->fields));
  ui.canvas.text_left({rect.x, rect.y + 24, rect.width - 50, 20}, into, Type::caption, ui.theme.text2);
  if (icon_button(ui, "close", {rect.x + rect.width - 40, rect.y - 8, 44, 44}, icons::close,
                  words(Word::close)))
    state.sheet = Sheet::none;
  float y = rect.y + 54;
  y += draw_places(screen, browser, {rect.x, y, rect.width, 36}) + 10;

  const std::filesystem::path up = state.folder.parent_path();
  ui.push_disabled(up == state.folder || up.empty());
  if (icon_button(ui, "up", {rect.x - 8, y, 44, 44}, icons::arrow_up, words(Word::files_up)))
    state.folder = up;
  ui.pop_disabled();
  std::size_t files = 0;
  if (is_here) {
    files = static_cast<std::size_t>(std::count_if(content.entries.begin(), content.entries.end(),
                                                   [](const FolderEntry& e) { return e.is_picture; }));
  }
  const std::string all = words(Word::files_choose_all, std::to_string(files));
  const float all_wide = files > 0 ? ui.canvas.measure(all, Type::small_bold).width : 0;
  ui.canvas.text_left({rect.x + 40, y, rect.width - 56 - all_wide, 44}, utf8(state.folder), Type::small,
                      ui.theme.text2);
  const bool key_all = ui.key(Key::a, true);
  if (files > 0 && (link(ui, "all", {rect.x + rect.width - all_wide, y + 11}, all) || key_all)) {
    for (const FolderEntry& entry : content.entries) {
      if (entry.is_picture) state.chosen_files.emplace(entry.path, entry.size_bytes);
    }
  }
  y += 48;
  const std::optional<std::filesystem::path> card = card_of(browser, state.folder);
  if (card) y += draw_card_part(screen, {rect.x, y, rect.width, 44}, *card);
  const float warned = draw_room(screen, rect);
  const Rect list{rect.x, y, rect.width, rect.y + rect.height - 60 - warned - y};
  if (is_here) {
    draw_entries(screen, browser, list);
    if (ui.key(Key::backspace) && !up.empty()) state.folder = up;
  } else {
    ui.canvas.outline(list, ui.theme.line, ui.theme.outline_px, radius::field);
    ui.canvas.text_centred({list.x, list.y, list.width, std::min(list.height, 120.0F)},
                           words(Word::folder_reading), Type::body, ui.theme.text2);
  }

  const std::size_t chosen = state.chosen_files.size();
  const std::string label =
      chosen == 0 ? std::string(words(Word::files_add_none)) : words(Word::files_add, std::to_string(chosen));
  const Rect foot{rect.x, rect.y + rect.height - 48, rect.width, 48};
  ui.push_disabled(chosen == 0, words(Word::why_no_file));
  if (button(ui, "add", foot, {label, icons::camera, Look::primary})) {
    std::vector<std::filesystem::path> taken;
    for (const auto& [path, bytes] : state.chosen_files) taken.push_back(path);
    take_in_files(screen, taken, event == nullptr ? RecordId{} : event->id);
    state.chosen_files.clear();
    state.sheet = Sheet::none;
  }
  ui.pop_disabled();
}

}  // namespace khaosan::client
