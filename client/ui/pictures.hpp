// Pictures for the screens: small renditions as textures. A port: the window makes it real.
#pragma once

#include <string_view>

#include "client/ui/canvas.hpp"

namespace khaosan::client {

struct Picture {
  enum class State : std::uint8_t { coming, here, missing };
  State state = State::coming;
  TextureId texture = 0;
  Size size;  // in pixels
};

class Pictures {
 public:
  virtual ~Pictures() = default;
  // The small rendition of the original with this SHA-256 (64 hex digits). Asks for it if it is not here; a
  // frame is drawn when it comes. What is not asked for any more is forgotten in time.
  // `shown`: the physical pixels that it is to cover; a larger one costs more memory.
  virtual Picture small(std::string_view sha_hex, Size shown) = 0;
  // It was not there: look again.
  virtual void forget_missing() = 0;
};

}  // namespace khaosan::client
