#include "shared/http/pace.hpp"

#include <algorithm>

namespace khaosan::guard {

bool Pace::wait(Channel& channel, Io want, Moment deadline) {
  const Moment start = Clock::now();
  const std::int64_t left_ms = ms_until(deadline, start);
  const std::int64_t window_left_ms = limits_.pace_window_ms - waited_us_ / 1000;
  if (left_ms <= 0) return false;
  const bool ready = wait_for(channel.socket(), want, std::clamp<std::int64_t>(window_left_ms, 1, left_ms));
  const Moment end = Clock::now();
  waited_us_ += std::chrono::duration_cast<std::chrono::microseconds>(end - start).count();
  if (!ready && end >= deadline) return false;
  return window_is_good();
}

bool Pace::window_is_good() {
  if (waited_us_ < limits_.pace_window_ms * 1000) return true;
  const auto asked = limits_.pace_bytes_per_s * static_cast<std::uint64_t>(limits_.pace_window_ms) / 1000;
  const bool good = bytes_ >= asked;
  bytes_ = 0;
  waited_us_ = 0;
  return good;
}

}  // namespace khaosan::guard
