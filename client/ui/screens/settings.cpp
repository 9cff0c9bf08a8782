#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "client/ui/article.hpp"
#include "client/ui/screen.hpp"

namespace khaosan::client {
namespace {

constexpr float side_width = 440;
constexpr float row_height = 68;

// A row's icon and words; answers where its control may begin.
void row_words(Ui& ui, const Rect& row, char32_t icon, std::string_view label, std::string_view line,
               float room) {
  const float middle = row.y + row.height / 2;
  ui.canvas.icon({row.x + 14, middle}, icon, 22, ui.theme.text2);
  if (line.empty()) {
    ui.canvas.text_left({row.x + 36, row.y, room, row.height}, label, Type::body, ui.theme.text);
    return;
  }
  ui.canvas.text_left({row.x + 36, middle - 25, room, 26}, label, Type::body, ui.theme.text);
  ui.canvas.text_left({row.x + 36, middle + 1, room, 22}, line, Type::small, ui.theme.text2);
}

struct Row {
  Ui& ui;
  Rect rect;
  bool stacked;  // the control stands below its label

  float height() const { return stacked ? row_height + 44 : row_height; }
  Rect words() const { return {rect.x, rect.y, rect.width, stacked ? 52 : row_height}; }
  Rect control(float wide) const {
    if (stacked) return {rect.x, rect.y + 56, std::min(rect.width, std::max(wide, 260.0F)), 44};
    return {rect.x + rect.width - wide, rect.y + (row_height - 44) / 2, wide, 44};
  }
};

float draw_look(const Screen& screen, Point at, float width) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  Settings& settings = screen.state.settings;
  const bool stacked = width < 520;
  const float segmented = row_height + (stacked ? 44.0F : 0.0F);
  const float high = 46 + 2 * segmented + 3 * row_height + 12;
  card(ui, {at.x, at.y, width, high});
  const float x = at.x + 20;
  const float inner = width - 40;
  ui.canvas.text_left({x, at.y + 14, inner, 24}, words(Word::settings_look), Type::small_bold,
                      ui.theme.text2);
  float y = at.y + 44;

  const Row theme{ui, {x, y, inner, segmented}, stacked};
  row_words(ui, theme.words(), icons::brightness_7, words(Word::settings_theme), "F9", inner - 36);
  const std::array<std::string, 3> themes = {std::string(words(Word::theme_light)),
                                             std::string(words(Word::theme_dark)),
                                             std::string(words(Word::theme_outdoor))};
  if (const auto chosen =
          segments(ui, "theme", theme.control(330), themes, static_cast<std::size_t>(settings.theme)))
    settings.theme = static_cast<ThemeName>(*chosen);
  y += theme.height();

  const std::size_t scale = nearest_text_scale(settings.text_scale);
  const Rect size{x, y, inner, row_height};
  const std::string percent = std::to_string(static_cast<int>(std::lround(settings.text_scale * 100))) + " %";
  row_words(ui, size, icons::format_size, words(Word::settings_text_size), percent, inner - 150);
  const float middle = y + row_height / 2;
  const auto round_button = [&](std::string_view name, float left, char32_t icon, Word label, bool possible) {
    const Rect rect{left, middle - 22, 44, 44};
    ui.canvas.fill(rect, ui.theme.surface2, 22);
    if (ui.theme.name == ThemeName::outdoor) ui.canvas.outline(rect, ui.theme.line, 2, 22);
    ui.push_disabled(!possible);
    const bool clicked = icon_button(ui, name, rect, icon, words(label));
    ui.pop_disabled();
    return clicked;
  };
  if (round_button("smaller", x + inner - 96, icons::minus, Word::smaller, scale > 0))
    settings.text_scale = text_scales[scale - 1];
  if (round_button("larger", x + inner - 44, icons::plus, Word::larger, scale + 1 < text_scales.size()))
    settings.text_scale = text_scales[scale + 1];
  y += row_height;

