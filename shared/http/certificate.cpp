#include "shared/http/certificate.hpp"

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <ctime>
#include <fstream>
#include <iterator>

#include "shared/crypto/sha256.hpp"
#include "shared/http/openssl_parts.hpp"
#include "shared/http/private_file.hpp"

namespace khaosan {
namespace {

using guard::BioPtr;
using guard::KeyPtr;
using guard::X509Ptr;
using NumberPtr = std::unique_ptr<BIGNUM, guard::Freed<BN_free>>;
using NamesPtr = std::unique_ptr<GENERAL_NAMES, guard::Freed<GENERAL_NAMES_free>>;
using ExtensionPtr = std::unique_ptr<X509_EXTENSION, guard::Freed<X509_EXTENSION_free>>;

constexpr const char* key_file = "server-key.pem";
constexpr const char* certificate_file = "server-cert.pem";
constexpr int serial_bits = 127;

Refusal unmade() {
  ERR_clear_error();
  return refuse(Code::internal, "the certificate could not be made");
}

std::string text_of_bio(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

Result<std::string> pem_of(X509* certificate) {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  if (PEM_write_bio_X509(bio.get(), certificate) != 1) return unmade();
  return text_of_bio(bio.get());
}

Result<std::string> pem_of(EVP_PKEY* key) {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  if (PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1)
    return unmade();
  return text_of_bio(bio.get());
}

bool set_serial(X509* certificate) {
  const NumberPtr serial(BN_new());
  return BN_rand(serial.get(), serial_bits, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1 &&
         BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool set_times(X509* certificate, Instant now) {
  const auto seconds = static_cast<time_t>(now.unix_ms / 1000);
  constexpr int days = certificate_years * 365;
  return X509_time_adj_ex(X509_getm_notBefore(certificate), -certificate_backdate_days, 0,
                          const_cast<time_t*>(&seconds)) != nullptr &&
         X509_time_adj_ex(X509_getm_notAfter(certificate), days, 0, const_cast<time_t*>(&seconds)) != nullptr;
}

bool set_subject(X509* certificate) {
  X509_NAME* subject = X509_get_subject_name(certificate);
  const auto* text = reinterpret_cast<const unsigned char*>("Khaosan");
  return X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, text, -1, -1, 0) == 1 &&
         X509_set_issuer_name(certificate, subject) == 1;
}

// Made as objects, not from the text form "DNS:a,IP:b", where a comma in a name would add another.
bool add_name(GENERAL_NAMES* list, const std::string& name) {
  GENERAL_NAME* entry = GENERAL_NAME_new();
  if (entry == nullptr || sk_GENERAL_NAME_push(list, entry) == 0) return false;
  if (ASN1_OCTET_STRING* address = a2i_IPADDRESS(name.c_str()); address != nullptr) {
    GENERAL_NAME_set0_value(entry, GEN_IPADD, address);
    return true;
  }
  ASN1_IA5STRING* text = ASN1_IA5STRING_new();
  GENERAL_NAME_set0_value(entry, GEN_DNS, text);
  return ASN1_STRING_set(text, name.data(), static_cast<int>(name.size())) == 1;
}

bool set_names(X509* certificate, const std::vector<std::string>& names) {
  const NamesPtr list(sk_GENERAL_NAME_new_null());
  for (const std::string& name : names) {
    if (!add_name(list.get(), name)) return false;
  }
  return X509_add1_ext_i2d(certificate, NID_subject_alt_name, list.get(), 0, X509V3_ADD_REPLACE) == 1;
}

bool add_extension(X509* certificate, int kind, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  const ExtensionPtr extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value));
  return extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool is_name(const std::string& name) {
  const auto fits = [](char sign) { return sign > ' ' && sign < 0x7F && sign != '/' && sign != '@'; };
  return !name.empty() && name.size() <= 253 && std::all_of(name.begin(), name.end(), fits);
}

Result<Certificate> certify(EVP_PKEY* key, const std::vector<std::string>& names, Instant now) {
  if (names.empty()) return refuse(Code::bad_value, "a certificate needs a host name or an address");
  for (const std::string& name : names) {
    if (!is_name(name)) return refuse(Code::bad_value, "not a host name: " + name);
  }
  const X509Ptr made(X509_new());
  constexpr long version_3 = 2;
  const bool ok = X509_set_version(made.get(), version_3) == 1 && set_serial(made.get()) &&
                  set_times(made.get(), now) && set_subject(made.get()) &&
                  X509_set_pubkey(made.get(), key) == 1 && set_names(made.get(), names) &&
                  add_extension(made.get(), NID_basic_constraints, "critical,CA:FALSE") &&
                  add_extension(made.get(), NID_key_usage, "critical,digitalSignature") &&
                  add_extension(made.get(), NID_ext_key_usage, "serverAuth") &&
                  X509_sign(made.get(), key, EVP_sha256()) > 0;
  if (!ok) return unmade();
  KHAOSAN_LET(certificate_pem, pem_of(made.get()));
  KHAOSAN_LET(key_pem, pem_of(key));
  return Certificate{std::move(certificate_pem), std::move(key_pem)};
}

Result<Instant> instant_of(const ASN1_TIME* time) {
  std::tm moment{};
  if (ASN1_TIME_to_tm(time, &moment) != 1) return refuse(Code::bad_value, "a time of the certificate");
  const CivilDate date{moment.tm_year + 1900, moment.tm_mon + 1, moment.tm_mday};
  const std::int64_t seconds =
      days_since_epoch(date) * 86'400 + moment.tm_hour * 3'600 + moment.tm_min * 60 + moment.tm_sec;
  return Instant{seconds * 1000};
}

Result<std::string> read_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file.is_open()) return refuse(Code::file_not_found, path.filename().string());
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace

namespace guard {

Result<X509Ptr> certificate_from_pem(std::string_view pem) {
  const BioPtr bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  X509Ptr certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
  ERR_clear_error();
  if (certificate == nullptr) return refuse(Code::bad_value, "not a certificate");
  return certificate;
}

Result<KeyPtr> key_from_pem(std::string_view pem) {
  const BioPtr bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  // The empty password keeps OpenSSL from asking at the terminal for the one of an encrypted key.
  KeyPtr key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, const_cast<char*>("")));
  ERR_clear_error();
  if (key == nullptr) return refuse(Code::bad_value, "not a private key");
  return key;
}

Sha256 spki_sha256_of(X509* certificate) {
  unsigned char* der = nullptr;
  const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &der);
  if (size <= 0) return {};
  const Sha256 pin = sha256(ByteView(der, static_cast<std::size_t>(size)));
  OPENSSL_free(der);
  return pin;
}

}  // namespace guard

