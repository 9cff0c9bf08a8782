#include "shared/crypto/keys.hpp"

#include <sodium.h>

namespace khaosan {

static_assert(crypto_sign_PUBLICKEYBYTES == 32 && crypto_sign_SECRETKEYBYTES == 64 &&
              crypto_sign_BYTES == 64);
static_assert(crypto_box_PUBLICKEYBYTES == 32 && crypto_box_SECRETKEYBYTES == 32);
static_assert(crypto_generichash_BYTES == 32 && crypto_generichash_KEYBYTES == 32);

SignKeyPair SignKeyPair::make() {
  SignKeyPair pair;
  crypto_sign_keypair(pair.public_key.data(), pair.secret_key.data());
  return pair;
}

BoxKeyPair BoxKeyPair::make() {
  BoxKeyPair pair;
  crypto_box_keypair(pair.public_key.data(), pair.secret_key.data());
  return pair;
}

Signature sign(ByteView message, const SignKeyPair& key) {
  Signature signature{};
  crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(), key.secret_key.data());
  return signature;
}

bool verify(ByteView message, const Signature& signature, const PublicKey& key) {
  return crypto_sign_verify_detached(signature.data(), message.data(), message.size(), key.data()) == 0;
}

Mac mac(ByteView message, const MacKey& key) {
  Mac value{};
  crypto_generichash(value.data(), value.size(), message.data(), message.size(), key.data(), key.size());
  return value;
}

bool equal_in_constant_time(ByteView left, ByteView right) {
  return left.size() == right.size() && sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

}  // namespace khaosan
