// Argon2id: password hashes, keys from passwords and codes, and secrets sealed under a password. Each call
// uses 64 MiB and about 90 ms, so at most `password_jobs_max` run at once; the others wait. Where 64 MiB
// cannot be had, each gives memory_short.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"

namespace khaosan {

inline constexpr int password_jobs_max = 2;

// Names how key_from_secret() stretches: it stands wherever a key of it is used again elsewhere or later.
inline constexpr std::string_view secret_stretching = "argon2id13/2/67108864";

using Salt = std::array<std::uint8_t, 16>;
using SealNonce = std::array<std::uint8_t, 24>;

using StretchedKey = std::array<std::uint8_t, 32>;

Result<std::string> hash_password(std::string_view password);  // "$argon2id$…", with its own salt
Result<bool> password_matches(std::string_view hash, std::string_view password);
Result<StretchedKey> key_from_secret(std::string_view secret, const Salt& salt);

// 1 (the version of the form) ‖ salt ‖ nonce ‖ XChaCha20-Poly1305 of `secret` under the key of `password`,
// with the version and secret_stretching as associated data. Salt and nonce are fresh for each secret; they
// are arguments for the test that fixes the form.
Result<Bytes> seal_with_password(ByteView secret, std::string_view password);
Result<Bytes> seal_with_password(ByteView secret, std::string_view password, const Salt& salt,
                                 const SealNonce& nonce);
Result<Bytes> open_with_password(ByteView sealed,
                                 std::string_view password);  // wrong_password; store_newer: a later version

}  // namespace khaosan
