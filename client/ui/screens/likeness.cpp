#include "client/ui/screens/likeness.hpp"

#include <algorithm>

#include "client/ui/article.hpp"
#include "client/ui/screens/event_parts.hpp"
#include "shared/sync/likeness.hpp"

namespace khaosan::client {
namespace {

constexpr float side_line = 26;
constexpr std::int64_t joined_shown = 5;

std::string pair_name(std::string_view what, const Record& likeness) {
  return std::string(what) + " " + likeness.id.text();
}

std::int64_t count_of(const Screen& screen, const std::string& kind, const char* field, RecordId id) {
  ListQuery query;
  query.kind = kind;
  query.where = {{field, Value{id.text()}}};
  query.limit = 1;
  const ListAnswer* answer = screen.list("of a pair " + kind + " " + id.text(), query);
  return answer == nullptr ? 0 : answer->total;
}

PairSide side_of(const Screen& screen, const std::string& kind, RecordId id) {
  PairSide side;
  const Words& words = screen.ui.words;
  const RecordView* view = screen.record(kind, id);
  if (view == nullptr) return side;
  side.record = &view->record;
  const Fields& fields = view->record.fields;
  side.person = screen.person_or_somebody(view->record.changed_by.text());
  if (kind == "news") {
    side.title = title_word(words, text_field(fields, "headline"));
    const std::string& date = text_field(fields, "date");
    side.when = std::string(words.status(text_field(fields, "status")));
    if (!date.empty()) side.when = words.date(date) + " · " + side.when;
    side.place = std::string(first_line(text_field(fields, "lead").empty() ? text_field(fields, "body")
                                                                           : text_field(fields, "lead")));
    side.counts = words(Word::pair_photos, std::to_string(count_of(screen, "news_photo", "news", id)));
    return side;
  }
  side.title = event_title(words, fields);
  side.when = event_when(words, fields, today_in_bangkok());
  side.place = text_field(fields, "place");
  side.counts = words(Word::pair_counts, std::to_string(count_of(screen, "media", "event", id)),
                      std::to_string(count_of(screen, "note", "event", id)),
                      std::to_string(count_of(screen, "news", "event", id)));
  return side;
}

std::string why_word(const Screen& screen, const Record& likeness) {
  const FieldDecl& field = *find_kind("likeness")->field("why");
  const auto* why = std::get_if<TextSet>(&field_or_empty(likeness.fields, "why"));
  std::string all;
  for (const std::string& name : why != nullptr ? *why : TextSet{})
    all += (all.empty() ? "" : " · ") + std::string(screen.ui.words.choice(field, name));
  return all;
}

Alike pair_of(const Screen& screen, const Record& likeness) {
  Alike pair;
  pair.likeness = &likeness;
  const std::string& kind = text_field(likeness.fields, "record_kind");
  pair.is_news = kind == "news";
  pair.why = why_word(screen, likeness);
  pair.one = side_of(screen, kind, id_in(likeness.fields, "one"));
  pair.other = side_of(screen, kind, id_in(likeness.fields, "other"));
  const RecordView* view = screen.record("likeness", likeness.id);
  if (view != nullptr && !view->waiting_verbs.empty()) {
    pair.waiting_verb = view->waiting_verbs.back();
    pair.can_take_back = view->can_take_back;
  }
  return pair;
}

void say_of(const Screen& screen, const Record& likeness, const char* verb, const std::string& keep = {}) {
  Perform command;
  command.kind = "likeness";
  command.id = likeness.id;
  command.verb = verb;
  command.keep = keep;
  give_command(screen, std::move(command));
}

// The one that stays: as the person marked it, or by the rule.
RecordId& chosen_main(const Screen& screen, const Alike& pair) {
  RecordId& main = screen.ui.keep<RecordId>(screen.ui.id(pair_name("main of", *pair.likeness)));
  if (main.empty() && pair.one.record != nullptr && pair.other.record != nullptr)
    main = main_of_two(*pair.one.record, *pair.other.record).id;
  return main;
}

float side_height(Ui& ui, float width, const PairSide& side) {
  const float title = ui.canvas.measure(side.title, Type::body_bold, {width - 32, 3}).height;
  float high = 14 + title + 6 + side_line + side_line;
  if (!side.place.empty()) high += side_line;
  return high + 44 + 14;
}

void draw_side(const Screen& screen, const Rect& rect, const Alike& pair, const PairSide& side,
               std::string_view name) {
  Ui& ui = screen.ui;
  RecordId& main = chosen_main(screen, pair);
  const bool is_main = side.record != nullptr && side.record->id == main;
  ui.canvas.outline(rect, is_main ? ui.theme.primary : ui.theme.line, ui.theme.outline_px, radius::field);
  const float room = rect.width - 32;
  float y = rect.y + 14;
  y += ui.canvas.text({rect.x + 16, y}, side.title, Type::body_bold, ui.theme.text, {room, 3}).height + 6;
  const auto line = [&](char32_t icon, std::string_view text) {
    if (text.empty()) return;
    ui.canvas.icon({rect.x + 26, y + side_line / 2}, icon, 20, ui.theme.text2);
    ui.canvas.text_left({rect.x + 44, y, room - 28, side_line}, text, Type::small, ui.theme.text2);
    y += side_line;
  };
  line(icons::calendar_text, side.when);
  line(pair.is_news ? icons::pencil : icons::map_marker, side.place);
  line(icons::camera, side.counts + " · " + side.person);
  const Rect at{rect.x + 12, rect.y + rect.height - 54, rect.width - 24, 44};
  if (radio(ui, pair_name(name, *pair.likeness), at, ui.words(Word::pair_main), is_main) &&
      side.record != nullptr)
    main = side.record->id;
}

float draw_answers(const Screen& screen, Point at, float width, const Alike& pair, bool is_current) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  if (!pair.waiting_verb.empty()) {
    const Word verb = pair.waiting_verb == "join" ? (pair.is_news ? Word::join_news : Word::join_event)
                                                  : (pair.is_news ? Word::differ_news : Word::differ_event);
    ui.canvas.icon({at.x + 11, at.y + 22}, icons::timer_sand, 22, ui.theme.text2);
    float room = width - 32;
    if (pair.can_take_back) {
      const ButtonSpec back{words(Word::take_back), icons::undo, Look::outlined};
      const float wide = button_width(ui, back);
      if (button(ui, pair_name("back", *pair.likeness), {at.x + width - wide, at.y, wide, 44}, back))
        take_back(screen, *pair.can_take_back);
      room -= wide + 12;
    }
    ui.canvas.text_left({at.x + 32, at.y, room, 44}, words(Word::waits_for_office, std::string(words(verb))),
                        Type::body, ui.theme.text2);
    return 44;
  }
  Flow flow({at.x, at.y, width, 0}, 8, 44);
  const ButtonSpec join{words(pair.is_news ? Word::join_news : Word::join_event), icons::call_merge,
                        is_current ? Look::primary : Look::tonal};
  const ButtonSpec differ{words(pair.is_news ? Word::differ_news : Word::differ_event), 0, Look::outlined};
  if (button(ui, pair_name("join", *pair.likeness), flow.next(button_width(ui, join)), join))
    join_pair(screen, pair);
  if (button(ui, pair_name("differ", *pair.likeness), flow.next(button_width(ui, differ)), differ))
    keep_apart(screen, pair);
  return flow.bottom() - at.y;
}

const ListAnswer* likenesses_where(const Screen& screen, const std::string& name, const Record& record,
                                   const char* field, const char* settled) {
  ListQuery query;
  query.kind = "likeness";
  query.where = {{field, Value{record.id.text()}},
                 {"settled", *settled == '\0' ? Value{} : Value{std::string(settled)}}};
  query.limit = joined_shown;
  return screen.list(name + " " + record.id.text(), query);
}

std::string title_of(const Screen& screen, const std::string& kind, RecordId id) {
  const RecordView* view = screen.record(kind, id);
  if (view == nullptr) return "…";
  const Fields& fields = view->record.fields;
  return kind == "news" ? title_word(screen.ui.words, text_field(fields, "headline"))
                        : event_title(screen.ui.words, fields);
}

void open_main(const Screen& screen, const std::string& kind, RecordId id) {
  if (kind == "news") return screen.go(Route::Kind::story, id);
  screen.state.event = id;
  screen.go(screen.is_narrow ? Route::Kind::event : Route::Kind::events, id);
}

}  // namespace

