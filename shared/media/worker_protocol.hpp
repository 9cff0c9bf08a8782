// What goes over the channel between Decoder and its processes. Each side is one build of one program, so
// there is no version; but the child's answers are foreign bytes to the parent and are checked as such.
//
//   ready     worker_sign                                 once, when the child is locked in
//   request   48 bytes, then `file_bytes` of file
//   answer    24 bytes, then facts and picture
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "shared/base/bytes.hpp"
#include "shared/media/photo_facts.hpp"
#include "shared/media/renditions.hpp"

namespace khaosan::worker {

inline constexpr std::uint32_t worker_sign = 0x4B534457;
inline constexpr std::size_t ready_bytes = 4;
inline constexpr std::size_t request_bytes = 48;
inline constexpr std::size_t answer_bytes = 24;
inline constexpr std::size_t max_facts_bytes = 1024;

enum class Task : std::uint32_t {
  facts = 1,
  small_rendition,
  public_copy,
  take_in,
  probe_sandbox,
  crash,
  hang,
  spin,
  exhaust_memory,
};

enum class Outcome : std::uint32_t { done = 1, unreadable, too_large };

struct Request {
  Task task = Task::facts;
  PictureEdit edit;
  std::uint64_t file_bytes = 0;
};

struct Answer {
  Outcome outcome = Outcome::done;
  std::uint32_t facts_bytes = 0;
  std::uint64_t picture_bytes = 0;
};

using ReadyFrame = std::array<std::uint8_t, ready_bytes>;
using RequestFrame = std::array<std::uint8_t, request_bytes>;
using AnswerFrame = std::array<std::uint8_t, answer_bytes>;

ReadyFrame ready_frame();
RequestFrame frame_of(const Request& request);
std::optional<Request> parse_request(const RequestFrame& frame);
AnswerFrame frame_of(const Answer& answer);
std::optional<Answer> parse_answer(const AnswerFrame& frame);  // nothing if a size is over its limit

Bytes facts_to_bytes(const PhotoFacts& facts);
std::optional<PhotoFacts> facts_from_bytes(ByteView bytes);  // already checked_facts()
Bytes probe_to_bytes(const SandboxProbe& probe);
std::optional<SandboxProbe> probe_from_bytes(ByteView bytes);

}  // namespace khaosan::worker
