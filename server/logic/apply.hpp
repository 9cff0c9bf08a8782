// Applying one change in the server's order. Everything is checked before the first write, so that a refusal
// leaves nothing behind and the rest of the batch goes on.
#pragma once

#include "server/logic/records.hpp"
#include "shared/sync/service.hpp"

namespace khaosan::server {

inline constexpr std::size_t payload_bytes_max = 1U << 20U;

// A refusal means: not applied, nothing written.
Result<ChangeAnswer> apply_put(Desk& desk, const Change& change, const SealedChange& sealed);
Result<ChangeAnswer> apply_delete(Desk& desk, const Change& change,
                                  const SealedChange& sealed);  // and restore
Result<ChangeAnswer> apply_act(Desk& desk, const Change& change, const SealedChange& sealed);

Result<ChangeAnswer> act_on_news(Desk& desk, const Change& change, const SealedChange& sealed);
Result<ChangeAnswer> act_on_conflict(Desk& desk, const Change& change, const SealedChange& sealed);
Result<ChangeAnswer> act_on_likeness(Desk& desk, const Change& change, const SealedChange& sealed);

// Opens a conflict, or brings the open one of the same losing chain up to date.
struct Collision {
  std::string field;  // or group
  Fields base;
  Fields ours;
  Fields theirs;
  UserId ours_by;
  ChangeId change;     // that lost
  ChangeId continues;  // the own change it goes on from; if that one lost here too, its conflict is brought
                       // up to date
};
Done keep_collision(Desk& desk, const Record& record, const Collision& collision);
Result<std::optional<Record>> open_conflict(StoreReader& store, RecordId record, std::string_view field,
                                            ChangeId theirs_change);
Result<bool> has_open_conflict(StoreReader& store, RecordId record);

// The seq of what a writer had seen, whether it was the server's or an own change that has been answered
// since.
Result<Seq> resolve_seen(StoreReader& store, const Change& change);

}  // namespace khaosan::server
