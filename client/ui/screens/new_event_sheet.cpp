// A new event, or the fields of one that is there (Sheet::edit_event).
#include <algorithm>
#include <array>

#include "client/ui/date_field.hpp"
#include "client/ui/screens/event_parts.hpp"

namespace khaosan::client {
namespace {

struct EventForm {
  RecordId event;  // empty: a new one
  CivilDate date;
  std::string start, end;
  bool out_of_order = false;  // the times that stand there; those on the disk wait until they fit
  bool busy = false;

  bool in_order() const { return start.empty() || end.empty() || start <= end; }
};

constexpr std::array form_fields = {"title", "place", "date", "start_time", "end_time"};

// Where what is typed is kept until it is handed over.
std::string kept_as(const EventForm& form, const std::string& field) {
  return "event " + (form.event.empty() ? std::string("new") : form.event.text()) + " " + field;
}

bool was_drawn(Ui& ui, WidgetId id) {
  return std::any_of(ui.memory.spots.begin(), ui.memory.spots.end(),
                     [&](const auto& spot) { return spot.id == id; });
}

std::string shown_time(const Words& words, const std::string& civil) {
  return civil.empty() ? std::string() : words.time(civil);
}

struct FormFields {
  const Screen& screen;
  Ui& ui;
  EventForm& form;
  const Record* event;  // that is edited
  CivilDate today;
  float x = 0, width = 0, y = 0;
  float times_high = 0;
  bool unreadable = false;

  bool edits() const { return !form.event.empty(); }
  std::string value(const std::string& name) const {
    return event == nullptr ? std::string() : text_field(event->fields, name);
  }

  void put(Fields set) const {
    Put intent;
    intent.kind = "event";
    intent.id = form.event;
    intent.set = std::move(set);
    screen.hand_in(intent, {});
  }

  bool text(const std::string& name, FieldSpec spec) {
    const Rect at{x, y, width, 0};
    const FieldAnswer answer =
        edits() ? screen.draft_field(name, at, spec, "event", form.event, name, value(name))
                : screen.typed_field(name, at, spec, kept_as(form, name));
    y += answer.height + 14;
    return answer.entered;
  }

  // Answers whether what stands there is a date.
  bool date() {
    const DateFieldAnswer answer =
        date_field(ui, "date", {x, y, width, 0},
                   {ui.words(Word::event_date_label), today, form.date, screen.typed(kept_as(form, "date"))});
    y += answer.height + 10;
    // What stands there and is no date is told when the form is left.
    unreadable = unreadable || !answer.read;
    if (answer.typed) screen.keep_typed(kept_as(form, "date"), *answer.typed);
    if (answer.taken && edits()) screen.forget_typed(kept_as(form, "date"));
    if (answer.taken && *answer.taken != form.date) {
      form.date = *answer.taken;
      if (edits()) put({{"date", Value{form.date.iso()}}});
    }
    return answer.read.has_value();
  }

  // Answers whether what stands there is a time, or nothing. Takes it, when it is left, into `kept`.
  bool time(const std::string& name, std::string& kept, Word label, const Rect& at, std::string_view problem,
            bool& taken_anew) {
    FieldSpec spec;
    spec.error = problem;
    spec.label = ui.words(label);
    spec.placeholder = "08.30";
    spec.characters_max = 12;
    const std::string& typed = field_text(ui, name);
    const auto read = read_time(typed);
    const bool good = typed.empty() || read;
    unreadable = unreadable || !good;
    if (!good) spec.error = ui.words(Word::time_unreadable);
    const auto untaken = screen.typed(kept_as(form, name));
    const FieldAnswer answer =
        field(ui, name, at, spec, untaken ? *untaken : shown_time(ui.words, kept), untaken.has_value());
    times_high = std::max(times_high, answer.height);
    if (answer.changed) screen.keep_typed(kept_as(form, name), field_text(ui, name));
    if ((answer.left || answer.entered) && good) {
      const std::string taken = read.value_or("");
      if (taken != kept) {
        kept = taken;
        taken_anew = true;
      } else if (edits()) {
        screen.forget_typed(kept_as(form, name));
      }
      set_field_text(ui, name, shown_time(ui.words, kept));
    }
    return good;
  }

