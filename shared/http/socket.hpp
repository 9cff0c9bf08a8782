// The sockets of the system, non-blocking. One body of this header a system: socket_posix.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "shared/base/result.hpp"

namespace khaosan::guard {

using Socket = std::intptr_t;
inline constexpr Socket no_socket = -1;

// What a step on a connection came to. want_*: nothing moved, try again when the socket is ready for it.
enum class Io { done, want_read, want_write, closed, failed };

struct Listener {
  Socket socket = no_socket;
  int port = 0;
};
enum class Reach { anywhere, loopback_only };
// Port 0: the system chooses. A port in use is refused, never shared. Refusals: io_failed, usage (not
// loopback).
Result<Listener> listen_on(const std::string& host, int port, int backlog, Reach reach);
bool is_loopback_host(const std::string& host);  // every address of the name is

struct Peer {
  Socket socket = no_socket;
  std::string address;  // "192.0.2.7", "2001:db8::7"
  std::string cap_key;  // what connections are counted for: the IPv4 address or the IPv6 /64
};
enum class Accepted { one, none, no_descriptor };
Accepted accept_from(Socket listener, Peer& peer);  // non-blocking, TCP_NODELAY

Io receive(Socket socket, char* to, std::size_t size, std::size_t& got);
Io send(Socket socket, const char* from, std::size_t size, std::size_t& put);
void shut_writing(Socket socket);
void shut_both(Socket socket);  // safe from another thread while the socket is open
void close_socket(Socket socket);

struct PollEntry {
  Socket socket = no_socket;
  bool reading = false;
  bool writing = false;
  bool ready = false;  // set by poll_sockets, also on error
};
void poll_sockets(std::vector<PollEntry>& entries, std::int64_t timeout_ms);  // -1: no timeout
bool wait_for(Socket socket, Io want, std::int64_t timeout_ms);               // false: nothing came

// Lets one thread end another's poll.
class Waker {
 public:
  Waker();
  ~Waker();
  Waker(const Waker&) = delete;
  Waker& operator=(const Waker&) = delete;
  Socket socket() const { return read_end_; }
  void wake();
  void drain();

 private:
  Socket read_end_ = no_socket;
  Socket write_end_ = no_socket;
};

// Once a process: a peer that is gone is an error, not a signal; and as many descriptors as the system
// allows.
void prepare_sockets();

}  // namespace khaosan::guard
