// New ids that rise: also within one millisecond, across restarts, and when the clock was put back. The place
// it has reached is stored with what the ids were made for.
#pragma once

#include <cstdint>

#include "shared/base/id.hpp"
#include "shared/base/time.hpp"

namespace khaosan::client {

struct IdClock {
  Instant last;
  std::uint16_t counter = 0;
};

inline constexpr std::uint16_t id_counter_max = 0xFFF;  // 12 bits of a UUIDv7

class IdMaker {
 public:
  IdMaker(IdClock clock, Instant now) : clock_(clock), now_(now) {}
  Uuid next();
  const IdClock& clock() const { return clock_; }

 private:
  IdClock clock_;
  Instant now_;
};

}  // namespace khaosan::client
