// Duplicates that were joined. The record that was joined into another one is its alias: it keeps its id and
// all it holds, and points at the main record (`joined_into`). Aliases make a forest: only a record without a
// main one is joined, and only into another such.
#pragma once

#include <set>
#include <string>

#include "server/logic/records.hpp"

namespace khaosan::server {

// The main record behind an alias, over any number of joins; a record that is no alias is its own.
Result<Record> main_of(StoreReader& store, const Record& record);

// The refusal of what is asked of an alias: it names the main record.
Refusal joined_elsewhere(const Record& main);

// A reference to an alias means its main record. What names nothing that is here is given back as it is.
Result<Value> resolved_reference(StoreReader& store, const FieldDecl& field, Value reference);

// Both have no main record. Afterwards `alias` points at `main`; what belonged to it belongs to `main`; what
// `main` lacks is filled in; where both hold something else a conflict on `main` keeps the alias' text.
Done join_records(Desk& desk, Record main, Record alias);

// Takes that back, where nobody has touched it since. `left`: what stays with `main`, a line each: "kind id
// field".
Result<std::string> part_records(Desk& desk, Record main, Record alias);

// After a change of a record (of these fields), by somebody who may not have known of a join: what was
// written to an alias is brought to its main record, and what belongs to an alias goes there.
Done follow_joins(Desk& desk, const Record& record, const Fields& changed);

// The record and every alias below it.
Result<std::set<RecordId>> joined_tree(StoreReader& store, std::string_view kind, RecordId top);

// Likenesses that name this record.
Result<std::vector<Record>> likenesses_of(StoreReader& store, RecordId record);

// After a record was made, changed, deleted or restored: proposes what may be the same, and takes back what
// no longer may. Looks at the records of its day and of its event alone.
Done propose_likenesses(Desk& desk, const Record& record);

// Whether a change of these fields may make another likeness.
bool touches_likeness(std::string_view kind, const Fields& changed);

}  // namespace khaosan::server
