// Where the laptop's data lies, and who may use it now.
#pragma once

#include <cstdint>

#include "shared/base/result.hpp"
#include "shared/platform/files.hpp"

namespace khaosan::client {

inline constexpr std::int64_t lock_wait_ms = 5'000;
inline constexpr std::int64_t lock_retry_ms = 50;

// $XDG_DATA_HOME/khaosan, else ~/.local/share/khaosan; on Windows %LOCALAPPDATA%\khaosan. usage: the
// environment names none of them, or not a whole path.
Result<Path> default_home();

// The lock of the data folder. Another command may hold it for a moment: tries again until `wait_ms` have
// passed, then store_locked.
Result<FolderLock> lock_home(const Path& home, std::int64_t wait_ms = lock_wait_ms);

}  // namespace khaosan::client
