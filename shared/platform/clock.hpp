// The clocks: the wall, for people and the journal; the monotonic one, for deadlines and durations; and a
// thread's own, which stands still while it sleeps.
#pragma once

#include <cstdint>

#include "shared/base/time.hpp"

namespace khaosan {

Instant now();                // the system's wall clock; it may jump
std::int64_t monotonic_ms();  // never goes back; its zero means nothing
std::int64_t monotonic_us();
std::int64_t thread_cpu_us();  // that this thread has used

}  // namespace khaosan
