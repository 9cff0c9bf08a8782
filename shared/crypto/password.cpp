#include "shared/crypto/password.hpp"

#include <sodium.h>

#include <algorithm>
#include <cstdlib>
#include <semaphore>

#include "shared/crypto/random.hpp"

namespace khaosan {
namespace {

constexpr unsigned long long passes = 2;
constexpr std::size_t memory_bytes = 64U << 20U;
constexpr std::uint8_t sealed_version = 1;
constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;

std::counting_semaphore<password_jobs_max>& jobs() {
  static std::counting_semaphore<password_jobs_max> free_jobs(password_jobs_max);
  return free_jobs;
}

struct Job {
  Job() { jobs().acquire(); }
  ~Job() { jobs().release(); }
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;
};

// The one way in which the stretching itself fails.
Refusal memory_short() {
  return refuse(Code::memory_short, std::to_string(memory_bytes >> 20U) + " MiB");
}

// The library tells a wrong password and a lack of memory by the same answer. Right after it the room is
// asked for once more: a right password must not be called wrong.
bool memory_is_there() {
  void* volatile room = std::malloc(memory_bytes);  // volatile: or the compiler takes it for granted
  const bool had = room != nullptr;
  std::free(room);
  return had;
}

// What is bound to the secret besides the key: a form that was taken for another does not open.
Bytes sealed_terms() {
  Bytes terms{sealed_version};
  terms.insert(terms.end(), secret_stretching.begin(), secret_stretching.end());
  return terms;
}

}  // namespace

Result<std::string> hash_password(std::string_view password) {
  const Job job;
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  if (crypto_pwhash_str(hash.data(), password.data(), password.size(), passes, memory_bytes) != 0)
    return memory_short();
  return std::string(hash.data());
}

Result<bool> password_matches(std::string_view hash, std::string_view password) {
  const Job job;
  const std::string text(hash);
  if (crypto_pwhash_str_verify(text.c_str(), password.data(), password.size()) == 0) return true;
  if (!memory_is_there()) return memory_short();
  return false;
}

Result<StretchedKey> key_from_secret(std::string_view secret, const Salt& salt) {
  static_assert(crypto_pwhash_SALTBYTES == sizeof(Salt));
  const Job job;
  StretchedKey key{};
  if (crypto_pwhash(key.data(), key.size(), secret.data(), secret.size(), salt.data(), passes, memory_bytes,
                    crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return memory_short();
  }
  return key;
}

Result<Bytes> seal_with_password(ByteView secret, std::string_view password) {
  return seal_with_password(secret, password, random_array<sizeof(Salt)>(),
                            random_array<sizeof(SealNonce)>());
}

Result<Bytes> seal_with_password(ByteView secret, std::string_view password, const Salt& salt,
                                 const SealNonce& fresh_nonce) {
  static_assert(nonce_bytes == sizeof(SealNonce));
  KHAOSAN_LET(key, key_from_secret(password, salt));
  const Bytes terms = sealed_terms();
  Bytes sealed(1 + salt.size() + nonce_bytes + secret.size() + tag_bytes);
  sealed[0] = sealed_version;
  std::copy(salt.begin(), salt.end(), sealed.begin() + 1);
  std::uint8_t* nonce = sealed.data() + 1 + salt.size();
  std::copy(fresh_nonce.begin(), fresh_nonce.end(), nonce);
  crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + nonce_bytes, nullptr, secret.data(), secret.size(),
                                             terms.data(), terms.size(), nullptr, nonce, key.data());
  return sealed;
}

Result<Bytes> open_with_password(ByteView sealed, std::string_view password) {
  Salt salt{};
  if (sealed.size() < 1 + salt.size() + nonce_bytes + tag_bytes) return refuse(Code::wrong_password);
  if (sealed[0] != sealed_version)
    return refuse(Code::store_newer, "sealed key " + std::to_string(sealed[0]));
  std::copy_n(sealed.begin() + 1, salt.size(), salt.begin());
  KHAOSAN_LET(key, key_from_secret(password, salt));
  const Bytes terms = sealed_terms();
  const std::uint8_t* nonce = sealed.data() + 1 + salt.size();
  const std::uint8_t* cipher = nonce + nonce_bytes;
  const std::size_t cipher_bytes = sealed.size() - 1 - salt.size() - nonce_bytes;
  Bytes secret(cipher_bytes - tag_bytes);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(secret.data(), nullptr, nullptr, cipher, cipher_bytes,
                                                 terms.data(), terms.size(), nonce, key.data()) != 0) {
    return refuse(Code::wrong_password);
  }
  return secret;
}

}  // namespace khaosan
