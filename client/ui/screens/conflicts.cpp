#include <algorithm>
#include <map>
#include <optional>

#include "client/ui/article.hpp"
#include "client/ui/marked_text.hpp"
#include "client/ui/screen.hpp"
#include "client/ui/screens/likeness.hpp"
#include "shared/wire/value_json.hpp"

namespace khaosan::client {
namespace {

constexpr std::int64_t conflicts_a_page = 20;
constexpr float list_width = 320;
constexpr std::size_t context_bytes = 300;
constexpr std::size_t base_bytes = 600;

struct Option {
  std::string keep;  // ours, theirs
  std::string text;
  std::string person;
  bool is_mine = false;
  MarkedText marked;
};

struct Choosing {
  const Record* conflict = nullptr;
  const KindDecl* kind = nullptr;
  const FieldDecl* field = nullptr;  // nullptr: a group
  std::string where, what, base;
  Option first, second;  // the person's own first
  bool is_waiting = false;
  std::optional<ChangeId> can_take_back;
  bool can_write = false;
};

std::string value_word(const Screen& screen, const FieldDecl* field, const Value& value) {
  const Words& words = screen.ui.words;
  if (const auto* yes = std::get_if<bool>(&value)) return std::string(words(*yes ? Word::yes : Word::no));
  if (field == nullptr) return shown(value);
  const std::string text = shown(value);
  switch (field->type) {
    case FieldType::date:
      return words.short_date(text);
    case FieldType::time:
      return words.time(text);
    case FieldType::choice:
      return words.choice(*field, text);
    case FieldType::reference: {
      const auto id = RecordId::parse(text);
      const KindDecl* kind = find_kind(field->refers_to);
      const RecordView* found =
          id.ok() && kind != nullptr ? screen.record(std::string(field->refers_to), *id) : nullptr;
      return found == nullptr ? text : text_field(found->record.fields, kind->title);
    }
    default:
      return text;
  }
}

// The sides of a conflict, read once for each state of it.
struct Sides {
  Fields of;
  std::map<std::string, std::optional<Fields>, std::less<>> read;
};

const Sides& sides_of(const Screen& screen, const Record& conflict) {
  Sides& sides = screen.ui.keep<Sides>(screen.ui.id("sides " + conflict.id.text()));
  if (!sides.read.empty() && sides.of == conflict.fields) return sides;
  sides.of = conflict.fields;
  for (const char* name : {"base", "ours", "theirs"}) {
    const auto fields = fields_from_text(text_field(conflict.fields, name));
    sides.read[name] = fields.ok() ? std::optional(*fields) : std::nullopt;
  }
  return sides;
}

// What one side says: one value, or the fields of a group one under the other.
std::string side_word(const Screen& screen, const KindDecl* kind, const Sides& sides, std::string_view side) {
  const std::optional<Fields>& fields = sides.read.find(side)->second;
  if (!fields) return text_field(sides.of, side);
  std::string all;
  for (const auto& [name, value] : *fields) {
    const FieldDecl* field = kind == nullptr ? nullptr : kind->field(name);
    const std::string one = value_word(screen, field, value);
    if (fields->size() == 1) return one;
    const std::string label =
        field == nullptr ? name : std::string(screen.ui.words.label(field->th, field->en));
    all += (all.empty() ? "" : "\n") + label + ": " + one;
  }
  return all;
}

const MarkedText& marked_side(const Screen& screen, RecordId conflict, const std::string& side,
                              const std::string& base, const std::string& text) {
  struct Kept {
    std::string base, text;
    bool is_made = false;
    MarkedText marked;
  };
  Kept& kept = screen.ui.keep<Kept>(screen.ui.id("marked " + side + conflict.text()));
  if (!kept.is_made || kept.base != base || kept.text != text)
    kept = {base, text, true, marked_text(word_changes(base, text), context_bytes)};
  return kept.marked;
}

std::string me(const Screen& screen) {
  const UserHere* user = user_here(screen.snapshot);
  return user == nullptr ? std::string() : user->id.text();
}

Choosing choosing_of(const Screen& screen, const Record& conflict) {
  Choosing one;
  one.conflict = &conflict;
  const auto of = [&](std::string_view name) -> const std::string& {
    return text_field(conflict.fields, name);
  };
  one.kind = find_kind(of("record_kind"));
  one.field = one.kind == nullptr ? nullptr : one.kind->field(of("field"));
  const Words& words = screen.ui.words;
  one.what = one.field == nullptr ? of("field") : std::string(words.label(one.field->th, one.field->en));
  if (one.field == nullptr) {
    if (one.what == "when") one.what = words(Word::group_when);
    if (one.what == "where") one.what = words(Word::group_where);
    if (one.what == "name") one.what = words(Word::group_name);
  }
  const auto id = RecordId::parse(of("record"));
  const RecordView* record = one.kind != nullptr && id.ok() ? screen.record(of("record_kind"), *id) : nullptr;
  one.where = one.kind == nullptr ? of("record_kind") : std::string(words.label(one.kind->th, one.kind->en));
  if (record != nullptr && !text_field(record->record.fields, one.kind->title).empty())
    one.where = text_field(record->record.fields, one.kind->title);
  const Sides& sides = sides_of(screen, conflict);
  one.base = side_word(screen, one.kind, sides, "base");
  const std::string self = me(screen);
  const auto option = [&](const char* side, const char* by) {
    Option made{side,
                side_word(screen, one.kind, sides, side),
                screen.person_or_somebody(of(by)),
                of(by) == self,
                {}};
    made.marked = marked_side(screen, conflict.id, side, one.base, made.text);
    return made;
  };
  one.first = option("theirs", "theirs_by");
  one.second = option("ours", "ours_by");
  if (one.second.is_mine && !one.first.is_mine) std::swap(one.first, one.second);
  const RecordView* view = screen.record("conflict", conflict.id);
  one.is_waiting = view != nullptr && !view->waiting_verbs.empty();
  if (view != nullptr) one.can_take_back = view->can_take_back;
  one.can_write =
      one.field != nullptr && (one.field->type == FieldType::text || one.field->type == FieldType::prose);
  return one;
}

void resolve(const Screen& screen, const Choosing& one, const std::string& keep,
             const std::string& text = {}) {
  Perform command;
  command.kind = "conflict";
  command.id = one.conflict->id;
  command.verb = "resolve";
  command.keep = keep;
  command.text = text;
  give_command(screen, std::move(command));
}

std::string use_word(const Screen& screen, const Option& option) {
  return option.is_mine ? std::string(screen.ui.words(Word::use_mine))
                        : screen.ui.words(Word::use_of, option.person);
}

float option_height(Ui& ui, float width, const Option& option) {
  const float text = option.text.empty() ? 28 : marked_height(ui, width - 32, option.marked);
  return 16 + 44 + 8 + text + (option.keep == "ours" ? 34.0F : 0.0F) + 14;
}

void draw_option(const Screen& screen, const Rect& rect, const Option& option, MarkTone tone) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  ui.canvas.outline(rect, ui.theme.line, ui.theme.outline_px, radius::field);
  initials(ui, {rect.x + 16, rect.y + 16, 38, 38}, option.person);
  ui.canvas.text_left({rect.x + 66, rect.y + 14, rect.width - 82, 24},
                      option.is_mine ? words(Word::yours) : std::string_view(option.person), Type::small_bold,
                      ui.theme.text);
  const Word came = option.keep == "ours" ? Word::came_first : Word::came_later;
  ui.canvas.text_left({rect.x + 66, rect.y + 37, rect.width - 82, 20}, words(came), Type::caption,
                      ui.theme.text2);
  float y = rect.y + 68;
  if (option.text.empty()) {
    ui.canvas.text({rect.x + 16, y}, words(Word::cleared), Type::editor, ui.theme.text3, {rect.width - 32});
  } else {
    draw_marked(ui, {rect.x + 16, y}, rect.width - 32, option.marked, tone);
  }
  if (option.keep == "ours")
    pill(ui, {rect.x + 16, rect.y + rect.height - 40}, icons::server, words(Word::in_force), Tone::neutral);
}

bool& writes(const Screen& screen, const Choosing& one) {
  return screen.ui.keep<bool>(screen.ui.id("writes " + one.conflict->id.text()));
}

std::string writing_name(const Choosing& one) {
  return "writing " + one.conflict->id.text();
}

float draw_buttons(const Screen& screen, Point at, float width, const Choosing& one, bool is_current) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  if (one.is_waiting) {
    ui.canvas.icon({at.x + 11, at.y + 22}, icons::timer_sand, 22, ui.theme.text2);
    const std::string text = words(Word::waits_for_office, std::string(words(Word::verb_resolve)));
    float room = width - 32;
    if (one.can_take_back) {
      const ButtonSpec back{words(Word::take_back), icons::undo, Look::outlined};
      const float wide = button_width(ui, back);
      if (button(ui, "back " + one.conflict->id.text(), {at.x + width - wide, at.y, wide, 44}, back))
        take_back(screen, *one.can_take_back);
      room -= wide + 12;
    }
    ui.canvas.text_left({at.x + 32, at.y, room, 44}, text, Type::body, ui.theme.text2);
    return 44;
  }
  Flow flow({at.x, at.y, width, 0}, 8, 44);
  const std::string mine = use_word(screen, one.first);
  const std::string other = use_word(screen, one.second);
  const ButtonSpec first{mine, char32_t{0}, is_current ? Look::primary : Look::tonal};
  const ButtonSpec second{other, char32_t{0}, Look::outlined};
  const std::string id = one.conflict->id.text();
  if (button(ui, "first " + id, flow.next(button_width(ui, first)), first))
    resolve(screen, one, one.first.keep);
  if (button(ui, "second " + id, flow.next(button_width(ui, second)), second))
    resolve(screen, one, one.second.keep);
  bool& writing = writes(screen, one);
  if (!writing && one.can_write && screen.typed(writing_name(one))) writing = true;
  if (one.can_write && !writing) {
    const ButtonSpec write{words(Word::write_both), icons::pencil, Look::text};
    if (button(ui, "write " + id, flow.next(button_width(ui, write)), write)) {
      writing = true;
      ui.focus(ui.id(writing_name(one)));
    }
  }
  float y = flow.bottom();
  if (!writing) return y - at.y;
  y += 14;
  const std::string name = writing_name(one);
  FieldSpec spec{.label = words(Word::write_both), .help = words(Word::write_help)};
  spec.many_lines = one.field->type == FieldType::prose;
  spec.characters_max = one.field->limit;
  spec.lines_shown_max = 12;
  const bool by_key = ui.has_focus(ui.id(name)) && ui.key(Key::enter, true);
  // A long text is made of both; in a short one the other would only be in the way.
  const std::string begin = spec.many_lines ? one.first.text + "\n\n" + one.second.text : one.first.text;
  const FieldAnswer answer = screen.typed_field(name, {at.x, y, width, 0}, spec, name, begin);
  y += answer.height + 10;
  const ButtonSpec use{words(Word::use_this), icons::check, Look::primary};
  const float wide = button_width(ui, use);
  const bool used = button(ui, "use " + id, {at.x, y, wide, 44}, use);
  const ButtonSpec no{words(Word::cancel), 0, Look::text};
  if (button(ui, "no " + id, {at.x + wide + 8, y, button_width(ui, no), 44}, no)) {
    writing = false;
    screen.forget_typed(name);
    ui.memory.kept.erase(ui.id(name));
  }
  if (used || by_key) {
    const std::string text = field_text(ui, name);
    writing = false;
    screen.forget_typed(name);
    resolve(screen, one, "text", text);
  }
  return y + 44 - at.y;
}

