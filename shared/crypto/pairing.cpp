#include "shared/crypto/pairing.hpp"

#include "shared/crypto/random.hpp"

namespace khaosan {
namespace {

constexpr std::string_view base32_signs = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

Mac proof(const MacKey& key, std::string_view who, const Sha256& spki, ByteView client_nonce,
          ByteView server_nonce, std::string_view terms, std::string_view rest) {
  std::string message(who);
  message += spki.hex();
  message += to_hex(client_nonce) + "/" + to_hex(server_nonce) + "/";
  message += terms;
  message += "/";
  message += rest;
  return mac(view_of(message), key);
}

}  // namespace

std::string new_pairing_code() {
  std::string code;
  for (std::uint8_t byte : random_bytes(pairing_code_signs)) code += base32_signs[byte % base32_signs.size()];
  return code.substr(0, 5) + "-" + code.substr(5);
}

Result<std::string> read_pairing_code(std::string_view typed) {
  std::string code;
  for (char sign : typed) {
    if (sign == '-' || sign == ' ') continue;
    if (sign >= 'a' && sign <= 'z') sign = static_cast<char>(sign - 'a' + 'A');
    if (sign == 'I' || sign == 'L') sign = '1';
    if (sign == 'O') sign = '0';
    if (base32_signs.find(sign) == std::string_view::npos) return refuse(Code::wrong_code);
    code += sign;
  }
  if (code.size() != pairing_code_signs) return refuse(Code::wrong_code);
  return code;
}

Result<MacKey> pairing_key(std::string_view code, const Salt& salt) {
  return key_from_secret(code, salt);
}

Mac server_proof(const MacKey& key, const Sha256& spki, ByteView client_nonce, ByteView server_nonce,
                 std::string_view terms) {
  return proof(key, "khaosan pairing 1 server ", spki, client_nonce, server_nonce, terms, "");
}

Mac client_proof(const MacKey& key, const Sha256& spki, ByteView client_nonce, ByteView server_nonce,
                 std::string_view terms, std::string_view registration) {
  return proof(key, "khaosan pairing 1 laptop ", spki, client_nonce, server_nonce, terms, registration);
}

}  // namespace khaosan
