// What of a news item can be seen outside, as this laptop has it now.
#pragma once

#include "client/app/local_store.hpp"
#include "shared/sync/compose_revision.hpp"

namespace khaosan::client {

// What this laptop's records are now.
PartsSource parts_source(StoreReader& store);

// Photos that a pending drop_photo takes out are left out. As gather_parts().
Result<NewsParts> news_parts(StoreReader& store, const Record& news);

// Fields and lists that differ between the submitted revision and what the laptop has now; 0 if it was never
// submitted or the revision is not here.
Result<std::int64_t> edits_since_submitted(StoreReader& store, const Record& news);

}  // namespace khaosan::client
