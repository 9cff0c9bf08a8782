#include <algorithm>
#include <array>
#include <cmath>

#include "client/ui/office_address.hpp"
#include "client/ui/screen.hpp"

namespace khaosan::client {
namespace {

constexpr std::size_t found_shown = 4;  // servers on this network
constexpr float card_width = 1080;
constexpr float picture_width = 440;
constexpr float hill_step = 2;
constexpr std::array<float, 4> sizes = {0.9F, 1.0F, 1.25F, 1.6F};

constexpr const char* laptop_name_form = "laptop name";  // typed before it is paired, used then

struct Pairing {
  bool asks_office = false;  // the second page
  bool busy = false;
  bool tried = false;  // what is still missing is said below its field
  std::string url;     // that was put into its field, not typed
  std::optional<Refusal> fault;
};

enum class Spot : std::uint8_t { none, url, code, password, elsewhere };

// The field that a refusal is about.
Spot spot_of(const std::optional<Refusal>& fault) {
  if (!fault) return Spot::none;
  switch (fault->code) {
    case Code::wrong_code:
    case Code::too_many_tries:
      return Spot::code;
    case Code::wrong_password:
    case Code::password_needed:
      return Spot::password;
    case Code::server_away:
    case Code::wrong_pin:
    case Code::already_paired:
    case Code::protocol_mismatch:
    case Code::not_found:
    case Code::usage:
      return Spot::url;
    default:
      return Spot::elsewhere;
  }
}

// A field before the country: sky, hills, trees.
void draw_country(Ui& ui, const Rect& rect) {
  Canvas& canvas = ui.canvas;
  const bool dark = ui.theme.name == ThemeName::dark;
  canvas.fill(rect, dark ? rgb(0x17323A) : rgb(0xBFE3F4), radius::sheet);
  canvas.fill({rect.x + rect.width - 40, rect.y, 40, rect.height}, dark ? rgb(0x17323A) : rgb(0xBFE3F4));
  canvas.push_clip({rect.x, rect.y + 24, rect.width, rect.height - 24 - radius::sheet});
  const float low = rect.y + rect.height;
  canvas.circle({rect.x + rect.width * 0.78F, rect.y + rect.height * 0.22F}, 46,
                dark ? rgb(0xC9A94E) : rgb(0xFFE08A));
  // Hills in strips, each a few pixels wide: smooth at any scale.
  const auto hill = [&](float top, float high, float from, float waves, Colour colour) {
    for (float x = 0; x < rect.width; x += hill_step) {
      const float part = x / rect.width;
      const float y = low - top - high * std::sin(from + part * waves);
      canvas.fill({rect.x + x, y, std::min(hill_step, rect.width - x), low - y}, colour);
    }
  };
  hill(150, 46, 0.7F, 2.6F, dark ? rgb(0x2F5A48) : rgb(0x8DBF8B));
  hill(112, 40, 2.6F, 3.2F, dark ? rgb(0x28503F) : rgb(0x6AA56B));
  hill(84, 18, 0.4F, 2.8F, dark ? rgb(0x3B5F2F) : rgb(0xA5C764));
  for (const float at : {0.12F, 0.34F, 0.62F, 0.86F}) {
    const float x = rect.x + rect.width * at;
    const float y = low - 108 - 22 * (at > 0.5F ? 1 - at : at);
    canvas.fill({x - 4, y, 8, 46}, rgb(0x7A5A3A));
    canvas.circle({x, y - 8}, 26, dark ? rgb(0x3F7A4E) : rgb(0x3F9250));
    canvas.circle({x - 14, y + 8}, 16, dark ? rgb(0x4E8F5C) : rgb(0x55A866));
  }
  canvas.pop_clip();
  canvas.fill({rect.x, low - radius::sheet * 2, rect.width, radius::sheet * 2},
              dark ? rgb(0x3B5F2F) : rgb(0xA5C764), radius::sheet);
  canvas.fill({rect.x + rect.width - 40, low - radius::sheet * 2, 40, radius::sheet * 2},
              dark ? rgb(0x3B5F2F) : rgb(0xA5C764));
  canvas.fill({rect.x, low - radius::sheet * 2, rect.width, radius::sheet},
              dark ? rgb(0x3B5F2F) : rgb(0xA5C764));
}

float draw_brand(const Screen& screen, Point at, float width) {
  Ui& ui = screen.ui;
  ui.canvas.fill({at.x, at.y + 2, 40, 40}, ui.theme.primary, 10);
  ui.canvas.icon({at.x + 20, at.y + 22}, icons::newspaper, 24, ui.theme.onp);
  ui.canvas.text_left({at.x + 50, at.y, width - 210, 44}, ui.words(Word::brand), Type::title, ui.theme.text);
  static const std::array<std::string, 2> languages = {"ไทย", "EN"};
  Settings& settings = screen.state.settings;
  if (const auto chosen = segments(ui, "language", {at.x + width - 150, at.y, 150, 44}, languages,
                                   static_cast<std::size_t>(settings.language)))
    settings.language = static_cast<Language>(*chosen);
  return 64;
}

void leave(const Screen& screen) {
  screen.state.settings.started = true;
  screen.state.way = {Route{}};
}

float label(Ui& ui, Point at, float width, std::string_view text) {
  ui.canvas.text_left({at.x, at.y, width, 24}, text, Type::small_bold, ui.theme.text);
  return 28;
}

float device_field(const Screen& screen, Point at, float width) {
  FieldSpec spec{.label = screen.ui.words(Word::laptop_name),
                 .placeholder = screen.ui.words(Word::laptop_name_hint)};
  spec.characters_max = 60;
  return screen.typed_field("laptop name", {at.x, at.y, width, 0}, spec, laptop_name_form).height + 16;
}

float draw_start(const Screen& screen, Point at, float width, Pairing& pairing) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  Settings& settings = screen.state.settings;
  float y = at.y;
  y += ui.canvas.text({at.x, y}, words(Word::start_title), Type::display, ui.theme.text, {width}).height + 2;
  y += ui.canvas.text({at.x, y}, words(Word::start_line), Type::body, ui.theme.text2, {width}).height + 18;
  y += device_field(screen, {at.x, y}, width);
  y += label(ui, {at.x, y}, width, words(Word::settings_text_size));
  const std::array<std::string, 4> size_words = {
      std::string(words(Word::size_small)), std::string(words(Word::size_normal)),
      std::string(words(Word::size_large)), std::string(words(Word::size_huge))};
  std::size_t size = 1;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    if (settings.text_scale >= sizes[i] - 0.05F) size = i;
  }
  if (const auto chosen = segments(ui, "size", {at.x, y, width, 44}, size_words, size))
    settings.text_scale = sizes[*chosen];
  y += 60;
  y += label(ui, {at.x, y}, width, words(Word::settings_look));
  const std::array<std::string, 3> themes = {std::string(words(Word::theme_light)),
                                             std::string(words(Word::theme_dark)),
                                             std::string(words(Word::theme_outdoor))};
  if (const auto chosen =
          segments(ui, "theme", {at.x, y, width, 44}, themes, static_cast<std::size_t>(settings.theme)))
    settings.theme = static_cast<ThemeName>(*chosen);
  y += 70;
  const ButtonSpec start{words(Word::start_now), 0, Look::primary};
  const ButtonSpec pair{words(Word::pair_office), icons::link_variant, Look::outlined};
  const float pair_wide = button_width(ui, pair);
  const bool beside = width - pair_wide - 12 >= button_width(ui, start);
  const float start_wide = beside ? width - pair_wide - 12 : width;
  if (button(ui, "start", {at.x, y, start_wide, 52}, start)) leave(screen);
  if (!beside) y += 64;
  if (button(ui, "pair", {beside ? at.x + start_wide + 12 : at.x, y, beside ? pair_wide : width, 52}, pair)) {
    pairing.asks_office = true;
    ui.again();
  }
  y += 62;
  y += ui.canvas.text({at.x, y}, words(Word::start_note), Type::caption, ui.theme.text2, {width}).height;
  return y - at.y;
}

