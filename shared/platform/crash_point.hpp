// Fault points: the places where a power cut would hurt. Tests kill the process at each of them in turn.
//   KHAOSAN_CRASH_AT=N        the Nth point reached in this process kills it with SIGKILL (1 is the first)
//   KHAOSAN_CRASH_COUNT=FILE  the number of points reached is written to FILE when the process exits
#pragma once

#include <string_view>

namespace khaosan {

// Call it right after a write, an fsync, a rename or a commit. `name` says which, for the reader of the code
// and of a debugger. Costs one check of a flag when neither variable is set. Safe from any thread.
void crash_point(std::string_view name);

}  // namespace khaosan
