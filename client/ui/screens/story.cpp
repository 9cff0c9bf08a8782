#include "client/ui/screen.hpp"

namespace khaosan::client {

void draw_story(const Screen&) {}

}  // namespace khaosan::client
