// The schema of the laptop's store, as numbered steps. tests/golden/client_schema.sql holds what they make.
#pragma once

#include <span>

#include "shared/sqlite/database.hpp"

namespace khaosan::client {

std::span<const Migration> migrations();

}  // namespace khaosan::client
