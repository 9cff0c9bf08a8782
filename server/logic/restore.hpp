// A server that was restored from a backup (docs: ARCHITECTURE.md, "After a restore"). A new epoch begins;
// laptops offer again what the lost part of the journal had answered. Until all of them have come, or the
// administrator goes on without the rest, nothing is carried out: what is offered waits, and is then carried
// out in the order of the lost journal, so that the same texts, revisions and numbers come of it.
#pragma once

#include <vector>

#include "server/logic/store.hpp"

namespace khaosan::server {

struct RestoreState {
  bool waits = false;           // for `awaited`
  std::vector<Device> awaited;  // laptops of the backup that have not come since
  std::int64_t offered = 0;     // changes that wait
};

// Ends the present epoch at its head. What laptops saw behind that is unknown from now on.
Done begin_restored_epoch(StoreWriter& store, Instant now);

Done end_waiting(StoreWriter& store);  // SyncDesk carries out what was offered

bool restore_waits(StoreReader& store);
Result<std::vector<Device>> awaited_devices(StoreReader& store);
Result<RestoreState> restore_state(StoreReader& store);  // reads all that was offered
// The names of those who are awaited, for a refusal.
Result<std::string> awaited_names(StoreReader& store);

// "57/2570": the next number of its book is behind it. bad_value.
Done raise_book(StoreWriter& store, const std::string& number);
// bad_value: not a number as the office gives them. One that the office gave anew since is left out.
Done remember_number(StoreWriter& store, const KnownNumber& known);

}  // namespace khaosan::server
