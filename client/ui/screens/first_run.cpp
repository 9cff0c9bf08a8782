#include "client/ui/screen.hpp"

namespace khaosan::client {

void draw_first_run(const Screen&) {}

}  // namespace khaosan::client
