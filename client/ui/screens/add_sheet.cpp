#include "client/ui/screen.hpp"

namespace khaosan::client {

void draw_add_sheet(const Screen&) {}

}  // namespace khaosan::client
