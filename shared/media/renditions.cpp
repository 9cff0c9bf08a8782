// Decoder: hands pictures to decoding processes and checks what comes back.
#include "shared/media/renditions.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <vector>

#include "shared/media/jpeg.hpp"
#include "shared/media/picture.hpp"
#include "shared/media/worker_protocol.hpp"
#include "shared/platform/clock.hpp"
#include "shared/platform/host.hpp"
#include "shared/platform/process.hpp"

namespace khaosan {
namespace {

using namespace media_limits;
using worker::Outcome;
using worker::Request;
using worker::Task;

struct Reply {
  Outcome outcome = Outcome::done;
  Bytes facts;
  Bytes picture;
};

enum class Asked { answered, not_taken, late, lost };

#if defined(__SANITIZE_ADDRESS__)
const std::vector<std::string> worker_environment{"ASAN_OPTIONS=detect_leaks=0"};
#else
const std::vector<std::string> worker_environment{};
#endif

Asked failure_of(Channel channel) {
  return channel == Channel::late ? Asked::late : Asked::lost;
}

struct Worker {
  explicit Worker(ChildProcess started) : process(std::move(started)) {}
  ChildProcess process;
  int pictures = 0;

  static Result<std::unique_ptr<Worker>> start() {
    ChildOptions options;
    options.arguments = {decode_worker_argument};
    options.environment = worker_environment;
    KHAOSAN_LET(process, ChildProcess::start_self(options));
    worker::ReadyFrame ready{};
    if (process.receive(ready, monotonic_ms() + worker_start_deadline_ms) != Channel::done ||
        ready != worker::ready_frame()) {
      return refuse(Code::internal, "decoding process does not start");
    }
    return std::make_unique<Worker>(std::move(process));
  }

  // not_taken: it was gone before the picture reached it, so the picture is not to blame.
  Asked ask(const Request& request, ByteView file, int deadline_ms, Reply& reply) {
    ++pictures;
    process.allow_cpu_seconds(picture_cpu_seconds);
    const std::int64_t end_ms = monotonic_ms() + deadline_ms;
    if (process.send(frame_of(request), end_ms) != Channel::done) return Asked::not_taken;
    if (const Channel sent = process.send(file, end_ms); sent != Channel::done) return failure_of(sent);
    worker::AnswerFrame frame{};
    if (const Channel got = process.receive(frame, end_ms); got != Channel::done) return failure_of(got);
    const auto answer = worker::parse_answer(frame);
    if (!answer) return Asked::lost;
    reply.outcome = answer->outcome;
    reply.facts.resize(answer->facts_bytes);
    reply.picture.resize(static_cast<std::size_t>(answer->picture_bytes));
    const bool whole = process.receive(reply.facts, end_ms) == Channel::done &&
                       process.receive(reply.picture, end_ms) == Channel::done;
    return whole ? Asked::answered : Asked::lost;
  }
};

Refusal refusal_of(Outcome outcome) {
  return refuse(outcome == Outcome::too_large ? Code::picture_too_large : Code::picture_unreadable, "");
}

// A picture from the child counts only if it is what it must be, whatever the child was talked into.
Result<Bytes> checked_picture(Reply& reply) {
  if (reply.outcome != Outcome::done) return refusal_of(reply.outcome);
  if (!is_plain_jpeg(reply.picture)) return refuse(Code::picture_unreadable, "not a plain JPEG");
  return std::move(reply.picture);
}

}  // namespace

Done check_edit(const PictureEdit& edit) {
  const CropRect& crop = edit.crop;
  const auto inside = [](int start, int length) {
    return start >= 0 && length > 0 && length <= 10'000 && start <= 10'000 - length;
  };
  if (!inside(crop.left_e4, crop.width_e4) || !inside(crop.top_e4, crop.height_e4)) {
    return refuse(Code::bad_value, "crop");
  }
  return {};
}

class Decoder::Pool {
 public:
  explicit Pool(const DecoderOptions& options)
      : most_(std::clamp(options.workers > 0 ? options.workers : core_count(), 1, max_workers)),
        pictures_per_worker_(std::clamp(options.pictures_per_worker, 1, media_limits::pictures_per_worker)),
        deadline_ms_(options.deadline_ms) {}

  Result<Reply> ask(const Request& request, ByteView file) {
    const Seat seat(*this);
    for (int tries = 0; tries < 2; ++tries) {
      KHAOSAN_LET(worker, take_worker());
      Reply reply;
      const Asked asked = worker->ask(request, file, deadline_ms_, reply);
      note(*worker, asked);
      if (asked == Asked::answered) {
        if (worker->pictures < pictures_per_worker_) give_back(std::move(worker));
        return reply;
      }
      if (asked == Asked::late) return refuse(Code::overloaded, "");
      if (asked == Asked::lost) break;
    }
    return refuse(Code::picture_unreadable, "");
  }

  DecoderCounts counts() const {
    const std::lock_guard lock(mutex_);
    return counts_;
  }

 private:
  // The right to use one of the pool's places; waits for it.
  class Seat {
   public:
    explicit Seat(Pool& pool) : pool_(pool) {
      std::unique_lock lock(pool_.mutex_);
      pool_.freed_.wait(lock, [&] { return pool_.busy_ < pool_.most_; });
      ++pool_.busy_;
    }
    ~Seat() {
      {
        const std::lock_guard lock(pool_.mutex_);
        --pool_.busy_;
      }
      pool_.freed_.notify_one();
    }
    Seat(const Seat&) = delete;
    Seat& operator=(const Seat&) = delete;

