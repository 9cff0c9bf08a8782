#include <algorithm>
#include <map>

#include "client/ui/article.hpp"
#include "client/ui/screen.hpp"
#include "shared/base/secret.hpp"

namespace khaosan::client {
namespace {

bool is_decision(const Perform& command) {
  const auto move = command.kind == "news" ? move_named(command.verb) : std::nullopt;
  return move && news_flow::is_decision(*move);
}

// What is said once it is on the disk; nothing for what speaks for itself on the page.
std::optional<Word> done_word(const Perform& command) {
  if (command.kind == "conflict") return Word::done_choice;
  static const std::map<std::string_view, Word> words = {
      {"submit", Word::done_submit}, {"recall", Word::done_recall},   {"correct", Word::done_submit},
      {"pass", Word::done_pass},     {"return", Word::done_return},   {"approve", Word::done_approve},
      {"reject", Word::done_reject}, {"publish", Word::done_publish}, {"withdraw", Word::done_withdraw},
      {"cancel", Word::done_cancel}, {"join", Word::done_join},       {"differ", Word::done_differ},
      {"part", Word::done_part},     {"drop_photo", Word::done_drop}};
  const auto found = words.find(command.verb);
  return found == words.end() ? std::nullopt : std::optional(found->second);
}

// Where the reason of a command is kept until it is given.
std::string reason_form(const Perform& command) {
  return "reason " + command.verb + command.id.text() + (command.verb == "drop_photo" ? command.text : "");
}

void ask_to_sign(Deciding& deciding, Sheet& sheet, Perform command, std::optional<Refusal> fault) {
  deciding.to_sign = std::move(command);
  deciding.sign_fault = std::move(fault);
  sheet = Sheet::sign;
}

bool asks_for_password(Code code) {
  return code == Code::wrong_password || code == Code::password_needed || code == Code::sign_in_needed;
}

}  // namespace

void carry_out(UiState& all, const Words& words, const Screen::HandIn& hand_in, const Perform& command) {
  UiState* state = &all;
  const std::string user = state->writer;
  hand_in(command, [=](const Outcome& outcome) {
    if (outcome.refusal) {
      const bool is_still_there = state->writer == user;  // only the own password signs
      if (asks_for_password(outcome.refusal->code) && is_still_there) {
        state->deciding.signer.clear();
        ask_to_sign(state->deciding, state->sheet, command, {});
      } else {
        state->snack = Snack{icons::alert_circle, words.reason(*outcome.refusal), {}, {}, 0};
      }
      return;
    }
    forget_typed(*state, reason_form(command));
    const ChangeId change = std::get<PerformReport>(outcome.report).change;
    if (const auto said = done_word(command))
      state->did(icons::check, std::string(words(*said)), std::string(words(Word::undo)),
                 [hand_in, change] { hand_in(TakeBack{change}, {}); });
    if (!is_decision(command)) return;
    // The next of the queue opens.
    if (state->news == command.id) state->news = {};
    if (state->way.back().kind == Route::Kind::review && state->way.size() > 1) state->way.pop_back();
  });
}

void take_back(const Screen& screen, ChangeId command) {
  UiState* state = &screen.state;
  screen.hand_in(TakeBack{command}, [state, words = screen.ui.words](const Outcome& outcome) {
    const std::string said =
        outcome.refusal ? words.reason(*outcome.refusal) : std::string(words(Word::taken_back));
    state->snack = Snack{outcome.refusal ? icons::alert_circle : icons::undo, said, {}, {}, 0};
  });
}

namespace {

// After the password is known.
void go_on(const Screen& screen) {
  Deciding& deciding = screen.state.deciding;
  if (!deciding.to_sign) return;
  const Perform command = std::move(*deciding.to_sign);
  deciding.to_sign.reset();
  deciding.sign_fault.reset();
  screen.state.sheet = Sheet::none;
  carry_out(screen.state, screen.ui.words, screen.hand_in, command);
}

float sheet_head(const Screen& screen, std::string_view title, std::string_view about) {
  Ui& ui = screen.ui;
  const Rect& rect = screen.rect;
  if (icon_button(ui, "close", {rect.x + rect.width - 36, rect.y - 8, 44, 44}, icons::close,
                  ui.words(Word::close)))
    screen.state.sheet = Sheet::none;
  float y = rect.y;
  y += ui.canvas.text({rect.x, y}, title, Type::heading, ui.theme.text, {rect.width - 48, 2}).height + 4;
  y += ui.canvas.text({rect.x, y}, about, Type::small, ui.theme.text2, {rect.width, 2}).height + 16;
  return y;
}

std::string title_of(const Screen& screen, const Perform& command) {
  const RecordView* news = screen.record("news", command.id);
  return title_word(screen.ui.words,
                    news == nullptr ? std::string_view() : text_field(news->record.fields, "headline"));
}

// Tries the password on the key that is here.
void unlock(const Screen::HandIn& hand_in, UiState* state, const std::string& user,
            const std::string& password) {
  state->deciding.signing_in = true;
  state->deciding.sign_fault.reset();
  hand_in(Unlock{user, password}, [state, user](const Outcome& outcome) {
    Deciding& deciding = state->deciding;
    deciding.signing_in = false;
    deciding.sign_fault = outcome.refusal;
    if (!outcome.refusal && state->writer == user) deciding.signer = user;
  });
}

// Gets the key from the office first.
void sign_in(const Screen& screen, const std::string& password) {
  UiState* state = &screen.state;
  state->deciding.signing_in = true;
  state->deciding.sign_fault.reset();
  const auto hand_in = screen.hand_in;
  screen.hand_in(SignInUser{state->writer, password}, [state, hand_in](const Outcome& outcome) {
    state->deciding.signing_in = false;
    state->deciding.sign_fault = outcome.refusal;
    const auto& asked = std::get<SignInUser>(outcome.intent);
    if (!outcome.refusal) unlock(hand_in, state, asked.user_name, asked.password);
  });
}

}  // namespace

void give_command(const Screen& screen, Perform command) {
  if (is_decision(command) && screen.state.deciding.signer != screen.state.writer)
    return ask_to_sign(screen.state.deciding, screen.state.sheet, std::move(command), {});
  carry_out(screen.state, screen.ui.words, screen.hand_in, command);
}

void ask_reason(const Screen& screen, Perform command) {
  screen.state.sheet = command.verb == "withdraw" ? Sheet::withdraw : Sheet::send_back;
  screen.state.deciding.to_explain = std::move(command);
}

void forget_unsigned(const Screen& screen) {
  Deciding& deciding = screen.state.deciding;
  if (screen.state.sheet == Sheet::sign || deciding.signing_in) return;
  deciding.to_sign.reset();
  const Scope scope(screen.ui, "sheet", static_cast<std::uint64_t>(Sheet::sign));
  forget_field(screen.ui, "password");
}

void draw_reason_sheet(const Screen& screen) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  Deciding& deciding = screen.state.deciding;
  Perform& command = deciding.to_explain;
  const std::string name = reason_form(command);
  const Word title = command.verb == "return"       ? Word::reason_return
                     : command.verb == "reject"     ? Word::reason_reject
                     : command.verb == "cancel"     ? Word::reason_cancel
                     : command.verb == "drop_photo" ? Word::drop_photo
                                                    : Word::reason_withdraw;
  float y = sheet_head(screen, words(title), title_of(screen, command));
  if (ui.memory.focus == 0) ui.focus(ui.id(name));
  const bool wants = ui.key(Key::enter, true);
  const Word hint = command.verb == "reject"       ? Word::reason_hint_reject
                    : command.verb == "withdraw"   ? Word::reason_hint_withdraw
                    : command.verb == "cancel"     ? Word::reason_hint_cancel
                    : command.verb == "drop_photo" ? Word::reason_hint_drop
                                                   : Word::reason_hint;
  FieldSpec spec{.label = words(Word::reason), .placeholder = words(hint), .help = words(Word::reason_help)};
  spec.many_lines = true;
  spec.characters_max = 5'000;
  const bool empty_once = screen.state.tabs["reason empty"] == 1;
  if (empty_once) spec.error = words(Word::reason_needed);
  const FieldAnswer answer = screen.typed_field(name, {screen.rect.x, y, screen.rect.width, 0}, spec, name);
  y += answer.height + 16;
  const std::string text = field_text(ui, name);
  const bool is_blank = text.find_first_not_of(" \n") == std::string::npos;
  if (!is_blank) screen.state.tabs["reason empty"] = 0;
  const ButtonSpec go{verb_word(words, command.verb),
                      command.verb == "return" ? icons::undo_variant : icons::close_circle, Look::danger};
  const float wide = button_width(ui, go);
  const bool pressed = button(ui, "go", {screen.rect.x + screen.rect.width - wide, y, wide, 44}, go);
  const ButtonSpec no{words(Word::cancel), 0, Look::text};
  const float no_wide = button_width(ui, no);
  if (button(ui, "no", {screen.rect.x + screen.rect.width - wide - 8 - no_wide, y, no_wide, 44}, no))
    screen.state.sheet = Sheet::none;
  if (!pressed && !wants) return;
  if (is_blank) {
    screen.state.tabs["reason empty"] = 1;
    ui.focus(ui.id(name));
    return;
  }
  command.comment = text;
  forget_field(ui, name);
  screen.state.sheet = Sheet::none;
  give_command(screen, command);
}

