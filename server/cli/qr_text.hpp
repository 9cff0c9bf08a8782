// A QR code in block characters, two rows of it in one row of text, light on dark as most terminals are.
#pragma once

#include <string>

namespace khaosan::server {

std::string qr_text(const std::string& content);  // "" if it does not fit a QR code

}  // namespace khaosan::server
