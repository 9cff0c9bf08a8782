// Quarantine: where a laptop that was shut out may leave its sealed changes (docs: ARCHITECTURE.md,
// "Quarantine"). It is written to and never read by the laptop; nothing in it counts until an administrator
// takes it, and the laptop keeps all of it whatever happens here.
#pragma once

#include <vector>

#include "server/logic/ports.hpp"
#include "server/logic/store.hpp"
#include "shared/sync/service.hpp"

namespace khaosan::server {

// Of one laptop.
inline constexpr std::int64_t quarantine_changes_max = 20'000;
inline constexpr std::int64_t quarantine_bytes_max = 64LL << 20U;
// Of the files of all laptops together, whichever way they come.
inline constexpr std::uint64_t quarantine_files_bytes_max = 4ULL << 30U;

// It was revoked, or its user is disabled.
Result<bool> is_shut_out(StoreReader& store, const Device& device);

// Keeps what fits and can be read; what is there already is kept. not_revoked.
Result<Quarantined> keep_aside(StoreWriter& store, const Device& device,
                               const std::vector<SealedChange>& changes, Instant now);

struct QuarantineTaken {
  std::int64_t taken = 0;
  std::int64_t refused = 0;   // stay: see the reason in `why`
  std::int64_t commands = 0;  // stay: who has the right to gives them anew
  std::vector<ChangeAnswer> why;
};

// What was written and deleted is carried out as the laptop's own, in its order; commands are not. Its files
// are the caller's to take. quarantine_empty: neither changes nor files; restoring.
Result<QuarantineTaken> take_from_quarantine(StoreWriter& store, FileShelf& files, Clock& clock,
                                             DeviceId device);

struct QuarantineDropped {
  std::int64_t changes = 0;
  std::int64_t files = 0;
  std::vector<Sha256> nobodys = {};  // of those files, that no other laptop left: the caller removes them
};

// Forgets all that this laptop left. quarantine_empty.
Result<QuarantineDropped> drop_quarantine(StoreWriter& store, Clock& clock, DeviceId device);

}  // namespace khaosan::server
