#include "client/ui/screen.hpp"

namespace khaosan::client {

void draw_events(const Screen&) {}
void draw_event(const Screen&) {}

}  // namespace khaosan::client
