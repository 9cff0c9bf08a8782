// What the office knows of work that has not arrived, and of what has reached whom.
#pragma once

#include "server/logic/store.hpp"
#include "shared/sync/radar.hpp"

namespace khaosan::server {

// Of every laptop that may still come: not revoked, not paired again. Those that are waited for come first,
// the oldest unsent work before all.
Result<Radar> radar(StoreReader& store, Instant wall);

// By an administrator. bad_value outside 1 … silent_days_max.
Done set_silent_days(StoreWriter& store, std::int64_t days, Instant wall);

// What a bundle of a laptop said, and what of it the office had not before. Of a laptop that was paired again
// since nothing is noted: the stick may be older than that.
struct HeardByBundle {
  EpochId epoch;
  Seq cursor = 0;
  std::int64_t new_changes = 0;
  std::int64_t new_files = 0;
  std::int64_t new_file_bytes = 0;
};
Done note_heard(StoreWriter& store, DeviceId device, const HeardByBundle& heard, Instant wall);

// Reached: a laptop on which this person works has said that it has everything up to the record's last
// change.
Result<Reach> has_reached(StoreReader& store, const Record& record, UserId user);

}  // namespace khaosan::server