  // Both times, kept together: a start that is moved past the old end waits for the new one.
  bool times() {
    const float half = (width - 12) / 2;
    bool taken = false;
    times_high = 0;
    bool good = time("start_time", form.start, Word::event_start_label, {x, y, half, 0}, {}, taken);
    const std::string_view problem = form.in_order() ? std::string_view() : ui.words(Word::end_before_start);
    good = time("end_time", form.end, Word::event_end_label, {x + half + 12, y, half, 0}, problem, taken) &&
           good;
    y += times_high + 14;
    if (edits() && taken) {
      form.out_of_order = !form.in_order();
      const auto value_of = [](const std::string& civil) { return civil.empty() ? Value{} : Value{civil}; };
      if (!form.out_of_order) {
        put({{"start_time", value_of(form.start)}, {"end_time", value_of(form.end)}});
        for (const char* name : {"start_time", "end_time"}) screen.forget_typed(kept_as(form, name));
      }
    }
    unreadable = unreadable || form.out_of_order;
    return good && form.in_order();
  }
};

void open_form(Ui& ui, EventForm& form, const Screen& screen, CivilDate today) {
  const bool edits = screen.state.sheet == Sheet::edit_event;
  form = EventForm{};
  form.date = today;
  if (edits) form.event = screen.state.event;
  // Nothing of what stood here the last time, nor where the keyboard was.
  for (const char* name : form_fields) ui.memory.kept.erase(ui.id(name));
  forget_date_field(ui, "date");
  ui.focus(ui.id("title"), true);
}

void draw_basis(FormFields& sheet) {
  Ui& ui = sheet.ui;
  ui.canvas.text_left({sheet.x, sheet.y, sheet.width, 22}, ui.words(Word::basis_label), Type::small_bold,
                      ui.theme.text);
  sheet.y += 26;
  const FieldDecl& decl = *find_kind("event")->field("basis");
  std::string chosen = sheet.value("basis");
  if (chosen.empty()) chosen = "none";
  for (const Choice& choice : decl.choices) {
    const std::string label = ui.words.choice(decl, choice.name);
    if (radio(ui, std::string("basis ") + std::string(choice.name), {sheet.x, sheet.y, sheet.width, 44},
              label, chosen == choice.name))
      sheet.put({{"basis", Value{std::string(choice.name)}}});
    sheet.y += 44;
  }
  sheet.y += 8;
  const bool locked = sheet.event != nullptr && flag_field(sheet.event->fields, "do_not_publish");
  if (checkbox(ui, "locked", {sheet.x, sheet.y, sheet.width, 44}, ui.words(Word::event_locked), locked))
    sheet.put({{"do_not_publish", Value{!locked}}});
  sheet.y += 44;
  sheet.y += ui.canvas
                 .text({sheet.x + 38, sheet.y}, ui.words(Word::event_locked_help), Type::caption,
                       ui.theme.text3, {sheet.width - 38, 3})
                 .height +
             12;
}

void make_event(const Screen& screen, Ui& ui, EventForm& form) {
  Put put;
  put.kind = "event";
  put.set["date"] = Value{form.date.iso()};
  const auto keep = [&](const char* name, const std::string& text) {
    if (!text.empty()) put.set[name] = Value{text};
  };
  keep("title", field_text(ui, "title"));
  keep("place", field_text(ui, "place"));
  keep("start_time", read_time(field_text(ui, "start_time")).value_or(""));
  keep("end_time", read_time(field_text(ui, "end_time")).value_or(""));
  form.busy = true;
  UiState& state = screen.state;
  const bool as_page = screen.is_narrow || screen.ui.canvas.size().width - rail_width < list_pane_from;
  screen.open_by(put, [&state, &form, as_page, words = ui.words](const Outcome& outcome) {
    form.busy = false;
    const auto* report = std::get_if<PutReport>(&outcome.report);
    if (report == nullptr) {
      if (outcome.refusal)
        state.snack = Snack{icons::alert_circle, words.reason(*outcome.refusal), {}, {}, 0};
      return;
    }
    state.sheet = Sheet::none;
    for (const std::string name : form_fields) forget_typed(state, kept_as({}, name));
    state.event = report->id;
    state.drafts.leave_all();
    state.way = {Route{Route::Kind::events, {}}};
    if (as_page) state.way.push_back({Route::Kind::event, report->id});
  });
}

}  // namespace

void draw_new_event_sheet(const Screen& screen) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  const CivilDate today = today_in_bangkok();
  auto& form = ui.keep<EventForm>(ui.id("form"));
  if (!was_drawn(ui, ui.id("sheet close"))) open_form(ui, form, screen, today);
  const Record* event = form.event.empty() ? nullptr : living(screen, "event", form.event);
  if (event != nullptr) {
    if (const auto held = CivilDate::parse(text_field(event->fields, "date")); held.ok()) form.date = *held;
    if (!form.out_of_order) {
      form.start = text_field(event->fields, "start_time");
      form.end = text_field(event->fields, "end_time");
    }
  }
  const Rect rect = screen.rect;
  const bool edits = !form.event.empty();
  ui.canvas.text_left({rect.x, rect.y, rect.width - 50, 30},
                      words(edits ? Word::event_edit : Word::event_make), Type::heading, ui.theme.text);
  if (icon_button(ui, "sheet close", {rect.x + rect.width - 40, rect.y - 8, 44, 44}, icons::close,
                  words(Word::close)))
    screen.state.sheet = Sheet::none;
  if (edits && event == nullptr) return;  // it comes with the next snapshot, or is gone

