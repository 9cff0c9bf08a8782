#include "server/web/assets.hpp"

#include "shared/crypto/sha256.hpp"

namespace khaosan::server {
namespace {

constexpr std::size_t hash_signs = 12;

}  // namespace

std::string_view asset_text(std::string_view name) {
  for (const EmbeddedAsset& asset : embedded_assets()) {
    if (asset.name == name) return asset.text;
  }
  return {};
}

std::string asset_path(std::string_view name) {
  const auto dot = name.find('.');
  return "/assets/" + std::string(name.substr(0, dot)) + "-" +
         sha256(asset_text(name)).hex().substr(0, hash_signs) + std::string(name.substr(dot));
}

}  // namespace khaosan::server
