// Child processes: this same program, started again with a hidden first argument, with one two-way channel
// that is the child's standard input and output. Deadlines are on the clock of monotonic_ms().
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "shared/platform/files.hpp"

namespace khaosan {

struct ChildOptions {
  std::vector<std::string> arguments;    // what main() sees from argv[1] on
  std::vector<std::string> environment;  // "NAME=value"; the child gets these and nothing of ours
  bool keeps_error_output = false;       // else what it writes to standard error is dropped
};

struct ChildEnd {
  int exit_code = 0;      // valid if signal is 0
  int signal_number = 0;  // what killed it, or 0
};

enum class Channel {
  done,    // all bytes went through
  closed,  // the other side is gone
  late,    // the deadline passed
};

// The child is killed with the object, unless its end was seen before.
class ChildProcess {
 public:
  static Result<ChildProcess> start_self(const ChildOptions& options);  // io_failed
  ~ChildProcess();
  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&&) noexcept = delete;

  Channel send(ByteView bytes, std::int64_t deadline_ms);
  Channel receive(std::span<std::uint8_t> into, std::int64_t deadline_ms);  // fills `into`
  void end_input();      // the child reads the end of its input and can still answer
  void close_channel();  // the child reads the end of its input

  std::optional<ChildEnd> wait(std::int64_t deadline_ms);  // nothing: it still runs
  void kill();                                             // at once; does not wait

  std::int64_t process_id() const { return process_id_; }
  // From now on it may use so many more seconds of processor time (rounded up by at most one), then it is
  // killed.
  void allow_cpu_seconds(int seconds);
  std::uint64_t peak_memory_bytes() const;  // the most it ever held in memory; 0 if the system does not tell

 private:
  ChildProcess(std::int64_t process_id, Handle channel);
  std::int64_t process_id_ = 0;
  Handle channel_;
  std::optional<ChildEnd> end_;
};

// The child's side of the channel. Both wait for ever; false: the parent is gone.
bool read_from_parent(std::span<std::uint8_t> into);
bool write_to_parent(ByteView bytes);
[[noreturn]] void end_child(int exit_code);  // without running destructors or exit handlers

}  // namespace khaosan
