#include "client/ui/canvas.hpp"

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "shared/base/utf8.hpp"
#include "shared/text/raster.hpp"

namespace khaosan::client {
namespace {

constexpr std::uint64_t frames_kept = 240;
constexpr std::size_t entries_kept = 1500;

std::string utf8_of(char32_t c) {
  std::string text;
  append_code_point(text, c);
  return text;
}

template <typename T>
void add_bytes(std::string& key, T value) {
  key.append(reinterpret_cast<const char*>(&value), sizeof value);
}

ImTextureID imgui_texture(TextureId id) {
  return (ImTextureID)(std::uintptr_t)id;  // a pointer in old versions, a number in new ones
}

}  // namespace

Rect overlap(const Rect& a, const Rect& b) {
  const float left = std::max(a.x, b.x);
  const float top = std::max(a.y, b.y);
  const float right = std::min(a.x + a.width, b.x + b.width);
  const float bottom = std::min(a.y + a.height, b.y + b.height);
  return {left, top, std::max(0.0F, right - left), std::max(0.0F, bottom - top)};
}

const text::Layout& TextCache::layout(std::string_view text, Type type, float scale,
                                      const TextOptions& options) {
  std::string key;
  key.reserve(text.size() + 24);
  key += static_cast<char>(type);
  add_bytes(key, scale);
  add_bytes(key, options.width);
  add_bytes(key, static_cast<std::uint32_t>(options.lines_max));
  key += static_cast<char>(options.align);
  key += text;
  Entry& entry = entries_[key];
  entry.used = frame_;
  if (!entry.layout) {
    const TypeSpec spec = spec_of(type);
    text::LayoutOptions made;
    if (options.width > 0) made.width_px = std::ceil(options.width * scale);
    made.lines_max = options.lines_max;
    made.align = options.align;
    entry.layout = std::make_unique<text::Layout>(
        fonts_, std::string(text),
        text::Style{family_, spec.weight, spec.size * scale, std::round(spec.line * scale)}, made);
  }
  return *entry.layout;
}

const text::Layout& TextCache::icon(char32_t code_point, float size_px) {
  std::string key = "\x7f";
  add_bytes(key, size_px);
  add_bytes(key, code_point);
  Entry& entry = entries_[key];
  entry.used = frame_;
  if (!entry.layout)
    entry.layout = std::make_unique<text::Layout>(
        fonts_, utf8_of(code_point),
        text::Style{text::Family::icons, text::Weight::regular, size_px, std::round(size_px)});
  return *entry.layout;
}

void TextCache::next_frame() {
  ++frame_;
  if (frame_ % frames_kept != 0 || entries_.size() < entries_kept) return;
  std::erase_if(entries_, [&](const auto& entry) { return entry.second.used + frames_kept < frame_; });
}

void TextCache::set_family(text::Family family) {
  if (family == family_) return;
  family_ = family;
  entries_.clear();
}

void Canvas::begin(ImDrawList* list, TextureId atlas_texture, float scale, Size size) {
  list_ = list;
  atlas_texture_ = atlas_texture;
  scale_ = scale;
  size_ = size;
  alpha = 1;
  clips_.assign(1, Rect{0, 0, size.width, size.height});
  readable_.clear();
}

std::uint32_t Canvas::packed(Colour colour) const {
  const auto a =
      static_cast<std::uint32_t>(std::lround(static_cast<float>(colour.a) * std::clamp(alpha, 0.0F, 1.0F)));
  return IM_COL32(colour.r, colour.g, colour.b, a);
}

namespace {
struct Snapped {
  ImVec2 from, to;
};
Snapped snapped(const Rect& rect, float scale) {
  return {{std::round(rect.x * scale), std::round(rect.y * scale)},
          {std::round((rect.x + rect.width) * scale), std::round((rect.y + rect.height) * scale)}};
}
}  // namespace

void Canvas::fill(const Rect& rect, Colour colour, float radius) {
  const auto [from, to] = snapped(rect, scale_);
  if (!(to.x > from.x) || !(to.y > from.y)) return;  // nor what is not a number
  const float most = std::min(to.x - from.x, to.y - from.y) / 2;
  list_->AddRectFilled(from, to, packed(colour), std::min(radius * scale_, most));
}

void Canvas::outline(const Rect& rect, Colour colour, float thickness, float radius) {
  auto [from, to] = snapped(rect, scale_);
  const float thick = std::max(1.0F, std::round(thickness * scale_));
  const float half = thick / 2;
  from.x += half - 0.5F, from.y += half - 0.5F, to.x -= half - 0.5F, to.y -= half - 0.5F;
  const float most = std::min(to.x - from.x, to.y - from.y) / 2;
  list_->AddRect(from, to, packed(colour), std::min(radius * scale_, most), 0, thick);
}

void Canvas::line(Point from, Point to, Colour colour, float thickness) {
  const float thick = std::max(1.0F, std::round(thickness * scale_));
  if (from.y == to.y) {
    fill({from.x, from.y - thick / scale_ / 2, to.x - from.x, thick / scale_}, colour);
    return;
  }
  if (from.x == to.x) {
    fill({from.x - thick / scale_ / 2, from.y, thick / scale_, to.y - from.y}, colour);
    return;
  }
  list_->AddLine({from.x * scale_, from.y * scale_}, {to.x * scale_, to.y * scale_}, packed(colour), thick);
}

void Canvas::circle(Point centre, float radius, Colour colour) {
  list_->AddCircleFilled({centre.x * scale_, centre.y * scale_}, radius * scale_, packed(colour));
}

void Canvas::ring(Point centre, float radius, Colour colour, float thickness) {
  list_->AddCircle({centre.x * scale_, centre.y * scale_}, radius * scale_, packed(colour), 0,
                   std::max(1.0F, thickness * scale_));
}

void Canvas::shadow(const Rect& rect, int level, float radius) {
  const Colour ink = rgb(0x0A1E1C);
  const auto layer = [&](float grow, float down, float part) {
    fill({rect.x - grow, rect.y - grow + down, rect.width + 2 * grow, rect.height + 2 * grow},
         faded(ink, part), radius + grow);
  };
  if (level <= 1) {
    layer(0, 2, 0.05F);
    layer(1, 3, 0.09F);
    return;
  }
  layer(0, 2, 0.05F);
  layer(1, 4, 0.05F);
  layer(2, 6, 0.05F);
}

void Canvas::picture(const Rect& rect, TextureId texture, Size picture, float radius, Colour tint) {
  const auto [from, to] = snapped(rect, scale_);
  if (texture == 0 || picture.width <= 0 || picture.height <= 0 || rect.width <= 0 || rect.height <= 0)
    return;
  const float wanted = rect.width / rect.height;
  const float has = picture.width / picture.height;
  ImVec2 uv0{0, 0};
  ImVec2 uv1{1, 1};
  if (has > wanted) {
    const float part = wanted / has;
    uv0.x = (1 - part) / 2, uv1.x = 1 - uv0.x;
  } else {
    const float part = has / wanted;
    uv0.y = (1 - part) / 2, uv1.y = 1 - uv0.y;
  }
  list_->AddImageRounded(imgui_texture(texture), from, to, uv0, uv1, packed(tint), radius * scale_);
}

void Canvas::icon(Point centre, char32_t code_point, float size, Colour colour) {
  const text::Layout& glyph = texts_.icon(code_point, std::round(size * scale_));
  const auto extent = glyph.size();
  text({centre.x - extent.width / scale_ / 2, centre.y - extent.height / scale_ / 2}, glyph, colour);
}

const text::Layout& Canvas::layout(std::string_view text, Type type, const TextOptions& options) {
  return texts_.layout(text, type, scale_, options);
}

Size Canvas::measure(std::string_view text, Type type, const TextOptions& options) {
  const auto size = layout(text, type, options).size();
  return {size.width / scale_, size.height / scale_};
}

Size Canvas::text(Point top_left, std::string_view text_, Type type, Colour colour,
                  const TextOptions& options) {
  const text::Layout& made = layout(text_, type, options);
  text(top_left, made, colour);
  return {made.size().width / scale_, made.size().height / scale_};
}

void Canvas::note_readable(const Rect& rect, std::string_view text) {
  if (!keeps_readable || text.empty()) return;
  const Rect seen = overlap(rect, clips_.back());
  if (seen.width > 0 && seen.height > 0) readable_.push_back({seen, std::string(text)});
}

void Canvas::text(Point top_left, const text::Layout& layout, Colour colour) {
  if (keeps_readable && layout.style().family != text::Family::icons) {
    const float x = layout.lines().front().left / scale_;
    note_readable({top_left.x + x, top_left.y, layout.size().width / scale_, layout.size().height / scale_},
                  layout.text());
  }
  const float left = top_left.x * scale_;
  const float top = std::round(top_left.y * scale_);
  const Rect& seen = clips_.back();
  const std::uint32_t ink = packed(colour);
  const std::uint32_t own = packed(rgb(0xFFFFFF));
  const ImTextureID texture = imgui_texture(atlas_texture_);
  list_->PushTextureID(texture);
  const auto lines = layout.lines();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const text::Line& line = lines[i];
    if (top + line.top_y + line.height * 1.5F < seen.y * scale_) continue;
    if (top + line.top_y - line.height > (seen.y + seen.height) * scale_) break;
    for (const text::Glyph& glyph : layout.glyphs(i)) {
      const auto place = text::glyph_place({left, top}, line, glyph);
      const auto slot =
          atlas_.find(texts_.fonts(), glyph.face, glyph.id, layout.style().size_px, place.pen.quarter);
      if (slot.width == 0) continue;
      const auto x = static_cast<float>(place.pen.whole_px + slot.left);
      const auto y = static_cast<float>(place.baseline_px - slot.top);
      list_->PrimReserve(6, 4);
      list_->PrimRectUV({x, y}, {x + static_cast<float>(slot.width), y + static_cast<float>(slot.height)},
                        {slot.u0, slot.v0}, {slot.u1, slot.v1}, slot.is_colour ? own : ink);
    }
  }
  list_->PopTextureID();
}

void Canvas::text_centred(const Rect& rect, std::string_view text_, Type type, Colour colour) {
  const text::Layout& made = layout(text_, type, {rect.width, 1, text::Align::centre});
  text({rect.x, rect.y + (rect.height - made.size().height / scale_) / 2}, made, colour);
}

void Canvas::text_left(const Rect& rect, std::string_view text_, Type type, Colour colour) {
  if (rect.width <= 0) return;
  const text::Layout& made = layout(text_, type, {rect.width, 1, text::Align::left});
  text({rect.x, rect.y + (rect.height - made.size().height / scale_) / 2}, made, colour);
}

void Canvas::push_clip(const Rect& rect) {
  clips_.push_back(overlap(clips_.back(), rect));
  const auto [from, to] = snapped(clips_.back(), scale_);
  list_->PushClipRect(from, to, false);
}

void Canvas::pop_clip() {
  clips_.pop_back();
  list_->PopClipRect();
}

}  // namespace khaosan::client