  if (switch_row(ui, "looped", {x, y, inner, row_height},
                 {icons::format_text, words(Word::settings_looped), words(Word::settings_looped_line),
                  settings.looped}))
    settings.looped = !settings.looped;
  y += row_height;

  const Row language{ui, {x, y, inner, segmented}, stacked};
  row_words(ui, language.words(), icons::translate, words(Word::settings_language), {}, inner - 36);
  static const std::array<std::string, 2> languages = {"ไทย", "English"};
  if (const auto chosen = segments(ui, "language", language.control(200), languages,
                                   static_cast<std::size_t>(settings.language)))
    settings.language = static_cast<Language>(*chosen);
  y += language.height();

  if (switch_row(ui, "motion", {x, y, inner, row_height},
                 {icons::run, words(Word::settings_motion), {}, settings.reduce_motion}))
    settings.reduce_motion = !settings.reduce_motion;
  return high;
}

std::string roles_word(const Screen& screen) {
  const FieldDecl& decl = *find_kind("user")->field("roles");
  std::string all;
  for (std::size_t i = 0; i < role_names.size(); ++i) {
    if (!screen.snapshot.roles.has(static_cast<Role>(i))) continue;
    all += (all.empty() ? "" : " · ") + screen.ui.words.choice(decl, role_names[i]);
  }
  return all;
}

struct SignIn {
  bool open = false;
  bool is_fresh = false;  // just opened: the keyboard goes to its first field
  bool asking = false;
  bool tried = false;  // what is still missing is said below its field
  std::optional<Refusal> fault;
};

float draw_sign_in(const Screen& screen, Point at, float width, SignIn& state) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  float y = at.y;
  FieldSpec name{.label = words(Word::user_name)};
  name.characters_max = 60;
  const bool name_wrong =
      state.fault && (state.fault->code == Code::unknown_user || state.fault->code == Code::account_disabled);
  const std::string fault = state.fault ? words.reason(*state.fault) : std::string();
  const bool password_wrong = state.fault && (state.fault->code == Code::wrong_password ||
                                              state.fault->code == Code::password_needed);
  if (state.tried && field_text(ui, "sign in name").empty()) name.error = words(Word::user_name_needed);
  if (name_wrong) name.error = fault;
  if (std::exchange(state.is_fresh, false)) ui.focus(ui.id("sign in name"), true);
  const FieldAnswer who = field(ui, "sign in name", {at.x, y, width, 0}, name, "");
  y += who.height + 8;
  FieldSpec secret{.label = words(Word::password)};
  secret.is_password = true;
  if (state.tried && field_text(ui, "sign in password").empty() && !state.asking && !state.fault)
    secret.error = words(Word::password_needed);
  if (password_wrong) secret.error = fault;
  const FieldAnswer password = field(ui, "sign in password", {at.x, y, width, 0}, secret, "");
  y += password.height + 12;
  if (who.changed || password.changed) state.fault.reset();
  if (who.entered) ui.focus(ui.id("sign in password"));
  if (state.fault && !name_wrong && !password_wrong) {
    const BannerSpec away{icons::alert_circle, fault, {}, Tone::err};
    const float high = banner_height(ui, width, away);
    banner(ui, "sign in fault", {at.x, y, width, high}, away);
    y += high + 12;
  }
  const ButtonSpec go{words(state.asking ? Word::asking_office : Word::sign_in_go_plain),
                      icons::account_check, Look::primary, state.asking};
  const float wide = button_width(ui, go);
  const bool pressed = button(ui, "sign in go", {at.x, y, wide, 44}, go);
  const ButtonSpec no{words(Word::cancel), 0, Look::text};
  if (button(ui, "sign in no", {at.x + wide + 8, y, button_width(ui, no), 44}, no)) {
    state = {};
    ui.memory.kept.erase(ui.id("sign in password"));
    return 0;
  }
  y += 56;
  if ((pressed || password.entered) && !state.asking) {
    state.tried = true;
    ui.again();
    const bool no_name = field_text(ui, "sign in name").empty();
    if (no_name || field_text(ui, "sign in password").empty()) {
      ui.focus(ui.id(no_name ? "sign in name" : "sign in password"));
      return y - at.y;
    }
    state.asking = true;
    state.fault.reset();
    const auto kept = std::static_pointer_cast<SignIn>(ui.memory.kept[ui.id("sign in")]);
    const auto write_as = screen.write_as;
    Memory* memory = &ui.memory;
    const WidgetId typed = ui.id("sign in password");
    screen.hand_in(SignInUser{field_text(ui, "sign in name"), field_text(ui, "sign in password")},
                   [kept, write_as, memory, typed](const Outcome& outcome) {
                     kept->asking = false;
                     kept->fault = outcome.refusal;
                     // Where the office could not be asked, the password may be right.
                     const bool is_known_wrong =
                         outcome.refusal && outcome.refusal->code == Code::wrong_password;
                     if (!outcome.refusal || is_known_wrong) memory->kept.erase(typed);
                     if (outcome.refusal) return;
                     *kept = {};
                     write_as(std::get<SignInUser>(outcome.intent).user_name);
                   });
  }
  return y - at.y;
}

