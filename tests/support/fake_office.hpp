// An office in memory: a sync service that accepts what it gets and merges nothing, a shelf of files and a
// pairing desk. Told to, it fails at a step, loses an answer or refuses a change.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "client/app/office.hpp"
#include "shared/sync/change.hpp"
#include "shared/sync/record.hpp"

namespace khaosan::client {

enum class Step { hello, push, pull, send, fetch_small, send_small, fetch_original };

class FakeOffice : public OfficeNetwork, public SyncService, public FileTransfer {
 public:
  FakeOffice();

  // What the test asks for.
  std::function<void(Step)> meanwhile;  // called while the laptop waits for the answer to a step
  std::optional<Step> fail_at;          // before anything is done: server_away
  std::optional<Step> lose_at;          // done, but the answer is lost: server_away
  std::function<std::optional<Refusal>(const Change&)> refuse_if;
  std::function<bool(const Change&)> unreadable_if;  // answered without its id
  std::int64_t page_records_max = 1'000;
  Seq backed_up_seq = 0;
  Instant server_now{1'795'400'000'000};  // as a FakeClock begins
  bool wrong_digest = false;
  std::optional<Code> shuts_out;          // hello is refused so
  std::vector<SealedChange> quarantined;  // what came then
  std::map<Sha256, Bytes> quarantined_files;
  bool break_chain = false;
  std::optional<std::string> forged_page;  // lines of the next page
  std::string pairing_code = "ABCDE-FGHJK";
  Sha256 certificate;                  // of the office
  std::optional<Sha256> seen_instead;  // what the laptop sees of somebody in the middle

  // What happened.
  std::vector<RoundId> rounds;
  std::vector<std::string> tokens;
  std::vector<std::string> pushed;  // payloads, also of repeated pushes
  std::vector<SealedChange> sealed;
  std::vector<std::string> steps;
  std::vector<Unsent> left;  // what each round left behind, as it was told at its end
  Radar radar;
  int pulls = 0;
  std::optional<PairFinish> finished;
  std::optional<Sha256> pin_used;
  std::map<Sha256, Bytes> files_here;
  std::map<Sha256, Bytes> small_here;
  std::map<std::string, Bytes> uploads;  // by URL, unfinished ones too
  std::uint64_t stop_upload_after = 0;   // bytes; 0: does not stop
  std::uint64_t bytes_received = 0;
  std::uint64_t break_fetch_after = 0;  // bytes of each fetch of an original; 0: does not break
  std::uint64_t bytes_fetched = 0;
  std::optional<Refusal> preview_refusal;
  std::optional<Refusal> small_refusal;
  std::size_t shelf_answers_max = 2;  // in one answer
  std::set<Sha256> rotten;            // of files_here: no byte of them can be read

  UserId user;
  EpochId epoch;
  Seq head() const { return static_cast<Seq>(chain_.size()) - 1; }
  std::map<std::pair<std::string, RecordId>, Record> records;
  // A change of somebody else, or of the server.
  void write(const std::string& kind, RecordId id, const Fields& set, bool deleted = false);
  void forget_answers() { answered_.clear(); }
  void restart_epoch(Seq at);        // restored from a backup at `at`, without the records that changed since
  std::vector<KnownNumber> numbers;  // that laptops have told

  Result<std::unique_ptr<PairingChannel>> open_pairing(const std::string& url) override;
  Result<std::unique_ptr<Office>> connect(const OfficeAddress& address) override;

  Result<HelloAnswer> hello(const Hello& hello) override;
  Result<PushAnswer> push(const PushRequest& request) override;
  Result<PullPage> pull(const PullRequest& request) override;
  Result<Quarantined> quarantine(const std::vector<SealedChange>& changes) override;

  Done send(const Sha256& sha, const std::string& file_name, std::uint64_t size_bytes, const ReadAt& read,
            const std::string& upload_url, const std::function<Done(const std::string&)>& remember,
            const TransferProgress& progress) override;
  Result<Bytes> fetch_small(const Sha256& sha) override;
  Done send_small(const Sha256& sha, ByteView jpeg) override;
  Done fetch_original(const Sha256& sha, std::uint64_t from, const TakeBytes& take) override;
  Result<std::vector<ShelfAnswer>> ask_shelf(const std::vector<Sha256>& files) override;

 private:
  Done begin(Step step);
  Done end(Step step);
  ChangeAnswer answer_to(const SealedChange& change);
  Seq next_seq();
  void carry_out(const Change& change, Seq seq);
  Digests digests() const;

  std::vector<Sha256> chain_;  // by seq
  std::pair<EpochId, Seq> ended_;
  std::map<ChangeId, std::pair<Sha256, ChangeAnswer>> answered_;
};

}  // namespace khaosan::client
