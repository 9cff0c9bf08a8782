#include "client/ui/screen.hpp"

namespace khaosan::client {

void draw_sync(const Screen&) {}

}  // namespace khaosan::client
