#include "shared/crypto/random.hpp"

#include <sodium.h>

namespace khaosan {

void fill_random(std::span<std::uint8_t> bytes) {
  randombytes_buf(bytes.data(), bytes.size());
}

Bytes random_bytes(std::size_t count) {
  Bytes bytes(count);
  fill_random(bytes);
  return bytes;
}

std::string random_token() {
  return to_hex(random_bytes(32));
}

}  // namespace khaosan
