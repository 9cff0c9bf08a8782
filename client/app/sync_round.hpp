// One sync: rounds of hello, changes, small renditions, files, commands, pages, digests. Every step leaves
// the store so that the next round can go on from there, whatever happens in between; other processes may
// write meanwhile. What they wrote goes with a further round.
#pragma once

#include <functional>
#include <set>

#include "client/app/app.hpp"
#include "client/app/file_desk.hpp"
#include "client/app/local_store.hpp"

namespace khaosan::client {

inline constexpr int rounds_max = 3;                          // of one sync, while somebody goes on writing
inline constexpr std::int64_t page_growth_within_ms = 1'000;  // a page that came faster is doubled next time

class SyncRound {
 public:
  using Progress = SyncReporter;
  SyncRound(LocalStore& store, FileDesk& files, Office& office, Clock& clock, const Progress& progress)
      : store_(store), files_(files), office_(office), clock_(clock), progress_(progress) {}

  // Ends with `stopped` in the report as soon as `progress` answers false. Refused: chain_differs,
  // digest_differs, protocol_mismatch, and what the office or the disk refuses. A refused change or a damaged
  // file stands in the report instead.
  Result<SyncReport> run();

 private:
  friend class BundleRound;  // the same answers and pages, from a USB bundle
  enum class Until { first_act, end };

  Done round();
  Refusal leave_aside(Refusal why);
  Result<std::int64_t> leave_changes();
  Result<std::int64_t> leave_files();
  Done prepare();
  Done hello();
  Done take_answer(const HelloAnswer& answer);
  Done push(Until until);
  Done push_page(const std::vector<OutgoingChange>& page);
  Done take_change_answer(StoreWriter& store, const OutgoingChange& change, const ChangeAnswer& answer);
  Done reissue(StoreWriter& store, std::vector<ChangeId> changes);
  void report_refused(const OutgoingChange& change, const ChangeAnswer& answer);
  Done send_previews(const std::vector<LocalFile>& files);
  Done previews_first();
  Result<std::vector<LocalFile>> pending_files();
  Done send_files();
  Done send_file(LocalFile file, std::int64_t bytes_before);
  Done send_bytes(FileTransfer& transfer, LocalFile file, std::int64_t bytes_before);
  Done mend(LocalFile file, std::int64_t bytes_before);
  TransferProgress file_progress(const std::string& name, std::int64_t bytes_before);
  Done pull();
  Done take_page(const PullPage& page);
  Done remove_erased();
  Done fetch_renditions();
  Done tell_standing();
  Done compare();
  Done finish();
  Done say(SyncStep step, std::int64_t done, std::int64_t total, std::string name = {});

  LocalStore& store_;
  FileDesk& files_;
  Office& office_;
  Clock& clock_;
  const Progress& progress_;

  SyncReport report_;
  SyncState state_;
  RoundId round_;
  std::int64_t last_place_ = 0;  // in the outbox: what is written later waits for the next round
  std::int64_t skipped_files_ = 0;
  Unsent told_unsent_;                 // to the office, when the round began
  bool before_files_ = false;          // what goes before the originals
  std::set<Sha256> asked_renditions_;  // in this round
  std::int64_t waiting_ = 0;           // of this round: sent, and neither accepted nor refused for good
  std::vector<ErasedRecord> erased_;   // like `numbers_`
  std::vector<KnownNumber> numbers_;   // to be told to an office that was restored
  bool must_pull_ = false;             // even if the cursor is at the head
  bool more_to_send_ = false;
  std::vector<ChangeId> id_reused_;      // of this page: the office knows them with another content
  Seq started_at_ = 0;                   // the cursor before the first page
  Seq known_head_ = 0;                   // the server's head, as far as it has told
  std::set<RecordId> conflicts_before_;  // of others with own texts, that were known when the sync began
  Digests head_digests_;                 // of the server, at `known_head_`
  std::int64_t to_push_ = 0;
  std::int64_t total_file_bytes_ = 0;
};

}  // namespace khaosan::client
