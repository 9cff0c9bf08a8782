#include "client/ui/screen.hpp"

namespace khaosan::client {

void draw_new_event_sheet(const Screen&) {}

}  // namespace khaosan::client
