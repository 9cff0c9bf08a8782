// Records that were joined into another one, as this laptop knows of it.
#pragma once

#include "client/app/local_store.hpp"
#include "shared/schema/kinds.hpp"

namespace khaosan::client {

// The main record behind an alias; a record that is no alias is its own.
Result<Record> main_of(StoreReader& store, const Record& record);

// The refusal of what is asked of an alias: it names the main record.
Refusal joined_elsewhere(StoreReader& store, const Record& alias);

// References to aliases name their main records from here on. A list member stays in the list that its id is
// made of.
Done resolve_references(StoreReader& store, const KindDecl& kind, Fields& fields);

}  // namespace khaosan::client
