#include <algorithm>

#include "client/ui/article.hpp"
#include "client/ui/screen.hpp"

namespace khaosan::client {
namespace {

bool is_decision(const Perform& command) {
  const auto move = command.kind == "news" ? move_named(command.verb) : std::nullopt;
  return move && news_flow::is_decision(*move);
}

// Nothing undoes these once the office has answered.
bool is_held_first(const Perform& command) {
  return is_decision(command) || command.kind == "conflict" || command.verb == "withdraw" ||
         command.verb == "cancel" || command.verb == "publish";
}

Word held_word(const Perform& command) {
  if (command.kind == "conflict") return Word::held_choice;
  if (command.verb == "approve") return Word::held_approve;
  if (command.verb == "return") return Word::held_return;
  if (command.verb == "reject") return Word::held_reject;
  if (command.verb == "pass") return Word::held_pass;
  if (command.verb == "publish") return Word::held_publish;
  return command.verb == "withdraw" ? Word::held_withdraw : Word::held_cancel;
}

void hold(const Screen& screen, Perform command) {
  UiState& state = screen.state;
  const std::string text(screen.ui.words(held_word(command)));
  const bool decided = is_decision(command);
  const std::uint64_t number = state.deciding.holds.hold(std::move(command), screen.ui.input.now_ms);
  screen.say(icons::check, text, std::string(screen.ui.words(Word::undo)),
             [&state, number] { state.deciding.holds.take_back(number); });
  state.snack->until_ms = screen.ui.input.now_ms + hold_ms;
  if (decided) {
    // The next of the queue opens.
    state.news = {};
    if (screen.route().kind == Route::Kind::review) screen.back();
  }
  screen.ui.again();
}

bool asks_for_password(Code code) {
  return code == Code::wrong_password || code == Code::password_needed || code == Code::sign_in_needed;
}

void hand_in(const Screen& screen, Perform command) {
  UiState* state = &screen.state;
  const Words words = screen.ui.words;
  const Perform again = command;
  const std::string& user = screen.snapshot.status.user_name;
  if (is_decision(command)) command.password = state->deciding.signer.password_of(user);
  screen.hand_in(std::move(command), [state, words, again, user](const Outcome& outcome) {
    if (!outcome.refusal) return;
    const bool is_still_there = state->writer == user;  // only the own password signs
    if (!asks_for_password(outcome.refusal->code) || !is_still_there) {
      state->snack = Snack{icons::alert_circle, words.reason(*outcome.refusal), {}, {}, 0};
      return;
    }
    Deciding& deciding = state->deciding;
    deciding.signer.forget();
    deciding.to_sign = again;
    deciding.was_held = true;
    deciding.sign_fault = outcome.refusal;
    state->sheet = Sheet::sign;
  });
}

// After the password is known: a decision that has waited its seconds leaves at once.
void go_on(const Screen& screen) {
  Deciding& deciding = screen.state.deciding;
  if (!deciding.to_sign) return;
  Perform command = std::move(*deciding.to_sign);
  deciding.to_sign.reset();
  deciding.sign_fault.reset();
  screen.state.sheet = Sheet::none;
  if (deciding.was_held) {
    hand_in(screen, std::move(command));
  } else {
    hold(screen, std::move(command));
  }
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

void sign_in(const Screen& screen, const std::string& password) {
  UiState* state = &screen.state;
  state->deciding.signing_in = true;
  state->deciding.sign_fault.reset();
  screen.hand_in(SignInUser{screen.snapshot.status.user_name, password}, [state](const Outcome& outcome) {
    Deciding& deciding = state->deciding;
    deciding.signing_in = false;
    deciding.sign_fault = outcome.refusal;
    const auto& asked = std::get<SignInUser>(outcome.intent);
    if (!outcome.refusal) deciding.signer.keep(asked.user_name, asked.password);
  });
}

}  // namespace

void give_command(const Screen& screen, Perform command) {
  Deciding& deciding = screen.state.deciding;
  if (is_decision(command) && !deciding.signer.knows(screen.snapshot.status.user_name)) {
    deciding.to_sign = std::move(command);
    deciding.was_held = false;
    deciding.sign_fault.reset();
    screen.state.sheet = Sheet::sign;
    return;
  }
  if (is_held_first(command)) return hold(screen, std::move(command));
  screen.hand_in(std::move(command), {});
}

void ask_reason(const Screen& screen, Perform command) {
  screen.state.sheet = command.verb == "withdraw" ? Sheet::withdraw : Sheet::send_back;
  screen.state.sheet_verb = command.verb;
  screen.state.deciding.to_explain = std::move(command);
}

void hand_in_held(const Screen& screen) {
  Deciding& deciding = screen.state.deciding;
  Ui& ui = screen.ui;
  if (screen.state.sheet != Sheet::sign && !deciding.signing_in) {
    deciding.to_sign.reset();
    const Scope scope(ui, "sheet", static_cast<std::uint64_t>(Sheet::sign));
    forget_field(ui, "password");
  }
  for (Perform& command : deciding.holds.take_due(ui.input.now_ms)) hand_in(screen, std::move(command));
  if (const auto due = deciding.holds.due_ms()) ui.again_at(*due);
}

void draw_reason_sheet(const Screen& screen) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  Deciding& deciding = screen.state.deciding;
  Perform& command = deciding.to_explain;
  const std::string name = "reason " + command.verb + command.id.text();
  const Word title = command.verb == "return"   ? Word::reason_return
                     : command.verb == "reject" ? Word::reason_reject
                     : command.verb == "cancel" ? Word::reason_cancel
                                                : Word::reason_withdraw;
  float y = sheet_head(screen, words(title), title_of(screen, command));
  if (ui.memory.focus == 0) ui.focus(ui.id(name));
  const bool wants = ui.key(Key::enter, true);
  FieldSpec spec{.label = words(Word::reason),
                 .placeholder = words(Word::reason_hint),
                 .help = words(Word::reason_help)};
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
  screen.forget_typed(name);
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
  if (deciding.signer.knows(screen.snapshot.status.user_name)) return go_on(screen);  // the office has let in
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
  y += answer.height;
  if (!fault.empty()) {
    // All of it: a reason may be longer than the field's line.
    const Size all = ui.canvas.measure(fault, Type::caption, {rect.width});
    if (all.height > 21)
      y += ui.canvas.text({rect.x, y}, fault, Type::caption, ui.theme.err, {rect.width}).height;
  }
  y += 16;
  const ButtonSpec go{words(deciding.signing_in ? Word::asking_office
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
  forget_field(ui, "password");
  if (has_key) {
    deciding.signer.keep(screen.snapshot.status.user_name, password);
    go_on(screen);
  } else {
    sign_in(screen, password);
  }
  wipe(password);
}

}  // namespace khaosan::client
