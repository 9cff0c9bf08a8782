// Digest: the sum, modulo 2^128, of the hashes of all record lines of a kind. Two sides that hold the same
// records have the same sums, in whatever order they came; one changed record costs one subtraction and one
// addition.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "shared/base/bytes.hpp"

namespace khaosan {

struct Digest {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  std::int64_t count = 0;
  bool operator==(const Digest&) const = default;

  void add(const Sha256& line_hash) { shift(line_hash, +1); }
  void subtract(const Sha256& line_hash) { shift(line_hash, -1); }

 private:
  void shift(const Sha256& hash, int sign) {
    std::uint64_t top = 0;
    std::uint64_t bottom = 0;
    for (std::size_t i = 0; i < 8; ++i) {
      top = (top << 8U) | hash.bytes[i];
      bottom = (bottom << 8U) | hash.bytes[i + 8];
    }
    if (sign > 0) {
      low += bottom;
      high += top + (low < bottom ? 1 : 0);
    } else {
      high -= top + (low < bottom ? 1 : 0);
      low -= bottom;
    }
    count += sign;
  }
};

using Digests = std::map<std::string, Digest, std::less<>>;  // by kind

}  // namespace khaosan
