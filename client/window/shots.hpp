// A walk through the screens that leaves a picture of each.
#pragma once

#include <filesystem>
#include <vector>

#include "client/ui/shell.hpp"

namespace khaosan::client {

struct Shot {
  std::string name;  // of the file, without ".png"
  int width = 1366;
  int height = 768;
  std::function<void(Shell&, const Snapshot&)> arrange;  // before the screen settles
};

// Those who decide are shown their queue; everybody else the rest.
std::vector<Shot> all_shots(RoleSet roles);

}  // namespace khaosan::client
