// The tokens of the design system: colours of the three themes and the type scale. Sizes are logical pixels
// at 100 %; Canvas scales them.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "shared/text/fonts.hpp"
#include "shared/text/layout.hpp"

namespace khaosan::client {

struct Colour {
  std::uint8_t r = 0, g = 0, b = 0, a = 255;
  bool operator==(const Colour&) const = default;
};
constexpr Colour rgb(std::uint32_t hex) {
  return {static_cast<std::uint8_t>(hex >> 16U), static_cast<std::uint8_t>(hex >> 8U),
          static_cast<std::uint8_t>(hex), 255};
}
Colour mixed(Colour from, Colour to, float part);  // part 0 … 1 of the way
Colour faded(Colour colour, float alpha);          // alpha 0 … 1 of what it has

enum class ThemeName : std::uint8_t { light, dark, outdoor };

struct Theme {
  ThemeName name = ThemeName::light;
  Colour bg, surface, surface2, line, strong, text, text2, text3;
  Colour primary, onp, pc, onpc, accent, ona;
  Colour ok, okc, warn, warnc, err, errc, info, infoc, vio, vioc;
  Colour ins, del, mark, scrim;
  float outline_px = 1;  // of cards and controls
};
const Theme& theme_named(ThemeName name);

// A fill under the mouse, and pressed.
Colour hovered(const Theme& theme, Colour fill);
Colour pressed(const Theme& theme, Colour fill);

struct InitialsPair {
  Colour fill, text;
};
InitialsPair initials_pair(std::string_view name);  // one of six, always the same for a name

// Line heights are absolute, never the font's own.
enum class Type : std::uint8_t {
  display,
  title,
  heading,
  body,
  body_bold,
  editor,
  small,
  small_bold,
  caption,
  caption_bold,
  micro,
  micro_bold
};
struct TypeSpec {
  float size = 16;
  float line = 26;
  text::Weight weight = text::Weight::regular;
};
TypeSpec spec_of(Type type);

namespace radius {
inline constexpr float card = 16, sheet = 24, field = 12, photo = 11, tag = 12, fab = 18;
}
namespace height {
inline constexpr float target = 44, field = 46, button = 44, top_bar = 64, top_bar_narrow = 60,
                       bottom_bar = 72, row = 64, photo_row = 92;
}
inline constexpr float rail_width = 88;
inline constexpr float narrow_below = 900;       // one pane, bottom bar
inline constexpr float three_panes_from = 1366;  // list, detail and a side column

// The sizes of the text that can be chosen.
inline constexpr std::array<float, 9> text_scales = {0.8F, 0.9F, 1.0F, 1.1F, 1.25F, 1.4F, 1.6F, 1.8F, 2.0F};
std::size_t nearest_text_scale(float scale);

// Every screen can be used in so many logical pixels.
inline constexpr text::Size window_least{320, 360};
// The scale that a window of these physical pixels has: smaller than wished where it would show less.
float scale_that_fits(float wished, text::Size pixels);

}  // namespace khaosan::client