std::vector<Alike> open_pairs(const Screen& screen) {
  ListQuery query;
  query.kind = "likeness";
  query.where = {{"settled", Value{}}};
  query.limit = pairs_a_page;
  const ListAnswer* answer = screen.list("likenesses", query);
  std::vector<Alike> pairs;
  if (answer == nullptr) return pairs;
  for (const Record& likeness : answer->rows) pairs.push_back(pair_of(screen, likeness));
  return pairs;
}

void join_pair(const Screen& screen, const Alike& pair) {
  say_of(screen, *pair.likeness, "join", chosen_main(screen, pair).text());
}

void keep_apart(const Screen& screen, const Alike& pair) {
  say_of(screen, *pair.likeness, "differ");
}

float draw_pair(const Screen& screen, Point at, float width, const Alike& pair, bool is_current) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  const float inner = width - 40;
  const bool beside = inner >= 620;
  const float each = beside ? (inner - 12) / 2 : inner;
  float one_high = side_height(ui, each, pair.one);
  float other_high = side_height(ui, each, pair.other);
  if (beside) one_high = other_high = std::max(one_high, other_high);
  const float sides_high = beside ? one_high : one_high + 12 + other_high;
  const std::string_view note = words(Word::pair_note);
  const float note_high = ui.canvas.measure(note, Type::small, {inner, 4}).height;
  float& answers_high = ui.keep<float>(ui.id(pair_name("answers", *pair.likeness)));
  const float high = 18 + 36 + sides_high + 12 + note_high + 12 + std::max(answers_high, 44.0F) + 20;
  card(ui, {at.x, at.y, width, high});
  float y = at.y + 18;
  const std::string_view title = words(pair.is_news ? Word::pair_news : Word::pair_event);
  const float pill_wide = pill_width(ui, icons::call_merge, title);
  pill(ui, {at.x + 20, y}, icons::call_merge, title, Tone::info);
  ui.canvas.text_left({at.x + 20 + pill_wide + 10, y, inner - pill_wide - 10, 26}, pair.why, Type::small,
                      ui.theme.text2);
  y += 36;
  draw_side(screen, {at.x + 20, y, each, one_high}, pair, pair.one, "one");
  const Rect second = beside ? Rect{at.x + 20 + each + 12, y, each, other_high}
                             : Rect{at.x + 20, y + one_high + 12, each, other_high};
  draw_side(screen, second, pair, pair.other, "other");
  y += sides_high + 12;
  ui.canvas.text({at.x + 20, y}, note, Type::small, ui.theme.text2, {inner, 4});
  y += note_high + 12;
  const float now = draw_answers(screen, {at.x + 20, y}, inner, pair, is_current);
  if (now != answers_high) answers_high = now, ui.again();
  return high;
}

