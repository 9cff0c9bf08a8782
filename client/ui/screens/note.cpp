#include "client/ui/screen.hpp"

namespace khaosan::client {

void draw_note(const Screen&) {}
void new_note(const Screen&) {}

}  // namespace khaosan::client
