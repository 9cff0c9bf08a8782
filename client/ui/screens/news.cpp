#include "client/ui/screen.hpp"

namespace khaosan::client {

void draw_news(const Screen&) {}
void new_story(const Screen&) {}

}  // namespace khaosan::client
