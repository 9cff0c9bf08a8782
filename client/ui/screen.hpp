// What a screen gets, and what it may do. A screen is one function a file: it draws the snapshot and its
// state, says in `view` what it wants to look at next, and hands in what the person did.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "client/app/worker.hpp"
#include "client/ui/decisions.hpp"
#include "client/ui/drafts.hpp"
#include "client/ui/fields.hpp"
#include "client/ui/file_finder.hpp"
#include "client/ui/imports.hpp"
#include "client/ui/kept_fields.hpp"
#include "client/ui/pictures.hpp"
#include "client/ui/round_seen.hpp"
#include "client/ui/ui.hpp"
#include "client/ui/widgets.hpp"

namespace khaosan::client {

enum class Place : std::uint8_t { events, news, approvals, settings };

// Where the person is. The last of UiState::way is on screen; the ones before are what "back" leads to.
struct Route {
  enum class Kind : std::uint8_t {
    events,     // the list; beside it the event `id`
    event,      // on a narrow window: one event
    note,       // `id` is the note
    news,       // the list of stories
    story,      // the editor of the story `id`
    approvals,  // the queue; beside it the story `id`
    review,     // on a narrow window: one story to decide on
    sync,
    conflicts,
    settings,
    first_run
  };
  Kind kind = Kind::events;
  RecordId id;
  bool operator==(const Route&) const = default;
};

enum class Sheet : std::uint8_t {
  none,
  add,
  files,
  new_event,
  edit_event,  // UiState::event
  send_back,
  withdraw,
  sign,
  keys,
  story_photos,
  unkept
};

struct Settings {
  Language language = Language::th;
  ThemeName theme = ThemeName::light;
  float text_scale = 1;  // 0.8 … 2
  bool looped = false;   // letters with heads
  bool reduce_motion = false;
  bool started = false;           // the first page was seen and left
  bool auto_sync = true;          // a sync starts by itself when the office is there
  std::string rescue_token = {};  // names this laptop on the stick that takes its rescue bundles; "": none
  bool operator==(const Settings&) const = default;
};

struct Snack {
  char32_t icon = 0;
  std::string text;
  std::string action;  // "": none; "เลิกทำ"
  std::function<void()> act;
  std::int64_t until_ms = 0;  // filled by the shell
  bool is_progress = false;   // of the files that are being taken in: stands until they are
};

// Of this program, for the settings page.
struct About {
  std::string version;
  std::filesystem::path home;
};

// What is plugged in.
struct StickSeen {
  std::filesystem::path folder;
  bool is_for_rescue = false;
  bool operator==(const StickSeen&) const = default;
};

// What goes to sticks and comes from them, as the window tells it.
struct Sticks {
  std::vector<StickSeen> plugged;
  std::string rescued_at;               // when a rescue was last written, in words
  std::optional<Refusal> rescue_fault;  // why the last one was not
  // Chooses a stick for rescues, or leaves it.
  std::function<Done(const std::filesystem::path&, bool)> choose = {};
};

// A card that was looked at.
struct CardSeen {
  std::filesystem::path folder;
  std::optional<CardReport> report;                      // nothing: not read yet
  std::map<std::string, std::size_t, std::less<>> rows;  // of the report's files, by name

