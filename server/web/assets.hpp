// The files of assets/web, built into the program.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace khaosan::server {

struct EmbeddedAsset {
  std::string_view name;  // "board.css"
  std::string_view text;
};

std::span<const EmbeddedAsset> embedded_assets();
std::string_view asset_text(std::string_view name);  // "" if there is none
// "/assets/board-1a2b3c4d5e6f.css": another content is another address, so it may be kept for ever.
std::string asset_path(std::string_view name);

}  // namespace khaosan::server
