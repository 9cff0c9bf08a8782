#include "client/ui/screen.hpp"

namespace khaosan::client {

void draw_conflicts(const Screen&) {}

}  // namespace khaosan::client