// A press puts the address into the field below; where nothing is found it is typed.
float draw_found(const Screen& screen, Point at, float width, Pairing& pairing) {
  Ui& ui = screen.ui;
  screen.state.wants_offices = true;
  if (!screen.state.offices_on_lan) return 0;
  const auto& offices = *screen.state.offices_on_lan;
  if (offices.empty())
    return ui.canvas.text(at, ui.words(Word::offices_none), Type::caption, ui.theme.text2, {width}).height +
           12;
  float y = at.y;
  ui.canvas.text_left({at.x, y, width, 24}, ui.words(Word::offices_found), Type::small_bold, ui.theme.text);
  y += 28;
  for (std::size_t i = 0; i < offices.size() && i < found_shown; ++i) {
    const Rect row{at.x, y, width, 58};
    const Act act = ui.spot(ui.id("found", i), row);
    ui.canvas.fill(row, act.hovered ? hovered(ui.theme, ui.theme.surface2) : ui.theme.surface2, 12);
    if (ui.theme.name == ThemeName::outdoor) ui.canvas.outline(row, ui.theme.line, 2, 12);
    ui.canvas.icon({row.x + 26, row.y + 29}, icons::link_variant, 22, ui.theme.primary);
    ui.canvas.text_left({row.x + 50, row.y + 6, width - 62, 24}, offices[i].name, Type::body_bold,
                        ui.theme.text);
    ui.canvas.text_left({row.x + 50, row.y + 30, width - 62, 22}, offices[i].url, Type::caption,
                        ui.theme.text2);
    if (act.focused) ui.focus_ring(row, 12);
    if (act.clicked) {
      set_field_text(ui, "url", offices[i].url);
      pairing.url = offices[i].url;
      ui.again();
    }
    y += 66;
  }
  return y - at.y + 6;
}

