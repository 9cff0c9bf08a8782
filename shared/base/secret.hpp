// Passwords and keys in memory.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace khaosan {

// Overwrites it before it is given back, and empties it.
void wipe(std::string& secret);
void wipe(std::span<std::uint8_t> secret);

}  // namespace khaosan
