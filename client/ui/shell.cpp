#include "client/ui/shell.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "client/ui/screens/event_parts.hpp"

namespace khaosan::client {
namespace {

constexpr std::int64_t snack_ms = 8'000;
constexpr float snack_step = 8;
constexpr int rise_ms = 200;
constexpr std::int64_t look_again_ms = 100;
constexpr std::int64_t opening_max_ms = 10'000;  // for so long what is typed waits for its page
constexpr float sheet_width = 400;
constexpr std::size_t undo_max = 100;

struct PlaceLook {
  Place place;
  char32_t icon;
  Word word;
  Route::Kind route;
};
constexpr std::array<PlaceLook, 3> places = {
    {{Place::events, icons::calendar_text, Word::place_events, Route::Kind::events},
     {Place::news, icons::newspaper, Word::place_news, Route::Kind::news},
     {Place::approvals, icons::clipboard_check, Word::place_approvals, Route::Kind::approvals}}};

Place place_of(Route::Kind kind) {
  switch (kind) {
    case Route::Kind::news:
    case Route::Kind::story:
      return Place::news;
    case Route::Kind::approvals:
    case Route::Kind::review:
      return Place::approvals;
    case Route::Kind::settings:
      return Place::settings;
    default:
      return Place::events;
  }
}

// None on the pages that belong to no place.
std::optional<Place> place_of(const std::vector<Route>& way) {
  const Route::Kind kind = way.back().kind;
  if (kind == Route::Kind::sync || kind == Route::Kind::conflicts) return std::nullopt;
  return place_of(kind);
}

Word theme_word(ThemeName name) {
  if (name == ThemeName::dark) return Word::theme_dark;
  return name == ThemeName::outdoor ? Word::theme_outdoor : Word::theme_light;
}

// Esc, Alt+Left, the mouse's back button: leaves a page, closes a sheet.
bool wants_back(Ui& ui) {
  return ui.key(Key::escape) || ui.key(Key::left, false, false, true) ||
         std::exchange(ui.input.back_pressed, false);
}

// One place of the rail or the bottom bar.
bool place_button(Ui& ui, std::string_view name, const Rect& rect, char32_t icon, std::string_view label,
                  bool here, std::int64_t count) {
  const Act act = ui.spot(ui.id(name), rect);
  const Theme& theme = ui.theme;
  const Rect pill{rect.x + (rect.width - 56) / 2, rect.y + 6, 56, 32};
  if (here) {
    ui.canvas.fill(pill, theme.pc, 16);
    if (theme.name == ThemeName::outdoor) ui.canvas.outline(pill, theme.line, 2, 16);
  } else if (act.hovered) {
    ui.canvas.fill(pill, faded(theme.text, 0.08F), 16);
  }
  ui.canvas.icon({pill.x + 28, pill.y + 16}, icon, 24, here ? theme.onpc : theme.text2);
  ui.canvas.text_centred({rect.x, pill.y + 34, rect.width, 20}, label, here ? Type::micro_bold : Type::micro,
                         here ? theme.text : theme.text2);
  badge(ui, {pill.x + 44, pill.y + 4}, count);
  if (act.focused) ui.focus_ring(pill, 16);
  return act.clicked;
}

bool plus_button(Ui& ui, const Rect& rect, std::string_view label) {
  const Act act = ui.spot(ui.id("plus"), rect);
  const Theme& theme = ui.theme;
  if (theme.name != ThemeName::outdoor) ui.canvas.shadow(rect, 1, radius::fab);
  const Colour ground = act.held      ? pressed(theme, theme.primary)
                        : act.hovered ? hovered(theme, theme.primary)
                                      : theme.primary;
  ui.canvas.fill(rect, ground, radius::fab);
  ui.canvas.icon({rect.x + rect.width / 2, rect.y + rect.height / 2}, icons::plus, 30, theme.onp);
  ui.canvas.note_readable(rect, label);
  if (act.focused) ui.focus_ring(rect, radius::fab);
  if (act.hovered) ui.tooltip(rect, label);
  return act.clicked;
}

}  // namespace

Shell::Shell(Worker& worker, Pictures& pictures, Settings settings, SaveSettings save)
    : worker_(worker), pictures_(pictures), save_(std::move(save)), snapshot_(worker.snapshot()) {
  state_.settings = settings;
}

void Shell::take_outcomes(Ui& ui) {
  std::vector<Outcome> outcomes = worker_.outcomes();
  for (const Outcome& outcome : outcomes) {
    state_.drafts.answered(outcome, ui.input.now_ms);
    opening_.erase(outcome.ticket);
    if (!outcome.refusal && std::holds_alternative<Put>(outcome.intent))
      state_.drafts.note_saved(ui.input.now_ms);
    if (const auto* file = std::get_if<AddFile>(&outcome.intent)) {
      state_.imports.answered(*file, outcome);
      if (!state_.imports.running()) pictures_.forget_missing();
    }
    if (std::holds_alternative<Sync>(outcome.intent)) {
      const bool is_quiet =
          std::get<Sync>(outcome.intent).by_itself && outcome.refusal &&
          (outcome.refusal->code == Code::server_away || outcome.refusal->code == Code::store_locked);
      if (!is_quiet) state_.sync_fault = outcome.refusal;
      ++state_.syncs_ended;
      state_.office_reached = !outcome.refusal;
      state_.round.end(worker_.slow_work());
      if (const auto* report = std::get_if<SyncReport>(&outcome.report)) state_.last_sync = *report;
      pictures_.forget_missing();
    }
    if (const auto* bundle = std::get_if<WriteBundle>(&outcome.intent);
        bundle != nullptr && bundle->is_rescue) {
      state_.sticks.rescue_fault = outcome.refusal;
      if (const auto* report = std::get_if<BundleReport>(&outcome.report))
        state_.sticks.rescued_at = ui.words.clock(report->made_at);
    }
    const auto then = then_.find(outcome.ticket);
    if (then != then_.end()) {
      const Screen::Then follow = std::move(then->second);
      then_.erase(then);
      if (follow) {
        follow(outcome);
        continue;
      }
    }
    const bool is_told_elsewhere =
        std::holds_alternative<AddFile>(outcome.intent) || std::holds_alternative<Sync>(outcome.intent);
    if (outcome.refusal && !is_told_elsewhere)
      state_.snack = Snack{icons::alert_circle, ui.words.reason(*outcome.refusal), {}, {}, 0};
  }
  for (Outcome& outcome : outcomes) wipe_password(outcome.intent);
}

void Shell::go_to(Place place) {
  state_.drafts.leave_all();
  if (place == Place::settings) {
    state_.way = {Route{Route::Kind::settings, {}}};
    return;
  }
  for (const PlaceLook& look : places) {
    if (look.place == place)
      state_.way = {Route{look.route, place == Place::events ? state_.event : RecordId{}}};
  }
}

void Shell::shortcuts(Ui& ui, const Screen& screen) {
  if (ui.key(Key::n1, true)) go_to(Place::events);
  if (ui.key(Key::n2, true)) go_to(Place::news);
  if (ui.key(Key::n3, true)) go_to(Place::approvals);
  if (ui.key(Key::n4, true)) go_to(Place::settings);
  if (ui.key(Key::space, true)) state_.sheet = Sheet::add;
  if (ui.key(Key::e, true)) state_.sheet = Sheet::new_event;
  if (ui.key(Key::i, true)) state_.sheet = Sheet::files;
  if (ui.key(Key::f1)) state_.sheet = Sheet::keys;
  if (ui.key(Key::s, false, false, true) && screen.route().kind != Route::Kind::sync)
    screen.go(Route::Kind::sync);
  if (ui.key(Key::n, true)) new_note(screen);
  if (ui.key(Key::n, true, true)) new_story(screen);
  if (ui.key(Key::f9)) {
    auto& theme = state_.settings.theme;
    theme = theme == ThemeName::light  ? ThemeName::dark
            : theme == ThemeName::dark ? ThemeName::outdoor
                                       : ThemeName::light;
    screen.say(icons::brightness_7, ui.words(Word::theme_changed, ui.words(theme_word(theme))));
  }
  const std::size_t scale = nearest_text_scale(state_.settings.text_scale);
  const auto set_scale = [&](std::size_t index) {
    state_.settings.text_scale = text_scales[index];
    const int percent = static_cast<int>(std::lround(text_scales[index] * 100));
    screen.say(icons::format_size, ui.words(Word::text_size_changed, std::to_string(percent)));
  };
  if (ui.key(Key::equal, true) || ui.key(Key::equal, true, true))
    set_scale(std::min(scale + 1, text_scales.size() - 1));
  if (ui.key(Key::minus, true)) set_scale(scale == 0 ? 0 : scale - 1);
  if (ui.key(Key::n0, true)) set_scale(nearest_text_scale(1));
}

void Shell::take_in(const std::vector<std::filesystem::path>& files, RecordId event, RecordId news) {
  if (files.empty()) return;
  state_.imports.ask(static_cast<std::int64_t>(files.size()), event);
  for (const auto& file : files) {
    AddFile intent;
    intent.path = file;
    if (!event.empty()) intent.event = event;
    if (!news.empty()) intent.news = news;
    to_hand_in_.push_back({std::move(intent), Screen::Then{}, false});
  }
}

Rect Shell::draw_places(Ui& ui, Screen& screen, const Rect& window) {
  const std::optional<Place> here = place_of(state_.way);
  const Theme& theme = ui.theme;
  const auto count_of = [&](Place place) -> std::int64_t {
    if (place != Place::approvals) return 0;
    const ListAnswer* queue = screen.list("badge approvals", approval_queue(screen));
    return queue == nullptr ? 0 : queue->total;
  };
  if (screen.is_narrow) {
    const Rect bar{0, window.height - height::bottom_bar, window.width, height::bottom_bar};
    ui.canvas.fill(bar, theme.surface);
    divider(ui, 0, bar.y, bar.width);
    const float part = bar.width / 5;
    float x = 0;
    const auto slot = [&] {
      const Rect box{x, bar.y + 4, part, bar.height - 8};
      x += part;
      return box;
    };
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (i == 2) {
        const Rect box = slot();
        if (plus_button(ui, {box.x + (box.width - 60) / 2, box.y + 4, 60, 56}, ui.words(Word::add)))
          state_.sheet = Sheet::add;
      }
      const PlaceLook& look = places[i];
      if (place_button(ui, "place" + std::to_string(i), slot(), look.icon, ui.words(look.word),
                       here == look.place, count_of(look.place)))
        go_to(look.place);
    }
    if (place_button(ui, "settings", slot(), icons::settings, ui.words(Word::place_settings),
                     here == Place::settings, 0))
      go_to(Place::settings);
    return {0, 0, window.width, window.height - height::bottom_bar};
  }
  const Rect rail{0, 0, rail_width, window.height};
  ui.canvas.fill(rail, theme.surface);
  ui.canvas.line({rail.width, 0}, {rail.width, rail.height}, theme.line, theme.outline_px);
  if (plus_button(ui, {14, 12, 60, 56}, ui.words(Word::add))) state_.sheet = Sheet::add;
  float y = 80;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const PlaceLook& look = places[i];
    if (place_button(ui, "place" + std::to_string(i), {0, y, rail.width, 60}, look.icon, ui.words(look.word),
                     here == look.place, count_of(look.place)))
      go_to(look.place);
    y += 64;
  }
  if (place_button(ui, "settings", {0, window.height - 72, rail.width, 60}, icons::settings,
                   ui.words(Word::place_settings), here == Place::settings, 0))
    go_to(Place::settings);
  return {rail_width, 0, window.width - rail_width, window.height};
}

