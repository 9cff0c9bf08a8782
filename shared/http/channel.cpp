#include "shared/http/channel.hpp"

#include <array>

#include "shared/http/limits.hpp"

namespace khaosan::guard {

bool harden(SSL_CTX* context) {
  constexpr const char* tls_1_2_ciphers =
      "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:"
      "ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-CHACHA20-POLY1305";
  SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET |
                                   SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
         SSL_CTX_set_num_tickets(context, 0) == 1 && SSL_CTX_set_cipher_list(context, tls_1_2_ciphers) == 1;
}

Result<SslContextPtr> server_context(const Certificate& certificate) {
  KHAOSAN_LET(key, key_from_pem(certificate.key_pem));
  KHAOSAN_LET(leaf, certificate_from_pem(certificate.certificate_pem));
  SslContextPtr context(SSL_CTX_new(TLS_server_method()));
  const bool ok = context != nullptr && harden(context.get()) &&
                  SSL_CTX_use_certificate(context.get(), leaf.get()) == 1 &&
                  SSL_CTX_use_PrivateKey(context.get(), key.get()) == 1 &&
                  SSL_CTX_check_private_key(context.get()) == 1;
  ERR_clear_error();
  if (!ok) return refuse(Code::bad_value, "key and certificate do not belong together");
  SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                      SSL_MODE_RELEASE_BUFFERS);
  return context;
}

Channel::Channel(Socket socket, SSL_CTX* context) : socket_(socket) {
  if (context == nullptr) return;
  ssl_.reset(SSL_new(context));
  broken_ = ssl_ == nullptr || SSL_set_fd(ssl_.get(), static_cast<int>(socket)) != 1;
  if (!broken_) SSL_set_accept_state(ssl_.get());
}

Channel::~Channel() {
  ssl_.reset();
  close_socket(socket_);
}

// OpenSSL's error queue belongs to the thread, so what another connection left must be gone before each call.
Io Channel::outcome(int result) {
  switch (SSL_get_error(ssl_.get(), result)) {
    case SSL_ERROR_NONE:
      return Io::done;
    case SSL_ERROR_WANT_READ:
      return Io::want_read;
    case SSL_ERROR_WANT_WRITE:
      return Io::want_write;
    case SSL_ERROR_ZERO_RETURN:
      return Io::closed;
    default:
      broken_ = true;
      return Io::failed;
  }
}

Io Channel::handshake() {
  if (broken_) return Io::failed;
  if (ssl_ == nullptr) return Io::done;
  ERR_clear_error();
  return outcome(SSL_accept(ssl_.get()));
}

Io Channel::read(char* to, std::size_t size, std::size_t& got) {
  got = 0;
  if (broken_) return Io::failed;
  if (ssl_ == nullptr) return receive(socket_, to, size, got);
  ERR_clear_error();
  const int result = SSL_read_ex(ssl_.get(), to, size, &got);
  return result == 1 ? Io::done : outcome(result);
}

Io Channel::write(const char* from, std::size_t size, std::size_t& put) {
  put = 0;
  if (broken_) return Io::failed;
  if (ssl_ == nullptr) return send(socket_, from, size, put);
  ERR_clear_error();
  const int result = SSL_write_ex(ssl_.get(), from, size, &put);
  return result == 1 ? Io::done : outcome(result);
}

void Channel::finish_writing() {
  if (ssl_ != nullptr && !broken_) {
    ERR_clear_error();
    SSL_shutdown(ssl_.get());
  }
  shut_writing(socket_);
}

Io Channel::discard(std::size_t& got) {
  std::array<char, write_chunk_bytes> thrown_away;
  return receive(socket_, thrown_away.data(), thrown_away.size(), got);
}

}  // namespace khaosan::guard
