#include "client/ui/screens/event_page.hpp"

#include <algorithm>
#include <array>

#include "client/ui/screens/likeness.hpp"
#include "client/ui/screens/photo_grid.hpp"

namespace khaosan::client {
namespace {

constexpr float side_width = 300;
constexpr float action_bar = 76;
// Outside every scope: the same whether the list stands beside the event or not.
constexpr WidgetId page_state_id = 0x6576656e74;

struct PageState {
  RecordId event;
  SeenPhoto photo;
};

struct Page {
  const Screen& screen;
  Ui& ui;
  RecordId id;
  const Record& event;
  const EventPageShape& shape;
  PageState& kept;
  float pad;
  CivilDate today;

  const Fields& fields() const { return event.fields; }
  std::string participants() const { return text_field(fields(), "participants"); }
  std::string basis() const {
    const std::string& name = text_field(fields(), "basis");
    return ui.words.choice(*find_kind("event")->field("basis"), name.empty() ? "none" : name);
  }
  void edit() const {
    screen.state.event = id;
    screen.state.sheet = Sheet::edit_event;
  }
  void add_photos() const {
    screen.state.event = id;
    screen.state.sheet = Sheet::files;
  }
};

void remove_event(const Page& page) {
  remove_record(page.screen, "event", page.id,
                page.ui.words(Word::event_removed, event_title(page.ui.words, page.fields())));
  page.screen.state.event = {};
  if (page.shape.has_back) page.screen.back();
}

// Back, icons and the state chip. Answers the height.
float draw_bar(const Page& page, const Rect& rect) {
  Ui& ui = page.ui;
  const float high = page.screen.is_narrow ? height::top_bar_narrow : height::top_bar;
  const float middle = rect.y + high / 2;
  if (page.shape.has_back && icon_button(ui, "back", {rect.x + page.pad - 12, middle - 22, 44, 44},
                                         icons::arrow_left, ui.words(Word::back)))
    page.screen.back();
  float right = rect.x + rect.width - (page.screen.is_narrow ? 12 : 20);
  const float icons_wide = (page.shape.has_back ? 44.0F : 0) + 94;
  right -= state_chip_at(page.screen, {right, middle}, right - rect.x - page.pad - icons_wide);
  right -= 48;
  if (icon_button(ui, "remove", {right, middle - 22, 44, 44}, icons::delete_, ui.words(Word::event_remove)))
    remove_event(page);
  right -= 46;
  if (icon_button(ui, "edit", {right, middle - 22, 44, 44}, icons::pencil, ui.words(Word::event_edit)))
    page.edit();
  return high;
}

float draw_fact(Ui& ui, Point at, float width, char32_t icon, std::string_view text) {
  ui.canvas.icon({at.x + 9, at.y + 11}, icon, 18, ui.theme.text2);
  ui.canvas.text_left({at.x + 24, at.y, width - 24, 22}, text, Type::small, ui.theme.text2);
  return std::min(width, ui.canvas.measure(text, Type::small).width + 24);
}

// Title, when and where, the main button.
float draw_head(const Page& page, Point at, float width) {
  Ui& ui = page.ui;
  const bool has_main = !page.screen.is_narrow;
  const ButtonSpec main{ui.words(Word::photos_add), icons::camera, Look::primary};
  const float main_wide = has_main ? button_width(ui, main) : 0;
  const float room = width - (has_main ? main_wide + 20 : 0);
  const TextOptions options{room, 2};
  float y = at.y;
  y += ui.canvas.text({at.x, y}, event_title(ui.words, page.fields()), Type::title, ui.theme.text, options)
           .height +
       2;
  const std::string when = event_when(ui.words, page.fields(), page.today);
  const std::string& place = text_field(page.fields(), "place");
  const float used = draw_fact(ui, {at.x, y}, room, icons::calendar, when);
  if (!place.empty()) {
    const float needs = ui.canvas.measure(place, Type::small).width + 24;
    if (used + 18 + needs <= room) {
      draw_fact(ui, {at.x + used + 18, y}, room - used - 18, icons::map_marker, place);
    } else {
      y += 23;
      draw_fact(ui, {at.x, y}, room, icons::map_marker, place);
    }
  }
  y += 26;
  if (has_main && button(ui, "add photos", {at.x + width - main_wide, at.y, main_wide, height::button}, main))
    page.add_photos();
  return std::max(y - at.y, has_main ? height::button + 4 : 0);
}

// What is in the way of publishing, imports that run or failed. What became of them the shell says.
float draw_banners(const Page& page, Point at, float width) {
  Ui& ui = page.ui;
  UiState& state = page.screen.state;
  float y = draw_likeness_banners(page.screen, at, width, page.event);
  if (flag_field(page.fields(), "do_not_publish")) {
    const BannerSpec locked{icons::lock, ui.words(Word::event_locked_banner), {}, Tone::err};
    const float high = banner_height(ui, width, locked);
    banner(ui, "locked", {at.x, y, width, high}, locked);
    y += high + 8;
  }
  const Imports& imports = state.imports;
  if (imports.running() && imports.event == page.id) {
    const std::string text =
        ui.words(Word::taking_in, std::to_string(imports.done + 1), std::to_string(imports.asked));
    const float text_wide = ui.canvas.measure(text, Type::small_bold).width;
    ui.canvas.icon({at.x + 10, y + 13}, icons::sync, 20, ui.theme.primary);
    ui.canvas.text_left({at.x + 28, y, width - 28, 26}, text, Type::small_bold, ui.theme.text);
    ui.canvas.text_left({at.x + 40 + text_wide, y, width - 40 - text_wide, 26}, page.screen.slow.file_name,
                        Type::caption, ui.theme.text2);
    progress_bar(ui, {at.x, y + 28, width, 8},
                 static_cast<float>(imports.done) / static_cast<float>(imports.asked));
    y += 48;
  }
  if (!imports.faults.empty()) {
    const std::string text = imports_faults(ui.words, imports);
    const BannerSpec faults{icons::alert_circle, text, ui.words(Word::close), Tone::err};
    const float high = banner_height(ui, width, faults);
    if (banner(ui, "faults", {at.x, y, width, high}, faults)) state.imports.faults.clear();
    y += high + 8;
  }
  return y - at.y;
}

// No photo yet: where to drop them, and the ways they come in.
void draw_no_photos(const Page& page, const Rect& rect) {
  Ui& ui = page.ui;
  const float high = std::min(rect.height - 8, 340.0F);
  const Rect zone{rect.x, rect.y + 4, rect.width, high};
  ui.canvas.fill(zone, ui.theme.surface, radius::card);
  ui.canvas.outline(zone, ui.theme.line, ui.theme.outline_px, radius::card);
  const Rect upper{zone.x + 8, zone.y + 4, zone.width - 16, zone.height - 72};
  empty_state(ui, "no photos", upper,
              {icons::camera, ui.words(Word::photos_none), ui.words(Word::photos_none_how), {}, 0});
  // The filled button for it stands in the head or in the action bar.
  const ButtonSpec choose{ui.words(Word::photos_add_from), icons::folder, Look::outlined};
  const float wide = std::min(button_width(ui, choose), zone.width - 24);
  const Rect at{zone.x + (zone.width - wide) / 2, zone.y + zone.height - 64, wide, height::button};
  if (button(ui, "choose files", at, choose)) page.add_photos();
}

// The pictures among what is chosen, which is chosen no more. Says what was left out; nothing if there is no
// picture.
std::optional<std::vector<RecordId>> take_chosen_pictures(const Page& page) {
  const Screen& screen = page.screen;
  const Words& words = page.ui.words;
  std::vector<RecordId> pictures = chosen_in_order(screen, page.id);
  const auto files = std::erase_if(pictures, [&](RecordId id) { return !is_picture(screen, page.id, id); });
  if (pictures.empty()) {
    screen.say(icons::alert_circle, std::string(words(Word::only_files_chosen)));
    return std::nullopt;
  }
  screen.state.chosen_photos.clear();
  screen.state.choosing = false;
  if (files > 0) screen.say(icons::information_outline, words(Word::left_out_files, std::to_string(files)));
  return pictures;
}

void draw_choice_bar(const Page& page, const Rect& rect, bool floats) {
  Ui& ui = page.ui;
  const Scope scope(ui, "choice");
  UiState& state = page.screen.state;
  if (floats) {
    ui.canvas.shadow(rect, 2, radius::card);
    ui.canvas.fill(rect, ui.theme.surface, radius::card);
    ui.canvas.outline(rect, ui.theme.line, ui.theme.outline_px, radius::card);
    ui.spot(ui.id("ground"), rect, Takes::nothing);
  }
  const float y = rect.y + (rect.height - height::button) / 2;
  if (icon_button(ui, "none", {rect.x + 8, y, 44, 44}, icons::close, ui.words(Word::choose_none))) {
    state.chosen_photos.clear();
    state.choosing = false;
    return;
  }
  const bool none = state.chosen_photos.empty();
  const RecordId draft = open_story(page.screen, page.id);
  float right = rect.x + rect.width - 12;
  const ButtonSpec use{ui.words(draft.empty() ? Word::use_in_story : Word::add_to_draft), icons::newspaper,
                       page.screen.is_narrow ? Look::primary : Look::tonal};
  const float wide = button_width(ui, use);
  ui.push_disabled(none, ui.words(Word::why_no_photo));
  right -= wide;
  if (button(ui, "use", {right, y, wide, height::button}, use)) {
    if (const auto photos = take_chosen_pictures(page); photos && draft.empty()) {
      start_story(page.screen, {page.id, {}, {}, *photos});
    } else if (photos) {
      add_to_story(page.screen, draft, *photos);
    }
  }
  const std::string counted = ui.words(Word::chosen_photos, std::to_string(state.chosen_photos.size()));
  const ButtonSpec fresh{ui.words(Word::write_new_story), 0, Look::text};
  const float fresh_wide = button_width(ui, fresh);
  if (!draft.empty() &&
      right - fresh_wide - 60 > rect.x + 60 + ui.canvas.measure(counted, Type::body_bold).width) {
    right -= fresh_wide + 6;
    if (button(ui, "fresh", {right, y, fresh_wide, height::button}, fresh)) {
      if (const auto photos = take_chosen_pictures(page))
        start_story(page.screen, {page.id, {}, {}, *photos});
    }
  }
  right -= 50;
  if (icon_button(ui, "remove", {right, y, 44, 44}, icons::delete_, ui.words(Word::photos_remove)))
    remove_photos(page.screen, chosen_in_order(page.screen, page.id));
  ui.pop_disabled();
  ui.canvas.text_left({rect.x + 58, rect.y, right - rect.x - 62, rect.height}, counted, Type::body_bold,
                      ui.theme.text);
}

void draw_photos(const Page& page, const Rect& rect) {
  const bool floats = page.screen.state.choosing && !page.screen.is_narrow;
  const PhotoGridAnswer grid = photo_grid(page.screen, rect, page.id, page.fields(), floats ? 80 : 0);
  if (grid.opened) page.kept.photo = {*grid.opened, grid.opened_index}, page.ui.again();
  const bool taking_in = page.screen.state.imports.running();
  if (grid.is_known && grid.total == 0 && !taking_in) draw_no_photos(page, rect);
  if (floats) {
    const float wide = std::min(rect.width, 620.0F);
    draw_choice_bar(page, {rect.x + (rect.width - wide) / 2, rect.y + rect.height - 76, wide, 64}, true);
  }
}

// A card with a heading, a plus and its content; answers its height.
template <typename Draw>
float side_card(Ui& ui, std::string_view name, const Rect& rect, std::string_view title,
                std::string_view plus_label, const std::function<void()>& plus, float content,
                const Draw& draw) {
  const Rect box{rect.x, rect.y, rect.width, 56 + content + 12};
  card(ui, box);
  ui.canvas.text_left({box.x + 16, box.y + 4, box.width - 80, 48}, title, Type::body_bold, ui.theme.text);
  if (icon_button(ui, name, {box.x + box.width - 50, box.y + 6, 44, 44}, icons::plus, plus_label)) plus();
  draw(Point{box.x + 16, box.y + 54}, box.width - 32);
  return box.height;
}

void draw_side(const Page& page, const Rect& rect) {
  Ui& ui = page.ui;
  const Screen& screen = page.screen;
  const Scope scope(ui, "side");
  struct Heights {
    float notes = 60, stories = 60;
  };
  auto& known = ui.keep<Heights>(ui.id("heights", std::hash<RecordId>()(page.id)));
  ScrollArea area(ui, "area", rect);
  const float width = rect.width - 14;  // beside the scroll bar
  float y = area.top();
  const auto counted = [&](Word word, std::int64_t count) {
    return std::string(ui.words(word)) + (count > 0 ? " " + std::to_string(count) : "");
  };
  y += side_card(
      ui, "new note", {rect.x, y, width, 0}, counted(Word::notes, note_count(screen, page.id)),
      ui.words(Word::note_new), [&] { screen.state.event = page.id, new_note(screen); }, known.notes,
      [&](Point at, float wide) {
        const float high = draw_notes(screen, at, wide, page.id);
        if (high != known.notes) known.notes = high, ui.again();
      });
  y += 14;
  y += side_card(
      ui, "new story", {rect.x, y, width, 0}, counted(Word::stories, story_count(screen, page.id)),
      ui.words(Word::story_new),
      [&] {
        start_story(screen, {page.id, {}, {}, {}});
      },
      known.stories,
      [&](Point at, float wide) {
        const float high = draw_stories(screen, at, wide, page.id);
        if (high != known.stories) known.stories = high, ui.again();
      });
  area.end(y - area.top() + 16);
}

void draw_chips(const Page& page, const Rect& rect, std::int64_t photos) {
  Ui& ui = page.ui;
  float x = rect.x;
  const float end = rect.x + rect.width;
  const auto one = [&](std::string_view name, const ChipSpec& spec) {
    const float wide = std::min(chip_width(ui, spec), std::max(90.0F, end - x));
    const bool clicked = chip(ui, name, {x, rect.y, wide, 36}, spec);
    x += wide + 8;
    return clicked;
  };
  const std::string photo_label =
      std::string(ui.words(Word::photos)) + (photos > 0 ? " " + std::to_string(photos) : "");
  if (one("photos", {photo_label, icons::image, true})) page.add_photos();
  const std::string people = page.participants();
  const auto lines = std::count(people.begin(), people.end(), '\n') + 1;
  std::string people_label(ui.words(Word::participants));
  if (people.empty()) people_label = ui.words(Word::participants_none);
  if (lines > 1) people_label += " " + std::to_string(lines);
  if (one("people", {people_label, icons::account_multiple, false})) page.edit();
  if (one("basis", {ui.words(Word::basis_is, page.basis()), icons::shield_outline, false})) page.edit();
}

void draw_details(const Page& page, const Rect& rect) {
  Ui& ui = page.ui;
  ScrollArea area(ui, "details", rect);
  float y = area.top() + 4;
  const auto one = [&](Word label, std::string text) {
    if (text.empty()) text = ui.words(Word::not_stated);
    ui.canvas.text_left({rect.x, y, rect.width, 22}, ui.words(label), Type::small_bold, ui.theme.text2);
    y += 24;
    y += ui.canvas.text({rect.x, y}, text, Type::body, ui.theme.text, {rect.width - 12, 0}).height + 16;
  };
  one(Word::event_when_label, event_when(ui.words, page.fields(), page.today));
  one(Word::event_where_label, text_field(page.fields(), "place"));
  one(Word::participants, page.participants());
  one(Word::basis_label, page.basis());
  const ButtonSpec edit{ui.words(Word::event_edit), icons::pencil, Look::outlined};
  if (button(ui, "edit", {rect.x, y, button_width(ui, edit), height::button}, edit)) page.edit();
  area.end(y - area.top() + 60);
}

// Notes or stories as a page of their own, with a button on top where there is no action bar.
void draw_list_tab(const Page& page, const Rect& rect, bool is_notes) {
  Ui& ui = page.ui;
  const Screen& screen = page.screen;
  const Scope scope(ui, is_notes ? "note tab" : "story tab");
  ScrollArea area(ui, "area", rect);
  const float width = std::min(rect.width, 760.0F) - 8;
  float y = area.top() + 4;
  const ButtonSpec add{ui.words(is_notes ? Word::note_new : Word::story_new), icons::plus, Look::tonal};
  if (button(ui, "add", {rect.x, y, button_width(ui, add), height::button}, add)) {
    if (is_notes) {
      screen.state.event = page.id;
      new_note(screen);
    } else {
      start_story(screen, {page.id, {}, {}, {}});
    }
  }
  y += height::button + 8;
  const Point at{rect.x + 8, y};
  y += is_notes ? draw_notes(screen, at, width - 8, page.id) : draw_stories(screen, at, width - 8, page.id);
  area.end(y - area.top() + 16);
}

std::int64_t photo_count(const Page& page) {
  const ListAnswer* photos = page.screen.list("row photo " + page.id.text(), photos_of(page.id, 1));
  return photos == nullptr ? 0 : photos->total;
}

void draw_with_side(const Page& page, const Rect& rect) {
  const float inner = rect.width - 2 * page.pad;
  float y = rect.y;
  y += draw_head(page, {rect.x + page.pad, y}, inner) + 6;
  draw_chips(page, {rect.x + page.pad, y, inner, 36}, photo_count(page));
  y += 36 + 12;
  const float left = inner - side_width - 20;
  y += draw_banners(page, {rect.x + page.pad, y}, inner);
  const float bottom = rect.y + rect.height;
  draw_photos(page, {rect.x + page.pad, y, left, bottom - y});
  draw_side(page, {rect.x + page.pad + left + 20, y, side_width + 14, bottom - y});
}

void draw_with_segments(const Page& page, const Rect& rect) {
  Ui& ui = page.ui;
  const Screen& screen = page.screen;
  const float inner = rect.width - 2 * page.pad;
  float y = rect.y + draw_head(page, {rect.x + page.pad, rect.y}, inner) + 6;
  const auto counted = [&](Word word, std::int64_t count) {
    return std::string(ui.words(word)) + (count > 0 ? " " + std::to_string(count) : "");
  };
  const std::array<std::string, 4> labels = {
      counted(Word::photos, photo_count(page)), counted(Word::notes, note_count(screen, page.id)),
      counted(Word::stories_short, story_count(screen, page.id)), std::string(ui.words(Word::event_details))};
  std::size_t& tab = screen.state.tabs["event"];
  if (const auto picked = segments(ui, "tabs", {rect.x + page.pad, y, inner, 44}, labels, tab)) tab = *picked;
  y += 44 + 10;
  y += draw_banners(page, {rect.x + page.pad, y}, inner);
  const float bottom = rect.y + rect.height - (screen.is_narrow ? action_bar : 0);
  const Rect rest{rect.x + page.pad, y, inner, std::max(0.0F, bottom - y)};
  if (tab == 0) draw_photos(page, rest);
  if (tab == 1 || tab == 2) draw_list_tab(page, rest, tab == 1);
  if (tab == 3) draw_details(page, rest);
  if (!screen.is_narrow) return;
  const Rect bar{rect.x, bottom, rect.width, action_bar};
  ui.canvas.fill(bar, ui.theme.surface);
  divider(ui, bar.x, bar.y, bar.width);
  if (screen.state.choosing && tab == 0) {
    draw_choice_bar(page, bar, false);
    return;
  }
  const ButtonSpec note{ui.words(Word::note_write), icons::pencil, Look::tonal};
  const float note_wide = std::min(button_width(ui, note), bar.width / 2 - 20);
  const float photos_wide = bar.width - 2 * page.pad - note_wide - 8;
  const float row = bar.y + 14;
  if (button(ui, "add photos", {bar.x + page.pad, row, photos_wide, 48},
             {ui.words(Word::photos_add), icons::camera, Look::primary}))
    page.add_photos();
  if (button(ui, "note", {bar.x + page.pad + photos_wide + 8, row, note_wide, 48}, note)) {
    screen.state.event = page.id;
    new_note(screen);
  }
}

}  // namespace

void close_photo(const Screen& screen) {
  screen.ui.keep<PageState>(page_state_id).photo = {};
}

void event_page(const Screen& screen, const Rect& rect, RecordId id, const EventPageShape& shape) {
  Ui& ui = screen.ui;
  const Scope scope(ui, "event page");
  auto& kept = ui.keep<PageState>(page_state_id);
  if (kept.event != id) {
    kept = PageState{id, {}};
    screen.state.chosen_photos.clear();
    screen.state.choosing = false;
  }
  const Record* event = living(screen, "event", id);
  if (event == nullptr) {
    if (!screen.snapshot.view.records.contains({"event", id})) return;  // it comes with the next snapshot
    const EmptySpec gone{icons::calendar_text, ui.words(Word::event_gone), ui.words(Word::event_gone_how),
                         shape.has_back ? ui.words(Word::back) : std::string_view(), icons::arrow_left};
    if (empty_state(ui, "gone", rect, gone)) screen.back();
    return;
  }
  if (!kept.photo.id.empty() && photo_view(screen, rect, id, kept.photo)) return;
  const Page page{screen, ui, id, *event, shape, kept, screen.is_narrow ? 16.0F : 24.0F, today_in_bangkok()};
  const float bar = draw_bar(page, rect);
  const Rect below{rect.x, rect.y + bar, rect.width, rect.height - bar};
  if (shape.has_side) {
    draw_with_side(page, below);
  } else {
    draw_with_segments(page, below);
  }
}

}  // namespace khaosan::client
