// What a join and its undo share (joins.cpp, parting.cpp).
#pragma once

#include "server/logic/joins.hpp"

namespace khaosan::server {

// The office's own rows that a join, or what followed from it, wrote.
inline constexpr std::string_view join_taken_in = "join_taken_in";  // the main record, as it was
inline constexpr std::string_view join_moved = "join_moved";        // a child, to the main record
inline constexpr std::string_view join_filled = "join_filled";      // what the main record lacked
inline constexpr std::string_view join_added = "join_added";        // a list member
inline constexpr std::string_view join_restored = "join_restored";  // one that was deleted
inline constexpr std::string_view join_settled = "join_settled";  // a conflict of texts that are the same now
inline constexpr std::string_view join_parted = "join_parted";    // what the undo took back of fields
inline constexpr std::string_view join_removed = "join_removed";  // and of list members

// The field by which records of this kind belong to one that may be joined; null if there is none.
const FieldDecl* joinable_parent(const KindDecl& kind);

// The id that the item of this list member has in another list.
Result<RecordId> twin_of(RecordId list, const Record& member);

// Fills these fields of `main`, where they are empty, from `alias`.
Done refill(Desk& desk, Record& main, const Record& alias, const Fields& names);

}  // namespace khaosan::server
