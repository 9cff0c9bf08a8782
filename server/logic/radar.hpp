// What the office knows of work that has not arrived, and of what has reached whom.
#pragma once

#include "server/logic/store.hpp"
#include "shared/sync/radar.hpp"

namespace khaosan::server {

// Of every laptop that may still come: not revoked, not paired again. Those that are waited for come first,
// the oldest unsent work before all.
Result<Radar> radar(StoreReader& store, Instant now);

Done set_silent_days(StoreWriter& store, std::int64_t days);  // bad_value outside 1 … silent_days_max

// Reached: a laptop on which this person works has said that it has everything up to the record's last
// change.
Result<Reach> has_reached(StoreReader& store, const Record& record, UserId user);

}  // namespace khaosan::server
