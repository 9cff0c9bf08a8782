#include "shared/crypto/sha256.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <cstdlib>
#include <string>

namespace khaosan {
namespace {

// Fetched once: fetching for each hash costs more than hashing a small record.
const EVP_MD* fetched(const char* name) {
  const EVP_MD* digest = EVP_MD_fetch(nullptr, name, nullptr);
  if (digest == nullptr) std::abort();  // a system without SHA is not one we run on
  return digest;
}

const EVP_MD* sha256_digest() {
  static const EVP_MD* const digest = fetched("SHA256");
  return digest;
}

struct ContextFree {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, ContextFree>;

}  // namespace

struct Sha256Stream::State {
  Context context{EVP_MD_CTX_new()};
};

Sha256Stream::Sha256Stream() : state_(std::make_unique<State>()) {
  EVP_DigestInit_ex2(state_->context.get(), sha256_digest(), nullptr);
}
Sha256Stream::~Sha256Stream() = default;
Sha256Stream::Sha256Stream(Sha256Stream&&) noexcept = default;
Sha256Stream& Sha256Stream::operator=(Sha256Stream&&) noexcept = default;

void Sha256Stream::add(ByteView bytes) {
  EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size());
}

Sha256 Sha256Stream::finish() {
  Sha256 sha;
  unsigned length = 0;
  EVP_DigestFinal_ex(state_->context.get(), sha.bytes.data(), &length);
  return sha;
}

Sha256 sha256(ByteView bytes) {
  thread_local const Context context{EVP_MD_CTX_new()};
  Sha256 sha;
  unsigned length = 0;
  EVP_DigestInit_ex2(context.get(), sha256_digest(), nullptr);
  EVP_DigestUpdate(context.get(), bytes.data(), bytes.size());
  EVP_DigestFinal_ex(context.get(), sha.bytes.data(), &length);
  return sha;
}

Uuid uuid_v5(Uuid name_space, std::string_view name) {
  static const EVP_MD* const sha1 = fetched("SHA1");
  std::string input(text_of(name_space.bytes));
  input += name;
  std::array<std::uint8_t, 20> hash{};
  unsigned length = 0;
  EVP_Digest(input.data(), input.size(), hash.data(), &length, sha1, nullptr);
  Uuid uuid;
  std::copy_n(hash.begin(), 16, uuid.bytes.begin());
  uuid.bytes[6] = static_cast<std::uint8_t>((uuid.bytes[6] & 0x0FU) | 0x50U);
  uuid.bytes[8] = static_cast<std::uint8_t>((uuid.bytes[8] & 0x3FU) | 0x80U);
  return uuid;
}

Uuid uuid_caused_by(const Uuid& change, std::string_view what) {
  constexpr std::size_t time_bytes = 8;  // and its counter; the rest is random
  Uuid id = uuid_v5(change, what);
  std::copy_n(change.bytes.begin(), time_bytes, id.bytes.begin());
  return id;
}

}  // namespace khaosan
