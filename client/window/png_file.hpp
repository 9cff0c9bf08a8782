#pragma once

#include <cstdint>
#include <filesystem>
#include <span>

#include "shared/base/result.hpp"

namespace khaosan::client {

// RGB, rows from the top. io_failed.
Done write_png(const std::filesystem::path& file, std::span<const std::uint8_t> rgb, int width, int height);

}  // namespace khaosan::client
