#include "client/ui/story.hpp"

#include <algorithm>
#include <array>

#include "client/ui/screens/likeness.hpp"

namespace khaosan::client {
namespace {

constexpr float left_width = 300;
constexpr float right_width = 330;
constexpr float right_width_medium = 300;
constexpr float text_width_max = 760;
constexpr std::int64_t members_asked = 500;

// Of a photo that no record here tells of: it has no picture, and the checks say so.
constexpr std::string_view no_such_file = "0000000000000000000000000000000000000000000000000000000000000000";

constexpr std::array<std::string_view, 3> text_fields = {"headline", "lead", "body"};

std::vector<Record> members(const Screen& screen, const char* kind, RecordId news) {
  ListQuery query;
  query.kind = kind;
  query.where = {{"news", Value{news.text()}}};
  query.limit = members_asked;
  const ListAnswer* answer = screen.list(std::string("story ") + kind, query);
  return answer == nullptr ? std::vector<Record>{} : answer->rows;
}

std::vector<Record> channels_in_use(const Screen& screen) {
  ListQuery query;
  query.kind = "channel";
  query.where = {{"off", Value{}}};
  const ListAnswer* answer = screen.list("story channels", query);
  return answer == nullptr ? std::vector<Record>{} : answer->rows;
}

std::size_t open_conflicts(const Screen& screen, RecordId record) {
  ListQuery query;
  query.kind = "conflict";
  query.where = {{"record", Value{record.text()}}, {"settled", Value{}}};
  const ListAnswer* answer = screen.list("story conflicts " + record.text(), query);
  if (answer == nullptr) return 0;
  std::size_t open = 0;
  for (const Record& conflict : answer->rows) {
    const RecordView* view = screen.record("conflict", conflict.id);
    if (view == nullptr || view->waiting_verbs.empty()) ++open;
  }
  return open;
}

std::string merged_names(const Screen& screen, const RecordView& news) {
  if (std::find(news.waiting_verbs.begin(), news.waiting_verbs.end(), "seen") != news.waiting_verbs.end())
    return {};
  const auto* names = std::get_if<TextSet>(&field_or_empty(news.record.fields, "merged_unseen"));
  std::string all;
  for (const std::string& name : names == nullptr ? TextSet{} : *names) {
    const FieldDecl* field = find_kind("news")->field(name);
    const std::string label =
        field == nullptr ? name : std::string(screen.ui.words.label(field->th, field->en));
    all += (all.empty() ? "" : " · ") + label;
  }
  return all;
}

std::string edit_name(RecordId id) {
  return "story edit " + id.text();
}

std::string field_name(std::string_view field) {
  return "text " + std::string(field);
}

StoryFacts facts_of(const Screen& screen, const StoryView& story) {
  StoryFacts facts;
  facts.headline = story_text(screen, story, "headline");
  facts.body = story_text(screen, story, "body");
  for (std::size_t i = 0; i < story.photos.size(); ++i) {
    const StoryPhoto& photo = story.photos[i];
    const bool missing = !photo.sha.empty() && screen.picture(photo.sha, {}).state == Picture::State::missing;
    facts.photos.push_back({!story.caption(i).empty(), missing, photo.is_withheld});
  }
  facts.channels = story.links.size();
  facts.office_has_channels = !story.channels.empty();
  facts.is_event_withheld = story.is_event_withheld;
  facts.open_conflicts = story.open_conflicts;
  facts.has_unseen_merge = !story.merged.empty();
  return facts;
}

// The command is about what was typed: that is handed in first.
void perform(const Screen& screen, const StoryView& story, Move move) {
  screen.state.drafts.leave_all();
  Perform command;
  command.kind = "news";
  command.id = story.id;
  command.verb = name_of(move);
  if (news_flow::needs_comment(move)) {
    ask_reason(screen, std::move(command));
    return;
  }
  if (move == Move::submit || move == Move::correct || move == Move::recall) {
    UiState* state = &screen.state;
    const Words words = screen.ui.words;
    const std::string edit = edit_name(story.id);
    screen.hand_in(command, [state, words, move, edit](const Outcome& outcome) {
      if (outcome.refusal) {
        state->snack = Snack{icons::alert_circle, words.reason(*outcome.refusal), {}, {}, 0};
        return;
      }
      state->tabs.erase(edit);
      const Word said = move == Move::recall ? Word::recall_written : Word::submit_written;
      state->snack = Snack{icons::timer_sand, std::string(words(said)), {}, {}, 0};
    });
    return;
  }
  give_command(screen, std::move(command));
}

// Draws banners from `y` on; answers where they end.
float draw_banners(const Screen& screen, float x, float y, float width, const StoryView& story) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  const auto show = [&](std::string_view name, const BannerSpec& spec) {
    const float high = banner_height(ui, width, spec);
    const bool acted = banner(ui, name, {x, y, width, high}, spec);
    y += high + 10;
    return acted;
  };
  if (story.is_waiting) {
    const std::string text =
        words(Word::waits_for_office, std::string(story.word(words, story.view->waiting_verbs.back())));
    const auto& mine = story.view->can_take_back;
    if (show("waiting",
             {icons::timer_sand, text, words(mine ? Word::take_back : Word::open_sync), Tone::neutral})) {
      if (mine) {
        take_back(screen, *mine);
      } else {
        screen.go(Route::Kind::sync);
      }
    }
  }
  y = draw_likeness_banners(screen, {x, y}, width, story.view->record);
  if (story.open_conflicts > 0 &&
      show("conflict", {icons::source_merge, words(Word::story_conflicts), words(Word::choose), Tone::warn}))
    screen.go(Route::Kind::conflicts);
  if (!story.merged.empty()) {
    const std::string text = words(Word::story_merged, story.merged);
    if (show("merged", {icons::call_merge, text, words(Word::verb_seen), Tone::info})) {
      Perform seen;
      seen.kind = "news";
      seen.id = story.id;
      seen.verb = "seen";
      screen.hand_in(seen, {});
    }
  }
  if (story.status == Status::returned || story.status == Status::rejected) {
    for (auto decision = story.decisions.rbegin(); decision != story.decisions.rend(); ++decision) {
      const std::string& verb = text_field(decision->fields, "verb");
      if (verb != "return" && verb != "reject") continue;
      const std::string text =
          words(Word::story_returned, screen.person_or_somebody(text_field(decision->fields, "by")),
                text_field(decision->fields, "comment"));
      show("returned", {icons::undo_variant, text, {}, Tone::warn});
      break;
    }
  }
  return y;
}

// Undo and redo belong to the text that was written in last: the press is given to it in the next frame.
struct LastText {
  WidgetId field = 0;
  Key pending = Key::none;
};

constexpr float undo_width = 96;

void draw_undo(const Screen& screen, const Rect& tools, LastText& last) {
  Ui& ui = screen.ui;
  const float y = tools.y + tools.height / 2 - 22;
  ui.push_disabled(last.field == 0, ui.words(Word::why_no_text));
  if (icon_button(ui, "undo", {tools.x, y, 44, 44}, icons::undo, ui.words(Word::undo))) last.pending = Key::z;
  if (icon_button(ui, "redo", {tools.x + 46, y, 44, 44}, icons::redo, ui.words(Word::redo)))
    last.pending = Key::y;
  ui.pop_disabled();
}

void give_pending_key(Ui& ui, LastText& last) {
  if (last.pending == Key::none) return;
  if (ui.has_focus(last.field)) {
    ui.input.keys.push_back({last.pending, true, false, false, false});
    last.pending = Key::none;
  }
  ui.focus(last.field);
}

float draw_text_fields(const Screen& screen, float x, float y, float width, const StoryView& story,
                       LastText& last) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  static constexpr float lines_without_end = 1e6F;
  for (const std::string_view name : text_fields) {
    const FieldDecl& decl = *find_kind("news")->field(name);
    const std::string widget = field_name(name);
    const bool is_headline = name == "headline";
    FieldSpec spec{.label = is_headline ? std::string_view() : words.label(decl.th, decl.en),
                   .placeholder = words(is_headline      ? Word::headline_hint
                                        : name == "lead" ? Word::lead_hint
                                                         : Word::body_hint)};
    spec.many_lines = true;
    spec.is_bare = true;
    spec.characters_max = decl.limit;
    spec.shows_counter = is_headline;
    spec.type = is_headline ? Type::title : Type::editor;
    spec.lines_shown_max = lines_without_end;
    // A headline has one line: Enter goes on to the lead.
    const bool goes_on = is_headline && ui.has_focus(ui.id(widget)) && ui.key(Key::enter);
    const FieldAnswer answer = screen.draft_field(widget, {x, y, width, 0}, spec, "news", story.id,
                                                  std::string(name), text_field(story.fields(), name));
    if (answer.focused) last.field = ui.id(widget);
    if (is_headline && answer.changed) {
      std::string text = field_text(ui, widget);
      if (text.find('\n') != std::string::npos) {
        std::replace(text.begin(), text.end(), '\n', ' ');
        set_field_text(ui, widget, text);
        screen.state.drafts.typed({"news", story.id, "headline"}, text, ui.input.now_ms);
      }
    }
    if (goes_on) ui.focus(ui.id(field_name("lead")));
    y += answer.height + (is_headline ? 10.0F : 18.0F);
    if (is_headline) {
      divider(ui, x, y - 4, width);
      y += 8;
    }
  }
  return y;
}

