// Passwords in memory.
#pragma once

#include <string>

namespace khaosan {

// Overwrites it before it is given back, and empties it.
void wipe(std::string& secret);

}  // namespace khaosan
