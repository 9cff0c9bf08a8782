// The server's database, migration by migration. A migration that landed is never edited; the next one is
// appended.
#pragma once

#include <span>

#include "shared/sqlite/database.hpp"

namespace khaosan::server {

std::span<const Migration> server_migrations();

}  // namespace khaosan::server
