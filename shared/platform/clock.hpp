// The two clocks: the wall, for people and the journal; the monotonic one, for deadlines and durations.
#pragma once

#include <cstdint>

#include "shared/base/time.hpp"

namespace khaosan {

Instant now();                // the system's wall clock; it may jump
std::int64_t monotonic_ms();  // never goes back; its zero means nothing

}  // namespace khaosan
