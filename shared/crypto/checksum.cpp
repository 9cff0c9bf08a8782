#include "shared/crypto/checksum.hpp"

#include <openssl/evp.h>

namespace khaosan {
namespace {

constexpr std::size_t sha1_bytes = 20;
constexpr std::size_t sha256_bytes = 32;

}  // namespace

Result<Checksum> parse_checksum(std::string_view header) {
  const auto space = header.find(' ');
  if (space == std::string_view::npos) return refuse(Code::bad_request, "Upload-Checksum");
  Checksum checksum;
  const std::string_view name = header.substr(0, space);
  if (name == "sha256") {
    checksum.kind = ChecksumKind::sha256;
  } else if (name != "sha1") {
    return refuse(Code::bad_request, "Upload-Checksum: " + std::string(checksum_algorithms));
  }
  auto digest = from_base64(header.substr(space + 1));
  const std::size_t expected_bytes = checksum.kind == ChecksumKind::sha1 ? sha1_bytes : sha256_bytes;
  if (!digest.ok() || digest->size() != expected_bytes) return refuse(Code::bad_request, "Upload-Checksum");
  checksum.digest = std::move(*digest);
  return checksum;
}

struct ChecksumStream::State {
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
};

ChecksumStream::ChecksumStream(ChecksumKind kind) : state_(std::make_unique<State>()) {
  EVP_DigestInit_ex(state_->context.get(), kind == ChecksumKind::sha1 ? EVP_sha1() : EVP_sha256(), nullptr);
}

ChecksumStream::~ChecksumStream() = default;

void ChecksumStream::add(ByteView bytes) {
  EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size());
}

Bytes ChecksumStream::finish() {
  Bytes digest(EVP_MAX_MD_SIZE);
  unsigned int size = 0;
  EVP_DigestFinal_ex(state_->context.get(), digest.data(), &size);
  digest.resize(size);
  return digest;
}

}  // namespace khaosan
