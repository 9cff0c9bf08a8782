#include "client/ui/screens/event_parts.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <system_error>

namespace khaosan::client {
namespace {

constexpr std::size_t files_of_folder_max = 5'000;
constexpr WidgetId new_notes_id = 0x6e6f746573;  // outside every scope: the same on all screens

using NewNotes = std::set<RecordId>;

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\n')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n' || text.back() == '\r'))
    text.remove_suffix(1);
  return text;
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

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string without_percents(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0) {
      plain += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

std::filesystem::path path_of(std::string_view utf8) {
  return {std::u8string(utf8.begin(), utf8.end())};
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
  screen.open_by(put, [&state, hand_in = screen.hand_in, words = screen.ui.words,
                       photos = std::move(start.photos)](const Outcome& outcome) {
    const auto* report = std::get_if<PutReport>(&outcome.report);
    if (report == nullptr) {
      if (outcome.refusal)
        state.snack = Snack{icons::alert_circle, words.reason(*outcome.refusal), {}, {}, 0};
      return;
    }
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

std::vector<std::filesystem::path> files_in(const std::vector<std::filesystem::path>& dropped) {
  namespace fs = std::filesystem;
  std::vector<fs::path> files;
  for (const fs::path& path : dropped) {
    std::error_code fault;
    if (!fs::is_directory(path, fault)) {
      files.push_back(path);
      continue;
    }
    std::vector<fs::path> inside;
    fs::recursive_directory_iterator entry(path, fs::directory_options::skip_permission_denied, fault);
    for (const fs::recursive_directory_iterator end;
         !fault && entry != end && inside.size() < files_of_folder_max; entry.increment(fault)) {
      std::error_code unreadable;
      const bool is_hidden = entry->path().filename().native().starts_with(fs::path(".").native());
      if (!is_hidden && entry->is_regular_file(unreadable)) inside.push_back(entry->path());
    }
    std::sort(inside.begin(), inside.end());
    files.insert(files.end(), inside.begin(), inside.end());
  }
  return files;
}

std::vector<std::filesystem::path> paths_in_text(std::string_view text) {
  std::vector<std::filesystem::path> paths;
  while (!text.empty()) {
    const auto end = text.find('\n');
    std::string_view line = trimmed(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    constexpr std::string_view scheme = "file://";
    std::string plain(line);
    if (line.starts_with(scheme)) {
      line.remove_prefix(scheme.size());
      const auto root = line.find('/');  // after the name of this machine, if there is one
      if (root == std::string_view::npos) continue;
      plain = without_percents(line.substr(root));
    }
    if (plain.empty()) continue;
    const std::filesystem::path path = path_of(plain);
    std::error_code fault;
    if (path.is_absolute() && std::filesystem::exists(path, fault)) paths.push_back(path);
  }
  return paths;
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
  const bool is_narrow = screen.is_narrow;
  screen.hand_in(put, [&state, files, is_narrow, take_in = screen.take_in](const Outcome& outcome) {
    const auto* report = std::get_if<PutReport>(&outcome.report);
    if (report == nullptr) return;
    state.event = report->id;
    take_in(files, report->id, {});
    if (is_narrow) state.way.push_back({Route::Kind::event, report->id});
  });
}

void take_dropped_and_pasted(const Screen& screen, RecordId event) {
  Ui& ui = screen.ui;
  if (!ui.input.dropped.empty()) take_in_files(screen, files_in(std::exchange(ui.input.dropped, {})), event);
  if (screen.state.sheet != Sheet::none || !ui.key(Key::v, true)) return;
  const std::vector<std::filesystem::path> pasted =
      ui.read_clipboard ? paths_in_text(ui.read_clipboard()) : std::vector<std::filesystem::path>{};
  if (pasted.empty()) {
    screen.say(icons::content_paste, std::string(ui.words(Word::nothing_to_paste)));
  } else {
    take_in_files(screen, files_in(pasted), event);
  }
}

}  // namespace khaosan::client
