// The server's own certificate: self-signed, EC P-256, made at first start. Laptops pin its public key, not
// the certificate, so it can be renewed (other names, later end) without pairing again.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"

namespace khaosan {

inline constexpr int certificate_years = 20;
// Laptops' clocks are wrong by days: the certificate is valid from a month before it is made.
inline constexpr int certificate_backdate_days = 30;

// One that ends within this time, or is not valid yet (the clock was put back), is made anew from its key.
inline constexpr int certificate_renewal_days = 90;

struct Certificate {
  std::string certificate_pem;
  std::string key_pem;  // PKCS#8, not encrypted
};

// `names`: host names and IP addresses, as a laptop would type them; at least one. bad_value.
Result<Certificate> make_certificate(const std::vector<std::string>& names, Instant now);
// The same key in a new certificate: every pin stays good.
Result<Certificate> renew_certificate(const Certificate& old, const std::vector<std::string>& names,
                                      Instant now);

// What a laptop pins: SHA-256 of the DER SubjectPublicKeyInfo. bad_value.
Result<Sha256> spki_sha256(std::string_view certificate_pem);
bool certificate_is_for(std::string_view certificate_pem,
                        const std::string& name);                        // host name or IP address
Result<Instant> certificate_end(std::string_view certificate_pem);       // bad_value
bool certificate_is_due(std::string_view certificate_pem, Instant now);  // to be renewed

// Files "server-key.pem" and "server-cert.pem" in the folder, each replaced whole, mode 0600.
Done save_certificate(const Certificate& certificate, const std::filesystem::path& folder);
Result<Certificate> load_certificate(const std::filesystem::path& folder);  // file_not_found, bad_value
// What the folder holds; made where there is none, and renewed with its key where it is due. A key without
// its certificate (a crash at first start) is kept.
Result<Certificate> load_or_make_certificate(const std::filesystem::path& folder,
                                             const std::vector<std::string>& names, Instant now);

}  // namespace khaosan
