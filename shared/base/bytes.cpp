#include "shared/base/bytes.hpp"

#include <algorithm>

namespace khaosan {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base32_digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::string_view base64_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

int hex_value(char sign) {
  if (sign >= '0' && sign <= '9') return sign - '0';
  if (sign >= 'a' && sign <= 'f') return sign - 'a' + 10;
  if (sign >= 'A' && sign <= 'F') return sign - 'A' + 10;
  return -1;
}

// Writes `bytes` as digits of `bits_per_digit` bits each, most significant first, the last one zero-filled.
std::string encode(ByteView bytes, unsigned bits_per_digit, std::string_view digits) {
  std::string text;
  std::uint32_t held = 0;
  unsigned held_bits = 0;
  const std::uint32_t mask = (1U << bits_per_digit) - 1U;
  for (std::uint8_t byte : bytes) {
    held = (held << 8U) | byte;
    held_bits += 8;
    while (held_bits >= bits_per_digit) {
      held_bits -= bits_per_digit;
      text += digits[(held >> held_bits) & mask];
    }
  }
  if (held_bits > 0) text += digits[(held << (bits_per_digit - held_bits)) & mask];
  return text;
}

}  // namespace

std::string to_hex(ByteView bytes) {
  std::string text;
  text.reserve(bytes.size() * 2);
  for (std::uint8_t byte : bytes) {
    text += hex_digits[byte >> 4U];
    text += hex_digits[byte & 15U];
  }
  return text;
}

Result<Bytes> from_hex(std::string_view hex) {
  if (hex.size() % 2 != 0)
    return refuse(Code::bad_value, in_both("hex text of odd length", "เลขฐานสิบหกไม่ครบคู่"));
  Bytes bytes;
  bytes.reserve(hex.size() / 2);
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const int high = hex_value(hex[i]);
    const int low = hex_value(hex[i + 1]);
    if (high < 0 || low < 0) return refuse(Code::bad_value, in_both("not a hex digit", "ไม่ใช่เลขฐานสิบหก"));
    bytes.push_back(static_cast<std::uint8_t>(high * 16 + low));
  }
  return bytes;
}

std::string to_base64(ByteView bytes) {
  std::string text = encode(bytes, 6, base64_digits);
  while (text.size() % 4 != 0) text += '=';
  return text;
}

Result<Bytes> from_base64(std::string_view text) {
  while (!text.empty() && text.back() == '=') text.remove_suffix(1);
  Bytes bytes;
  bytes.reserve(text.size() * 3 / 4);
  std::uint32_t held = 0;
  unsigned held_bits = 0;
  for (char sign : text) {
    const auto digit = base64_digits.find(sign);
    if (digit == std::string_view::npos) return refuse(Code::bad_value, in_both("not base64", "ไม่ใช่ base64"));
    held = (held << 6U) | static_cast<std::uint32_t>(digit);
    held_bits += 6;
    if (held_bits >= 8) {
      held_bits -= 8;
      bytes.push_back(static_cast<std::uint8_t>(held >> held_bits));
    }
  }
  return bytes;
}

std::string to_base32(ByteView bytes) {
  return encode(bytes, 5, base32_digits);
}

Result<Sha256> Sha256::parse(std::string_view hex) {
  if (hex.size() != 64)
    return refuse(Code::bad_value,
                  in_both("a SHA-256 has 64 hex digits", "ลายพิมพ์ SHA-256 มี 64 หลัก ใช้ 0-9 และ a-f"));
  KHAOSAN_LET(bytes, from_hex(hex));
  Sha256 sha;
  std::copy(bytes.begin(), bytes.end(), sha.bytes.begin());
  return sha;
}

}  // namespace khaosan
