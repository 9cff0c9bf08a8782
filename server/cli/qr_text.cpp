#include "server/cli/qr_text.hpp"

#include <qrencode.h>

#include <memory>

namespace khaosan::server {
namespace {

constexpr int quiet_zone = 2;  // modules of light around the code

}  // namespace

std::string qr_text(const std::string& content) {
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeString8bit(content.c_str(), 0, QR_ECLEVEL_M), QRcode_free);
  if (!code) return "";
  const auto light = [&](int x, int y) {
    if (x < 0 || y < 0 || x >= code->width || y >= code->width) return true;
    return (code->data[y * code->width + x] & 1U) == 0;
  };
  std::string text;
  for (int y = -quiet_zone; y < code->width + quiet_zone; y += 2) {
    for (int x = -quiet_zone; x < code->width + quiet_zone; ++x) {
      const bool upper = light(x, y);
      const bool lower = light(x, y + 1);
      text += upper ? (lower ? "█" : "▀") : (lower ? "▄" : " ");
    }
    text += "\n";
  }
  return text;
}

}  // namespace khaosan::server