float draw_people(const Screen& screen, Point at, float width) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  const Snapshot& snapshot = screen.snapshot;
  SignIn& sign_in = ui.keep<SignIn>(ui.id("sign in"));
  float& kept_high = ui.keep<float>(ui.id("people high"));
  card(ui, {at.x, at.y, width, kept_high});
  const float x = at.x + 20;
  const float inner = width - 40;
  ui.canvas.text_left({x, at.y + 14, inner, 24}, words(Word::settings_people), Type::small_bold,
                      ui.theme.text2);
  float y = at.y + 44;
  if (snapshot.users.empty()) {
    y += ui.canvas.text({x, y}, words(Word::nobody_here), Type::body, ui.theme.text2, {inner}).height + 8;
  }
  for (const UserHere& user : snapshot.users) {
    const bool here = user.name == snapshot.status.user_name;
    const Rect row{x - 10, y, inner + 20, 64};
    const Act act = ui.spot(ui.id("user " + user.name), row);
    if (act.hovered) ui.canvas.fill(row, faded(ui.theme.text, 0.05F), 10);
    initials(ui, {x, y + 12, 40, 40}, user.display_name);
    const std::string roles = here ? roles_word(screen) : std::string();
    std::string line = user.name + (roles.empty() ? "" : " · " + roles);
    if (!user.can_decide) line += " · " + std::string(words(Word::no_key_here));
    ui.canvas.text_left({x + 52, y + 8, inner - 92, 26}, user.display_name,
                        here ? Type::body_bold : Type::body, ui.theme.text);
    ui.canvas.text_left({x + 52, y + 34, inner - 92, 22}, line, Type::small, ui.theme.text2);
    ui.canvas.icon({x + inner - 14, y + 32}, here ? icons::radiobox_marked : icons::radiobox_blank, 24,
                   here ? ui.theme.primary : ui.theme.strong);
    if (act.focused) ui.focus_ring(row, 10);
    if (act.clicked && !here) screen.write_as(user.name);
    y += 64;
  }
  if (sign_in.open) {
    y += 8;
    y += draw_sign_in(screen, {x, y}, inner, sign_in);
  } else if (snapshot.status.paired) {
    const ButtonSpec add{words(Word::sign_in_another), icons::account_plus, Look::text};
    if (button(ui, "another", {x - 12, y + 4, button_width(ui, add), 44}, add)) {
      sign_in.open = true;
      sign_in.is_fresh = true;
      ui.again();
    }
    y += 52;
  }
  const float high = y - at.y + 12;
  if (high != kept_high) kept_high = high, ui.again();
  return kept_high;
}

