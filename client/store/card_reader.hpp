// What is on a camera card.
#pragma once

#include "client/app/file_desk.hpp"
#include "shared/platform/files.hpp"

namespace khaosan::client {

inline constexpr int card_depth_max = 16;
inline constexpr std::size_t card_files_max = 100'000;

// Every file of the folder and the folders in it, but what the camera, the system or we (`own_data`) keep for
// ourselves. A folder that cannot be read is told, not left out. file_not_found; too_large over
// card_files_max; own_folder.
Result<CardContent> card_content(const Path& folder, const Path& own_data);

}  // namespace khaosan::client
