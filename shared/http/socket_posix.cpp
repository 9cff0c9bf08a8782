#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <memory>
#include <mutex>
#include <system_error>

#include "shared/http/socket.hpp"

namespace khaosan::guard {
namespace {

int fd(Socket socket) {
  return static_cast<int>(socket);
}

void set_non_blocking(int descriptor) {
  ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK);
  ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
}

void set_option(int descriptor, int level, int option) {
  const int on = 1;
  ::setsockopt(descriptor, level, option, &on, sizeof on);
}

bool is_loopback(const sockaddr* address) {
  if (address->sa_family == AF_INET) {
    return (ntohl(reinterpret_cast<const sockaddr_in*>(address)->sin_addr.s_addr) >> 24U) == 127;
  }
  return address->sa_family == AF_INET6 &&
         IN6_IS_ADDR_LOOPBACK(&reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr);
}

using AddressList = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

AddressList resolve(const std::string& host, int port, int flags) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = flags;
  addrinfo* found = nullptr;
  const int error = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
  if (error != 0) found = nullptr;
  return {found, &::freeaddrinfo};
}

bool all_loopback(const AddressList& addresses) {
  for (const addrinfo* at = addresses.get(); at != nullptr; at = at->ai_next) {
    if (!is_loopback(at->ai_addr)) return false;
  }
  return addresses != nullptr;
}

int port_of(int descriptor) {
  sockaddr_storage bound{};
  socklen_t size = sizeof bound;
  ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&bound), &size);
  return ntohs(bound.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6*>(&bound)->sin6_port
                                           : reinterpret_cast<sockaddr_in*>(&bound)->sin_port);
}

// The descriptor, or -1 with errno set.
int open_listener(const addrinfo& address, int backlog) {
  const int descriptor = ::socket(address.ai_family, SOCK_STREAM, 0);
  if (descriptor < 0) return -1;
  set_non_blocking(descriptor);
  set_option(descriptor, SOL_SOCKET, SO_REUSEADDR);
  if (::bind(descriptor, address.ai_addr, address.ai_addrlen) == 0 && ::listen(descriptor, backlog) == 0) {
    return descriptor;
  }
  const int error = errno;
  ::close(descriptor);
  errno = error;
  return -1;
}

void describe(const sockaddr_storage& from, Peer& peer) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (from.ss_family == AF_INET) {
    ::inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in&>(from).sin_addr, text.data(), text.size());
    peer.address = peer.cap_key = text.data();
    return;
  }
  in6_addr address = reinterpret_cast<const sockaddr_in6&>(from).sin6_addr;
  if (IN6_IS_ADDR_V4MAPPED(&address)) {
    ::inet_ntop(AF_INET, &address.s6_addr[12], text.data(), text.size());
    peer.address = peer.cap_key = text.data();
    return;
  }
  ::inet_ntop(AF_INET6, &address, text.data(), text.size());
  peer.address = text.data();
  std::fill(std::begin(address.s6_addr) + 8, std::end(address.s6_addr), std::uint8_t{0});
  ::inet_ntop(AF_INET6, &address, text.data(), text.size());
  peer.cap_key = text.data();
}

Io outcome(ssize_t moved, Io want) {
  if (moved >= 0) return Io::done;
  if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) return want;
  return Io::failed;
}

}  // namespace

Result<Listener> listen_on(const std::string& host, int port, int backlog, Reach reach) {
  const AddressList addresses = resolve(host, port, AI_PASSIVE);
  const std::string place = host + ":" + std::to_string(port);
  if (addresses == nullptr) return refuse(Code::io_failed, "no such address: " + place);
  if (reach == Reach::loopback_only && !all_loopback(addresses)) {
    return refuse(Code::usage, "without TLS only the loopback address is served, not " + host);
  }
  for (const addrinfo* at = addresses.get(); at != nullptr; at = at->ai_next) {
    const int descriptor = open_listener(*at, backlog);
    if (descriptor >= 0) return Listener{descriptor, port_of(descriptor)};
  }
  if (errno == EADDRINUSE) return refuse(Code::port_taken, place);
  return refuse(Code::io_failed, "listen on " + place + ": " + std::generic_category().message(errno));
}

