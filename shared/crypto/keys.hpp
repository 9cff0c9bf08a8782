// Key pairs and what they do: sign (Ed25519), box (X25519, for sealed bundles), and a keyed MAC (BLAKE2b).
#pragma once

#include <array>

#include "shared/base/bytes.hpp"

namespace khaosan {

using PublicKey = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;
using MacKey = std::array<std::uint8_t, 32>;
using Mac = std::array<std::uint8_t, 32>;

struct SignKeyPair {
  PublicKey public_key{};
  std::array<std::uint8_t, 64> secret_key{};
  static SignKeyPair make();
};

struct BoxKeyPair {
  PublicKey public_key{};
  std::array<std::uint8_t, 32> secret_key{};
  static BoxKeyPair make();
};

Signature sign(ByteView message, const SignKeyPair& key);
bool verify(ByteView message, const Signature& signature, const PublicKey& key);
Mac mac(ByteView message, const MacKey& key);
bool equal_in_constant_time(ByteView left, ByteView right);

}  // namespace khaosan
