// What was chosen for this laptop's window: one small JSON file in the data folder. A file that cannot be
// read counts as none.
#pragma once

#include <filesystem>

#include "client/ui/screen.hpp"

namespace khaosan::client {

Settings read_settings(const std::filesystem::path& home);
Done save_settings(const std::filesystem::path& home, const Settings& settings);  // io_failed, disk_full

}  // namespace khaosan::client