void Shell::draw_screen(const Screen& screen) {
  const Route route = screen.route();
  const Scope scope(screen.ui, "screen", static_cast<std::uint64_t>(route.kind));
  switch (route.kind) {
    case Route::Kind::events:
      return draw_events(screen);
    case Route::Kind::event:
      return draw_event(screen);
    case Route::Kind::note:
      return draw_note(screen);
    case Route::Kind::news:
      return draw_news(screen);
    case Route::Kind::story:
      return draw_story(screen);
    case Route::Kind::approvals:
      return draw_approvals(screen);
    case Route::Kind::review:
      return draw_review(screen);
    case Route::Kind::sync:
      return draw_sync(screen);
    case Route::Kind::conflicts:
      return draw_conflicts(screen);
    case Route::Kind::settings:
      return draw_settings(screen);
    case Route::Kind::first_run:
      return draw_first_run(screen);
  }
}

void Shell::draw_sheet(Ui& ui, Screen screen, const Rect& window) {
  const float open = ui.towards(ui.id("sheet"), state_.sheet == Sheet::none ? 0.0F : 1.0F, rise_ms);
  if (state_.sheet == Sheet::none) return;
  const Scope scope(ui, "sheet", static_cast<std::uint64_t>(state_.sheet));
  ui.push_layer(true);
  ui.canvas.fill(window, faded(ui.theme.scrim, open));
  if (ui.spot(ui.id("scrim"), window, Takes::mouse_only).clicked) state_.sheet = Sheet::none;
  const bool is_large = state_.sheet == Sheet::files || state_.sheet == Sheet::story_photos;
  Rect box;
  if (screen.is_narrow) {
    const float high = std::min(window.height - 48, is_large ? window.height : 560.0F);
    box = {0, window.height - high + (1 - open) * 32, window.width, high};
    ui.canvas.fill({box.x, box.y, box.width, box.height + 40}, ui.theme.surface, radius::sheet);
    ui.canvas.fill({box.x + box.width / 2 - 20, box.y + 8, 40, 4}, ui.theme.strong, 2);
  } else {
    const float wide = is_large ? std::min(760.0F, window.width - 96) : sheet_width;
    box = {window.width - wide + (1 - open) * 32, 0, wide, window.height};
    ui.canvas.fill(box, ui.theme.surface);
    ui.canvas.line({box.x, 0}, {box.x, box.height}, ui.theme.line, ui.theme.outline_px);
  }
  ui.spot(ui.id("ground"), box, Takes::nothing);
  screen.rect = {box.x + 20, box.y + 20, box.width - 40, box.height - 36};
  switch (state_.sheet) {
    case Sheet::add:
      draw_add_sheet(screen);
      break;
    case Sheet::files:
      draw_files_sheet(screen);
      break;
    case Sheet::new_event:
    case Sheet::edit_event:
      draw_new_event_sheet(screen);
      break;
    case Sheet::send_back:
    case Sheet::withdraw:
      draw_reason_sheet(screen);
      break;
    case Sheet::sign:
      draw_sign_sheet(screen);
      break;
    case Sheet::keys:
      draw_keys_sheet(screen);
      break;
    case Sheet::story_photos:
      draw_story_photos_sheet(screen);
      break;
    case Sheet::unkept:
      draw_unkept_sheet(screen);
      break;
    case Sheet::none:
      break;
  }
  if (wants_back(ui)) state_.sheet = Sheet::none;
  ui.pop_layer();
}

