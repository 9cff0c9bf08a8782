// Textures of OpenGL. Only on the thread of the window, while it is current.
#pragma once

#include <cstdint>
#include <span>

#include "client/ui/canvas.hpp"
#include "shared/text/atlas.hpp"

namespace khaosan::client {

// RGBA rows from the top; to be drawn at about its own size, at least half of it.
TextureId make_texture(std::span<const std::uint8_t> rgba, int width, int height);
void delete_texture(TextureId id);

// The glyph atlas as a texture that keeps its id.
class AtlasTexture {
 public:
  AtlasTexture();
  ~AtlasTexture();
  AtlasTexture(const AtlasTexture&) = delete;
  AtlasTexture& operator=(const AtlasTexture&) = delete;
  TextureId id() const { return id_; }
  void update(text::Atlas& atlas);

 private:
  TextureId id_ = 0;
  int side_px_ = 0;
};

}  // namespace khaosan::client
