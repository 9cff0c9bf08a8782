// The decoding process: locks itself in, then answers one request after the other.
#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdlib>
#include <new>

#include "shared/media/colour.hpp"
#include "shared/media/jpeg.hpp"
#include "shared/media/picture.hpp"
#include "shared/media/worker_protocol.hpp"
#include "shared/platform/process.hpp"

namespace khaosan {
namespace {

using namespace media_limits;
using worker::Answer;
using worker::Outcome;
using worker::Request;
using worker::Task;

constexpr int exit_broken_channel = 3;
constexpr int exit_not_locked_in = 4;

struct Made {
  Outcome outcome = Outcome::done;
  Bytes facts;
  Bytes picture;
};

Outcome outcome_of(const Refusal& refusal) {
  return refusal.code == Code::picture_too_large ? Outcome::too_large : Outcome::unreadable;
}

// The crop in whole pixels of a picture of this size: at least one, and inside.
PixelRect rect_of(const CropRect& crop, int width, int height) {
  const auto along = [](int part_e4, int length) {
    return static_cast<int>((static_cast<std::int64_t>(part_e4) * length + 5'000) / 10'000);
  };
  PixelRect rect;
  rect.left = std::clamp(along(crop.left_e4, width), 0, width - 1);
  rect.top = std::clamp(along(crop.top_e4, height), 0, height - 1);
  rect.width = std::clamp(along(crop.left_e4 + crop.width_e4, width) - rect.left, 1, width - rect.left);
  rect.height = std::clamp(along(crop.top_e4 + crop.height_e4, height) - rect.top, 1, height - rect.top);
  return rect;
}

// The size of the copy: the edited picture at its full size, made to fit `side_px`.
struct Plan {
  int width = 0;
  int height = 0;
  double scale = 1.0;  // of the stored picture
};

Plan plan_of(const PhotoFacts& facts, const PictureEdit& edit, int side_px) {
  const bool turned = edit.rotate_quarter_turns % 2 != 0;
  const int width = turned ? facts.height_px : facts.width_px;
  const int height = turned ? facts.width_px : facts.height_px;
  const PixelRect rect = rect_of(edit.crop, width, height);
  Plan plan;
  plan.scale = std::min(1.0, static_cast<double>(side_px) / std::max(rect.width, rect.height));
  plan.width = std::max(1, static_cast<int>(std::lround(rect.width * plan.scale)));
  plan.height = std::max(1, static_cast<int>(std::lround(rect.height * plan.scale)));
  return plan;
}

Result<Bytes> make_copy(ByteView file, const PictureHead& head, const PhotoFacts& facts,
                        const PictureEdit& edit, int side_px, int quality) {
  KHAOSAN_TRY(check_picture_size(head.stored_width_px, head.stored_height_px));
  const Plan plan = plan_of(facts, edit, side_px);
  KHAOSAN_LET(decoded, decode_picture(file, facts.type, plan.scale));
  Pixels pixels = turned_right(upright(std::move(decoded), facts.orientation), edit.rotate_quarter_turns);
  const PixelRect rect = rect_of(edit.crop, pixels.width, pixels.height);
  pixels = cropped(std::move(pixels), rect);
  pixels = shrink_to(pixels, std::min(plan.width, pixels.width), std::min(plan.height, pixels.height));
  convert_to_srgb(pixels, head.icc_profile);
  return encode_jpeg(pixels, quality);
}

Made work_on(const Request& request, ByteView file) {
  Made made;
  const FileType type = detect_type(file);
  PhotoFacts facts;
  facts.type = type;
  const auto head = picture_head(file, type);
  if (head) facts = facts_of(*head, type);
  if (request.task == Task::facts || request.task == Task::take_in)
    made.facts = worker::facts_to_bytes(facts);
  if (request.task == Task::facts) return made;
  if (!head) {
    made.outcome = outcome_of(head.refusal());
    return made;
  }
  const bool is_public = request.task == Task::public_copy;
  auto picture = make_copy(file, *head, facts, request.edit, is_public ? public_side_px : small_side_px,
                           is_public ? public_quality : small_quality);
  if (picture) {
    made.picture = std::move(*picture);
  } else {
    made.outcome = outcome_of(picture.refusal());
  }
  return made;
}

[[noreturn]] void hang() {
  // Waits rather than spins: the wall deadline is what must end it.
  worker::RequestFrame frame{};
  for (;;) read_from_parent(frame);
}

[[noreturn]] void spin() {
  for (std::atomic<unsigned> turns{0};;) ++turns;
}

Made exhaust_memory() {
  std::vector<Bytes> all;
  for (;;) all.emplace_back(std::size_t{16} << 20, std::uint8_t{1});
}

Made serve(const Request& request, ByteView file) {
  switch (request.task) {
    case Task::probe_sandbox:
      return {Outcome::done, worker::probe_to_bytes(probe_sandbox()), {}};
    case Task::crash:
      std::abort();
    case Task::hang:
      hang();
    case Task::spin:
      spin();
    case Task::exhaust_memory:
      return exhaust_memory();
    default:
      return work_on(request, file);
  }
}

Made serve_within_memory(const Request& request, ByteView file) {
  try {
    return serve(request, file);
  } catch (const std::bad_alloc&) {
    return {Outcome::too_large, {}, {}};
  }
}

bool send(const Made& made) {
  const Answer answer{made.outcome, static_cast<std::uint32_t>(made.facts.size()), made.picture.size()};
  return write_to_parent(frame_of(answer)) && write_to_parent(made.facts) && write_to_parent(made.picture);
}

}  // namespace

int decode_worker_main() {
  warm_up_heic();
  const SandboxLimits limits{worker_address_space_bytes, picture_cpu_seconds * (pictures_per_worker + 1)};
  if (!enter_sandbox(limits)) end_child(exit_not_locked_in);
  if (!write_to_parent(worker::ready_frame())) end_child(exit_broken_channel);
  for (;;) {
    worker::RequestFrame frame{};
    if (!read_from_parent(frame)) end_child(0);
    const auto request = worker::parse_request(frame);
    if (!request) end_child(exit_broken_channel);
    Bytes file(request->file_bytes);
    if (!read_from_parent(file)) end_child(0);
    if (!send(serve_within_memory(*request, file))) end_child(exit_broken_channel);
  }
}

}  // namespace khaosan