// What may be done with a story that is not being written.
float draw_moves(const Screen& screen, float x, float y, float width, const StoryView& story) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  if (story.is_waiting) return y;
  Flow flow({x, y, width, 0}, 10, 44);
  bool any = false;
  const auto act = [&](Move move, const ButtonSpec& spec) {
    any = true;
    return button(ui, "move " + std::string(name_of(move)), flow.next(button_width(ui, spec)), spec);
  };
  for (const Offer& offer : story.offers) {
    const std::string_view word = story.word(words, name_of(offer.move));
    switch (offer.move) {
      case Move::publish:
        if (act(offer.move, {word, icons::earth, Look::primary})) perform(screen, story, offer.move);
        break;
      case Move::submit:
      case Move::correct:
        if (act(offer.move, {words(offer.move == Move::correct ? Word::start_correction : Word::start_edit),
                             icons::pencil, Look::tonal}))
          screen.state.tabs[edit_name(story.id)] = 1;
        break;
      case Move::recall:
        if (act(offer.move, {word, icons::undo_variant, Look::tonal})) perform(screen, story, offer.move);
        break;
      case Move::withdraw:
        if (act(offer.move, {word, icons::eye_off, Look::danger})) perform(screen, story, offer.move);
        break;
      case Move::cancel:
        if (act(offer.move, {word, icons::block_helper, Look::danger})) perform(screen, story, offer.move);
        break;
      default:
        break;  // decisions are made where the revision is read
    }
  }
  const bool decides = std::any_of(story.offers.begin(), story.offers.end(),
                                   [](const Offer& offer) { return news_flow::is_decision(offer.move); });
  if (decides) {
    any = true;
    const ButtonSpec spec{words(Word::open_approval), icons::clipboard_check, Look::primary};
    if (button(ui, "open approval", flow.next(button_width(ui, spec)), spec)) {
      screen.state.news = story.id;
      screen.go(screen.is_narrow ? Route::Kind::review : Route::Kind::approvals,
                screen.is_narrow ? story.id : RecordId{});
    }
  }
  return any ? flow.bottom() + 16 : y;
}

