// Time of a run: the true time moves only when somebody does something; each machine's clock may be wrong.
#pragma once

#include "client/app/app.hpp"
#include "server/logic/ports.hpp"

namespace khaosan::simulation {

inline constexpr std::int64_t year_ms = 365LL * 24 * 3600 * 1000;

struct TrueTime {
  Instant now{1'795'402'475'000};  // 2026-11-23
};

struct LaptopClock : client::Clock {
  explicit LaptopClock(const TrueTime& true_time) : time(&true_time) {}
  Instant now() override { return Instant{time->now.unix_ms + wrong_by_ms}; }
  const TrueTime* time;
  std::int64_t wrong_by_ms = 0;
};

struct ServerClock : server::Clock {
  explicit ServerClock(const TrueTime& true_time) : time(&true_time) {}
  Instant now() override { return Instant{time->now.unix_ms + wrong_by_ms}; }
  const TrueTime* time;
  std::int64_t wrong_by_ms = 0;
};

}  // namespace khaosan::simulation