float draw_card(const Screen& screen, Point at, float width, const Choosing& one, bool is_current) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  const float inner = width - 40;
  const bool beside = inner >= 620;
  const float each = beside ? (inner - 12) / 2 : inner;
  const float first_high = option_height(ui, each, one.first);
  const float second_high = option_height(ui, each, one.second);
  const std::string base =
      words(Word::before_it, one.base.empty() ? std::string(words(Word::was_empty))
                                              : std::string(head_of(one.base, base_bytes)));
  const float base_high = ui.canvas.measure(base, Type::small, {inner, 4}).height;
  const float options_high = beside ? std::max(first_high, second_high) : first_high + second_high + 12;
  float& buttons_high = ui.keep<float>(ui.id("buttons " + one.conflict->id.text()));
  const float high = 18 + 28 + 4 + base_high + 12 + options_high + 14 + std::max(buttons_high, 44.0F) + 20;
  card(ui, {at.x, at.y, width, high});
  float y = at.y + 18;
  const std::string_view must = words(Word::must_choose);
  const float pill_wide = pill_width(ui, icons::source_merge, must);
  pill(ui, {at.x + 20, y}, icons::source_merge, must, Tone::warn);
  ui.canvas.text_left({at.x + 20 + pill_wide + 10, y, inner - pill_wide - 10, 26},
                      one.what + " · " + one.where, Type::body_bold, ui.theme.text);
  y += 32;
  ui.canvas.text({at.x + 20, y}, base, Type::small, ui.theme.text2, {inner, 4});
  y += base_high + 12;
  draw_option(screen, {at.x + 20, y, each, beside ? options_high : first_high}, one.first, MarkTone::green);
  const Rect second{beside ? at.x + 20 + each + 12 : at.x + 20, beside ? y : y + first_high + 12, each,
                    beside ? options_high : second_high};
  draw_option(screen, second, one.second, MarkTone::blue);
  y += options_high + 14;
  const float now = draw_buttons(screen, {at.x + 20, y}, inner, one, is_current);
  if (now != buttons_high) buttons_high = now, ui.again();
  return high;
}

