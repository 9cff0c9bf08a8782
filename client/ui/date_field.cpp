#include "client/ui/date_field.hpp"

#include <algorithm>
#include <array>

namespace khaosan::client {
namespace {

constexpr float cell_height = 44;
constexpr float reading_height = 26;
constexpr float weeks_max = 6;

struct DateFieldState {
  bool calendar_open = false;
  CivilDate month;
  std::string shown;  // the text that stands for `value`
  std::optional<CivilDate> value;
  bool is_made = false;
};

std::string text_of(const Words& words, std::optional<CivilDate> date) {
  return date ? words.short_date(date->iso()) : std::string();
}

CivilDate month_beside(CivilDate month, int by) {
  const int months = month.year * 12 + month.month - 1 + by;
  return {months / 12, months % 12 + 1, 1};
}

std::string month_title(const Words& words, CivilDate month) {
  const CivilDate first{month.year, month.month, 1};
  const std::string text =
      words.language() == Language::th ? thai_long_date(first) : words.short_date(first.iso());
  return text.substr(2);
}

}  // namespace

float month_calendar_height() {
  return 44 + 28 + weeks_max * cell_height;
}

std::optional<CivilDate> month_calendar(Ui& ui, std::string_view name, const Rect& rect, CivilDate& month,
                                        std::optional<CivilDate> chosen, CivilDate today) {
  const Scope scope(ui, name);
  const Theme& theme = ui.theme;
  if (icon_button(ui, "before", {rect.x, rect.y, 44, 44}, icons::chevron_left,
                  ui.words(Word::calendar_before)))
    month = month_beside(month, -1);
  ui.canvas.text_centred({rect.x + 44, rect.y, rect.width - 88, 44}, month_title(ui.words, month),
                         Type::body_bold, theme.text);
  if (icon_button(ui, "after", {rect.x + rect.width - 44, rect.y, 44, 44}, icons::chevron_right,
                  ui.words(Word::calendar_after)))
    month = month_beside(month, 1);
  const float wide = rect.width / 7;
  for (std::size_t day = 0; day < 7; ++day) {
    ui.canvas.text_centred({rect.x + wide * static_cast<float>(day), rect.y + 46, wide, 24},
                           ui.words.day(day), Type::caption, theme.text3);
  }
  const std::int64_t first = days_since_epoch({month.year, month.month, 1});
  const auto first_column = static_cast<int>(((first + 4) % 7 + 7) % 7);
  std::optional<CivilDate> picked;
  for (int day = 1; day <= days_of_month(month.year, month.month); ++day) {
    const int place = first_column + day - 1;
    const CivilDate date{month.year, month.month, day};
    const Rect cell{rect.x + wide * static_cast<float>(place % 7),
                    rect.y + 72 + cell_height * static_cast<float>(place / 7), wide, cell_height};
    const Act act = ui.spot(ui.id("day", static_cast<std::uint64_t>(day)), inset(cell, 1));
    const Point middle{cell.x + cell.width / 2, cell.y + cell.height / 2};
    const bool is_chosen = chosen && *chosen == date;
    const bool is_weekend = place % 7 == 0 || place % 7 == 6;
    if (is_chosen) {
      ui.canvas.circle(middle, 20, theme.primary);
    } else if (act.hovered) {
      ui.canvas.circle(middle, 20, faded(theme.text, 0.08F));
    }
    if (date == today) ui.canvas.ring(middle, 20, theme.primary, 2);
    ui.canvas.text_centred(cell, std::to_string(day),
                           is_chosen || date == today ? Type::body_bold : Type::body,
                           is_chosen    ? theme.onp
                           : is_weekend ? theme.text3
                                        : theme.text);
    if (act.focused) ui.focus_ring({middle.x - 18, middle.y - 18, 36, 36}, 18);
    if (act.clicked) picked = date;
  }
  return picked;
}

std::string date_fault_text(const Words& words, const DateReading& reading) {
  switch (reading.fault) {
    case DateFault::no_such_month:
      return std::string(words(Word::date_no_such_month));
    case DateFault::no_such_day: {
      const CivilDate month{2000, reading.month, 1};
      std::string name = words.short_date(month.iso());
      name = name.substr(2, name.rfind(' ') - 2);
      return words(Word::date_no_such_day, name, std::to_string(reading.last_day));
    }
    case DateFault::unreadable:
      return std::string(words(Word::date_unreadable));
    default:
      return {};
  }
}

void set_date_field(Ui& ui, std::string_view name, std::optional<CivilDate> value) {
  const Scope scope(ui, name);
  auto& state = ui.keep<DateFieldState>(ui.id("state"));
  state.value = value;
  state.shown = text_of(ui.words, value);
  state.is_made = true;
  state.calendar_open = false;
  set_field_text(ui, "text", state.shown);
}

void forget_date_field(Ui& ui, std::string_view name) {
  const Scope scope(ui, name);
  ui.memory.kept.erase(ui.id("state"));
  ui.memory.kept.erase(ui.id("text"));
}

DateFieldAnswer date_field(Ui& ui, std::string_view name, const Rect& rect, const DateFieldSpec& spec) {
  const WidgetId state_id = [&] {
    const Scope scope(ui, name);
    return ui.id("state");
  }();
  auto& state = ui.keep<DateFieldState>(state_id);
  const WidgetId text_id = [&] {
    const Scope scope(ui, name);
    return ui.id("text");
  }();
  // The record was given another date meanwhile, and nobody types here.
  if (!state.is_made || (state.value != spec.value && !ui.has_focus(text_id))) {
    const bool was_open = state.calendar_open;
    set_date_field(ui, name, spec.value);
    state.calendar_open = was_open;
  }
  const Scope scope(ui, name);
  FieldSpec field_spec;
  field_spec.label = spec.label;
  field_spec.placeholder = ui.words(Word::date_placeholder);
  field_spec.characters_max = 40;
  const std::string wrong = date_fault_text(ui.words, read_date(field_text(ui, "text"), spec.today));
  field_spec.error = wrong;
  const Rect box{rect.x, rect.y, rect.width - 52, 0};
  const FieldAnswer typed = field(ui, "text", box, field_spec, spec.untaken ? *spec.untaken : state.shown,
                                  spec.untaken.has_value());
  const float label = spec.label.empty() ? 0.0F : 26.0F;
  const Rect toggle{rect.x + rect.width - 46, rect.y + label + 1, 44, 44};
  if (icon_button(ui, "calendar", toggle, icons::calendar, ui.words(Word::calendar_open))) {
    state.calendar_open = !state.calendar_open;
    state.month = state.value.value_or(spec.today);
    state.month.day = 1;
  }

  DateFieldAnswer answer;
  const DateReading reading = read_date(field_text(ui, "text"), spec.today);
  answer.read = reading.date;
  if (typed.changed) answer.typed = field_text(ui, "text");
  const float below = rect.y + label + height::field + 2;
  if (reading.date && wrong.empty()) {
    ui.canvas.icon({rect.x + 9, below + 12}, icons::arrow_right, 16, ui.theme.primary);
    ui.canvas.text_left({rect.x + 22, below, rect.width - 22, 24}, ui.words.date(reading.date->iso()),
                        Type::small_bold, ui.theme.primary);
  } else if (wrong.empty()) {
    ui.canvas.text_left({rect.x, below, rect.width, 24}, ui.words(Word::date_help), Type::caption,
                        ui.theme.text3);
  }
  answer.height = std::max(label + height::field + reading_height, typed.height);
  if ((typed.left || typed.entered) && reading.date) answer.taken = reading.date;
  if (state.calendar_open) {
    const Rect month{rect.x, rect.y + answer.height + 4, rect.width, month_calendar_height()};
    if (const auto picked = month_calendar(ui, "month", month, state.month, reading.date, spec.today)) {
      answer.taken = picked;
      state.calendar_open = false;
    }
    answer.height += month.height + 8;
  }
  if (answer.taken) {
    state.value = answer.taken;
    state.shown = text_of(ui.words, state.value);
    set_field_text(ui, "text", state.shown);
    answer.read = answer.taken;
    ui.again();
  }
  return answer;
}

}  // namespace khaosan::client