bool is_loopback_host(const std::string& host) {
  return all_loopback(resolve(host, 0, 0));
}

Accepted accept_from(Socket listener, Peer& peer) {
  sockaddr_storage from{};
  socklen_t size = sizeof from;
  const int descriptor = ::accept(fd(listener), reinterpret_cast<sockaddr*>(&from), &size);
  if (descriptor < 0) {
    const bool full = errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM;
    return full ? Accepted::no_descriptor : Accepted::none;
  }
  set_non_blocking(descriptor);
  set_option(descriptor, IPPROTO_TCP, TCP_NODELAY);
  peer.socket = descriptor;
  describe(from, peer);
  return Accepted::one;
}

Io receive(Socket socket, char* to, std::size_t size, std::size_t& got) {
  const ssize_t moved = ::recv(fd(socket), to, size, 0);
  got = moved > 0 ? static_cast<std::size_t>(moved) : 0;
  return moved == 0 ? Io::closed : outcome(moved, Io::want_read);
}

Io send(Socket socket, const char* from, std::size_t size, std::size_t& put) {
  const ssize_t moved = ::send(fd(socket), from, size, MSG_NOSIGNAL);
  put = moved > 0 ? static_cast<std::size_t>(moved) : 0;
  return outcome(moved, Io::want_write);
}

void shut_writing(Socket socket) {
  ::shutdown(fd(socket), SHUT_WR);
}

void shut_both(Socket socket) {
  ::shutdown(fd(socket), SHUT_RDWR);
}

void close_socket(Socket socket) {
  if (socket != no_socket) ::close(fd(socket));
}

void poll_sockets(std::vector<PollEntry>& entries, std::int64_t timeout_ms) {
  thread_local std::vector<pollfd> polled;
  polled.clear();
  for (const PollEntry& entry : entries) {
    const int events = (entry.reading ? POLLIN : 0) | (entry.writing ? POLLOUT : 0);
    polled.push_back({fd(entry.socket), static_cast<short>(events), 0});
  }
  const int found = ::poll(polled.data(), polled.size(), static_cast<int>(timeout_ms));
  for (std::size_t i = 0; i < entries.size(); ++i) entries[i].ready = found > 0 && polled[i].revents != 0;
}

bool wait_for(Socket socket, Io want, std::int64_t timeout_ms) {
  pollfd polled{fd(socket), static_cast<short>(want == Io::want_write ? POLLOUT : POLLIN), 0};
  return ::poll(&polled, 1, static_cast<int>(timeout_ms)) > 0;
}

Waker::Waker() {
  std::array<int, 2> ends{-1, -1};
  if (::pipe(ends.data()) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
  set_non_blocking(ends[0]);
  set_non_blocking(ends[1]);
  read_end_ = ends[0];
  write_end_ = ends[1];
}

Waker::~Waker() {
  close_socket(read_end_);
  close_socket(write_end_);
}

void Waker::wake() {
  const char sign = 1;
  // A full pipe has woken the other side already.
  [[maybe_unused]] const ssize_t written = ::write(fd(write_end_), &sign, 1);
}

void Waker::drain() {
  std::array<char, 256> signs{};
  while (::read(fd(read_end_), signs.data(), signs.size()) > 0) {
  }
}

void prepare_sockets() {
  static std::once_flag once;
  std::call_once(once, [] {
    std::signal(SIGPIPE, SIG_IGN);
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur >= files.rlim_max) return;
    constexpr rlim_t enough = 16 * 1024;
    files.rlim_cur = std::max(files.rlim_cur, std::min(files.rlim_max, enough));
    ::setrlimit(RLIMIT_NOFILE, &files);
  });
}

}  // namespace khaosan::guard
