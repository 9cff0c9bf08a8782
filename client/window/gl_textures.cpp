#include "client/window/gl_textures.hpp"

#define GL_GLEXT_PROTOTYPES
#define GLFW_INCLUDE_GLEXT
#include <GLFW/glfw3.h>

namespace khaosan::client {
namespace {

GLuint name_of(TextureId id) {
  return static_cast<GLuint>(id);
}

}  // namespace

TextureId make_texture(std::span<const std::uint8_t> rgba, int width, int height) {
  GLuint name = 0;
  glGenTextures(1, &name);
  glBindTexture(GL_TEXTURE_2D, name);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, rgba.data());
  return name;
}

void delete_texture(TextureId id) {
  const GLuint name = name_of(id);
  if (name != 0) glDeleteTextures(1, &name);
}

AtlasTexture::AtlasTexture() {
  GLuint name = 0;
  glGenTextures(1, &name);
  id_ = name;
  glBindTexture(GL_TEXTURE_2D, name);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
}

AtlasTexture::~AtlasTexture() {
  delete_texture(id_);
}

void AtlasTexture::update(text::Atlas& atlas) {
  const auto dirty = atlas.take_dirty();
  if (dirty.empty() && side_px_ == atlas.side_px()) return;
  glBindTexture(GL_TEXTURE_2D, name_of(id_));
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  if (side_px_ != atlas.side_px()) {
    side_px_ = atlas.side_px();
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, side_px_, side_px_, 0, GL_RGBA, GL_UNSIGNED_BYTE,
                 atlas.pixels().data());
    return;
  }
  glPixelStorei(GL_UNPACK_ROW_LENGTH, side_px_);
  for (const text::PixelRect& rect : dirty) {
    const std::uint8_t* from =
        atlas.pixels().data() + (static_cast<std::size_t>(rect.y) * static_cast<std::size_t>(side_px_) +
                                 static_cast<std::size_t>(rect.x)) *
                                    4;
    glTexSubImage2D(GL_TEXTURE_2D, 0, rect.x, rect.y, rect.width, rect.height, GL_RGBA, GL_UNSIGNED_BYTE,
                    from);
  }
  glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
}

}  // namespace khaosan::client
