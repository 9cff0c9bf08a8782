// One part of a bundle, version 1: a file of at most 2 GB that can be checked and opened by itself.
//
//   "khaosan-bundle 1\n"   u32 length of the header   header   64 bytes signature   messages
//
// Numbers are big-endian. The header is canonical JSON and names the sealed key of the messages; the sender
// signs the SHA-256 of everything before the signature. So whoever reads knows the sender before the first
// message, and each message is the sender's as soon as it opens: nobody else but the reader has that key. A
// message is a u32 length and the sealed bytes of: one sign for what it is, then its body. The last one
// closes the part.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "shared/base/id.hpp"
#include "shared/base/time.hpp"
#include "shared/bundle/ports.hpp"
#include "shared/crypto/keys.hpp"
#include "shared/crypto/sealed_stream.hpp"

namespace khaosan {

inline constexpr std::string_view part_magic = "khaosan-bundle 1\n";
inline constexpr std::string_view part_suffix = ".khaosan";
inline constexpr std::size_t part_header_bytes_max = 4096;
inline constexpr std::size_t message_bytes_max = 4U << 20U;  // opened; a reader holds no more than two

enum class BundleKind { outbox, answer, share };

using BundleId = Id<struct BundleTag>;

struct PartHeader {
  BundleKind kind = BundleKind::outbox;
  BundleId bundle;
  int part = 1;   // from 1 on
  DeviceId from;  // empty: the office
  DeviceId to;    // empty: the office
  Instant made_at;
  StreamStart stream;
};

// The header as it stands in the file, for the signature and the golden file.
std::string part_header_text(const PartHeader& header);

// What a message holds; its first sign in the file.
enum class MessageKind : char {
  about = 'h',    // JSON, first in every part: what the bundle is
  changes = 'c',  // {"after":CHANGE}, then sealed changes: lines of a push
  expects = 'e',  // SHA-256s of files that must be there before the changes that follow
  file = 'f',     // JSON: a piece of a file begins
  bytes = 'b',    // of that piece
  answers = 'a',  // lines of a push's answer
  arrived = 'g',  // SHA-256s of files that the office has
  page = 'p',     // {"after":SEQ}, then a page of a pull
  records = 's',  // record lines of a shared event
  end = 'z'       // {"more":true}: another part follows
};

struct BundleMessage {
  MessageKind kind = MessageKind::about;
  std::string body;
};

class PartWriter {
 public:
  // `header.stream` is filled in here.
  static Result<PartWriter> begin(std::unique_ptr<PartOutput> output, PartHeader header,
                                  const SignKeyPair& sender, const PublicKey& reader);
  Done write(MessageKind kind, std::string_view body);  // too_large
  Done finish(bool more);
  std::uint64_t size_bytes() const { return size_bytes_; }

 private:
  PartWriter(std::unique_ptr<PartOutput> output, SealingStream stream);
  Done put(ByteView bytes);
  Done put_message(MessageKind kind, std::string_view body, StreamPlace place);
  std::unique_ptr<PartOutput> output_;
  SealingStream stream_;
  std::uint64_t size_bytes_ = 0;
};

// Reads what anybody may have written. Refused with bundle_damaged: what is no part, is cut, altered or too
// long.
class PartReader {
 public:
  // Reads the header; nothing of it is known to be true before admit().
  static Result<PartReader> begin(std::unique_ptr<PartInput> input);
  const PartHeader& header() const { return header_; }
  // The sender's key and our own: bad_signature; bundle_not_ours if it is sealed to somebody else.
  Done admit(const PublicKey& sender, const BoxKeyPair& reader);
  // After admit(). Nothing after the last one; `more()` is known then.
  Result<std::optional<BundleMessage>> next();
  bool more() const { return more_; }

 private:
  PartReader(std::unique_ptr<PartInput> input, PartHeader header, Sha256 signed_hash, Signature signature);
  Result<std::uint32_t> read_length();
  Done close(const OpeningStream::Message& message, const std::string& body);
  std::unique_ptr<PartInput> input_;
  PartHeader header_;
  Sha256 signed_hash_;
  Signature signature_{};
  std::optional<OpeningStream> stream_;
  bool closed_ = false;
  bool more_ = false;
};

}  // namespace khaosan
