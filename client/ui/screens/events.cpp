#include <algorithm>
#include <array>

#include "client/ui/screens/event_list.hpp"
#include "client/ui/screens/event_page.hpp"

namespace khaosan::client {
namespace {

constexpr float list_width = 320;
constexpr float list_width_wide = 360;

void ask_for_new_event(const Screen& screen) {
  screen.state.sheet = Sheet::new_event;
}

// What comes after one another once there is an event.
void draw_steps(Ui& ui, const Rect& rect) {
  static constexpr std::array<std::pair<char32_t, Word>, 3> steps = {{{icons::camera, Word::step_photos},
                                                                      {icons::pencil, Word::step_notes},
                                                                      {icons::newspaper, Word::step_story}}};
  float wide = 0;
  for (const auto& [icon, word] : steps) wide += 52 + ui.canvas.measure(ui.words(word), Type::body).width;
  wide += 2 * 44;
  const bool stacked = wide > rect.width - 24;
  float x = rect.x + (rect.width - (stacked ? 220 : wide)) / 2;
  float y = rect.y;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const auto& [icon, word] = steps[i];
    const float text = ui.canvas.measure(ui.words(word), Type::body).width;
    ui.canvas.circle({x + 20, y + 20}, 20, ui.theme.pc);
    if (ui.theme.name == ThemeName::outdoor) ui.canvas.ring({x + 20, y + 20}, 20, ui.theme.line, 2);
    ui.canvas.icon({x + 20, y + 20}, icon, 20, ui.theme.onpc);
    ui.canvas.text_left({x + 52, y, text + 2, 40}, ui.words(word), Type::body, ui.theme.text);
    if (stacked) {
      y += 50;
    } else {
      x += 52 + text;
      if (i + 1 < steps.size()) ui.canvas.icon({x + 22, y + 20}, icons::chevron_right, 22, ui.theme.text2);
      x += 44;
    }
  }
}

void draw_no_events(const Screen& screen, const Rect& rect) {
  Ui& ui = screen.ui;
  const bool has_steps = rect.height > 460;
  const Rect upper{rect.x, rect.y, rect.width, rect.height - (has_steps ? 190 : 0)};
  const EmptySpec spec{icons::calendar_text, ui.words(Word::events_none), ui.words(Word::events_none_how),
                       ui.words(Word::event_make), icons::plus};
  if (empty_state(ui, "none", upper, spec)) ask_for_new_event(screen);
  if (has_steps) draw_steps(ui, {rect.x, upper.y + upper.height, rect.width, 190});
}

// Title and the icon for a new event; answers the height.
float draw_list_bar(const Screen& screen, const Rect& rect, bool has_chip) {
  Ui& ui = screen.ui;
  const float high = screen.is_narrow ? height::top_bar_narrow : height::top_bar;
  const float middle = rect.y + high / 2;
  float right = rect.x + rect.width - 12;
  const float title = ui.canvas.measure(ui.words(Word::place_events), Type::title).width;
  if (has_chip) right -= state_chip_at(screen, {right, middle}, right - rect.x - title - 74) + 6;
  right -= 44;
  if (icon_button(ui, "new event", {right, middle - 22, 44, 44}, icons::calendar_plus,
                  ui.words(Word::event_make)))
    ask_for_new_event(screen);
  ui.canvas.text_left({rect.x + 16, rect.y, std::min(title + 2, right - rect.x - 20), high},
                      ui.words(Word::place_events), Type::title, ui.theme.text);
  return high;
}

void draw_list_alone(const Screen& screen) {
  Ui& ui = screen.ui;
  const Rect rect = screen.rect;
  ui.canvas.fill(rect, ui.theme.surface);
  const float bar = draw_list_bar(screen, rect, true);
  divider(ui, rect.x, rect.y + bar, rect.width);
  const Rect rest{rect.x, rect.y + bar + 1, rect.width, rect.height - bar - 1};
  const EventListAnswer list = event_list(screen, rest, {});
  if (list.is_known && list.total == 0) draw_no_events(screen, rest);
  if (list.opened) {
    close_photo(screen);
    screen.state.event = *list.opened;
    screen.go(Route::Kind::event, *list.opened);
  }
}

}  // namespace

void draw_events(const Screen& screen) {
  forget_untouched(screen);
  Ui& ui = screen.ui;
  UiState& state = screen.state;
  const Rect rect = screen.rect;
  bool& was_beside = ui.keep<bool>(ui.id("event was beside"));
  if (screen.is_narrow || rect.width < list_pane_from) {
    // The window became narrow: what was open stays, and back leads to the list.
    if (std::exchange(was_beside, false) && !state.event.empty()) {
      screen.go(Route::Kind::event, state.event);
      ui.again();
      return;
    }
    draw_list_alone(screen);
    return;
  }
  was_beside = true;
  const ListAnswer* any = screen.list("events any", [] {
    ListQuery query;
    query.kind = "event";
    query.limit = 1;
    return query;
  }());
  if (any != nullptr && any->total == 0) {
    const TopBar bar = top_bar(screen, "bar", {ui.words(Word::place_events), {}, false, {}});
    draw_no_events(screen, bar.rest);
    return;
  }
  const float width = screen.is_wide ? list_width_wide : list_width;
  const Rect pane{rect.x, rect.y, width, rect.height};
  ui.canvas.fill(pane, ui.theme.surface);
  const float bar = draw_list_bar(screen, pane, false);
  const EventListAnswer list =
      event_list(screen, {pane.x, pane.y + bar, pane.width, pane.height - bar}, state.event);
  ui.canvas.line({pane.x + pane.width, pane.y}, {pane.x + pane.width, pane.y + pane.height}, ui.theme.line,
                 ui.theme.outline_px);
  if (list.opened && *list.opened != state.event) {
    state.drafts.leave_all();
    state.event = *list.opened;
  }
  if (state.event.empty() && list.proposed) state.event = *list.proposed, ui.again();
  if (state.event.empty()) return;
  event_page(screen, {pane.x + width, rect.y, rect.width - width, rect.height}, state.event,
             {false, screen.is_wide});
}

void draw_event(const Screen& screen) {
  forget_untouched(screen);
  const RecordId id = screen.route().id;
  // The window became wide: the list stands beside it.
  if (!screen.is_narrow && screen.rect.width >= list_pane_from) {
    screen.state.event = id;
    auto& way = screen.state.way;
    if (way.size() > 1 && way[way.size() - 2].kind == Route::Kind::events) way.pop_back();
    way.back() = Route{Route::Kind::events, id};
    screen.ui.again();
    return;
  }
  screen.state.event = id;
  event_page(screen, screen.rect, id, {true, false});
}

}  // namespace khaosan::client
