// Every bound of the guarded server and of the client, in one place. Times are milliseconds, sizes bytes.
#pragma once

#include <cstddef>
#include <cstdint>

namespace khaosan {

// The head of a request: bigger is answered with 431.
inline constexpr std::size_t head_bytes_max = 16 * 1024;
inline constexpr std::size_t headers_max = 64;
inline constexpr std::size_t target_bytes_max = 4 * 1024;

// A body up to this size is collected by the front thread and costs no worker while it arrives.
inline constexpr std::size_t collected_body_bytes_max = 16 * 1024;
// What a peer that has not shown who it is may send, however generous its policy.
inline constexpr std::uint64_t stranger_body_bytes_max = 64 * 1024;
inline constexpr std::int64_t stranger_body_ms = 10'000;

inline constexpr std::size_t write_chunk_bytes = 16 * 1024;  // small writes are gathered up to one TLS record
inline constexpr std::size_t read_chunk_bytes = 64 * 1024;
inline constexpr std::size_t chunk_line_bytes_max = 18;  // of a chunked body: 16 hex digits and CRLF

inline constexpr int listen_backlog = 1024;
inline constexpr int accepts_a_round_max = 64;
inline constexpr std::int64_t accept_pause_ms = 100;  // when the system has no descriptor left
inline constexpr int retry_after_s = 2;

// One share of the heavy slots: strangers may hold a quarter of them, so they cannot shut the others out.
inline constexpr int stranger_heavy_share = 4;

// Bounds that an installation or a test may change.
struct GuardLimits {
  int workers_max = 256;       // threads are made when first needed
  int heavy_max = 224;         // requests at once that may be slow; the other workers stay free for the rest
  int account_heavy_max = 16;  // of them, for one account (for one address where no account is known)
  std::size_t queue_max = 1024;  // requests that wait for a worker
  int connections_max = 2048;
  int address_connections_max = 128;  // for one IPv4 address or one IPv6 /64

  std::int64_t handshake_ms = 6'000;
  std::int64_t head_ms = 6'000;  // from its first byte (the first one: from the end of the handshake)
  std::int64_t idle_ms = 15'000;
  std::int64_t small_body_ms = 10'000;
  std::int64_t linger_ms = 2'000;  // unread input is swallowed so long, so that the answer arrives
  std::uint64_t linger_bytes_max = 1024 * 1024;

  std::uint64_t pace_bytes_per_s = 4 * 1024;  // asked of the peer over each window of waiting for it
  std::int64_t pace_window_ms = 10'000;

  std::int64_t stop_grace_ms = 5'000;  // for requests in flight
};

static_assert(GuardLimits{}.heavy_max < GuardLimits{}.workers_max);

// The client.
struct ClientTimes {
  std::int64_t connect_ms = 10'000;  // TCP, and again the handshake
  std::int64_t read_ms = 60'000;     // without a byte from the server
  std::int64_t write_ms = 60'000;
};
inline constexpr std::uint64_t client_body_bytes_max = 256ULL * 1024 * 1024;  // of an answer held in memory
// A connection unused for longer is opened anew: the server drops it at idle_ms.
inline constexpr std::int64_t client_reuse_ms = 10'000;
static_assert(client_reuse_ms < GuardLimits{}.idle_ms);

}  // namespace khaosan
