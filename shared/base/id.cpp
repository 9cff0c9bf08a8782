#include "shared/base/id.hpp"

#include <algorithm>

namespace khaosan {

std::string Uuid::text() const {
  std::string hex = to_hex(bytes);
  for (std::size_t at : {8, 13, 18, 23}) hex.insert(at, 1, '-');
  return hex;
}

Result<Uuid> Uuid::parse(std::string_view text) {
  const auto bad = [&] { return refuse(Code::bad_id, std::string(text.substr(0, 40))); };
  if (text.size() != 36) return bad();
  std::string hex;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash != (text[i] == '-')) return bad();
    if (!dash) hex += text[i];
  }
  const auto bytes = from_hex(hex);
  if (!bytes.ok()) return bad();
  Uuid uuid;
  std::copy(bytes->begin(), bytes->end(), uuid.bytes.begin());
  return uuid;
}

Uuid uuid_v7(Instant at, std::uint16_t counter, const std::array<std::uint8_t, 8>& random) {
  Uuid uuid;
  const auto ms = static_cast<std::uint64_t>(at.unix_ms);
  for (unsigned i = 0; i < 6; ++i) uuid.bytes[i] = static_cast<std::uint8_t>(ms >> (40U - 8U * i));
  uuid.bytes[6] = static_cast<std::uint8_t>(0x70U | ((counter >> 8U) & 0x0FU));
  uuid.bytes[7] = static_cast<std::uint8_t>(counter);
  std::copy(random.begin(), random.end(), uuid.bytes.begin() + 8);
  uuid.bytes[8] = static_cast<std::uint8_t>((uuid.bytes[8] & 0x3FU) | 0x80U);
  return uuid;
}

}  // namespace khaosan