float draw_likeness_banners(const Screen& screen, Point at, float width, const Record& record) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  const bool is_news = record.kind == "news";
  float y = at.y;
  const auto show = [&](const std::string& name, const BannerSpec& spec) {
    const float high = banner_height(ui, width, spec);
    const bool acted = banner(ui, name, {at.x, y, width, high}, spec);
    y += high + 8;
    return acted;
  };
  if (is_alias(record)) {
    const RecordId main = id_in(record.fields, joined_into);
    const std::string text = words(Word::joined_away, title_of(screen, record.kind, main));
    if (show("joined away", {icons::call_merge, text, words(Word::open_main), Tone::info}))
      open_main(screen, record.kind, main);
    return y;
  }
  for (const char* field : {"one", "other"}) {
    const ListAnswer* open = likenesses_where(screen, std::string("alike ") + field, record, field, "");
    for (const Record& likeness : open == nullptr ? std::vector<Record>{} : open->rows) {
      const RecordView* view = screen.record("likeness", likeness.id);
      if (view != nullptr && !view->waiting_verbs.empty()) continue;
      const bool is_one = std::string_view(field) == "one";
      const RecordId other = id_in(likeness.fields, is_one ? "other" : "one");
      const RecordView* beside = screen.record(record.kind, other);
      const std::string person =
          beside == nullptr ? "…" : screen.person_or_somebody(beside->record.changed_by.text());
      const std::string text =
          words(is_news ? Word::alike_news : Word::alike_event, title_of(screen, record.kind, other), person);
      if (show(pair_name("alike", likeness), {icons::call_merge, text, words(Word::compare), Tone::info}))
        screen.go(Route::Kind::conflicts, likeness.id);
    }
  }
  const ListAnswer* joined = likenesses_where(screen, "joined here", record, "main", "joined");
  for (const Record& likeness : joined == nullptr ? std::vector<Record>{} : joined->rows) {
    const RecordView* view = screen.record("likeness", likeness.id);
    const bool waits = view != nullptr && !view->waiting_verbs.empty();
    const std::string title = title_of(screen, record.kind, id_in(likeness.fields, "alias"));
    const std::string text = waits ? words(Word::waits_for_office, std::string(words(Word::part)))
                                   : words(Word::joined_here, title);
    const bool can_take_back = waits && view->can_take_back;
    const std::string_view action =
        waits ? (can_take_back ? words(Word::take_back) : std::string_view()) : words(Word::part);
    if (!show(pair_name("joined", likeness), {icons::call_merge, text, action, Tone::neutral})) continue;
    if (can_take_back) {
      take_back(screen, *view->can_take_back);
    } else {
      say_of(screen, likeness, "part");
    }
  }
  return y;
}

}  // namespace khaosan::client
