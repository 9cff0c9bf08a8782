// The proofs of an enrolment: before the laptop pins the server's key, both sides prove that they know the
// one-time code, the server first, so that nobody in the middle passes. The key is argon2id of the code; the
// MACs cover the SPKI hash of the certificate that each side sees, both nonces, and what the laptop
// registers.
#pragma once

#include <string>
#include <string_view>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "shared/crypto/keys.hpp"
#include "shared/crypto/password.hpp"

namespace khaosan {

inline constexpr int pairing_code_signs = 10;  // base32, shown as two groups of five
inline constexpr int pairing_code_minutes = 10;
inline constexpr int pairing_code_tries = 5;

std::string new_pairing_code();  // "ABCDE-FGHJK"
Result<std::string> read_pairing_code(
    std::string_view typed);  // upper case, no dash or space, I L O read as 1 1 0; wrong_code

Result<MacKey> pairing_key(std::string_view code, const Salt& salt);
// `terms`: what both sides said of their versions (shared/wire/pairing_json.hpp, pairing_terms()), so that
// nobody in the middle talks them down.
Mac server_proof(const MacKey& key, const Sha256& spki, ByteView client_nonce, ByteView server_nonce,
                 std::string_view terms);
// `registration` is the exact JSON text that the laptop registers with.
Mac client_proof(const MacKey& key, const Sha256& spki, ByteView client_nonce, ByteView server_nonce,
                 std::string_view terms, std::string_view registration);

}  // namespace khaosan
