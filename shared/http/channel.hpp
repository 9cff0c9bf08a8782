// One connection's bytes, with or without TLS. Non-blocking; used by one thread at a time.
#pragma once

#include <cstddef>
#include <memory>

#include "shared/base/result.hpp"
#include "shared/http/certificate.hpp"
#include "shared/http/openssl_parts.hpp"
#include "shared/http/socket.hpp"

namespace khaosan::guard {

// The server's side of TLS. bad_value: key or certificate do not fit.
Result<SslContextPtr> server_context(const Certificate& certificate);

class Channel {
 public:
  Channel(Socket socket, SSL_CTX* context);  // owns the socket; without TLS when the context is null
  ~Channel();
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  Socket socket() const { return socket_; }
  Io handshake();
  Io read(char* to, std::size_t size, std::size_t& got);
  // `done` with `put` at least 1. After want_write the same bytes must be given again.
  Io write(const char* from, std::size_t size, std::size_t& put);
  void finish_writing();         // close_notify, then the end of our stream; reading goes on
  Io discard(std::size_t& got);  // after finish_writing: takes what the peer still sends

 private:
  Io outcome(int result);

  Socket socket_;
  SslPtr ssl_;
  bool broken_ = false;
};

}  // namespace khaosan::guard
