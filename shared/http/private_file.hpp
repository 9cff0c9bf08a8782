// A file only its owner can read, written so that a crash leaves the old one or the new one.
#pragma once

#include <filesystem>
#include <string_view>

#include "shared/base/result.hpp"

namespace khaosan::guard {

// Writes a sibling, syncs it, renames it over `path`, syncs the folder. Mode 0600. Refusals: io_failed,
// disk_full.
Done write_private_file(const std::filesystem::path& path, std::string_view text);

}  // namespace khaosan::guard