// The store cannot be read: nothing can be shown, and the reason with what to do is all that helps.
void Shell::draw_fault(Ui& ui, const Rect& window) {
  const std::string reason = ui.words.reason(*snapshot_->fault);
  empty_state(ui, "store fault", window,
              {icons::database, ui.words(Word::store_fault), reason, {}, char32_t{0}});
}

void Shell::draw_snack(Ui& ui, const Rect& window) {
  if (!state_.snack) return;
  Snack& snack = *state_.snack;
  if (snack.until_ms == 0) snack.until_ms = ui.input.now_ms + snack_ms;
  if (ui.input.now_ms >= snack.until_ms) {
    state_.snack.reset();
    ui.again();
    return;
  }
  ui.again_at(snack.until_ms);
  const Scope scope(ui, "snack");
  ui.push_layer(false);
  const bool is_narrow = window.width < narrow_below;
  const float action = snack.action.empty() ? 0 : ui.canvas.measure(snack.action, Type::body_bold).width + 32;
  const float widest = std::min(is_narrow ? window.width - 32 : 560.0F, window.width - 32);
  const TextOptions options{widest - 56 - action - 8, 3};
  const Size text = ui.canvas.measure(snack.text, Type::small, options);
  const float high = std::max(56.0F, text.height + 24);
  const float wide = std::min(widest, std::max(280.0F, text.width + 64 + action));
  const float left = is_narrow ? (window.width - wide) / 2 : rail_width + 24;
  const float lowest = is_narrow ? window.height - height::bottom_bar - 16 : window.height - 20;
  // As low as it covers no button; it stays where it is while that is so.
  float& bottom = ui.keep<float>(ui.id("bottom"));
  const auto covered = [&](float at) { return ui.covers_controls({left, at - high, wide, high}); };
  const bool stays = bottom > 0 && bottom <= lowest && snack.until_ms == snack_placed_until_ms_;
  if (!stays || covered(bottom) > 0) {
    snack_placed_until_ms_ = snack.until_ms;
    bottom = lowest;
    for (float at = lowest; at - high > height::top_bar; at -= snack_step) {
      if (covered(at) < covered(bottom)) bottom = at;
    }
  }
  const Rect box{left, bottom - high, wide, high};
  const Colour ground = ui.theme.name == ThemeName::dark ? rgb(0xE7EEEC) : rgb(0x22302D);
  const Colour ink = ui.theme.name == ThemeName::dark ? rgb(0x14201E) : rgb(0xFFFFFF);
  const Colour act_ink = ui.theme.name == ThemeName::dark ? rgb(0x0B5E68) : rgb(0x7BD2DA);
  ui.canvas.shadow(box, 2, 14);
  ui.canvas.fill(box, ground, 14);
  ui.spot(ui.id("ground"), box, Takes::nothing);
  ui.canvas.icon({box.x + 28, box.y + box.height / 2}, snack.icon == 0 ? icons::check : snack.icon, 22, ink);
  ui.canvas.text({box.x + 50, box.y + (box.height - text.height) / 2}, snack.text, Type::small, ink, options);
  if (action > 0) {
    const Rect at{box.x + box.width - action - 4, box.y + (box.height - 44) / 2, action, 44};
    const Act act = ui.spot(ui.id("action"), at);
    if (act.hovered) ui.canvas.fill(at, faded(ink, 0.12F), 22);
    ui.canvas.text_centred(at, snack.action, Type::body_bold, act_ink);
    if (act.focused) ui.focus_ring(at, 22);
    if (act.clicked) {
      const auto undo = std::move(snack.act);
      state_.snack.reset();
      if (undo) undo();
    }
  }
  ui.pop_layer();
}

