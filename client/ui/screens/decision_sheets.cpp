#include "client/ui/screen.hpp"

namespace khaosan::client {

void draw_reason_sheet(const Screen&) {}
void draw_sign_sheet(const Screen&) {}

}  // namespace khaosan::client
