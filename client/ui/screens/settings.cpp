#include "client/ui/screen.hpp"

namespace khaosan::client {

void draw_settings(const Screen&) {}

}  // namespace khaosan::client
