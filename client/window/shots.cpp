#include "client/window/shots.hpp"

namespace khaosan::client {
namespace {

using Kind = Route::Kind;

// The first record of a list that the screens before this one asked for.
RecordId first_of(const Snapshot& snapshot, std::string_view kind) {
  for (const auto& [name, query] : snapshot.view.lists) {
    const ListAnswer* answer = snapshot.list(name);
    if (query.kind == kind && answer != nullptr && !answer->rows.empty()) return answer->rows.front().id;
  }
  return {};
}

std::function<void(Shell&, const Snapshot&)> at(Kind kind, Sheet sheet = Sheet::none) {
  return [=](Shell& shell, const Snapshot&) {
    UiState& state = shell.state();
    const bool in_events = kind == Kind::events || kind == Kind::event;
    state.way = {Route{kind, in_events ? state.event : RecordId{}}};
    state.sheet = sheet;
  };
}

std::function<void(Shell&, const Snapshot&)> open_first(Kind kind, std::string_view record_kind) {
  return [=](Shell& shell, const Snapshot& snapshot) {
    const RecordId id = first_of(snapshot, record_kind);
    if (!id.empty()) shell.state().way.push_back({kind, id});
  };
}

std::function<void(Shell&, const Snapshot&)> themed(ThemeName theme, Kind kind) {
  return [=](Shell& shell, const Snapshot& snapshot) {
    shell.state().settings.theme = theme;
    at(kind)(shell, snapshot);
  };
}

std::function<void(Shell&, const Snapshot&)> review_of_first(Sheet sheet, std::string verb) {
  return [=](Shell& shell, const Snapshot& snapshot) {
    UiState& state = shell.state();
    if (state.news.empty()) state.news = first_of(snapshot, "news");
    state.way = {Route{Kind::approvals, {}}, Route{Kind::review, state.news}};
    state.sheet = sheet;
    Perform command;
    command.kind = "news";
    command.id = state.news;
    command.verb = verb;
    if (sheet == Sheet::sign) state.deciding.to_sign = command;
    if (sheet == Sheet::send_back) state.deciding.to_explain = command;
  };
}

std::vector<Shot> shots_of_deciding() {
  return {
      {"21-queue", 1366, 768, themed(ThemeName::light, Kind::approvals)},
      {"22-review", 1366, 768,
       [](Shell& shell, const Snapshot& snapshot) {
         if (shell.state().news.empty()) shell.state().news = first_of(snapshot, "news");
         at(Kind::approvals)(shell, snapshot);
       }},
      {"23-review-narrow", 420, 860, review_of_first(Sheet::none, "")},
      {"24-sign-narrow", 420, 860, review_of_first(Sheet::sign, "approve")},
      {"25-return-narrow", 420, 860, review_of_first(Sheet::send_back, "return")},
      {"26-review-dark", 1366, 768, themed(ThemeName::dark, Kind::approvals)},
  };
}

}  // namespace

std::vector<Shot> all_shots(RoleSet roles) {
  if (!queues_of(roles).empty()) return shots_of_deciding();
  return {
      {"01-events", 1366, 768,
       [](Shell& shell, const Snapshot& snapshot) {
         shell.state().settings.theme = ThemeName::light;
         at(Kind::events)(shell, snapshot);
       }},
      {"02-event", 1366, 768,
       [](Shell& shell, const Snapshot& snapshot) {
         if (shell.state().event.empty()) shell.state().event = first_of(snapshot, "event");
         at(Kind::events)(shell, snapshot);
       }},
      {"03-event-narrow", 420, 860, at(Kind::event)},
      {"04-add-sheet", 420, 860, at(Kind::event, Sheet::add)},
      {"05-files-sheet", 1366, 768, at(Kind::events, Sheet::files)},
      {"06-new-event", 1366, 768, at(Kind::events, Sheet::new_event)},
      {"07-event-again", 1366, 768, at(Kind::events)},
      {"08-note", 900, 768, open_first(Kind::note, "note")},
      {"09-news", 1366, 768, at(Kind::news)},
      {"10-story", 1366, 768, open_first(Kind::story, "news")},
      {"11-approvals", 1366, 768, at(Kind::approvals)},
      {"12-sync", 1366, 768, at(Kind::sync)},
      {"13-conflicts", 1366, 768, at(Kind::conflicts)},
      {"14-settings", 1366, 768, at(Kind::settings)},
      {"15-keys", 1366, 768, at(Kind::events, Sheet::keys)},
      {"16-event-dark", 1366, 768, themed(ThemeName::dark, Kind::events)},
      {"17-event-outdoor", 1366, 768, themed(ThemeName::outdoor, Kind::events)},
      {"18-news-outdoor-narrow", 420, 860, themed(ThemeName::outdoor, Kind::news)},
      {"19-story-narrow", 420, 860,
       [](Shell& shell, const Snapshot& snapshot) {
         shell.state().settings.theme = ThemeName::light;
         open_first(Kind::story, "news")(shell, snapshot);
       }},
      {"20-first-run", 900, 768, at(Kind::first_run)},
  };
}

}  // namespace khaosan::client
