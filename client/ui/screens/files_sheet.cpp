#include "client/ui/screen.hpp"

namespace khaosan::client {

void draw_files_sheet(const Screen&) {}

}  // namespace khaosan::client