   private:
    Pool& pool_;
  };

  Result<std::unique_ptr<Worker>> take_worker() {
    {
      const std::lock_guard lock(mutex_);
      if (!idle_.empty()) {
        auto worker = std::move(idle_.back());
        idle_.pop_back();
        return worker;
      }
      ++counts_.workers_started;
    }
    return Worker::start();
  }

  void give_back(std::unique_ptr<Worker> worker) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(worker));
  }

  void note(const Worker& worker, Asked asked) {
    const std::lock_guard lock(mutex_);
    if (asked != Asked::not_taken) ++counts_.pictures;
    if (asked != Asked::answered) {
      ++counts_.workers_killed;
      return;
    }
    counts_.worker_peak_memory_bytes =
        std::max(counts_.worker_peak_memory_bytes, worker.process.peak_memory_bytes());
  }

  const int most_;
  const int pictures_per_worker_;
  const int deadline_ms_;
  mutable std::mutex mutex_;
  std::condition_variable freed_;
  int busy_ = 0;
  std::vector<std::unique_ptr<Worker>> idle_;
  DecoderCounts counts_;
};

Decoder::Decoder(const DecoderOptions& options) : pool_(std::make_unique<Pool>(options)) {}
Decoder::~Decoder() = default;

namespace {

// The whole picture, if it is one and may be sent to be decoded.
Result<Bytes> picture_bytes(const ByteSource& file) {
  if (file.size_bytes() == 0) return refuse(Code::file_empty, "");
  KHAOSAN_LET(head, read_head(file, type_head_bytes));
  const FileType type = detect_type(head);
  if (!is_picture(type)) return refuse(Code::picture_unreadable, std::string(name_of(type)));
  if (file.size_bytes() > max_picture_bytes) return refuse(Code::picture_too_large, "");
  return read_everything(file, max_picture_bytes);
}

}  // namespace

Result<PhotoFacts> Decoder::facts(const ByteSource& file) {
  KHAOSAN_LET(taken, ask_facts(file, Task::facts));
  return std::move(taken.facts);
}

Result<TakenIn> Decoder::take_in(const ByteSource& file) {
  return ask_facts(file, Task::take_in);
}

Result<TakenIn> Decoder::ask_facts(const ByteSource& file, worker::Task task) {
  TakenIn taken;
  KHAOSAN_LET(head, read_head(file, type_head_bytes));
  taken.facts.type = detect_type(head);
  if (!is_picture(taken.facts.type) || file.size_bytes() > max_picture_bytes) return taken;
  KHAOSAN_LET(bytes, read_everything(file, max_picture_bytes));
  auto reply = pool_->ask({task, {}, bytes.size()}, bytes);
  if (!reply && task == Task::take_in && reply.refusal().code == Code::picture_unreadable) {
    reply = pool_->ask({Task::facts, {}, bytes.size()},
                       bytes);  // its pixels broke the worker; its header may not
  }
  if (!reply)
    return reply.refusal().code == Code::picture_unreadable ? Result<TakenIn>(taken) : reply.refusal();
  if (auto facts = worker::facts_from_bytes(reply->facts)) taken.facts = std::move(*facts);
  if (task == Task::take_in) {
    if (auto picture = checked_picture(*reply)) taken.small_rendition = std::move(*picture);
  }
  return taken;
}

Result<Bytes> Decoder::small_rendition(const ByteSource& file, const PictureEdit& edit) {
  KHAOSAN_TRY(check_edit(edit));
  KHAOSAN_LET(bytes, picture_bytes(file));
  KHAOSAN_LET(reply, pool_->ask({Task::small_rendition, edit, bytes.size()}, bytes));
  return checked_picture(reply);
}

Result<Bytes> Decoder::public_copy(const ByteSource& file, const PictureEdit& edit) {
  KHAOSAN_TRY(check_edit(edit));
  KHAOSAN_LET(bytes, picture_bytes(file));
  KHAOSAN_LET(reply, pool_->ask({Task::public_copy, edit, bytes.size()}, bytes));
  return checked_picture(reply);
}

DecoderCounts Decoder::counts() const {
  return pool_->counts();
}

Result<SandboxProbe> Decoder::provoke(WorkerFault fault) {
  constexpr std::array<Task, 5> tasks{Task::probe_sandbox, Task::crash, Task::hang, Task::spin,
                                      Task::exhaust_memory};
  KHAOSAN_LET(reply, pool_->ask({tasks[static_cast<std::size_t>(fault)], {}, 0}, {}));
  if (reply.outcome != Outcome::done) return refusal_of(reply.outcome);
  const auto probe = worker::probe_from_bytes(reply.facts);
  if (!probe) return refuse(Code::internal, "probe");
  return *probe;
}

Done check_small_form(ByteView small_rendition) {
  if (!is_plain_jpeg(small_rendition)) return refuse(Code::picture_unreadable, "rendition");
  KHAOSAN_LET(head, jpeg_head(small_rendition));
  const int side = std::max(head.stored_width_px, head.stored_height_px);
  if (side > media_limits::small_side_px) return refuse(Code::picture_too_large, std::to_string(side));
  return {};
}

Result<Pixels> small_pixels(ByteView small_rendition) {
  KHAOSAN_TRY(check_small_form(small_rendition));
  return decode_jpeg(small_rendition, 1.0);
}

}  // namespace khaosan