void draw_reading(const Screen& screen, const Rect& rect, const StoryView& story) {
  Ui& ui = screen.ui;
  ScrollArea area(ui, "reading", rect);
  const float width = std::min(rect.width - 2 * (screen.is_narrow ? 16.0F : 28.0F), text_width_max);
  const float x = rect.x + (rect.width - width) / 2;
  float y = area.top() + 18;
  y = draw_banners(screen, x, y, width, story);
  const std::string& status = text_field(story.fields(), "status");
  const std::string& number = text_field(story.fields(), "number");
  status_pill(ui, {x, y}, status);
  std::string beside = number.empty() ? std::string() : ui.words(Word::story_number, number);
  if (story.view->newer_edits > 0)
    beside +=
        (beside.empty() ? "" : " · ") + ui.words(Word::newer_edits, std::to_string(story.view->newer_edits));
  ui.canvas.text_left(
      {x + status_pill_width(ui, status) + 12, y, width - status_pill_width(ui, status) - 12, 26}, beside,
      Type::small, ui.theme.text2);
  y += 40;
  y = draw_moves(screen, x, y, width, story);
  y += draw_article(screen, {x, y}, width, article_of(story));
  area.end(y - area.top() + 24);
}

void draw_writing(const Screen& screen, const Rect& rect, const StoryView& story, LastText& last) {
  ScrollArea area(screen.ui, "writing", rect);
  const float width = std::min(rect.width - 2 * (screen.is_narrow ? 16.0F : 26.0F), text_width_max);
  const float x = rect.x + (rect.width - width) / 2;
  float y = area.top() + 18;
  y = draw_banners(screen, x, y, width, story);
  y = draw_text_fields(screen, x, y, width, story, last);
  area.end(y - area.top() + 40);
}

