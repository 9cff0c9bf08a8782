#pragma once

#include "shared/sqlite/database.hpp"

namespace khaosan::server {

// SQLite's own integrity, every commitment and link of the journal's chain, and the digests against the
// records. store_damaged names the first thing that is wrong.
Done check_store(Database& database);

}  // namespace khaosan::server
