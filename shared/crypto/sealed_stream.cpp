#include "shared/crypto/sealed_stream.hpp"

#include <sodium.h>

namespace khaosan {
namespace {

using Key = std::array<std::uint8_t, crypto_secretstream_xchacha20poly1305_KEYBYTES>;

static_assert(sizeof(StreamStart::sealed_key) == sizeof(Key) + crypto_box_SEALBYTES);
static_assert(sizeof(StreamStart::head) == crypto_secretstream_xchacha20poly1305_HEADERBYTES);
static_assert(stream_message_overhead == crypto_secretstream_xchacha20poly1305_ABYTES);

struct Stream {
  crypto_secretstream_xchacha20poly1305_state state{};
  Stream() = default;
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  ~Stream() { sodium_memzero(&state, sizeof(state)); }
};

}  // namespace

struct SealingStream::State : Stream {};
struct OpeningStream::State : Stream {};

SealingStream::SealingStream(const PublicKey& reader) : state_(std::make_unique<State>()) {
  Key key{};
  crypto_secretstream_xchacha20poly1305_keygen(key.data());
  crypto_secretstream_xchacha20poly1305_init_push(&state_->state, start_.head.data(), key.data());
  crypto_box_seal(start_.sealed_key.data(), key.data(), key.size(), reader.data());
  sodium_memzero(key.data(), key.size());
}

SealingStream::~SealingStream() = default;
SealingStream::SealingStream(SealingStream&&) noexcept = default;
SealingStream& SealingStream::operator=(SealingStream&&) noexcept = default;

Bytes SealingStream::seal(ByteView message, StreamPlace place) {
  Bytes sealed(message.size() + stream_message_overhead);
  const unsigned char tag = place == StreamPlace::last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL
                                                       : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
  crypto_secretstream_xchacha20poly1305_push(&state_->state, sealed.data(), nullptr, message.data(),
                                             message.size(), nullptr, 0, tag);
  return sealed;
}

OpeningStream::OpeningStream(std::unique_ptr<State> state) : state_(std::move(state)) {}
OpeningStream::~OpeningStream() = default;
OpeningStream::OpeningStream(OpeningStream&&) noexcept = default;
OpeningStream& OpeningStream::operator=(OpeningStream&&) noexcept = default;

std::optional<OpeningStream> OpeningStream::open(const StreamStart& start, const BoxKeyPair& key) {
  Key stream_key{};
  if (crypto_box_seal_open(stream_key.data(), start.sealed_key.data(), start.sealed_key.size(),
                           key.public_key.data(), key.secret_key.data()) != 0)
    return std::nullopt;
  auto state = std::make_unique<State>();
  const int begun =
      crypto_secretstream_xchacha20poly1305_init_pull(&state->state, start.head.data(), stream_key.data());
  sodium_memzero(stream_key.data(), stream_key.size());
  if (begun != 0) return std::nullopt;
  return OpeningStream(std::move(state));
}

std::optional<OpeningStream::Message> OpeningStream::next(ByteView sealed) {
  if (sealed.size() < stream_message_overhead) return std::nullopt;
  Message message;
  message.bytes.resize(sealed.size() - stream_message_overhead);
  unsigned char tag = 0;
  if (crypto_secretstream_xchacha20poly1305_pull(&state_->state, message.bytes.data(), nullptr, &tag,
                                                 sealed.data(), sealed.size(), nullptr, 0) != 0)
    return std::nullopt;
  if (tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL) message.place = StreamPlace::last;
  return message;
}

}  // namespace khaosan
