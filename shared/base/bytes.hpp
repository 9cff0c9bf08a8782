// Bytes as text: hex, base32 (codes that are read aloud) and base64 (keys on the wire).
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"

namespace khaosan {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

inline ByteView view_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view text_of(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string to_hex(ByteView bytes);            // lower case
Result<Bytes> from_hex(std::string_view hex);  // either case; bad_value
std::string to_base64(ByteView bytes);         // standard alphabet, padded
Result<Bytes> from_base64(std::string_view text);
std::string to_base32(
    ByteView bytes);  // Crockford: 0-9 A-Z without I L O U, no padding; 5 bytes give 8 signs

// A SHA-256 value: names a file, a payload, a revision. Zero means none.
struct Sha256 {
  std::array<std::uint8_t, 32> bytes{};
  auto operator<=>(const Sha256&) const = default;
  bool empty() const { return *this == Sha256{}; }
  std::string hex() const { return to_hex(bytes); }
  static Result<Sha256> parse(std::string_view hex);  // 64 hex digits; bad_value
};

}  // namespace khaosan
