// libsodium with its chance and its patience taken away. Random bytes come from the seed; argon2id, which
// costs 90 ms by design, is stood in for by a plain keyed hash. The product's own code is unchanged.
#include <sodium.h>

#include <array>
#include <cstring>
#include <string>

#include "tests/simulation/dice.hpp"

namespace khaosan::simulation {
namespace {

Dice& product_dice() {
  static Dice dice(0);
  return dice;
}

const char* source_name() {
  return "simulation";
}

std::uint32_t random_word() {
  return static_cast<std::uint32_t>(product_dice().next());
}

void random_fill(void* const into, const std::size_t size) {
  auto* bytes = static_cast<std::uint8_t*>(into);
  for (std::size_t at = 0; at < size; at += sizeof(std::uint64_t)) {
    const std::uint64_t word = product_dice().next();
    std::memcpy(bytes + at, &word, std::min(sizeof word, size - at));
  }
}

randombytes_implementation seeded_source = {source_name, random_word, nullptr, nullptr, random_fill, nullptr};

}  // namespace

void seed_randomness(std::uint64_t seed) {
  product_dice() = Dice(seed);
  randombytes_set_implementation(&seeded_source);
}

}  // namespace khaosan::simulation

extern "C" {

int crypto_pwhash(unsigned char* const out, unsigned long long out_size, const char* const password,
                  unsigned long long password_size, const unsigned char* const salt, unsigned long long,
                  size_t, int) {
  return crypto_generichash(out, out_size, reinterpret_cast<const unsigned char*>(password), password_size,
                            salt, crypto_pwhash_SALTBYTES);
}

int crypto_pwhash_str(char out[crypto_pwhash_STRBYTES], const char* const password,
                      unsigned long long password_size, unsigned long long, size_t) {
  std::array<unsigned char, 32> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(password),
                     password_size, nullptr, 0);
  sodium_bin2hex(out, crypto_pwhash_STRBYTES, hash.data(), hash.size());
  return 0;
}

int crypto_pwhash_str_verify(const char* text, const char* const password, unsigned long long password_size) {
  std::array<char, crypto_pwhash_STRBYTES> expected{};
  const int hashed = crypto_pwhash_str(expected.data(), password, password_size, 0, 0);
  return hashed == 0 && std::strcmp(expected.data(), text) == 0 ? 0 : -1;
}

}  // extern "C"
