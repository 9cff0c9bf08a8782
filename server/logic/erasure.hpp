// Erasure: what a record held is gone for good; a tombstone stays, so that nobody brings it back (docs:
// ARCHITECTURE.md, "Erasure"). It is a command in the server's order, and what it names is written to a
// register outside the store first (server/backup/erasure_register.hpp).
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "server/logic/store.hpp"
#include "shared/sync/service.hpp"

namespace khaosan::server {

struct Erasure {
  std::string kind;
  RecordId record;
  std::optional<Sha256> file = {};  // of a media record: its original
};

// Of the record that is about this original.
Result<bool> is_erased_file(StoreReader& store, const Sha256& file);
Result<bool> is_erased_file(Store& store, const Sha256& file);

// The record, and what holds its words or belongs to it alone: conflicts, revisions, decisions, members of
// its lists, photos in stories. unknown_kind, unknown_record; not_erasable: it has a number, is joined with
// another one, or others still belong to it.
Result<std::vector<Erasure>> plan_erasure(StoreReader& store, std::string_view kind, RecordId record);

// Of what a laptop says was erased: what a restored office holds still, while it waits for what was lost.
// Nothing at any other time: a laptop knows an erasure from the office alone.
Result<std::vector<Erasure>> plan_told_erasures(StoreReader& store, const std::vector<ErasedRecord>& told);

// One journal row each. What is erased already stays as it is; what this store has never known, because it
// was restored, is known as erased from now on.
Done carry_out_erasure(StoreWriter& store, const std::vector<Erasure>& erasures, std::string_view reason,
                       Instant now);

// Who erases in the store and whatever else holds it.
class Eraser {
 public:
  virtual ~Eraser() = default;
  // See plan_told_erasures().
  virtual Done take_over(const std::vector<ErasedRecord>& told) = 0;
};

}  // namespace khaosan::server
