// A peer without manners: sends any bytes, with or without TLS, and reads what comes back.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace khaosan_test {

struct RawAnswer {
  int status = 0;  // 0: the connection ended first
  std::string head;
  std::string body;

  bool has(std::string_view text) const { return head.find(text) != std::string::npos; }
};

class RawClient {
 public:
  enum class Tls { none, any, only_1_1, only_1_2 };

  explicit RawClient(int port, Tls tls = Tls::any, int receive_timeout_s = 8) {
    socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    const timeval limit{receive_timeout_s, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    // Or each request waits 40 ms for the acknowledgement of the handshake's last message.
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    if (connected_ && tls != Tls::none) connected_ = shake_hands(tls);
  }
  ~RawClient() {
    ssl_.reset();
    ::close(socket_);
  }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  bool connected() const { return connected_; }
  std::string cipher() const { return SSL_get_cipher_name(ssl_.get()); }
  std::string version() const { return SSL_get_version(ssl_.get()); }

  // How many of the bytes were taken before the connection ended.
  std::size_t send(std::string_view bytes) {
    std::size_t sent = 0;
    while (sent < bytes.size()) {
      const auto left = bytes.size() - sent;
      const long put = ssl_ ? SSL_write(ssl_.get(), bytes.data() + sent, static_cast<int>(left))
                            : ::send(socket_, bytes.data() + sent, left, MSG_NOSIGNAL);
      if (put <= 0) break;
      sent += static_cast<std::size_t>(put);
    }
    return sent;
  }

  RawAnswer answer(bool with_body = true) {
    RawAnswer answer;
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
      if (!fill()) return answer;
    }
    answer.head = buffer_.substr(0, end + 4);
    buffer_.erase(0, end + 4);
    answer.status = std::atoi(answer.head.c_str() + 9);
    const auto at = answer.head.find("Content-Length: ");
    const std::size_t length =
        at == std::string::npos ? 0 : std::strtoul(answer.head.c_str() + at + 16, nullptr, 10);
    while (with_body && buffer_.size() < length) {
      if (!fill()) break;
    }
    answer.body = buffer_.substr(0, with_body ? length : 0);
    buffer_.erase(0, answer.body.size());
    return answer;
  }
  RawAnswer ask(std::string_view bytes) {
    send(bytes);
    return answer();
  }
  // The peer ended the connection (and did not just stay silent).
  bool ended() {
    while (fill()) {
    }
    return at_end_;
  }

 private:
  bool fill() {
    std::array<char, 16384> piece{};
    const long got = ssl_ ? SSL_read(ssl_.get(), piece.data(), static_cast<int>(piece.size()))
                          : ::recv(socket_, piece.data(), piece.size(), 0);
    if (got <= 0) {
      const bool silent =
          ssl_ ? SSL_get_error(ssl_.get(), static_cast<int>(got)) == SSL_ERROR_WANT_READ : got < 0;
      at_end_ = !silent || errno == ECONNRESET;
      return false;
    }
    buffer_.append(piece.data(), static_cast<std::size_t>(got));
    return true;
  }

  bool shake_hands(Tls tls) {
    context_.reset(SSL_CTX_new(TLS_client_method()));
    if (tls == Tls::only_1_1) {
      SSL_CTX_set_security_level(context_.get(), 0);
      SSL_CTX_set_min_proto_version(context_.get(), TLS1_1_VERSION);
      SSL_CTX_set_max_proto_version(context_.get(), TLS1_1_VERSION);
    }
    if (tls == Tls::only_1_2) SSL_CTX_set_max_proto_version(context_.get(), TLS1_2_VERSION);
    ssl_.reset(SSL_new(context_.get()));
    SSL_set_fd(ssl_.get(), socket_);
    return SSL_connect(ssl_.get()) == 1;
  }

  struct Free {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  };
  int socket_ = -1;
  bool connected_ = false;
  bool at_end_ = false;
  std::string buffer_;
  std::unique_ptr<SSL_CTX, Free> context_;
  std::unique_ptr<SSL, Free> ssl_;
};

}  // namespace khaosan_test
