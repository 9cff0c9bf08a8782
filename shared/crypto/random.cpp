#include "shared/crypto/random.hpp"

#include <sodium.h>

namespace khaosan {

Bytes random_bytes(std::size_t count) {
  Bytes bytes(count);
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

std::string random_token() {
  return to_hex(random_bytes(32));
}

}  // namespace khaosan