float draw_pairing(const Screen& screen, Point at, float width, Pairing& pairing) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  float y = at.y;
  y += ui.canvas.text({at.x, y}, words(Word::pair_title), Type::title, ui.theme.text, {width}).height + 2;
  y += ui.canvas.text({at.x, y}, words(Word::pair_line), Type::small, ui.theme.text2, {width}).height + 14;
  const Spot spot = spot_of(pairing.fault);
  // The command line's own words on a bad address would lead nowhere here.
  const bool is_no_address = pairing.fault && pairing.fault->code == Code::usage;
  const std::string reason = is_no_address   ? std::string(words(Word::address_form))
                             : pairing.fault ? words.reason(*pairing.fault)
                                             : std::string();
  const auto is_empty_field = [&](std::string_view name) { return field_text(ui, name).empty(); };
  bool changed = false;
  bool entered = false;
  const auto ask = [&](std::string_view name, Spot here, FieldSpec spec, std::string_view next) {
    if (spot == here) spec.error = reason;
    if (pairing.tried && is_empty_field(name)) {
      if (here == Spot::url) spec.error = words(Word::address_needed);
      if (here == Spot::code) spec.error = words(Word::code_needed);
    }
    const bool is_kept = here == Spot::none;
    const FieldAnswer answer =
        is_kept ? screen.typed_field(name, {at.x, y, width, 0}, spec, laptop_name_form)
                : field(ui, name, {at.x, y, width, 0}, spec, here == Spot::url ? pairing.url : std::string());
    y += answer.height + 10;
    changed = changed || answer.changed;
    if (answer.entered && !next.empty()) ui.focus(ui.id(next));
    if (answer.entered && next.empty()) entered = true;
  };
  FieldSpec name{.label = words(Word::laptop_name), .placeholder = words(Word::laptop_name_hint)};
  name.characters_max = 60;
  ask("laptop name", Spot::none, name, "url");
  y += draw_found(screen, {at.x, y}, width, pairing);
  FieldSpec url{.label = words(Word::office_address),
                .placeholder = "https://10.0.0.5:8443",
                .help = words(Word::address_help)};
  url.characters_max = 200;
  ask("url", Spot::url, url, "code");
  FieldSpec code{
      .label = words(Word::pair_code), .placeholder = "ABCDE-FGHJK", .help = words(Word::pair_code_help)};
  code.characters_max = 40;
  ask("code", Spot::code, code, "password");
  FieldSpec password{.label = words(Word::pair_password), .help = words(Word::pair_password_help)};
  password.is_password = true;
  ask("password", Spot::password, password, "");
  if (changed) pairing.fault.reset();
  if (spot == Spot::elsewhere) {
    const BannerSpec banner_spec{icons::alert_circle, reason, {}, Tone::err};
    const float high = banner_height(ui, width, banner_spec);
    banner(ui, "fault", {at.x, y, width, high}, banner_spec);
    y += high + 12;
  }
  y += 6;
  const ButtonSpec go{words(pairing.busy ? Word::asking_office : Word::pair_go), icons::link_variant,
                      Look::primary, pairing.busy,
                      pairing.busy ? words(Word::why_office_asked) : std::string_view()};
  const bool pressed = button(ui, "go", {at.x, y, width, 52}, go);
  y += 60;
  const ButtonSpec later{words(Word::start_later), 0, Look::text};
  if (button(ui, "later", {at.x, y, width, 44}, later)) leave(screen);
  y += 44;
  if ((!pressed && !entered) || pairing.busy) return y - at.y;
  const std::string typed_url = field_text(ui, "url");
  const std::string typed_code = field_text(ui, "code");
  pairing.tried = true;
  pairing.fault.reset();
  ui.again();
  if (typed_url.empty() || typed_code.empty()) {
    ui.focus(ui.id(typed_url.empty() ? "url" : "code"));
    return y - at.y;
  }
  const auto office = office_address(typed_url);
  if (!office) {
    pairing.fault = refuse(Code::usage, typed_url);
    ui.focus(ui.id("url"));
    return y - at.y;
  }
  if (*office != typed_url) {
    set_field_text(ui, "url", *office);  // what is asked is what is seen
    pairing.url = *office;
  }
  std::string device = field_text(ui, "laptop name");
  if (device.empty()) device = words(Word::laptop_name_default);
  pairing.busy = true;
  const auto kept = std::static_pointer_cast<Pairing>(ui.memory.kept[ui.id("pairing")]);
  UiState* state = &screen.state;
  const auto hand_in = screen.hand_in;
  const Words said = words;
  Memory* memory = &ui.memory;
  const WidgetId secret = ui.id("password");
  screen.hand_in(Pair{*office, typed_code, field_text(ui, "password"), device},
                 [kept, state, hand_in, said, memory, secret](const Outcome& outcome) {
                   kept->busy = false;
                   kept->fault = outcome.refusal;
                   if (outcome.refusal) return;
                   memory->kept.erase(secret);
                   const auto* report = std::get_if<PairReport>(&outcome.report);
                   const std::string office_name = report == nullptr ? std::string() : report->office;
                   state->snack = Snack{icons::check_circle, said(Word::paired_with, office_name), {}, {}, 0};
                   state->way = {Route{}};
                   state->settings.started = true;
                   hand_in(Sync{}, {});
                 });
  return y - at.y;
}

}  // namespace