// What waits for a choice: two that may be one, or a place that two have changed.
struct Entry {
  RecordId id;
  std::string title, line;
  char32_t icon = icons::source_merge;
  bool is_waiting = false;
};

std::vector<Entry> entries_of(const Screen& screen, const std::vector<Alike>& pairs,
                              const std::vector<Choosing>& all) {
  std::vector<Entry> entries;
  for (const Alike& pair : pairs)
    entries.push_back({pair.likeness->id,
                       std::string(screen.ui.words(pair.is_news ? Word::pair_news : Word::pair_event)),
                       pair.one.title, icons::call_merge, !pair.waiting_verb.empty()});
  for (const Choosing& one : all)
    entries.push_back({one.conflict->id, one.what, one.where, icons::source_merge, one.is_waiting});
  return entries;
}

void draw_list(const Screen& screen, const Rect& rect, const std::vector<Entry>& all, std::int64_t total,
               RecordId& current) {
  Ui& ui = screen.ui;
  const float row = 66;
  const float high = 48 + row * static_cast<float>(all.size()) + 8;
  card(ui, {rect.x, rect.y, rect.width, std::min(high, rect.height)});
  ui.canvas.text_left({rect.x + 16, rect.y + 12, rect.width - 32, 26},
                      ui.words(Word::in_all, std::to_string(total)), Type::small_bold, ui.theme.text2);
  ScrollArea area(ui, "conflict list",
                  {rect.x + 1, rect.y + 46, rect.width - 2, std::min(high, rect.height) - 54});
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Entry& one = all[i];
    const Rect at{rect.x + 1, area.top() + row * static_cast<float>(i), rect.width - 2, row};
    const bool here = one.id == current;
    if (row_ground(ui, ui.id("conflict row " + one.id.text()), at, here).clicked) {
      current = one.id;
      screen.state.tabs["conflict show"] = 1;
    }
    ui.canvas.icon({at.x + 27, at.y + row / 2}, one.is_waiting ? icons::timer_sand : one.icon, 22,
                   one.is_waiting ? ui.theme.text2 : ui.theme.warn);
    const Colour ink = here ? ui.theme.onpc : ui.theme.text;
    ui.canvas.text_left({at.x + 50, at.y + 8, at.width - 66, 26}, one.title,
                        here ? Type::body_bold : Type::body, ink);
    ui.canvas.text_left({at.x + 50, at.y + 34, at.width - 66, 22}, one.line, Type::small,
                        here ? ink : ui.theme.text2);
  }
  area.end(row * static_cast<float>(all.size()));
}