void Shell::draw_tooltip(Ui& ui, const Rect& window) {
  const auto& wanted = ui.wanted_tooltip();
  if (!wanted) return;
  const Size text = ui.canvas.measure(wanted->text, Type::caption);
  Rect box{wanted->of.x + wanted->of.width / 2 - text.width / 2 - 10, wanted->of.y + wanted->of.height + 6,
           text.width + 20, 30};
  box.x = std::clamp(box.x, 6.0F, std::max(6.0F, window.width - box.width - 6));
  if (box.y + box.height > window.height - 4) box.y = wanted->of.y - box.height - 6;
  ui.canvas.fill(box, rgb(0x22302D), 8);
  ui.canvas.text_centred(box, wanted->text, Type::caption, rgb(0xFFFFFF));
}

void Shell::hand_in_due(std::int64_t now_ms, bool all) {
  if (all) state_.drafts.leave_all();
  for (const Drafts::Due& due : state_.drafts.take_due(now_ms)) {
    const Ticket ticket = worker_.hand_in(due.intent);
    state_.drafts.handed_in(due, ticket);
    then_[ticket] = [](const Outcome&) {};  // the field and the state chip say what was wrong
  }
}

void Shell::hand_in_drafts() {
  hand_in_due(0, true);
}

// On a laptop that nobody has used yet the first page comes by itself.
void Shell::begin_first_run() {
  if (looked_for_first_run_ || snapshot_->number == 0 || snapshot_->fault) return;
  looked_for_first_run_ = true;
  if (state_.settings.started) return;
  if (snapshot_->status.paired) {
    state_.settings.started = true;
  } else if (state_.way == std::vector<Route>{Route{}}) {
    state_.way = {Route{Route::Kind::first_run, {}}};
  }
}

