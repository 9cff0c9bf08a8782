// The answer to one sealed change of a laptop: once for good, the same each time it is asked for.
#pragma once

#include <set>
#include <vector>

#include "server/logic/accounts.hpp"
#include "server/logic/apply.hpp"
#include "server/logic/ports.hpp"
#include "server/logic/store.hpp"
#include "shared/sync/service.hpp"

namespace khaosan::server {

// What is done about an author whose account is disabled.
enum class Disabled { refused, admitted };

// Whose changes are being answered: the laptop they came from, as it is known now and was known before.
struct Sender {
  Device device;
  std::vector<DeviceId> laptop;
  std::set<ChangeId> used_by_a_copy = {};
  Disabled disabled = Disabled::refused;
};

Result<Sender> sender_of(StoreReader& store, const Device& device);

// An answer for good, if there is one; what is refused for now is asked about again. Refusals: faults of our
// own side, and an account of the laptop's own user that is disabled: nothing of the request is taken.
Result<ChangeAnswer> answer_change(StoreWriter& store, FileShelf& files, Clock& clock, Sender& sender,
                                   const SealedChange& sealed);

// The parts of it.
Result<Change> readable(const SealedChange& sealed);
// unknown_user; account_disabled.
Result<Account> account_of(StoreReader& store, UserId author, Disabled disabled = Disabled::refused);
Result<Desk> desk_at(StoreWriter& store, FileShelf& files, Clock& clock, const Account& author,
                     DeviceId device);
Result<ChangeAnswer> carry_out(Desk& desk, const Change& change, const SealedChange& sealed);
// Nor what it is a member of. record_erased.
Done check_not_erased(StoreReader& store, const Change& change);
ChangeAnswer refused(ChangeId id, const Refusal& why);

// Faults of our own side end the whole request; everything else is an answer to this one change.
bool is_fault(const Refusal& why);
// Not an answer for good: the same change is asked about again once an administrator has looked at the clock.
bool is_for_now(const Refusal& why);

}  // namespace khaosan::server
