#include "server/http/rate_limit.hpp"

namespace khaosan::server {

Done RateLimit::take(const std::string& address, std::int64_t now_ms) {
  const std::lock_guard lock(mutex_);
  if (tries_.size() >= addresses_max_ && !tries_.contains(address)) forget_old(now_ms);
  // Still full: so many addresses try at once that none of the new ones is let in.
  if (tries_.size() >= addresses_max_ && !tries_.contains(address)) {
    return refuse(Code::too_many_tries, std::to_string(window_ms_ / 1000) + " " + in_both("s", "วินาที"));
  }
  std::deque<std::int64_t>& times = tries_[address];
  while (!times.empty() && times.front() <= now_ms - window_ms_) times.pop_front();
  if (times.size() >= tries_max_) {
    const std::int64_t wait_s = (times.front() + window_ms_ - now_ms) / 1000 + 1;
    return refuse(Code::too_many_tries, std::to_string(wait_s) + " " + in_both("s", "วินาที"));
  }
  times.push_back(now_ms);
  return {};
}

void RateLimit::forget_old(std::int64_t now_ms) {
  std::erase_if(tries_, [&](const auto& entry) {
    return entry.second.empty() || entry.second.back() <= now_ms - window_ms_;
  });
}

}  // namespace khaosan::server
