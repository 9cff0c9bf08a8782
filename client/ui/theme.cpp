#include "client/ui/theme.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace khaosan::client {
namespace {

Theme light_theme() {
  Theme t;
  t.name = ThemeName::light;
  t.bg = rgb(0xF3F5F4), t.surface = rgb(0xFFFFFF), t.surface2 = rgb(0xE8EDEB), t.line = rgb(0xD5DCDA);
  t.strong = rgb(0x74827E), t.text = rgb(0x14201E), t.text2 = rgb(0x475451), t.text3 = rgb(0x5A6864);
  t.primary = rgb(0x0B5E68), t.onp = rgb(0xFFFFFF), t.pc = rgb(0xD3EAEC), t.onpc = rgb(0x06393F);
  t.accent = rgb(0xF5B301), t.ona = rgb(0x2B1E00);
  t.ok = rgb(0x1A6838), t.okc = rgb(0xDAF0E0), t.warn = rgb(0x855000), t.warnc = rgb(0xFFECC9);
  t.err = rgb(0xB3261E), t.errc = rgb(0xFBE4E1), t.info = rgb(0x1D57A3), t.infoc = rgb(0xDFEAF9);
  t.vio = rgb(0x653A9C), t.vioc = rgb(0xEDE4F8);
  t.ins = rgb(0xD3F0DA), t.del = rgb(0xFBDAD6), t.mark = rgb(0xFFE9A8);
  t.scrim = {0x08, 0x12, 0x0F, 128};
  return t;
}

Theme dark_theme() {
  Theme t;
  t.name = ThemeName::dark;
  t.bg = rgb(0x0F1514), t.surface = rgb(0x19211F), t.surface2 = rgb(0x25302D), t.line = rgb(0x35423F);
  t.strong = rgb(0x84928E), t.text = rgb(0xE7EEEC), t.text2 = rgb(0xB2C0BC), t.text3 = rgb(0x93A29E);
  t.primary = rgb(0x7BD2DA), t.onp = rgb(0x00343A), t.pc = rgb(0x12484F), t.onpc = rgb(0xCBF2F5);
  t.accent = rgb(0xFFC53A), t.ona = rgb(0x2B1E00);
  t.ok = rgb(0x8FDBA6), t.okc = rgb(0x123F22), t.warn = rgb(0xFFCB7A), t.warnc = rgb(0x4F3500);
  t.err = rgb(0xFFB3AB), t.errc = rgb(0x5A1B17), t.info = rgb(0xA9CBFF), t.infoc = rgb(0x17396B);
  t.vio = rgb(0xD5BBFA), t.vioc = rgb(0x43276B);
  t.ins = rgb(0x14462A), t.del = rgb(0x5A211D), t.mark = rgb(0x574300);
  t.scrim = {0x08, 0x12, 0x0F, 128};
  return t;
}

Theme outdoor_theme() {
  Theme t;
  const Colour white = rgb(0xFFFFFF);
  const Colour black = rgb(0x000000);
  t.name = ThemeName::outdoor;
  t.bg = white, t.surface = white, t.surface2 = white, t.line = black, t.strong = black, t.text = black;
  t.text2 = black, t.text3 = rgb(0x1A1A1A);
  t.primary = rgb(0x00363D), t.onp = white, t.pc = rgb(0xFFDD3C), t.onpc = black;
  t.accent = rgb(0xFFDD3C), t.ona = black;
  t.ok = rgb(0x003D17), t.okc = white, t.warn = rgb(0x5C3300), t.warnc = white;
  t.err = rgb(0x8A0000), t.errc = white, t.info = rgb(0x002A66), t.infoc = white;
  t.vio = rgb(0x3B0A70), t.vioc = white;
  t.ins = rgb(0xC9F7D3), t.del = rgb(0xFFD0CA), t.mark = rgb(0xFFDD3C);
  t.scrim = {0x08, 0x12, 0x0F, 179};
  t.outline_px = 2;
  return t;
}

}  // namespace

Colour mixed(Colour from, Colour to, float part) {
  const auto one = [part](std::uint8_t a, std::uint8_t b) {
    const float value = static_cast<float>(a) + (static_cast<float>(b) - static_cast<float>(a)) * part;
    return static_cast<std::uint8_t>(std::clamp(value + 0.5F, 0.0F, 255.0F));
  };
  return {one(from.r, to.r), one(from.g, to.g), one(from.b, to.b), one(from.a, to.a)};
}

Colour faded(Colour colour, float alpha) {
  colour.a = static_cast<std::uint8_t>(std::clamp(static_cast<float>(colour.a) * alpha + 0.5F, 0.0F, 255.0F));
  return colour;
}

const Theme& theme_named(ThemeName name) {
  static const Theme light = light_theme();
  static const Theme dark = dark_theme();
  static const Theme outdoor = outdoor_theme();
  if (name == ThemeName::dark) return dark;
  return name == ThemeName::outdoor ? outdoor : light;
}

Colour hovered(const Theme& theme, Colour fill) {
  return mixed(fill, theme.text, 0.08F);
}

Colour pressed(const Theme& theme, Colour fill) {
  return mixed(fill, theme.text, 0.16F);
}

InitialsPair initials_pair(std::string_view name) {
  static constexpr std::array<InitialsPair, 6> pairs = {{{rgb(0xCDE5D9), rgb(0x17422C)},
                                                         {rgb(0xDCD7F2), rgb(0x35276B)},
                                                         {rgb(0xF6DCB8), rgb(0x563300)},
                                                         {rgb(0xF4D3D9), rgb(0x62182B)},
                                                         {rgb(0xCFE2F5), rgb(0x123F70)},
                                                         {rgb(0xE3E5C4), rgb(0x3B4206)}}};
  std::uint32_t hash = 2166136261U;
  for (const char c : name) hash = (hash ^ static_cast<std::uint8_t>(c)) * 16777619U;
  return pairs[hash % pairs.size()];
}

TypeSpec spec_of(Type type) {
  using enum text::Weight;
  switch (type) {
    case Type::display:
      return {28, 46, bold};
    case Type::title:
      return {22, 36, bold};
    case Type::heading:
      return {18, 30, bold};
    case Type::body:
      return {16, 26, regular};
    case Type::body_bold:
      return {16, 26, bold};
    case Type::editor:
      return {16.5F, 29, regular};
    case Type::small:
      return {14, 23, regular};
    case Type::small_bold:
      return {14, 23, bold};
    case Type::caption:
      return {13, 21, regular};
    case Type::caption_bold:
      return {13, 21, bold};
    case Type::micro:
      return {12, 19, regular};
    case Type::micro_bold:
      return {12, 19, bold};
  }
  return {};
}

std::size_t nearest_text_scale(float scale) {
  const auto best = std::min_element(text_scales.begin(), text_scales.end(), [&](float a, float b) {
    return std::abs(a - scale) < std::abs(b - scale);
  });
  return static_cast<std::size_t>(best - text_scales.begin());
}

float scale_that_fits(float wished, text::Size pixels) {
  return std::min({wished, pixels.width / window_least.width, pixels.height / window_least.height});
}

}  // namespace khaosan::client