void Shell::ask_to_close() {
  hand_in_drafts();
  state_.closes = true;
}

bool Shell::may_close() const {
  return state_.closes && !state_.drafts.any_pending();
}

// What was typed and decided so far leaves in the name of who typed and decided it.
void Shell::change_writer(const std::string& user_name) {
  hand_in_drafts();
  worker_.hand_in(Lock{});
  state_.deciding.signer.clear();
  state_.undo.clear();
  state_.writer = user_name;
  worker_.write_as(user_name);
}

std::optional<Rect> Shell::focused() const {
  for (const Memory::Spot& spot : memory_.spots) {
    if (memory_.focus != 0 && spot.id == memory_.focus) return spot.rect;
  }
  return std::nullopt;
}

Shell::FrameAnswer Shell::frame(Canvas& canvas, const Input& input,
                                const std::function<std::string()>& read_clipboard) {
  const Settings before = state_.settings;
  const Words words(state_.settings.language);
  Ui ui(canvas, memory_, input, theme_named(state_.settings.theme), words);
  ui.reduce_motion = state_.settings.reduce_motion;
  ui.read_clipboard = read_clipboard;
  take_outcomes(ui);
  snapshot_ = worker_.snapshot();
  slow_ = worker_.slow_work();
  state_.writer = snapshot_->status.user_name;
  begin_first_run();

  const Rect window{0, 0, canvas.size().width, canvas.size().height};
  canvas.fill(window, ui.theme.bg);
  View view;
  Screen screen{ui,
                *snapshot_,
                slow_,
                state_,
                pictures_,
                view,
                window,
                window.width < narrow_below,
                window.width >= three_panes_from,
                [this](Intent intent, Screen::Then then) {
                  to_hand_in_.push_back({std::move(intent), std::move(then), false});
                },
                [this](Intent intent, Screen::Then then) {
                  to_hand_in_.push_back({std::move(intent), std::move(then), true});
                },
                [this](const std::vector<std::filesystem::path>& files, RecordId event, RecordId news) {
                  take_in(files, event, news);
                },
                [this] { worker_.pause_sync(); },
                [this](const std::string& user_name) { next_writer_ = user_name; },
                [this](std::vector<std::filesystem::path> paths, FileFinder::Target target) {
                  finder_.look_in(std::move(paths), target);
                }};
  state_.round.look(slow_, snapshot_->status.pending_files > 0);
  if (state_.sheet == Sheet::none) shortcuts(ui, screen);
  const Route route_before = screen.route();
  const std::size_t depth_before = state_.way.size();
  const bool first_run = route_before.kind == Route::Kind::first_run;
  screen.rect = first_run ? window : draw_places(ui, screen, window);
  open_event(screen);  // so that it is known when files come
  if (!ui.input.dropped.empty()) find_files(screen, false);
  take_found(screen);
  canvas.push_clip(screen.rect);
  if (snapshot_->fault) {
    draw_fault(ui, screen.rect);
  } else {
    draw_screen(screen);
  }
  canvas.pop_clip();
  if (state_.closes && !state_.drafts.unkept().empty()) state_.sheet = Sheet::unkept;
  if (state_.sheet == Sheet::none) {
    if (wants_back(ui) && state_.way.size() == depth_before) screen.back();
    if (ui.key(Key::z, true)) {
      if (state_.undo.empty()) {
        screen.say(icons::undo, std::string(words(Word::nothing_to_undo)));
      } else {
        const auto step = std::move(state_.undo.back());
        state_.undo.pop_back();
        step.undo();
        screen.say(icons::undo, std::string(words(Word::undone)));
      }
    }
  }
  if (state_.sheet == Sheet::none && !first_run && ui.key(Key::v, true)) find_files(screen, true);
  if (state_.undo.size() > undo_max) state_.undo.erase(state_.undo.begin());
  draw_sheet(ui, screen, window);
  if (state_.sheet != Sheet::edit_event && std::exchange(state_.has_unreadable, false))
    screen.say(icons::alert_circle, std::string(words(Word::unreadable_left)));
  forget_unsigned(screen);
  tell_imports(screen);
  draw_snack(ui, window);
  draw_tooltip(ui, window);
  if (!(screen.route() == route_before)) {
    state_.drafts.leave_all();
    ui.again();
  }
  ui.finish();
  state_.kept_fields.forget_old(memory_, state_.drafts, input.now_ms);

  // Typing first, so that what follows finds it on the disk.
  hand_in_due(input.now_ms, !to_hand_in_.empty());
  for (HandedIn& one : std::exchange(to_hand_in_, {})) {
    const Ticket ticket = worker_.hand_in(std::move(one.intent));
    if (one.then) then_[ticket] = std::move(one.then);
    if (one.opens) opening_[ticket] = input.now_ms;
  }
  std::erase_if(opening_, [&](const auto& one) { return input.now_ms - one.second > opening_max_ms; });
  if (next_writer_) change_writer(*std::exchange(next_writer_, std::nullopt));
  worker_.look_at(view);
  if (!(before == state_.settings)) {
    save_(state_.settings);
    ui.again();
  }
  FrameAnswer answer;
  answer.again_at_ms = ui.wanted_at();
  if (const auto due = state_.drafts.due_ms(); due && (!answer.again_at_ms || *due < *answer.again_at_ms))
    answer.again_at_ms = due;
  answer.holds_input = ui.holds_input() || !opening_.empty();
  if (answer.holds_input) {
    const std::int64_t soon_ms = input.now_ms + look_again_ms;
    answer.again_at_ms = std::min(answer.again_at_ms.value_or(soon_ms), soon_ms);
  }
  if (ui.wants_clipboard_set) answer.clipboard = ui.clipboard_to_set;
  return answer;
}

}  // namespace khaosan::client