// Which of all these are, and the way to the others. Answers its height.
float draw_pager(const Screen& screen, Point at, float width, const ListAnswer& here, std::size_t& page) {
  if (here.total <= conflicts_a_page) return 0;
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  const std::int64_t last = here.first + static_cast<std::int64_t>(here.rows.size());
  const ButtonSpec before{words(Word::page_before), icons::chevron_left, Look::outlined};
  const ButtonSpec after{words(Word::page_after), icons::chevron_right, Look::outlined};
  const float before_wide = button_width(ui, before);
  const float after_wide = button_width(ui, after);
  const std::size_t shown = page;
  ui.push_disabled(here.first == 0);
  if (button(ui, "page before", {at.x, at.y, before_wide, 44}, before)) page = shown - 1;
  ui.pop_disabled();
  ui.push_disabled(last >= here.total);
  if (button(ui, "page after", {at.x + width - after_wide, at.y, after_wide, 44}, after)) page = shown + 1;
  ui.pop_disabled();
  const std::string text =
      words(Word::page_of, std::to_string(here.first + 1), std::to_string(last), std::to_string(here.total));
  ui.canvas.text_centred({at.x + before_wide, at.y, width - before_wide - after_wide, 44}, text, Type::small,
                         ui.theme.text2);
  if (page != shown) ui.again();
  return 58;
}

}  // namespace

