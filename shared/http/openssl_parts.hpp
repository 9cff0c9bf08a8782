// OpenSSL's objects, owned. Included by the sources of this room only.
#pragma once

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <memory>
#include <string>
#include <string_view>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"

namespace khaosan::guard {

template <auto free_it>
struct Freed {
  template <typename T>
  void operator()(T* object) const {
    free_it(object);
  }
};

using KeyPtr = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using X509Ptr = std::unique_ptr<X509, Freed<X509_free>>;
using BioPtr = std::unique_ptr<BIO, Freed<BIO_free_all>>;
using SslPtr = std::unique_ptr<SSL, Freed<SSL_free>>;
using SslContextPtr = std::unique_ptr<SSL_CTX, Freed<SSL_CTX_free>>;

Result<X509Ptr> certificate_from_pem(std::string_view pem);  // bad_value
Result<KeyPtr> key_from_pem(std::string_view pem);           // bad_value
Sha256 spki_sha256_of(X509* certificate);                    // zero: it has no readable key

// TLS 1.2 and 1.3, ECDHE with AES-GCM or ChaCha20 only; no compression, no renegotiation, no tickets.
bool harden(SSL_CTX* context);

}  // namespace khaosan::guard
