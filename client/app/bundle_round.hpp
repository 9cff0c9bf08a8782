// The office's answer in a bundle, taken as a sync round takes it from the network: the same answers, the
// same pages, the same digests. Tokens and rounds of the network are left as they are.
#pragma once

#include "client/app/bundle_parts.hpp"
#include "client/app/sync_round.hpp"

namespace khaosan::client {

class BundleRound {
 public:
  BundleRound(LocalStore& store, FileDesk& files, Clock& clock, const SyncReporter& progress);
  ~BundleRound();
  BundleRound(const BundleRound&) = delete;
  BundleRound& operator=(const BundleRound&) = delete;

  Done begin_part(const AnswerAbout& about);  // bundle_gap, wrong_epoch, chain_differs, protocol_mismatch
  Done take(const BundleMessage& message);
  Result<SyncReport> finish();

 private:
  Done take_answers(const std::string& body);
  Done take_arrived(const std::string& body);
  Done take_page(const std::string& body);
  struct NoOffice;
  std::unique_ptr<NoOffice> no_office_;
  LocalStore& store_;
  SyncReporter progress_;
  SyncRound round_;
  bool at_head_ = false;
};

}  // namespace khaosan::client
