// Canvas: draws in logical pixels into an ImGui draw list, text through our own engine. What is drawn is
// placed on whole physical pixels.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "client/ui/theme.hpp"
#include "shared/text/atlas.hpp"
#include "shared/text/layout.hpp"

struct ImDrawList;

namespace khaosan::client {

using text::Point;
using text::Rect;
using text::Size;

using TextureId = std::uint64_t;  // of the drawing library; 0: none

constexpr bool contains(const Rect& rect, Point at) {
  return at.x >= rect.x && at.y >= rect.y && at.x < rect.x + rect.width && at.y < rect.y + rect.height;
}
constexpr Rect inset(const Rect& rect, float by) {
  return {rect.x + by, rect.y + by, rect.width - 2 * by, rect.height - 2 * by};
}
Rect overlap(const Rect& a, const Rect& b);  // width or height 0 where they do not meet

struct TextOptions {
  float width = 0;  // logical; 0: one line, as wide as it gets
  std::size_t lines_max = 0;
  text::Align align = text::Align::left;
  bool operator==(const TextOptions&) const = default;
};

// Layouts of labels, kept while they are used.
class TextCache {
 public:
  TextCache(text::Fonts& fonts, text::Family family) : fonts_(fonts), family_(family) {}
  const text::Layout& layout(std::string_view text, Type type, float scale, const TextOptions& options);
  const text::Layout& icon(char32_t code_point, float size_px);
  void next_frame();  // forgets what was long not used
  text::Fonts& fonts() { return fonts_; }
  text::Family family() const { return family_; }
  void set_family(text::Family family);

 private:
  struct Entry {
    std::unique_ptr<text::Layout> layout;
    std::uint64_t used = 0;
  };
  text::Fonts& fonts_;
  text::Family family_;
  std::uint64_t frame_ = 0;
  std::unordered_map<std::string, Entry> entries_;
};

class Canvas {
 public:
  Canvas(TextCache& texts, text::Atlas& atlas) : texts_(texts), atlas_(atlas) {}
  // `scale`: physical pixels of a logical one.
  void begin(ImDrawList* list, TextureId atlas_texture, float scale, Size size);

  float scale() const { return scale_; }
  Size size() const { return size_; }  // of the window
  TextCache& texts() { return texts_; }

  void fill(const Rect& rect, Colour colour, float radius = 0);
  void outline(const Rect& rect, Colour colour, float thickness = 1, float radius = 0);  // inside the rect
  void line(Point from, Point to, Colour colour, float thickness = 1);
  void circle(Point centre, float radius, Colour colour);
  void ring(Point centre, float radius, Colour colour, float thickness);
  void shadow(const Rect& rect, int level, float radius);
  // Fills the rect with the middle of the picture; nothing is stretched.
  void picture(const Rect& rect, TextureId texture, Size picture, float radius = 0,
               Colour tint = rgb(0xFFFFFF));
  void icon(Point centre, char32_t code_point, float size, Colour colour);

  // Layouts measure in physical pixels; these answer in logical ones.
  const text::Layout& layout(std::string_view text, Type type, const TextOptions& options = {});
  Size measure(std::string_view text, Type type, const TextOptions& options = {});
  // Draws at the top left; gives its size.
  Size text(Point top_left, std::string_view text, Type type, Colour colour, const TextOptions& options = {});
  void text(Point top_left, const text::Layout& layout, Colour colour);
  // In the middle of the rect, one line.
  void text_centred(const Rect& rect, std::string_view text, Type type, Colour colour);
  // One line, at the left, in the middle of the height, cut with "…".
  void text_left(const Rect& rect, std::string_view text, Type type, Colour colour);

  void push_clip(const Rect& rect);
  void pop_clip();
  const Rect& clip() const { return clips_.back(); }
  float alpha = 1;  // of all that is drawn

  // What can be read on the screen, in the order in which it was drawn: for tests, and for programs that read
  // it aloud. Kept only while it is asked for.
  struct Readable {
    Rect rect;  // logical, as far as it is seen
    std::string text;
  };
  bool keeps_readable = false;
  const std::vector<Readable>& readable() const { return readable_; }
  void note_readable(const Rect& rect, std::string_view text);  // of what has no text of its own: an icon

 private:
  std::uint32_t packed(Colour colour) const;
  TextCache& texts_;
  text::Atlas& atlas_;
  ImDrawList* list_ = nullptr;
  TextureId atlas_texture_ = 0;
  float scale_ = 1;
  Size size_;
  std::vector<Rect> clips_;
  std::vector<Readable> readable_;
};

}  // namespace khaosan::client
