// Random bytes from the system, and new ids.
#pragma once

#include <array>
#include <cstddef>
#include <string>

#include "shared/base/bytes.hpp"
#include "shared/base/id.hpp"

namespace khaosan {

Bytes random_bytes(std::size_t count);
std::string random_token();  // 32 random bytes in hex: bearer and round tokens

}  // namespace khaosan
