// A connection: held by the front thread or by one worker, never by both.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "shared/http/channel.hpp"
#include "shared/http/message.hpp"

namespace khaosan::guard {

using Clock = std::chrono::steady_clock;
using Moment = Clock::time_point;

inline Moment after(Moment start, std::int64_t ms) {
  return start + std::chrono::milliseconds(ms);
}
inline std::int64_t ms_until(Moment moment, Moment now) {
  return std::chrono::ceil<std::chrono::milliseconds>(moment - now).count();
}

enum class Phase {
  handshake,
  idle,       // between requests
  head,       // a head has begun
  body,       // the front collects a small body
  serving,    // with a worker
  answering,  // the front sends its own answer
  lingering,  // answered; unread input is swallowed so that the answer arrives
  dead
};

enum class Slot { none, known, stranger };  // of the heavy ones

struct Connection {
  Connection(const Peer& from, SSL_CTX* context) : channel(from.socket, context), peer(from) {}

  Channel channel;
  Peer peer;
  Phase phase = Phase::handshake;
  Moment deadline;
  Io waits_for = Io::want_read;

  std::string in;  // received, not yet consumed
  std::size_t searched = 0;
  std::string out;  // of the front, not yet sent
  std::uint64_t lingered_bytes = 0;

  // Of the request being collected or served.
  RequestHead head;
  RequestPolicy policy;
  Moment body_deadline;
  Slot slot = Slot::none;
  std::string slot_key;
};

}  // namespace khaosan::guard
