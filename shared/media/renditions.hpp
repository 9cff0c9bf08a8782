// Small and public copies of pictures, and their facts, made in child processes that may do nothing but
// compute.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "shared/media/byte_source.hpp"
#include "shared/media/limits.hpp"
#include "shared/media/photo_facts.hpp"
#include "shared/media/pixels.hpp"
#include "shared/platform/sandbox.hpp"

namespace khaosan {

namespace worker {
enum class Task : std::uint32_t;
}

// A part of the picture, in 1e-4 of its width and height.
struct CropRect {
  int left_e4 = 0;
  int top_e4 = 0;
  int width_e4 = 10'000;
  int height_e4 = 10'000;
  auto operator<=>(const CropRect&) const = default;
};

// What a person recorded about a picture: first it is made upright, then turned to the right, then cropped.
struct PictureEdit {
  int rotate_quarter_turns = 0;
  CropRect crop;
  auto operator<=>(const PictureEdit&) const = default;
};
Done check_edit(const PictureEdit& edit);  // bad_value: a crop that is empty or not inside the picture

struct TakenIn {
  PhotoFacts facts;
  std::optional<Bytes> small_rendition;  // a picture that can be decoded
};

struct DecoderOptions {
  int workers = 0;  // 0: one a core
  int pictures_per_worker = media_limits::pictures_per_worker;
  int deadline_ms = media_limits::picture_deadline_ms;
};

struct DecoderCounts {
  std::uint64_t pictures = 0;  // requests answered, well or not
  std::uint64_t workers_started = 0;
  std::uint64_t workers_killed = 0;  // crashed or late, and replaced
  std::uint64_t worker_peak_memory_bytes = 0;
};

enum class WorkerFault { probe_sandbox, crash, hang, spin, exhaust_memory };

// The pool of decoding processes. They start when they are needed; one that crashes or is late costs that one
// picture and is replaced. Safe from several threads, which wait for a free process.
//
// A program that has a Decoder calls decode_worker_main() first thing when argv[1] is decode_worker_argument.
//
// Copies are JPEG, upright, sRGB, without any metadata, never larger than the picture.
// Refusals: picture_unreadable (also not a picture, a crash, too much processor time), picture_too_large
// (told from the header, nothing is decoded), overloaded (no answer by the deadline without using up the
// processor time: the machine is busy, ask again), file_empty, bad_value for an edit, io_failed from the
// source, internal: no process starts.
class Decoder {
 public:
  explicit Decoder(const DecoderOptions& options = {});
  ~Decoder();
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  // Of any file. Never refused for what the file holds: what cannot be read is absent.
  Result<PhotoFacts> facts(const ByteSource& file);
  Result<Bytes> small_rendition(const ByteSource& file,
                                const PictureEdit& edit = {});                 // at most small_side_px
  Result<Bytes> public_copy(const ByteSource& file, const PictureEdit& edit);  // at most public_side_px
  Result<TakenIn> take_in(const ByteSource& file);  // facts and small rendition in one go

  DecoderCounts counts() const;
  // For tests: makes a worker misbehave; for probe_sandbox the answer is what was possible inside.
  Result<SandboxProbe> provoke(WorkerFault fault);

 private:
  class Pool;
  Result<TakenIn> ask_facts(const ByteSource& file, worker::Task task);
  std::unique_ptr<Pool> pool_;
};

// Whether these bytes have the form and size of our small renditions: a plain JPEG, told from its header;
// nothing is decoded. picture_unreadable, picture_too_large.
Done check_small_form(ByteView small_rendition);

// A small rendition to be shown, decoded in this process: only one that passes check_small_form() is.
Result<Pixels> small_pixels(ByteView small_rendition);

inline constexpr const char* decode_worker_argument = "--decode-worker";
int decode_worker_main();  // serves its parent until that closes the channel; returns the exit code

}  // namespace khaosan