enum class Side : std::uint8_t { preview, comments, details };

void draw_side(const Screen& screen, const Rect& rect, const StoryView& story) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  ui.canvas.line({rect.x, rect.y}, {rect.x, rect.y + rect.height}, ui.theme.line, ui.theme.outline_px);
  const float x = rect.x + 20;
  const float width = rect.width - 40;
  std::vector<std::string> labels = {std::string(words(Word::side_preview)),
                                     std::string(words(Word::side_comments))};
  if (!screen.is_wide) labels.emplace_back(words(Word::side_details));
  std::size_t& tab = screen.state.tabs["story side"];
  if (tab >= labels.size()) tab = 0;
  if (const auto chosen = segments(ui, "side", {x, rect.y + 14, width, 44}, labels, tab)) tab = *chosen;
  ScrollArea area(ui, "side area", {rect.x + 1, rect.y + 66, rect.width - 1, rect.height - 66});
  float y = area.top() + 6;
  if (tab == static_cast<std::size_t>(Side::comments)) {
    const float high = draw_way(screen, {x, y}, width, story.decisions);
    if (story.decisions.empty())
      y += ui.canvas.text({x, y}, words(Word::no_comments), Type::body, ui.theme.text2, {width}).height;
    y += high;
  } else if (tab == static_cast<std::size_t>(Side::details)) {
    y += draw_story_details(screen, {x, y}, width, story);
  } else {
    y += draw_board_card(screen, {x, y}, width, article_of(story)) + 14;
    if (story.is_editable) y += draw_story_checks(screen, {x, y}, width, story);
  }
  area.end(y - area.top() + 20);
}

void draw_details_column(const Screen& screen, const Rect& rect, const StoryView& story) {
  Ui& ui = screen.ui;
  ui.canvas.fill(rect, ui.theme.surface);
  ui.canvas.line({rect.x + rect.width, rect.y}, {rect.x + rect.width, rect.y + rect.height}, ui.theme.line,
                 ui.theme.outline_px);
  ScrollArea area(ui, "details column", rect);
  const float high = draw_story_details(screen, {rect.x + 20, area.top() + 18}, rect.width - 40, story);
  area.end(high + 40);
}

enum class Part : std::uint8_t { text, photos, details, checks };