void draw_first_run(const Screen& screen) {
  Ui& ui = screen.ui;
  const Rect window = screen.rect;
  Pairing& pairing = ui.keep<Pairing>(ui.id("pairing"));
  const bool came_from_elsewhere = screen.state.way.size() > 1;
  bool& looked = ui.keep<bool>(ui.id("looked"));
  if (!looked && came_from_elsewhere) pairing.asks_office = true;
  looked = true;
  const bool with_picture = window.width >= 900;
  float& high = ui.keep<float>(ui.id("content height"));
  const Rect box = with_picture ? Rect{std::max(24.0F, (window.width - card_width) / 2), 0,
                                       std::min(card_width, window.width - 48), 0}
                                : Rect{0, 0, window.width, 0};
  const float wanted = std::max(high + 72, 560.0F);
  const float box_high = with_picture ? std::min(window.height - 32, wanted) : window.height;
  const Rect at{box.x, (window.height - box_high) / 2, box.width, box_high};
  ui.canvas.fill(at, ui.theme.surface, with_picture ? radius::sheet : 0);
  const float picture = with_picture ? std::min(picture_width, at.width * 0.4F) : 0;
  if (with_picture) {
    draw_country(ui, {at.x, at.y, picture, at.height});
    ui.canvas.outline(at, ui.theme.line, ui.theme.outline_px, radius::sheet);
  }
  const float pad = with_picture ? 48 : 20;
  ScrollArea area(ui, "form", {at.x + picture, at.y + 8, at.width - picture, at.height - 16});
  const float x = at.x + picture + pad;
  const float width = at.width - picture - 2 * pad;
  float y = area.top() + 24;
  if (came_from_elsewhere || pairing.asks_office) {
    if (icon_button(ui, "back", {x - 12, y, 44, 44}, icons::arrow_left, ui.words(Word::back))) {
      pairing.fault.reset();
      if (came_from_elsewhere) {
        screen.back();
      } else {
        pairing.asks_office = false;
      }
      ui.again();
    }
    y += draw_brand(screen, {x + 40, y}, width - 40);
  } else {
    y += draw_brand(screen, {x, y}, width);
  }
  y += pairing.asks_office ? draw_pairing(screen, {x, y}, width, pairing)
                           : draw_start(screen, {x, y}, width, pairing);
  const float now = y - area.top();
  if (now != high) high = now, ui.again();
  area.end(now + 24);
}

}  // namespace khaosan::client