  const float footer = 60;
  const Rect inside{rect.x - 6, rect.y + 42, rect.width + 12, rect.height - 42 - footer};
  bool entered = false;
  bool good = true;
  {
    ScrollArea area(ui, "area", inside);
    FormFields sheet{screen, ui, form, event, today, rect.x, rect.width - 6, area.top() + 6};
    FieldSpec title;
    title.label = words(Word::event_title_label);
    title.placeholder = words(Word::event_title_hint);
    title.characters_max = 200;
    entered = sheet.text("title", title);
    good = sheet.date();
    good = sheet.times() && good;
    FieldSpec place;
    place.label = words(Word::event_where_label);
    place.placeholder = words(Word::event_where_hint);
    place.characters_max = 200;
    entered = sheet.text("place", place) || entered;
    if (edits) {
      FieldSpec people;
      people.label = words(Word::participants);
      people.placeholder = words(Word::participants_hint);
      people.many_lines = true;
      people.lines_shown_max = 6;
      sheet.text("participants", people);
      draw_basis(sheet);
    }
    screen.state.has_unreadable = edits && sheet.unreadable;
    area.end(sheet.y - area.top() + 8);
  }
  const ButtonSpec done{words(edits ? Word::done : Word::event_make), edits ? icons::check : icons::plus,
                        Look::primary, form.busy, good ? std::string_view() : words(Word::why_dates)};
  const Rect foot{rect.x, rect.y + rect.height - 48, rect.width, 48};
  const bool pressed = button(ui, "done", foot, done) || (entered && good);
  if (!pressed || form.busy) return;
  if (edits) {
    screen.state.drafts.leave_all();
    screen.state.sheet = Sheet::none;
    return;
  }
  // What stands in the date field counts also when the button was reached by Enter.
  make_event(screen, ui, form);
}

}  // namespace khaosan::client