void draw_narrow(const Screen& screen, const Rect& rect, const StoryView& story, LastText& last) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  std::size_t& part = screen.state.tabs["story part"];
  const std::array<std::string, 4> labels = {
      std::string(words(Word::part_text)), words(Word::part_photos, std::to_string(story.photos.size())),
      std::string(words(Word::side_details)), std::string(words(Word::part_checks))};
  ui.canvas.fill({rect.x, rect.y, rect.width, 60}, ui.theme.surface);
  if (const auto chosen = segments(ui, "parts", {rect.x + 12, rect.y + 8, rect.width - 24, 44}, labels, part))
    part = *chosen;
  const Rect below{rect.x, rect.y + 60, rect.width, rect.height - 60};
  if (part == static_cast<std::size_t>(Part::text)) return draw_writing(screen, below, story, last);
  ScrollArea area(ui, "part", below);
  const Point at{rect.x + 16, area.top() + 14};
  const float width = rect.width - 32;
  float high = 0;
  if (part == static_cast<std::size_t>(Part::photos)) high = draw_story_photo_list(screen, at, width, story);
  if (part == static_cast<std::size_t>(Part::details)) high = draw_story_details(screen, at, width, story);
  if (part == static_cast<std::size_t>(Part::checks)) {
    high = draw_story_checks(screen, at, width, story) + 14;
    high += draw_board_card(screen, {at.x, at.y + high}, width, article_of(story)) + 20;
    high += draw_way(screen, {at.x, at.y + high}, width, story.decisions);
  }
  area.end(high + 40);
}

std::string saved_line(const Screen& screen, const StoryView& story) {
  const Words& words = screen.ui.words;
  const Drafts& drafts = screen.state.drafts;
  for (const std::string_view name : text_fields) {
    if (const Refusal* fault = drafts.fault({"news", story.id, std::string(name)}))
      return std::string(words(Word::not_saved)) + ": " + words.reason(*fault);
  }
  if (!story.is_editable) return words.status(text_field(story.fields(), "status"));
  return std::string(words(drafts.is_pending("news", story.id) ? Word::saving : Word::saved));
}

}  // namespace

std::string StoryView::caption(std::size_t photo) const {
  const std::string& here = text_field(photos[photo].member.fields, "caption");
  return here.empty() ? photos[photo].own_caption : here;
}

std::string_view StoryView::word(const Words& words, std::string_view verb) const {
  const bool again = verb == "submit" && view != nullptr && integer_field(fields(), "submissions") > 0;
  return again ? words(Word::verb_submit_again) : verb_word(words, verb);
}

StoryView story_view(const Screen& screen, RecordId id) {
  StoryView story;
  story.id = id;
  story.view = screen.record("news", id);
  std::vector<Record> photos = members(screen, "news_photo", id);
  story.links = members(screen, "news_channel", id);
  story.decisions = members(screen, "decision", id);
  story.channels = channels_in_use(screen);
  story.open_conflicts = open_conflicts(screen, id);
  if (story.view == nullptr) return story;
  for (Record& member : photos) {
    StoryPhoto photo;
    const auto media = RecordId::parse(text_field(member.fields, "media"));
    const RecordView* found = media.ok() ? screen.record("media", *media) : nullptr;
    if (found == nullptr && (!media.ok() || screen.is_answered("media", *media))) photo.sha = no_such_file;
    if (found != nullptr) {
      photo.sha = text_field(found->record.fields, "sha256");
      photo.file_name = text_field(found->record.fields, "file_name");
      photo.own_caption = text_field(found->record.fields, "caption");
      photo.is_withheld = flag_field(found->record.fields, "do_not_publish");
    }
    photo.member = std::move(member);
    story.photos.push_back(std::move(photo));
  }
  if (const auto event = RecordId::parse(text_field(story.fields(), "event")); event.ok()) {
    story.event = *event;
    const RecordView* held = screen.record("event", *event);
    story.is_event_withheld = held != nullptr && flag_field(held->record.fields, "do_not_publish");
  }
  const Status status = status_named(text_field(story.fields(), "status")).value_or(Status::draft);
  story.status = status;
  // Before the office has told the roles, the one who writes is a writer.
  const bool unknown = screen.snapshot.roles.bits == 0;
  story.offers = offers(status, unknown ? RoleSet{}.with(Role::staff) : screen.snapshot.roles);
  story.merged = merged_names(screen, *story.view);
  // What was read or chosen may be on its way while the writing goes on.
  story.is_waiting =
      std::any_of(story.view->waiting_verbs.begin(), story.view->waiting_verbs.end(),
                  [](const std::string& verb) { return verb != "seen" && verb != "drop_photo"; });
  const bool opened = screen.state.tabs.contains(edit_name(id));
  const bool is_open = status == Status::draft || status == Status::returned;
  story.submit =
      offer_of(story.offers, Move::submit) == nullptr && offer_of(story.offers, Move::correct) != nullptr
          ? Move::correct
          : Move::submit;
  story.is_editable =
      !story.is_waiting && (is_open || (opened && offer_of(story.offers, story.submit) != nullptr));
  return story;
}