Result<Certificate> make_certificate(const std::vector<std::string>& names, Instant now) {
  const KeyPtr key(EVP_EC_gen("P-256"));
  if (key == nullptr) return unmade();
  return certify(key.get(), names, now);
}

Result<Certificate> renew_certificate(const Certificate& old, const std::vector<std::string>& names,
                                      Instant now) {
  KHAOSAN_LET(key, guard::key_from_pem(old.key_pem));
  return certify(key.get(), names, now);
}

Result<Sha256> spki_sha256(std::string_view certificate_pem) {
  KHAOSAN_LET(certificate, guard::certificate_from_pem(certificate_pem));
  return guard::spki_sha256_of(certificate.get());
}

bool certificate_is_for(std::string_view certificate_pem, const std::string& name) {
  const auto certificate = guard::certificate_from_pem(certificate_pem);
  if (!certificate.ok()) return false;
  return X509_check_ip_asc(certificate->get(), name.c_str(), 0) == 1 ||
         X509_check_host(certificate->get(), name.data(), name.size(), 0, nullptr) == 1;
}

Result<Instant> certificate_end(std::string_view certificate_pem) {
  KHAOSAN_LET(certificate, guard::certificate_from_pem(certificate_pem));
  return instant_of(X509_get0_notAfter(certificate.get()));
}

bool certificate_is_due(std::string_view certificate_pem, Instant now) {
  const auto certificate = guard::certificate_from_pem(certificate_pem);
  if (!certificate.ok()) return false;
  const auto begin = instant_of(X509_get0_notBefore(certificate->get()));
  const auto end = instant_of(X509_get0_notAfter(certificate->get()));
  constexpr std::int64_t renewal_ms = certificate_renewal_days * 86'400'000LL;
  return begin.ok() && end.ok() && (now < *begin || end->unix_ms - now.unix_ms < renewal_ms);
}

Done save_certificate(const Certificate& certificate, const std::filesystem::path& folder) {
  // The key first: a key alone can be certified again, a certificate alone is of no use.
  KHAOSAN_TRY(guard::write_private_file(folder / key_file, certificate.key_pem));
  return guard::write_private_file(folder / certificate_file, certificate.certificate_pem);
}

Result<Certificate> load_certificate(const std::filesystem::path& folder) {
  KHAOSAN_LET(key_pem, read_text(folder / key_file));
  KHAOSAN_LET(certificate_pem, read_text(folder / certificate_file));
  KHAOSAN_LET(key, guard::key_from_pem(key_pem));
  KHAOSAN_LET(certificate, guard::certificate_from_pem(certificate_pem));
  const bool match = X509_check_private_key(certificate.get(), key.get()) == 1;
  ERR_clear_error();
  if (!match) return refuse(Code::bad_value, "key and certificate do not belong together");
  return Certificate{std::move(certificate_pem), std::move(key_pem)};
}

Result<Certificate> load_or_make_certificate(const std::filesystem::path& folder,
                                             const std::vector<std::string>& names, Instant now) {
  const bool has_key = std::filesystem::exists(folder / key_file);
  Certificate old;
  if (has_key && std::filesystem::exists(folder / certificate_file)) {
    KHAOSAN_LET(held, load_certificate(folder));
    if (!certificate_is_due(held.certificate_pem, now)) return std::move(held);
    old = std::move(held);
  } else if (has_key) {
    KHAOSAN_LET(key_pem, read_text(folder / key_file));
    old.key_pem = key_pem;
  }
  KHAOSAN_LET(made, has_key ? renew_certificate(old, names, now) : make_certificate(names, now));
  KHAOSAN_TRY(save_certificate(made, folder));
  return made;
}

}  // namespace khaosan
