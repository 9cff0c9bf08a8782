#include "client/ui/screens/event_parts.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <memory>

#include "shared/base/trim.hpp"

namespace khaosan::client {
namespace {

// Outside every scope: the same on all screens.
constexpr WidgetId new_notes_id = 0x6e6f746573;
constexpr WidgetId new_stories_id = 0x73746f72696573;

using NewNotes = std::set<RecordId>;
using NewStories = std::map<RecordId, std::string>;  // with the headline that they were given

bool is_on_the_way(const Screen& screen, RecordId id) {
  const auto& way = screen.state.way;
  return std::any_of(way.begin(), way.end(), [&](const Route& route) { return route.id == id; });
}

// The number of records that belong to the story; nothing before the store has answered.
std::optional<std::int64_t> count_of(const Screen& screen, const char* kind, RecordId story) {
  ListQuery query;
  query.kind = kind;
  query.where = {{"news", Value{story.text()}}};
  query.limit = 1;
  const ListAnswer* answer = screen.list("left " + std::string(kind) + " " + story.text(), query);
  return answer == nullptr ? std::nullopt : std::optional(answer->total);
}

std::string hours(const Words& words, const Fields& event, bool with_end) {
  const std::string& start = text_field(event, "start_time");
  const std::string& end = text_field(event, "end_time");
  if (start.empty()) return {};
  if (end.empty() || !with_end) return words.time(start);
  std::string from = words.time(start);
  if (words.language() == Language::th) from.resize(from.size() - std::string_view(" น.").size());
  return from + "–" + words.time(end);
}

std::string day_and_hours(const Words& words, const Fields& event, CivilDate today, bool with_end) {
  const std::string& date = text_field(event, "date");
  const std::string time = hours(words, event, with_end);
  if (date.empty()) return std::string(words(Word::event_no_date));
  if (date == today.iso()) return std::string(words(Word::today)) + (time.empty() ? "" : " " + time);
  return words.date(date) + (time.empty() ? "" : " · " + time);
}

}  // namespace

const Record* living(const Screen& screen, const std::string& kind, RecordId id) {
  const RecordView* view = screen.record(kind, id);
  return view == nullptr || view->record.deleted ? nullptr : &view->record;
}

ListQuery children_of(const std::string& kind, RecordId event, std::int64_t limit) {
  ListQuery query;
  query.kind = kind;
  query.where = {{"event", Value{event.text()}}};
  query.limit = limit;
  return query;
}

ListQuery photos_of(RecordId event, std::int64_t limit) {
  ListQuery query = children_of("media", event, limit);
  query.where["type"] = Value{std::string("photo")};
  return query;
}

RecordId id_in(const Fields& fields, std::string_view name) {
  const auto id = RecordId::parse(text_field(fields, name));
  return id.ok() ? *id : RecordId{};
}

Instant made_at(RecordId id) {
  std::int64_t ms = 0;
  for (std::size_t i = 0; i < 6; ++i) ms = ms << 8 | id.uuid.bytes[i];
  return Instant{ms};
}

std::string event_title(const Words& words, const Fields& event) {
  const std::string& title = text_field(event, "title");
  return title.empty() ? std::string(words(Word::untitled_event)) : title;
}

std::string event_when(const Words& words, const Fields& event, CivilDate today) {
  return day_and_hours(words, event, today, true);
}

std::string event_start(const Words& words, const Fields& event, CivilDate today) {
  return day_and_hours(words, event, today, false);
}

std::string moment(const Words& words, Instant at, CivilDate today) {
  const CivilDate date = bangkok_date(at);
  return date == today ? words.clock(at) : words.short_date(date.iso());
}

std::string_view first_line(std::string_view text) {
  text = trimmed(text);
  return trimmed(text.substr(0, text.find('\n')));
}

std::string_view after_first_line(std::string_view text) {
  text = trimmed(text);
  const auto end = text.find('\n');
  return end == std::string_view::npos ? std::string_view() : trimmed(text.substr(end));
}

void thumb(const Screen& screen, const Rect& rect, const Record* media, char32_t sign, float radius) {
  Ui& ui = screen.ui;
  ui.canvas.fill(rect, ui.theme.surface2, radius);
  Picture picture;
  picture.state = Picture::State::missing;
  if (media != nullptr)
    picture = screen.picture(text_field(media->fields, "sha256"), {rect.width, rect.height});
  if (picture.state == Picture::State::here) {
    ui.canvas.picture(rect, picture.texture, picture.size, radius);
  } else {
    ui.canvas.icon({rect.x + rect.width / 2, rect.y + rect.height / 2}, sign,
                   std::min(28.0F, rect.height * 0.45F), ui.theme.text3);
  }
  if (ui.theme.name == ThemeName::outdoor) ui.canvas.outline(rect, ui.theme.line, 2, radius);
}

void remove_record(const Screen& screen, const std::string& kind, RecordId id, std::string text) {
  screen.hand_in(Remove{kind, id}, {});
  screen.did(icons::delete_, std::move(text), [hand_in = screen.hand_in, kind, id] {
    hand_in(Restore{kind, id}, {});
  });
}

bool may_remove_story(const Fields& news) {
  const std::string& status = text_field(news, "status");
  return (status.empty() || status == "draft") && integer_field(news, "submissions") == 0;
}

bool remove_story(const Screen& screen, const Record& story) {
  const Words& words = screen.ui.words;
  if (!may_remove_story(story.fields)) {
    screen.say(icons::alert_circle, std::string(words(Word::story_not_removable)));
    return false;
  }
  std::string title = text_field(story.fields, "headline");
  if (title.empty()) title = words(Word::untitled_news);
  remove_record(screen, "news", story.id, words(Word::story_removed, title));
  return true;
}

RecordId open_event(const Screen& screen) {
  const RecordId id = screen.state.event;
  const RecordView* view = screen.record("event", id);
  const bool is_gone = view == nullptr ? screen.is_answered("event", id) : view->record.deleted;
  return is_gone ? RecordId{} : id;
}

FileFinder::Target target_of_files(const Screen& screen) {
  FileFinder::Target target;
  const Route& route = screen.route();
  target.event = open_event(screen);
  if (route.kind == Route::Kind::note) {
    const Record* note = living(screen, "note", route.id);
    if (note != nullptr && !id_in(note->fields, "event").empty()) target.event = id_in(note->fields, "event");
  }
  if (route.kind != Route::Kind::story) return target;
  const RecordView* story = screen.record("news", route.id);
  if (story == nullptr) return target;
  target.event = id_in(story->record.fields, "event");
  const bool is_written =
      !story->record.deleted && is_open_story(story->record.fields) && story->waiting_verbs.empty();
  if (is_written) target.news = route.id;
  return target;
}

RecordId event_for_new(const Screen& screen) {
  const UiState& state = screen.state;
  if (state.event.empty()) return {};
  const Route::Kind place = state.way.front().kind;
  const bool at_events = place == Route::Kind::events || place == Route::Kind::event;
  if (!at_events && state.sheet != Sheet::add) return {};
  const RecordView* event = screen.record("event", state.event);
  return event != nullptr && event->record.deleted ? RecordId{} : state.event;
}

void start_story(const Screen& screen, StoryStart start) {
  Put put;
  put.kind = "news";
  std::string date = today_in_bangkok().iso();
  if (!start.event.empty()) {
    put.set["event"] = Value{start.event.text()};
    if (const Record* event = living(screen, "event", start.event)) {
      if (start.headline.empty()) start.headline = text_field(event->fields, "title");
      if (const std::string& held = text_field(event->fields, "date"); !held.empty()) date = held;
    }
  }
  put.set["date"] = Value{date};
  if (!start.headline.empty()) put.set["headline"] = Value{start.headline};
  if (!start.body.empty()) put.set["body"] = Value{start.body};
  UiState& state = screen.state;
  state.sheet = Sheet::none;
  auto& fresh = screen.ui.keep<NewStories>(new_stories_id);
  const bool has_content = !start.body.empty() || !start.photos.empty();
  screen.open_by(put, [&state, &fresh, has_content, headline = start.headline, hand_in = screen.hand_in,
                       words = screen.ui.words, photos = std::move(start.photos)](const Outcome& outcome) {
    const auto* report = std::get_if<PutReport>(&outcome.report);
    if (report == nullptr) {
      if (outcome.refusal)
        state.snack = Snack{icons::alert_circle, words.reason(*outcome.refusal), {}, {}, 0};
      return;
    }
    if (!has_content) fresh.emplace(report->id, headline);
    for (const RecordId photo : photos) {
      Put member;
      member.kind = "news_photo";
      member.set = {{"news", Value{report->id.text()}}, {"media", Value{photo.text()}}};
      hand_in(member, {});
    }
    state.way.push_back({Route::Kind::story, report->id});
  });
}

void add_to_story(const Screen& screen, RecordId news, const std::vector<RecordId>& photos) {
  for (const RecordId photo : photos) {
    Put member;
    member.kind = "news_photo";
    member.set = {{"news", Value{news.text()}}, {"media", Value{photo.text()}}};
    screen.hand_in(member, {});
  }
  screen.say(icons::image, screen.ui.words(Word::photos_in_draft, std::to_string(photos.size())));
  screen.go(Route::Kind::story, news);
}

bool is_open_story(const Fields& news) {
  const std::string& status = text_field(news, "status");
  return status.empty() || status == "draft" || status == "returned";
}

void new_note(const Screen& screen) {
  Put put;
  put.kind = "note";
  if (const RecordId event = event_for_new(screen); !event.empty()) {
    put.set["event"] = Value{event.text()};
  } else {
    put.set["text"] = Value{std::string(" ")};  // a record holds something
  }
  UiState& state = screen.state;
  state.sheet = Sheet::none;
  auto& fresh = screen.ui.keep<NewNotes>(new_notes_id);
  screen.open_by(put, [&state, &fresh, words = screen.ui.words](const Outcome& outcome) {
    if (const auto* report = std::get_if<PutReport>(&outcome.report)) {
      fresh.insert(report->id);
      state.way.push_back({Route::Kind::note, report->id});
    } else if (outcome.refusal) {
      state.snack = Snack{icons::alert_circle, words.reason(*outcome.refusal), {}, {}, 0};
    }
  });
}

void new_story(const Screen& screen) {
  start_story(screen, {event_for_new(screen), {}, {}, {}});
}

namespace {

void forget_empty_notes(const Screen& screen) {
  auto& fresh = screen.ui.keep<NewNotes>(new_notes_id);
  for (auto id = fresh.begin(); id != fresh.end();) {
    const bool is_typed = screen.state.drafts.is_pending({"note", *id, "text"});
    const RecordView* view = screen.record("note", *id);
    if (is_typed || view == nullptr) {  // the next snapshot tells
      ++id;
      continue;
    }
    const Fields& fields = view->record.fields;
    const bool is_empty_note =
        first_line(text_field(fields, "text")).empty() && text_field(fields, "source").empty();
    if (is_empty_note && !view->record.deleted) screen.hand_in(Remove{"note", *id}, {});
    id = fresh.erase(id);
  }
}

void forget_untouched_stories(const Screen& screen) {
  auto& fresh = screen.ui.keep<NewStories>(new_stories_id);
  for (auto one = fresh.begin(); one != fresh.end();) {
    const auto& [id, headline] = *one;
    const RecordView* view = screen.record("news", id);
    const auto photos = count_of(screen, "news_photo", id);
    const auto channels = count_of(screen, "news_channel", id);
    const bool is_known = view != nullptr && photos && channels;
    if (!is_known || screen.state.drafts.is_pending("news", id) || is_on_the_way(screen, id)) {
      ++one;
      continue;
    }
    const Fields& fields = view->record.fields;
    const auto is_blank = [&](const char* name) { return text_field(fields, name).empty(); };
    const bool is_untouched = text_field(fields, "headline") == headline && is_blank("lead") &&
                              is_blank("body") && is_blank("credit") && is_blank("type") && *photos == 0 &&
                              *channels == 0 && may_remove_story(fields) && view->waiting_verbs.empty();
    if (is_untouched && !view->record.deleted) screen.hand_in(Remove{"news", id}, {});
    one = fresh.erase(one);
  }
}

}  // namespace

void forget_untouched(const Screen& screen) {
  forget_empty_notes(screen);
  forget_untouched_stories(screen);
}

void take_in_files(const Screen& screen, const std::vector<std::filesystem::path>& files, RecordId event) {
  if (files.empty()) return;
  if (!event.empty()) {
    screen.take_in(files, event, {});
    return;
  }
  Put put;
  put.kind = "event";
  put.set = {{"date", Value{today_in_bangkok().iso()}}};
  UiState& state = screen.state;
  const bool opens = screen.is_narrow && screen.route().kind == Route::Kind::events;
  screen.hand_in(put, [&state, files, opens, take_in = screen.take_in](const Outcome& outcome) {
    const auto* report = std::get_if<PutReport>(&outcome.report);
    if (report == nullptr) return;
    state.event = report->id;
    take_in(files, report->id, {});
    if (opens) state.way.push_back({Route::Kind::event, report->id});
  });
}

}  // namespace khaosan::client