Article article_of(const StoryView& story) {
  const Fields& fields = story.fields();
  Article article{text_field(fields, "headline"),
                  text_field(fields, "lead"),
                  text_field(fields, "body"),
                  text_field(fields, "type"),
                  text_field(fields, "date"),
                  text_field(fields, "credit"),
                  {}};
  for (std::size_t i = 0; i < story.photos.size(); ++i)
    article.photos.push_back({story.photos[i].sha, story.caption(i)});
  return article;
}

const std::string& story_text(const Screen& screen, const StoryView& story, std::string_view field) {
  const std::string& typed = field_text(screen.ui, field_name(field));
  return typed.empty() && !screen.state.drafts.is_pending({"news", story.id, std::string(field)})
             ? text_field(story.fields(), field)
             : typed;
}

void want_focus(Ui& ui, std::string_view widget) {
  ui.keep<WidgetId>(ui.id("wanted focus")) = ui.id(widget);
  ui.again();
}

void go_to_check(const Screen& screen, const StoryView& story, const Check& check) {
  UiState& state = screen.state;
  const auto part = [&](Part wanted) { state.tabs["story part"] = static_cast<std::size_t>(wanted); };
  switch (check.kind) {
    case CheckKind::headline:
      part(Part::text);
      want_focus(screen.ui, field_name("headline"));
      break;
    case CheckKind::body:
      part(Part::text);
      want_focus(screen.ui, field_name("body"));
      break;
    case CheckKind::merge_seen:
      part(Part::text);
      break;
    case CheckKind::conflicts_settled:
      screen.go(Route::Kind::conflicts);
      break;
    case CheckKind::event_allowed:
      state.event = story.event;
      screen.go(screen.is_narrow ? Route::Kind::event : Route::Kind::events, story.event);
      break;
    case CheckKind::photos_here:
    case CheckKind::photos_allowed:
    case CheckKind::captions:
      part(Part::photos);
      choose_photo(screen, story, check.photo);
      break;
    case CheckKind::has_photo:
      state.sheet = Sheet::story_photos;
      break;
    case CheckKind::channels:
      part(Part::details);
      state.tabs["story side"] = static_cast<std::size_t>(Side::details);
      break;
  }
}

