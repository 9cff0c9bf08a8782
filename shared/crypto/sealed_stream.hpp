// A stream of messages that only one reader can open (libsodium: a sealed box around a fresh key, then
// secretstream). A message that was altered, left out, repeated or put elsewhere does not open.
#pragma once

#include <memory>
#include <optional>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "shared/crypto/keys.hpp"

namespace khaosan {

inline constexpr std::size_t stream_message_overhead = 17;  // bytes that each message grows by

// What the reader needs besides the secret key; it goes in front of the messages.
struct StreamStart {
  std::array<std::uint8_t, 80> sealed_key{};
  std::array<std::uint8_t, 24> head{};
};

enum class StreamPlace { inside, last };

class SealingStream {
 public:
  explicit SealingStream(const PublicKey& reader);
  ~SealingStream();
  SealingStream(SealingStream&&) noexcept;
  SealingStream& operator=(SealingStream&&) noexcept;
  const StreamStart& start() const { return start_; }
  Bytes seal(ByteView message, StreamPlace place);

 private:
  struct State;
  StreamStart start_;
  std::unique_ptr<State> state_;
};

class OpeningStream {
 public:
  // Nothing: it is not sealed to this key.
  static std::optional<OpeningStream> open(const StreamStart& start, const BoxKeyPair& key);
  ~OpeningStream();
  OpeningStream(OpeningStream&&) noexcept;
  OpeningStream& operator=(OpeningStream&&) noexcept;
  struct Message {
    Bytes bytes;
    StreamPlace place = StreamPlace::inside;
  };
  std::optional<Message> next(ByteView sealed);  // nothing: not the message that was sealed here

 private:
  struct State;
  explicit OpeningStream(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace khaosan