void draw_sign_sheet(const Screen& screen) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  Deciding& deciding = screen.state.deciding;
  if (!deciding.to_sign) {
    screen.state.sheet = Sheet::none;
    return;
  }
  const UserHere* user = user_here(screen.snapshot);
  if (deciding.signer == screen.state.writer) return go_on(screen);
  const bool has_key = user != nullptr && user->can_decide;
  const std::string about =
      std::string(verb_word(words, deciding.to_sign->verb)) + " · " + title_of(screen, *deciding.to_sign);
  float y = sheet_head(screen, words(has_key ? Word::sign_title : Word::sign_in_title), about);
  const Rect& rect = screen.rect;
  if (user != nullptr) {
    initials(ui, {rect.x, y, 44, 44}, user->display_name);
    ui.canvas.text_left({rect.x + 56, y - 1, rect.width - 56, 24}, user->display_name, Type::body_bold,
                        ui.theme.text);
    ui.canvas.text_left({rect.x + 56, y + 23, rect.width - 56, 22}, user->name, Type::small, ui.theme.text2);
    y += 60;
  }
  const std::string_view why = words(has_key ? Word::sign_why : Word::sign_in_why);
  y += ui.canvas.text({rect.x, y}, why, Type::small, ui.theme.text2, {rect.width}).height + 14;
  if (ui.memory.focus == 0) ui.focus(ui.id("password"));
  std::string fault;
  FieldSpec spec{.label = words(Word::password), .help = words(Word::password_help)};
  spec.is_password = true;
  if (deciding.sign_fault) fault = words.reason(*deciding.sign_fault), spec.error = fault;
  const FieldAnswer answer = field(ui, "password", {rect.x, y, rect.width, 0}, spec, "");
  if (answer.changed) deciding.sign_fault.reset();
  y += answer.height + 16;
  const ButtonSpec go{words(deciding.signing_in ? has_key ? Word::trying_password : Word::asking_office
                            : has_key           ? Word::sign_go
                                                : Word::sign_in_go),
                      icons::pen, Look::primary, deciding.signing_in,
                      deciding.signing_in ? words(Word::why_office_asked) : std::string_view()};
  const bool pressed = button(ui, "go", {rect.x, y, rect.width, 48}, go);
  if ((!pressed && !answer.entered) || deciding.signing_in) return;
  std::string password = field_text(ui, "password");
  if (password.empty()) {
    deciding.sign_fault = refuse(Code::password_needed, screen.snapshot.display_name);
    return;
  }
  if (has_key) {
    unlock(screen.hand_in, &screen.state, screen.state.writer, password);
  } else {
    sign_in(screen, password);
  }
  wipe(password);
}

}  // namespace khaosan::client
