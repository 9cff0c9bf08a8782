// Random bytes from the system, and new ids.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "shared/base/bytes.hpp"
#include "shared/base/id.hpp"

namespace khaosan {

void fill_random(std::span<std::uint8_t> bytes);
Bytes random_bytes(std::size_t count);

template <std::size_t size>
std::array<std::uint8_t, size> random_array() {
  std::array<std::uint8_t, size> bytes{};
  fill_random(bytes);
  return bytes;
}

std::string random_token();  // 32 random bytes in hex: bearer and round tokens

}  // namespace khaosan
