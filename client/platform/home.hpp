// Where the laptop's data lies.
#pragma once

#include "shared/base/result.hpp"
#include "shared/platform/files.hpp"

namespace khaosan::client {

// $XDG_DATA_HOME/khaosan, else ~/.local/share/khaosan; on Windows %LOCALAPPDATA%\khaosan. usage: the
// environment names none of them, or not a whole path.
Result<Path> default_home();

}  // namespace khaosan::client
