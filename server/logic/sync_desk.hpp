// SyncDesk: answers sync rounds. Every change is answered once: the same id with the same payload gets the
// same answer.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "server/logic/erasure.hpp"
#include "server/logic/ports.hpp"
#include "server/logic/quarantine.hpp"
#include "server/logic/store.hpp"
#include "shared/sync/service.hpp"

namespace khaosan::server {

class SyncDesk {
 public:
  SyncDesk(Store& store, Clock& clock, FileShelf& files);

  Result<HelloAnswer> hello(const Device& device, const Hello& hello);
  Result<PushAnswer> push(const Device& device, const PushRequest& request);
  Result<PullPage> pull(const Device& device, const PullRequest& request);

  // A restored server waits no longer for the laptops that have not come. not_restoring.
  Done go_on_after_restore();

  // The changes of a USB bundle that this laptop has signed: no round, else as push(). revoked.
  Result<PushAnswer> push_from_bundle(const Device& device, const std::vector<SealedChange>& changes);

  // What a laptop that was shut out leaves; not_revoked of any other.
  Result<Quarantined> quarantine(const Device& device, const std::vector<SealedChange>& changes);

  // By an administrator: see quarantine.hpp.
  Result<QuarantineTaken> take_from_quarantine(DeviceId device);
  Result<QuarantineDropped> drop_quarantine(DeviceId device);

  // A command of a person with a token (a script, later the web): the same rules, answered at once.
  Result<ChangeAnswer> act(const Account& account, const Change& change);

  // The same as a SyncService bound to one laptop, for tests and in-process use.
  std::unique_ptr<SyncService> service_for(const Device& device);

 private:
  Done note_standing(DeviceId device, const PullRequest& request);
  Done laptop_has_come(DeviceId device, RoundId round);
  Result<PushAnswer> take(const Device& device, const std::vector<SealedChange>& changes,
                          const std::function<Done(StoreWriter&)>& admit);
  Store& store_;
  Clock& clock_;
  FileShelf& files_;
};

}  // namespace khaosan::server