float draw_office(const Screen& screen, Point at, float width) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  const StatusReport& status = screen.snapshot.status;
  const float high = 46 + row_height + (status.paired ? 0.0F : 60.0F) + 2 * row_height + 12;
  card(ui, {at.x, at.y, width, high});
  const float x = at.x + 20;
  const float inner = width - 40;
  ui.canvas.text_left({x, at.y + 14, inner, 24}, words(Word::settings_office), Type::small_bold,
                      ui.theme.text2);
  float y = at.y + 44;
  const Rect row{x, y, inner, row_height};
  row_words(ui, row, icons::link_variant,
            status.paired ? std::string_view(status.office) : words(Word::chip_not_paired),
            status.paired ? std::string_view(status.url) : words(Word::not_paired_short), inner - 70);
  if (status.paired)
    ui.canvas.icon({x + inner - 14, y + row_height / 2}, icons::check_circle, 24, ui.theme.ok);
  y += row_height;
  if (!status.paired) {
    const ButtonSpec pair{words(Word::pair_office), icons::link_variant, Look::primary};
    if (button(ui, "pair", {x, y, inner, 48}, pair)) screen.go(Route::Kind::first_run);
    y += 60;
  }
  const std::u8string home = screen.state.about.home.u8string();
  row_words(ui, {x, y, inner, row_height}, icons::folder, words(Word::settings_folder),
            std::string(home.begin(), home.end()), inner - 36);
  y += row_height;
  row_words(ui, {x, y, inner, row_height}, icons::information_outline, words(Word::settings_version),
            screen.state.about.version, inner - 36);
  return high;
}

float draw_help(const Screen& screen, Point at, float width) {
  Ui& ui = screen.ui;
  const float high = 46 + row_height;
  card(ui, {at.x, at.y, width, high});
  const float x = at.x + 20;
  const float inner = width - 40;
  ui.canvas.text_left({x, at.y + 14, inner, 24}, ui.words(Word::settings_help), Type::small_bold,
                      ui.theme.text2);
  const Rect row{x, at.y + 40, inner, row_height - 4};
  const Act act = ui.spot(ui.id("keys"), row);
  if (act.hovered)
    ui.canvas.fill({row.x - 10, row.y, row.width + 20, row.height}, faded(ui.theme.text, 0.05F), 10);
  row_words(ui, row, icons::keyboard, ui.words(Word::keys_title), {}, inner - 90);
  const Rect key{x + inner - 38, row.y + row.height / 2 - 12, 34, 24};
  ui.canvas.outline(key, ui.theme.strong, 1, 6);
  ui.canvas.text_centred(key, "F1", Type::caption, ui.theme.text2);
  if (act.focused) ui.focus_ring(row, 10);
  if (act.clicked) screen.state.sheet = Sheet::keys;
  return high;
}

}  // namespace

void draw_settings(const Screen& screen) {
  Ui& ui = screen.ui;
  const TopBar bar = top_bar(screen, "bar", {.title = ui.words(Word::place_settings)});
  ScrollArea area(ui, "settings", bar.rest);
  const float pad = screen.is_narrow ? 16 : 24;
  const float width = std::min(bar.rest.width - 2 * pad, 1280.0F);
  const float x = bar.rest.x + pad;
  const bool two = width >= 900;
  const float main_width = two ? width - side_width - 18 : width;
  const float y = area.top() + 18;
  float left = y + draw_look(screen, {x, y}, main_width) + 14;
  if (two) left += draw_help(screen, {x, left}, main_width) + 14;
  const float side_x = two ? x + main_width + 18 : x;
  const float side_w = two ? side_width : width;
  float side = two ? y : left;
  side += draw_people(screen, {side_x, side}, side_w) + 14;
  side += draw_office(screen, {side_x, side}, side_w) + 14;
  if (!two) side += draw_help(screen, {side_x, side}, side_w) + 14;
  area.end(std::max(left, side) - area.top() + 8);
}

}  // namespace khaosan::client
