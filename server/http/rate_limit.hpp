// How often one address may try, over a sliding window. Pure: time comes in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>

#include "shared/base/result.hpp"

namespace khaosan::server {

class RateLimit {
 public:
  RateLimit(int tries_max, std::int64_t window_ms, std::size_t addresses_max)
      : tries_max_(static_cast<std::size_t>(tries_max)),
        window_ms_(window_ms),
        addresses_max_(addresses_max) {}

  // Counts one try. too_many_tries: this address has used up the window.
  Done take(const std::string& address, std::int64_t now_ms);

 private:
  void forget_old(std::int64_t now_ms);

  const std::size_t tries_max_;
  const std::int64_t window_ms_;
  const std::size_t addresses_max_;
  std::mutex mutex_;
  std::map<std::string, std::deque<std::int64_t>> tries_;  // times, oldest first
};

}  // namespace khaosan::server
