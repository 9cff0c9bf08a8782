#include <algorithm>
#include <array>

#include "client/ui/date_field.hpp"
#include "client/ui/story.hpp"

namespace khaosan::client {
namespace {

float heading(Ui& ui, Point at, float width, std::string_view text) {
  ui.canvas.text_left({at.x, at.y, width, 24}, text, Type::small_bold, ui.theme.text);
  return 30;
}

float draw_types(const Screen& screen, Point at, float width, const StoryView& story) {
  Ui& ui = screen.ui;
  const FieldDecl& decl = *find_kind("news")->field("type");
  const std::string& now = text_field(story.fields(), "type");
  float y = at.y + heading(ui, at, width, ui.words.label(decl.th, decl.en));
  Flow flow({at.x, y, width, 0}, 8, 36);
  for (const Choice& choice : decl.choices) {
    const bool here = choice.name == now;
    const std::string label = ui.words.choice(decl, choice.name);
    const ChipSpec spec{label, char32_t{0}, here};
    if (chip(ui, "type " + std::string(choice.name), flow.next(chip_width(ui, spec)), spec))
      screen.hand_in(Put{"news", story.id, {{"type", here ? Value{} : Value{std::string(choice.name)}}}}, {});
  }
  return flow.bottom() - at.y + 16;
}

float draw_date(const Screen& screen, Point at, float width, const StoryView& story) {
  Ui& ui = screen.ui;
  const FieldDecl& decl = *find_kind("news")->field("date");
  const auto now = CivilDate::parse(text_field(story.fields(), "date"));
  DateFieldSpec spec{ui.words.label(decl.th, decl.en), today_in_bangkok(), {}};
  if (now.ok()) spec.value = *now;
  // Written by somebody else meanwhile.
  std::optional<CivilDate>& shown = ui.keep<std::optional<CivilDate>>(ui.id("date shown"));
  const DateFieldAnswer answer = date_field(ui, "date", {at.x, at.y, width, 0}, spec);
  if (shown != spec.value) {
    shown = spec.value;
    set_date_field(ui, "date", spec.value);
  }
  if (answer.taken && answer.taken != spec.value)
    screen.hand_in(Put{"news", story.id, {{"date", Value{answer.taken->iso()}}}}, {});
  return answer.height + 12;
}

float draw_channels(const Screen& screen, Point at, float width, const StoryView& story) {
  Ui& ui = screen.ui;
  float y = at.y + heading(ui, at, width, ui.words(Word::channels));
  if (story.channels.empty()) {
    y += ui.canvas.text({at.x, y}, ui.words(Word::no_channels_here), Type::small, ui.theme.text2, {width})
             .height;
    return y - at.y + 12;
  }
  for (const Record& channel : story.channels) {
    const std::string channel_id = channel.id.text();
    const auto link = std::find_if(story.links.begin(), story.links.end(), [&](const Record& one) {
      return text_field(one.fields, "channel") == channel_id;
    });
    const bool on = link != story.links.end();
    if (checkbox(ui, "channel " + channel_id, {at.x - 4, y, width + 8, 44},
                 text_field(channel.fields, "name"), on)) {
      if (on) {
        screen.hand_in(Remove{"news_channel", link->id}, {});
      } else {
        screen.hand_in(Put{"news_channel",
                           std::nullopt,
                           {{"news", Value{story.id.text()}}, {"channel", Value{channel_id}}}},
                       {});
      }
    }
    y += 44;
  }
  return y - at.y + 12;
}

struct CheckWords {
  Word open;
  Word passed;
  Word way;
};
constexpr std::array<CheckWords, 10> check_words = {
    {{Word::todo_headline, Word::check_headline, Word::way_write},
     {Word::todo_body, Word::check_body, Word::way_write},
     {Word::todo_merge, Word::check_merge, Word::way_look},
     {Word::todo_conflict, Word::check_conflict, Word::choose},
     {Word::todo_event_withheld, Word::check_event_withheld, Word::way_event},
     {Word::todo_missing, Word::check_missing, Word::way_photo},
     {Word::todo_withheld, Word::check_withheld, Word::way_photo},
     {Word::todo_photo, Word::check_photo, Word::way_add},
     {Word::todo_caption, Word::check_caption, Word::way_photo},
     {Word::todo_channel, Word::check_channel, Word::choose}}};

const CheckWords& words_of(const Check& check) {
  return check_words[static_cast<std::size_t>(check.kind)];
}

}  // namespace

float draw_story_details(const Screen& screen, Point at, float width, const StoryView& story) {
  Ui& ui = screen.ui;
  float y = at.y;
  y += draw_types(screen, {at.x, y}, width, story);
  y += draw_date(screen, {at.x, y}, width, story);
  const FieldDecl& credit = *find_kind("news")->field("credit");
  FieldSpec spec{.label = ui.words.label(credit.th, credit.en), .placeholder = ui.words(Word::credit_hint)};
  spec.characters_max = credit.limit;
  y += screen
           .draft_field("credit", {at.x, y, width, 0}, spec, "news", story.id, "credit",
                        text_field(story.fields(), "credit"))
           .height +
       16;
  y += draw_channels(screen, {at.x, y}, width, story);
  const auto event = RecordId::parse(text_field(story.fields(), "event"));
  if (const RecordView* found = event.ok() ? screen.record("event", *event) : nullptr) {
    y += heading(ui, {at.x, y}, width, ui.words(Word::of_event));
    const std::string& title = text_field(found->record.fields, "title");
    const Rect row{at.x - 8, y, width + 16, 44};
    const Act act = ui.spot(ui.id("event"), row);
    if (act.hovered) ui.canvas.fill(row, faded(ui.theme.text, 0.06F), 10);
    ui.canvas.icon({at.x + 11, y + 22}, icons::calendar_text, 22, ui.theme.text2);
    ui.canvas.text_left({at.x + 32, y, width - 60, 44},
                        title.empty() ? ui.words(Word::untitled_event) : std::string_view(title), Type::body,
                        ui.theme.text);
    ui.canvas.icon({at.x + width - 8, y + 22}, icons::chevron_right, 22, ui.theme.text2);
    if (act.focused) ui.focus_ring(row, 10);
    if (act.clicked) {
      screen.state.event = *event;
      screen.go(screen.is_narrow ? Route::Kind::event : Route::Kind::events, *event);
    }
    y += 52;
  }
  return y - at.y;
}

float draw_story_checks(const Screen& screen, Point at, float width, const StoryView& story) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  const auto passed = static_cast<std::size_t>(std::count_if(
      story.checks.begin(), story.checks.end(), [](const Check& check) { return check.passed; }));
  const std::size_t open = story.checks.size() - passed;
  bool& unfolded = ui.keep<bool>(ui.id("passed unfolded"));
  const float row = 46;
  const float high = 62 + row * static_cast<float>(open) + (passed > 0 ? 48.0F : 0.0F) +
                     (unfolded ? 30 * static_cast<float>(passed) + 6 : 0.0F) + 8;
  card(ui, {at.x, at.y, width, high});
  const float x = at.x + 16;
  const float inner = width - 32;
  float y = at.y + 12;
  ui.canvas.text_left({x, y, inner - 80, 26}, words(Word::before_submit), Type::body_bold, ui.theme.text);
  const std::string count =
      words(Word::of_count, std::to_string(passed), std::to_string(story.checks.size()));
  ui.canvas.text({x, y + 3}, count, Type::small, ui.theme.text2, {inner, 1, text::Align::right});
  progress_bar(
      ui, {x, y + 32, inner, 8},
      story.checks.empty() ? 1.0F : static_cast<float>(passed) / static_cast<float>(story.checks.size()));
  y += 50;
  for (const Check& check : story.checks) {
    if (check.passed) continue;
    const CheckWords& said = words_of(check);
    ui.canvas.icon({x + 10, y + row / 2},
                   check.is_must ? icons::alert_circle_outline : icons::checkbox_blank_circle_outline, 20,
                   ui.theme.warn);
    const std::string_view way = words(said.way);
    const float way_wide = ui.canvas.measure(way, Type::small_bold).width;
    const TextOptions options{inner - way_wide - 40, 2};
    const std::string text = words(said.open, std::to_string(check.photo + 1));
    const Size size = ui.canvas.measure(text, Type::small, options);
    ui.canvas.text({x + 28, y + (row - size.height) / 2}, text, Type::small, ui.theme.text, options);
    if (link(ui, "check " + std::to_string(static_cast<int>(check.kind)),
             {x + inner - way_wide, y + (row - 22) / 2}, way))
      go_to_check(screen, story, check);
    y += row;
  }
  if (passed > 0) {
    divider(ui, x, y + 2, inner);
    const Rect fold{at.x + 8, y + 4, width - 16, 40};
    const Act act = ui.spot(ui.id("passed"), fold);
    if (act.hovered) ui.canvas.fill(fold, faded(ui.theme.text, 0.06F), 10);
    ui.canvas.icon({x + 10, y + 24}, icons::check_circle, 20, ui.theme.ok);
    ui.canvas.text_left({x + 28, y + 4, inner - 60, 40}, words(Word::passed_count, std::to_string(passed)),
                        Type::small, ui.theme.text);
    ui.canvas.icon({x + inner - 8, y + 24}, unfolded ? icons::minus : icons::chevron_down, 20,
                   ui.theme.text2);
    if (act.focused) ui.focus_ring(fold, 10);
    if (act.clicked) unfolded = !unfolded, ui.again();
    y += 48;
    for (const Check& check : story.checks) {
      if (!unfolded || !check.passed) continue;
      ui.canvas.icon({x + 10, y + 14}, icons::check, 18, ui.theme.ok);
      ui.canvas.text_left({x + 28, y, inner - 28, 28}, words(words_of(check).passed), Type::small,
                          ui.theme.text2);
      y += 30;
    }
  }
  return high;
}

}  // namespace khaosan::client
