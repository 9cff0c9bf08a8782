// The one place to begin anything: into which event, then what.
#include <array>

#include "client/ui/screens/event_list.hpp"
#include "client/ui/screens/event_parts.hpp"

namespace khaosan::client {
namespace {

constexpr float tile_height = 112;

bool tile(Ui& ui, std::string_view name, const Rect& rect, char32_t icon, std::string_view label,
          bool is_main) {
  const WidgetId id = ui.id(name);
  const Act act = ui.spot(id, rect);
  const Theme& theme = ui.theme;
  const Colour ground = is_main ? theme.primary : theme.pc;
  const Colour ink = is_main ? theme.onp : theme.onpc;
  ui.canvas.fill(rect, act.held ? pressed(theme, ground) : act.hovered ? hovered(theme, ground) : ground, 20);
  if (theme.name == ThemeName::outdoor) ui.canvas.outline(rect, theme.line, 2, 20);
  ui.canvas.icon({rect.x + 31, rect.y + 30}, icon, 28, ink);
  ui.canvas.text_left({rect.x + 16, rect.y + rect.height - 44, rect.width - 28, 32}, label, Type::body_bold,
                      ink);
  if (act.focused) ui.focus_ring(rect, 20);
  return act.clicked;
}

bool line(Ui& ui, std::string_view name, const Rect& rect, char32_t icon, std::string_view label,
          std::string_view keys) {
  const Act act = row_ground(ui, ui.id(name), rect, false);
  ui.canvas.icon({rect.x + 20, rect.y + rect.height / 2}, icon, 24, ui.theme.text2);
  ui.canvas.text_left({rect.x + 48, rect.y, rect.width - 130, rect.height}, label, Type::body, ui.theme.text);
  const float wide = ui.canvas.measure(keys, Type::caption).width;
  ui.canvas.text_left({rect.x + rect.width - wide - 4, rect.y, wide + 4, rect.height}, keys, Type::caption,
                      ui.theme.text3);
  return act.clicked;
}

// Another event for what is to be added.
void draw_choice(const Screen& screen, const Rect& rect, bool& choosing) {
  Ui& ui = screen.ui;
  if (icon_button(ui, "choice back", {rect.x - 10, rect.y - 8, 44, 44}, icons::arrow_left,
                  ui.words(Word::back)))
    choosing = false;
  ui.canvas.text_left({rect.x + 40, rect.y, rect.width - 40, 28}, ui.words(Word::add_choose_event),
                      Type::heading, ui.theme.text);
  const EventListAnswer list =
      event_list(screen, {rect.x - 20, rect.y + 44, rect.width + 40, rect.height - 30}, screen.state.event);
  if (list.is_known && list.total == 0)
    ui.canvas.text({rect.x, rect.y + 60}, ui.words(Word::events_none), Type::body, ui.theme.text2);
  if (list.opened) {
    screen.state.event = *list.opened;
    choosing = false;
  }
}

}  // namespace

void draw_add_sheet(const Screen& screen) {
  Ui& ui = screen.ui;
  UiState& state = screen.state;
  const Rect rect = screen.rect;
  auto& choosing = ui.keep<bool>(ui.id("choosing"));
  if (choosing) {
    draw_choice(screen, rect, choosing);
    return;
  }
  const Record* event = living(screen, "event", state.event);
  float y = rect.y;
  if (icon_button(ui, "close", {rect.x + rect.width - 40, y - 8, 44, 44}, icons::close,
                  ui.words(Word::close)))
    state.sheet = Sheet::none;
  ui.canvas.text_left({rect.x, y, rect.width - 50, 28}, ui.words(Word::add), Type::heading, ui.theme.text);
  y += 44;
  const std::string change(ui.words(event == nullptr ? Word::add_choose : Word::add_change));
  const float change_wide = ui.canvas.measure(change, Type::small_bold).width;
  const ListAnswer* photos = nullptr;
  if (event != nullptr) {
    photos = screen.list("row photo " + event->id.text(), photos_of(event->id, 1));
  }
  thumb(screen, {rect.x, y, 48, 48}, photos != nullptr && !photos->rows.empty() ? &photos->rows[0] : nullptr,
        icons::calendar_text, 10);
  const float text_wide = rect.width - 60 - change_wide - 16;
  ui.canvas.text_left({rect.x + 60, y, text_wide, 20}, ui.words(Word::add_into), Type::caption,
                      ui.theme.text2);
  ui.canvas.text_left(
      {rect.x + 60, y + 20, text_wide, 26},
      event == nullptr ? std::string(ui.words(Word::add_into_none)) : event_title(ui.words, event->fields),
      Type::body_bold, ui.theme.text);
  if (link(ui, "change", {rect.x + rect.width - change_wide, y + 13}, change)) choosing = true;
  y += 64;

  const float half = (rect.width - 12) / 2;
  const RecordId into = event == nullptr ? RecordId{} : event->id;
  const auto key = [&](Key one) { return ui.key(one); };
  if (tile(ui, "photos", {rect.x, y, half, tile_height}, icons::camera, ui.words(Word::photos), true) ||
      key(Key::n1))
    state.sheet = Sheet::files;
  if (tile(ui, "note", {rect.x + half + 12, y, half, tile_height}, icons::note_text, ui.words(Word::notes),
           false) ||
      key(Key::n2))
    new_note(screen);
  y += tile_height + 12;
  if (tile(ui, "story", {rect.x, y, half, tile_height}, icons::newspaper, ui.words(Word::stories_short),
           false) ||
      key(Key::n3))
    start_story(screen, {into, {}, {}, {}});
  if (tile(ui, "event", {rect.x + half + 12, y, half, tile_height}, icons::calendar_plus,
           ui.words(Word::add_event), false) ||
      key(Key::n4)) {
    state.sheet = Sheet::new_event;
  }
  y += tile_height + 12;
  const Rect row{rect.x - 8, y, rect.width + 16, 52};
  if (line(ui, "files", row, icons::sd, ui.words(Word::add_from_files), "Ctrl+I")) state.sheet = Sheet::files;
  if (line(ui, "paste", {row.x, row.y + 52, row.width, 52}, icons::content_paste, ui.words(Word::add_paste),
           "Ctrl+V")) {
    auto pasted =
        ui.read_clipboard ? paths_in_text(ui.read_clipboard()) : std::vector<std::filesystem::path>{};
    if (pasted.empty()) {
      screen.say(icons::content_paste, std::string(ui.words(Word::nothing_to_paste)));
    } else {
      screen.take_found(std::move(pasted), {into, {}, true});
      state.sheet = Sheet::none;
    }
  }
}

}  // namespace khaosan::client
