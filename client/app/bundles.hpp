// Bundles on a USB stick, as a laptop writes and reads them. A bundle acknowledges nothing: what it holds
// stays in the outbox until the office answers, by network or by a bundle of its own.
#pragma once

#include <optional>

#include "client/app/app.hpp"
#include "client/app/file_desk.hpp"
#include "client/app/local_store.hpp"
#include "shared/bundle/bundle_writer.hpp"

namespace khaosan::client {

class Bundles {
 public:
  Bundles(LocalStore& store, FileDesk& files, Clock& clock) : store_(store), files_(files), clock_(clock) {}

  // Everything that the office does not have. Written for a rescue it leaves open commands open, and what was
  // written on their records behind them: the user may still take those back. not_paired.
  Result<BundleReport> write_outbox(PartFolder& folder, const BundleWish& wish, const SyncReporter& progress);
  // One event with all that belongs to it, for another laptop of the office. unknown_record.
  Result<BundleReport> share(PartFolder& folder, const ShareWish& wish, const SyncReporter& progress);
  // The office's answer, or what another laptop shared. bundle_none, bundle_not_ours, bundle_gap,
  // bundle_damaged, bad_signature, wrong_epoch, store_locked.
  Result<BundleInReport> read(PartFolder& folder, const SyncReporter& progress);

 private:
  LocalStore& store_;
  FileDesk& files_;
  Clock& clock_;
};

}  // namespace khaosan::client
