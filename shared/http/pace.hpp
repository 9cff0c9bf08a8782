// The meter: over any window of waiting for a peer, so many bytes must have moved. Our own work does not
// count.
#pragma once

#include <cstdint>

#include "shared/http/connection.hpp"
#include "shared/http/limits.hpp"

namespace khaosan::guard {

class Pace {
 public:
  explicit Pace(const GuardLimits& limits) : limits_(limits) {}

  void moved(std::uint64_t bytes) { bytes_ += bytes; }
  // Waits until the socket is ready for `want`. False: too slow, or `deadline` is over.
  bool wait(Channel& channel, Io want, Moment deadline);

 private:
  bool window_is_good();

  const GuardLimits& limits_;
  std::uint64_t bytes_ = 0;
  std::int64_t waited_us_ = 0;
};

}  // namespace khaosan::guard
