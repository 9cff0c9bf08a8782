// What this laptop knows of a record's past, and the office's answer read into the same form.
#pragma once

#include <vector>

#include "client/app/app.hpp"
#include "client/app/local_store.hpp"

namespace khaosan::client {

// Oldest first, each thing once. unknown_kind, unknown_record.
Result<std::vector<HistoryEntry>> known_history(StoreReader& store, const std::string& kind, RecordId id);

// {"entries":[{"at":…,"by":…,"what":…,"detail":…},…]}; bad_json. `by` may be an id: see name_people().
Result<std::vector<HistoryEntry>> office_history(const std::string& kind_name, std::string_view json);

// Puts display names in place of the ids of users that are known here.
// Of the same answer; nothing if it does not say.
std::optional<WriterReach> office_reach(std::string_view json);

Done name_people(StoreReader& store, std::vector<HistoryEntry>& entries);

}  // namespace khaosan::client
