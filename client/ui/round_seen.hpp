// How far a sync round has come, or came: for its steps, ticks and bar.
#pragma once

#include <cstddef>

#include "client/app/worker.hpp"

namespace khaosan::client {

struct RoundSeen {
  static constexpr std::size_t parts = 4;  // what was written, files, what is new at the office, comparison

  bool running = false;
  bool has_files = false;
  std::size_t reached = 0;  // the part that is under way, or in which the round ended
  float part = 0;           // done of it, 0 … 1

  // In every frame. `files_wait`: there are files to be sent.
  void look(const SlowWork& slow, bool files_wait);
  // The round is over; `slow` has its last step, also of one that nobody looked at.
  void end(const SlowWork& slow);
  float whole() const;  // of all parts; files count most where there are any

  static std::size_t part_of(SyncStep step);

 private:
  void advance(const SyncProgress& progress);
};

}  // namespace khaosan::client
