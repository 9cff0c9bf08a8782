// Up to which seq a verified backup holds the journal. Laptops keep what is behind it.
#pragma once

#include "server/logic/store.hpp"

namespace khaosan::server {

struct BackedUp {
  EpochId epoch;
  Seq seq = 0;
  Instant at;
  std::string where;  // the folder, for the administrator
};

std::optional<BackedUp> last_backup(StoreReader& store);  // of the present epoch, or of what it goes on from
Seq backed_up_seq(StoreReader& store);                    // 0: there is none
Done note_backup(StoreWriter& store, const BackedUp& backup);

}  // namespace khaosan::server