  void show(const CardReport& read);
};

// An office that answers on this network, to be paired with.
struct OfficeOnLan {
  std::string name;
  std::string url;
  bool operator==(const OfficeOnLan&) const = default;
};

// What the screens keep between frames.
struct UiState {
  std::vector<Route> way{Route{}};
  Sheet sheet = Sheet::none;
  Drafts drafts;
  Settings settings;
  std::optional<Snack> snack;
  struct UndoStep {
    std::uint64_t number = 0;
    std::function<void()> undo;
  };
  std::vector<UndoStep> undo;  // for Ctrl+Z outside a field, newest last
  std::uint64_t next_undo = 1;
  void can_undo(std::function<void()> step);
  // Says what was done, and lets it be undone once: there, or by Ctrl+Z.
  void did(char32_t icon, std::string text, std::string undo_word, std::function<void()> step);
  RecordId event;                    // the one that is open, or was last
  RecordId news;                     // the one that is open for approval
  std::set<RecordId> chosen_photos;  // media, in the event's grid
  bool choosing = false;
  std::filesystem::path folder;                                // of the file browser
  std::map<std::filesystem::path, std::int64_t> chosen_files;  // and their bytes
  std::set<RecordId> away_at_office;  // media whose original the office said it has not got
  Imports imports;
  std::optional<SyncReport> last_sync;
  std::optional<Refusal> sync_fault;
  RoundSeen round;
  bool has_unreadable = false;  // in the open form: a date or time that is not taken
  About about;
  std::map<std::string, std::size_t> tabs;  // chosen segment, by the screen's own name
  Deciding deciding;
  KeptFields kept_fields;
  bool closes = false;  // the person wants the window closed, once all is on the disk
  Sticks sticks;
  CardSeen card;
  std::optional<Radar> laptops;  // that the office waits for, when it was asked last
  bool asks_laptops = false;
  std::optional<std::vector<OfficeOnLan>> offices_on_lan;  // nothing: not asked yet
  std::uint64_t syncs_ended = 0;                           // since the window was opened
  bool office_reached = false;                             // by the last of them
  bool wants_offices = false;                              // the page on screen shows them
  std::string writer;  // who writes here, for what comes back after somebody else has sat down
};

struct Screen {
  Ui& ui;
  const Snapshot& snapshot;
  const SlowWork& slow;
  UiState& state;
  Pictures& pictures;
  View& view;
  Rect rect;               // where to draw
  bool is_narrow = false;  // one pane
  bool is_wide = false;    // three panes

  using Then = std::function<void(const Outcome&)>;
  using HandIn = std::function<void(Intent, Then)>;
  // Done in order. Without `then`, or where it leaves a refusal alone, the shell says why something was
  // refused.
  HandIn hand_in;
  HandIn open_by;  // the same; what is typed meanwhile is for the page it opens
  std::function<void(std::vector<std::filesystem::path>, RecordId event, RecordId news)> take_in;  // files
  std::function<void()> pause_sync;
  std::function<void(const std::string& user_name)> write_as;  // who writes from the next frame on
  // Looks in folders first, away from the window.
  std::function<void(std::vector<std::filesystem::path>, FileFinder::Target)> take_found;

  void go(Route::Kind kind, RecordId id = {}) const { state.way.push_back({kind, id}); }
  void back() const {
    if (state.way.size() > 1) state.way.pop_back();
  }
  const Route& route() const { return state.way.back(); }
  void say(char32_t icon, std::string text, std::string action = {}, std::function<void()> act = {}) const {
    state.snack = Snack{icon, std::move(text), std::move(action), std::move(act), 0};
  }

  void did(char32_t icon, std::string text, std::function<void()> undo) const {
    state.did(icon, std::move(text), std::string(ui.words(Word::undo)), std::move(undo));
  }

  // Of an original, to be drawn in so many logical pixels.
  Picture picture(std::string_view sha_hex, Size shown) const {
    const float scale = ui.canvas.scale();
    return pictures.small(sha_hex, {shown.width * scale, shown.height * scale});
  }

  const ListAnswer* list(const std::string& name, const ListQuery& query) const {
    view.lists[name] = query;
    const auto asked = snapshot.view.lists.find(name);
    const bool same = asked != snapshot.view.lists.end() && asked->second.kind == query.kind &&
                      asked->second.where == query.where && asked->second.sort_from == query.sort_from &&
                      asked->second.sort_before == query.sort_before;
    return same ? snapshot.list(name) : nullptr;
  }
  const RecordView* record(const std::string& kind, RecordId id) const {
    if (id.empty()) return nullptr;
    view.records.insert({kind, id});
    return snapshot.record(kind, id);
  }
  // Whether the store has answered what it has of the record: until then nothing is said about it.
  bool is_answered(const std::string& kind, RecordId id) const {
    return snapshot.view.records.contains({kind, id});
  }
  std::string person(std::string_view user_id) const;  // the display name; "" while it is not known
  // The same; where nobody here knows that person, says so. Until that is known: "…".
  std::string person_or_somebody(std::string_view user_id) const;

