// The shell's part in taking files in: where they are dropped or pasted, what became of them.
#include <utility>

#include "client/ui/folder_reader.hpp"
#include "client/ui/screens/event_parts.hpp"
#include "client/ui/shell.hpp"

namespace khaosan::client {
namespace {

constexpr std::int64_t look_again_ms = 60;
constexpr std::int64_t progress_step_ms = 10'000;

}  // namespace

// What was dropped anywhere, or is on the clipboard: into the open story and its event, or the open event, or
// the last one that was open.
void Shell::find_files(const Screen& screen, bool pasted) {
  Ui& ui = screen.ui;
  std::vector<std::filesystem::path> paths = std::exchange(ui.input.dropped, {});
  if (pasted && ui.read_clipboard) paths = paths_in_text(ui.read_clipboard());
  if (paths.empty()) {
    if (pasted) screen.say(icons::content_paste, std::string(ui.words(Word::nothing_to_paste)));
    return;
  }
  FileFinder::Target target = target_of_files(screen);
  target.pasted = pasted;
  finder_.look_in(std::move(paths), target);
}

void Shell::take_found(const Screen& screen) {
  for (FileFinder::Answer& answer : finder_.answers()) {
    const FileFinder::Target& target = answer.target;
    const std::vector<std::filesystem::path>& files = answer.found.files;
    if (files.empty()) {
      const Word none = target.pasted ? Word::nothing_to_paste : Word::folder_empty;
      screen.say(icons::content_paste, std::string(screen.ui.words(none)));
      continue;
    }
    const StatusReport& status = screen.snapshot.status;
    if (leaves_little_room(status, 0))
      screen.say(icons::alert_circle,
                 screen.ui.words(Word::room_is_short,
                                 screen.ui.words.bytes(static_cast<std::int64_t>(*status.free_bytes))));
    std::vector<std::filesystem::path> pictures;
    std::vector<std::filesystem::path> others;
    for (const auto& file : files)
      (!target.news.empty() && has_picture_name(file) ? pictures : others).push_back(file);
    // A story shows pictures only: what comes with them goes to the event.
    screen.take_in(pictures, target.event, target.news);
    take_in_files(screen, others, target.event.empty() ? open_event(screen) : target.event);
    state_.imports.left_out = state_.imports.left_out || answer.found.left_out;
  }
}

// How far the files are, where no page shows it; and what became of them.
void Shell::tell_imports(const Screen& screen) {
  const Imports& imports = state_.imports;
  const Words& words = screen.ui.words;
  const Route::Kind page = screen.route().kind;
  const bool is_told_there =
      (page == Route::Kind::events || page == Route::Kind::event) && state_.event == imports.event;
  const bool is_free = !state_.snack || state_.snack->is_progress;
  if (finder_.is_looking()) screen.ui.again_at(screen.ui.input.now_ms + look_again_ms);
  if (imports.running() || finder_.is_looking()) {
    if (!is_free) return;
    state_.snack.reset();
    if (imports.running() && is_told_there) return;
    const std::string text = imports.running() ? words(Word::taking_in, std::to_string(imports.done + 1),
                                                       std::to_string(imports.asked))
                                               : std::string(words(Word::looking_for_files));
    // Its time rises in steps: it stays at its place meanwhile.
    const std::int64_t until_ms = (screen.ui.input.now_ms / progress_step_ms + 2) * progress_step_ms;
    state_.snack = Snack{icons::sync, text, {}, {}, until_ms, true};
    return;
  }
  if (state_.snack && state_.snack->is_progress) state_.snack.reset();
  if (imports.told) return;
  std::string other_event;
  if (!imports.elsewhere.empty()) {
    const RecordId other = imports.elsewhere.begin()->first;
    const RecordView* view = screen.record("event", other);
    if (view == nullptr && !screen.is_answered("event", other)) return;  // its title comes
    other_event =
        view == nullptr ? std::string(words(Word::untitled_event)) : event_title(words, view->record.fields);
    if (imports.elsewhere.size() > 1) other_event += " …";
  }
  state_.imports.told = true;
  const std::string text = imports_summary(words, imports, other_event);
  if (text.empty()) return;
  const auto open = [this, is_narrow = screen.is_narrow](RecordId event) {
    state_.drafts.leave_all();
    state_.event = event;
    state_.way = {Route{Route::Kind::events, event}};
    if (is_narrow) state_.way.push_back({Route::Kind::event, event});
  };
  const bool has_faults = !imports.faults.empty();
  const char32_t icon = has_faults ? icons::alert_circle : icons::check;
  if (has_faults && !is_told_there && !imports.event.empty()) {
    screen.say(icon, text, std::string(words(Word::import_look)),
               [open, event = imports.event] { open(event); });
  } else if (!imports.elsewhere.empty()) {
    screen.say(icon, text, std::string(words(Word::import_open)),
               [open, event = imports.elsewhere.begin()->first] { open(event); });
  } else {
    screen.say(icon, text);
  }
}

}  // namespace khaosan::client