void draw_conflicts(const Screen& screen) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  ListQuery query;
  query.kind = "conflict";
  query.where = {{"settled", Value{}}};
  std::size_t& page = screen.state.tabs["conflicts page"];
  query.first = static_cast<std::int64_t>(page) * conflicts_a_page;
  query.limit = conflicts_a_page;
  const ListAnswer* answer = screen.list("conflicts", query);
  std::vector<Choosing> all;
  if (answer != nullptr) {
    for (const Record& conflict : answer->rows) all.push_back(choosing_of(screen, conflict));
  }
  const std::vector<Alike> pairs = page == 0 ? open_pairs(screen) : std::vector<Alike>{};
  const std::vector<Entry> entries = entries_of(screen, pairs, all);
  const auto is_open = [](const Entry& one) { return !one.is_waiting; };
  const auto open = static_cast<std::int64_t>(std::count_if(entries.begin(), entries.end(), is_open));
  const StatusReport& status = screen.snapshot.status;
  const std::int64_t everywhere = std::max(open, status.open_conflicts + status.open_likenesses);
  const std::string line =
      words(pairs.empty() ? Word::conflicts_line : Word::choosing_line, std::to_string(everywhere));
  const TopBar bar = top_bar(screen, "bar",
                             {.title = words(pairs.empty() ? Word::conflicts_title : Word::choosing_title),
                              .line = line,
                              .has_back = true});
  if (bar.back) screen.back();
  if (answer == nullptr) return;
  bool& had_open = ui.keep<bool>(ui.id("had open"));
  if (open > 0) had_open = true;
  // Nothing is left to choose: back to where it was begun, once the last choice has left.
  const std::int64_t pages = (answer->total + conflicts_a_page - 1) / conflicts_a_page;
  if (page > 0 && query.first >= answer->total)
    page = static_cast<std::size_t>(std::max<std::int64_t>(pages, 1) - 1);
  if (open == 0 && had_open) {
    had_open = false;
    if (status.open_conflicts > 0 && pages > 1) {
      page = (page + 1) % static_cast<std::size_t>(pages);
      return ui.again();
    }
    screen.back();
    return;
  }
  if (entries.empty()) {
    empty_state(ui, "none", bar.rest,
                {icons::check_circle, words(Word::no_conflicts), words(Word::no_conflicts_line)});
    return;
  }
  RecordId& current = ui.keep<RecordId>(ui.id("current"));
  const auto is_current = [&](const Entry& one) { return one.id == current; };
  // A page of a record leads to its own pair.
  RecordId& asked = ui.keep<RecordId>(ui.id("asked"));
  if (const RecordId wanted = screen.route().id; asked != wanted) {
    asked = wanted;
    if (!wanted.empty()) current = wanted, screen.state.tabs["conflict show"] = 1;
  }
  const auto at = std::find_if(entries.begin(), entries.end(), is_current);
  if (at == entries.end() || !is_open(*at)) {
    const auto next = std::find_if(entries.begin(), entries.end(), is_open);
    if (next != entries.end() && next->id != current)
      current = next->id, screen.state.tabs["conflict show"] = 1;
  }
  const float pad = screen.is_narrow ? 12 : 24;
  const bool with_list = screen.is_wide && entries.size() > 1;
  Rect cards = bar.rest;
  if (with_list) {
    cards.width -= list_width + pad;
    draw_list(screen, {cards.x + cards.width, cards.y + 18, list_width, cards.height - 36}, entries,
              answer->total + static_cast<std::int64_t>(pairs.size()), current);
  }
  ScrollArea area(ui, "cards", cards);
  const float width = std::min(cards.width - 2 * pad, 900.0F);
  float y = area.top() + 18;
  const auto show_if = [&](bool here, float high) {
    if (here && screen.state.tabs["conflict show"] == 1) {
      area.show(y - area.top() - 18, y - area.top() + std::min(high + 18, cards.height));
      screen.state.tabs["conflict show"] = 0;
    }
    y += high + 14;
  };
  for (const Alike& pair : pairs) {
    const bool here = pair.likeness->id == current;
    show_if(here, draw_pair(screen, {cards.x + pad, y}, width, pair, here));
  }
  for (const Choosing& one : all) {
    const bool here = one.conflict->id == current;
    show_if(here, draw_card(screen, {cards.x + pad, y}, width, one, here));
  }
  y += draw_pager(screen, {cards.x + pad, y}, width, *answer, page);
  y += ui.canvas.text({cards.x + pad, y}, words(Word::conflicts_note), Type::small, ui.theme.text2, {width})
           .height;
  area.end(y - area.top() + 20);
  if (screen.state.sheet != Sheet::none) return;
  const auto chosen_pair = std::find_if(pairs.begin(), pairs.end(), [&](const Alike& pair) {
    return pair.likeness->id == current && pair.waiting_verb.empty();
  });
  if (chosen_pair != pairs.end()) {
    if (ui.key(Key::n1)) join_pair(screen, *chosen_pair);
    if (ui.key(Key::n2)) keep_apart(screen, *chosen_pair);
    return;
  }
  const auto chosen = std::find_if(all.begin(), all.end(), [&](const Choosing& one) {
    return one.conflict->id == current && !one.is_waiting;
  });
  if (chosen == all.end()) return;
  if (ui.key(Key::n1))
    resolve(screen, *chosen, chosen->first.keep);
  else if (ui.key(Key::n2))
    resolve(screen, *chosen, chosen->second.keep);
  else if (ui.key(Key::e) && chosen->can_write)
    writes(screen, *chosen) = true, ui.focus(ui.id(writing_name(*chosen)));
}

}  // namespace khaosan::client