  // A field of a record, kept through the drafts.
  FieldAnswer draft_field(std::string_view name, const Rect& at, FieldSpec spec, const std::string& kind,
                          RecordId id, const std::string& field_name, std::string_view value) const;
  // A field of a form that makes no record yet. What is typed is kept on the laptop under `form` until it is
  // forgotten; `value` is what stands there at first.
  FieldAnswer typed_field(std::string_view name, const Rect& at, const FieldSpec& spec,
                          const std::string& form, std::string_view value = {}) const;
  void keep_typed(const std::string& form, std::string text) const;
  std::optional<std::string> typed(const std::string& form) const;  // kept, or about to be
  void forget_typed(const std::string& form) const;
};

void forget_typed(UiState& state, const std::string& form);  // of the one who writes here

// The top bar of a page: back, title, what stands below it. Answers what is left of the rect.
struct TopBarSpec {
  std::string_view title = {};
  std::string_view line = {};  // below the title, small
  bool has_back = false;
  ButtonSpec main{};      // label "": none
  float tools_width = 0;  // kept for icons of the screen's own
};
struct TopBar {
  Rect rest;
  bool back = false;
  bool main = false;
  Rect tools;  // tools_width wide, at the left of the state chip
};
TopBar top_bar(const Screen& screen, std::string_view name, const TopBarSpec& spec);

// The state of the connection, always at the same place; leads to the sync screen. A short one is its icon,
// with its words beside the pointer.
enum class ChipSize : std::uint8_t { full, short_ };
float state_chip_width(const Screen& screen, ChipSize size = ChipSize::full);
void state_chip(const Screen& screen, const Rect& rect, ChipSize size = ChipSize::full);
// At the right of a bar, as long as `room` allows; answers its width.
float state_chip_at(const Screen& screen, Point right_middle, float room);

// Makes it and opens it: in the event that is open, or in none.
void new_note(const Screen& screen);
void new_story(const Screen& screen);
// What waits for the one who writes here: for a reviewer what is in review, for a director what was passed
// on.
ListQuery approval_queue(const Screen& screen);

// A command the person gave: it is on the disk before it is said to be done, and can be taken back until a
// sync has it. A decision asks for the password if the person's key is not open yet.
void give_command(const Screen& screen, Perform command);
// What give_command() does once nothing more is to be asked.
void carry_out(UiState& state, const Words& words, const Screen::HandIn& hand_in, const Perform& command);
void take_back(const Screen& screen, ChangeId command);
// Opens the sheet that asks for the reason of a command.
void ask_reason(const Screen& screen, Perform command);
// A decision whose sheet was closed without signing.
void forget_unsigned(const Screen& screen);

// Screens.
void draw_events(const Screen& screen);  // list, and one event beside it
void draw_event(const Screen& screen);   // narrow
void draw_note(const Screen& screen);
void draw_news(const Screen& screen);
void draw_story(const Screen& screen);
void draw_approvals(const Screen& screen);
void draw_review(const Screen& screen);  // narrow
void draw_sync(const Screen& screen);
float draw_sticks(const Screen& screen, Point at, float width);   // a card of the sync page; its height
float draw_damaged(const Screen& screen, Point at, float width);  // the same: originals to be taken in again
float draw_laptops(const Screen& screen, Point at, float width);  // the same: laptops that have not synced
void draw_conflicts(const Screen& screen);
void draw_settings(const Screen& screen);
void draw_first_run(const Screen& screen);

// An original that is not on this laptop, or damaged here.
bool is_original_away(const RecordView* media);
// Says so, and lets it be fetched; `drop`: takes the photo out of its story, with a reason. Its height, 0
// where the original is here.
float draw_original(const Screen& screen, Point at, float width, RecordId media,
                    const std::optional<Perform>& drop = {});

// What of the card that `folder` stands for is safe, and the button that looks; its height.
float draw_card_part(const Screen& screen, const Rect& rect, const std::filesystem::path& folder);
std::optional<Word> card_word(const UiState& state, const std::filesystem::path& file);

// Sheets draw into `screen.rect`, the sheet's inside.
void draw_add_sheet(const Screen& screen);
void draw_files_sheet(const Screen& screen);
void draw_new_event_sheet(const Screen& screen);
void draw_reason_sheet(const Screen& screen);        // send_back, withdraw
void draw_sign_sheet(const Screen& screen);          // the password before a decision leaves
void draw_story_photos_sheet(const Screen& screen);  // of the story's event, to be chosen
void draw_keys_sheet(const Screen& screen);
void draw_unkept_sheet(const Screen& screen);  // what was typed and could not be written to the disk

}  // namespace khaosan::client