void submit_story(const Screen& screen, const StoryView& story) {
  const Check* open = first_open(story.checks);
  if (open == nullptr) return perform(screen, story, story.submit);
  const Words& words = screen.ui.words;
  go_to_check(screen, story, *open);
  static constexpr std::array hints = {Word::todo_headline, Word::todo_body,           Word::todo_merge,
                                       Word::todo_conflict, Word::todo_event_withheld, Word::todo_missing,
                                       Word::todo_withheld, Word::todo_photo,          Word::todo_caption,
                                       Word::todo_channel};
  const std::string text =
      words(hints[static_cast<std::size_t>(open->kind)], std::to_string(open->photo + 1));
  const bool may_go_on = std::all_of(story.checks.begin(), story.checks.end(),
                                     [](const Check& check) { return check.passed || !check.is_must; });
  if (!may_go_on) return screen.say(icons::alert_circle, text);
  // Advice does not hold anybody up.
  Perform command;
  command.kind = "news";
  command.id = story.id;
  command.verb = name_of(story.submit);
  screen.say(icons::information_outline, text, std::string(words(Word::submit_anyway)),
             [state = &screen.state, words, hand_in = screen.hand_in, command] {
               carry_out(*state, words, hand_in, command);
             });
}

void draw_story(const Screen& screen) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  const RecordId id = screen.route().id;
  const Scope scope(ui, "story", std::hash<RecordId>()(id));
  StoryView story = story_view(screen, id);
  if (story.view == nullptr) {
    const TopBar bar = top_bar(screen, "bar", {.title = words(Word::place_news), .has_back = true});
    if (bar.back) screen.back();
    const bool answered = screen.snapshot.view.records.contains({"news", id});
    if (!answered) ui.hold_input();
    if (answered)
      empty_state(ui, "gone", bar.rest,
                  {icons::newspaper, words(Word::story_gone), words(Word::story_gone_line)});
    return;
  }
  story.checks = submit_checks(facts_of(screen, story));
  LastText& last = ui.keep<LastText>(ui.id("last text"));
  give_pending_key(ui, last);
  WidgetId& wanted = ui.keep<WidgetId>(ui.id("wanted focus"));
  if (wanted != 0) ui.focus(std::exchange(wanted, 0));
  const std::string title = title_word(words, text_field(story.fields(), "headline"));
  const std::string line = saved_line(screen, story);
  TopBarSpec spec{.title = title, .line = line, .has_back = true};
  if (story.is_editable) {
    spec.main = {story.word(words, name_of(story.submit)), icons::send, Look::primary};
    spec.tools_width = undo_width;
  }
  const bool by_key = story.is_editable && chosen_photo(screen, story) == no_photo &&
                      screen.state.sheet == Sheet::none && ui.key(Key::enter, true);
  const TopBar bar = top_bar(screen, "bar", spec);
  if (bar.back) screen.back();
  if (story.is_editable) draw_undo(screen, bar.tools, last);
  const Rect rest = bar.rest;
  if (!story.is_editable) {
    const float side = screen.is_narrow ? 0 : screen.is_wide ? right_width : right_width_medium;
    draw_reading(screen, {rest.x, rest.y, rest.width - side, rest.height}, story);
    if (side > 0) draw_side(screen, {rest.x + rest.width - side, rest.y, side, rest.height}, story);
  } else if (screen.is_narrow) {
    draw_narrow(screen, rest, story, last);
  } else {
    const float left = screen.is_wide ? left_width : 0;
    const float right = screen.is_wide ? right_width : right_width_medium;
    const float strip = story_strip_height(screen, story);
    const Rect middle{rest.x + left, rest.y, rest.width - left - right, rest.height};
    if (left > 0) draw_details_column(screen, {rest.x, rest.y, left, rest.height}, story);
    draw_writing(screen, {middle.x, middle.y, middle.width, middle.height - strip}, story, last);
    draw_story_strip(screen, {middle.x, middle.y + middle.height - strip, middle.width, strip}, story);
    draw_side(screen, {rest.x + rest.width - right, rest.y, right, rest.height}, story);
  }
  if (story.is_editable && (bar.main || by_key)) submit_story(screen, story);
  if (story.is_editable && ui.key(Key::f8)) {
    if (const Check* open = first_open(story.checks)) go_to_check(screen, story, *open);
  }
}

}  // namespace khaosan::client
