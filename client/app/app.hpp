// App: performs intents on the laptop's store and answers queries. It is complete without the network; only
// Pair, SignInUser and Sync talk to the office.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "client/app/intents.hpp"
#include "client/app/office.hpp"
#include "shared/base/result.hpp"
#include "shared/bundle/ports.hpp"
#include "shared/sync/radar.hpp"
#include "shared/sync/record.hpp"

namespace khaosan::client {

class LocalStore;  // client/app/local_store.hpp
class FileDesk;    // client/app/file_desk.hpp: originals, facts and renditions on this laptop
class ChangeWriter;
class StoreReader;
struct TakenFile;

struct PutReport {
  RecordId id;
  ChangeId change;  // the open change that holds it; on the disk when this is returned
};

struct AddReport {
  RecordId media;
  Sha256 sha;
  std::string type;                         // of the media kind's vocabulary
  bool already_there = false;               // the same bytes were taken in before
  std::optional<RecordId> photo;            // the news_photo, if `news` was given
  std::string note;                         // why there is no rendition or no facts, if so (Thai)
  std::optional<RecordId> stays_with = {};  // another event, which it belonged to before: it was not moved
  bool caption_stays = false;  // it had another caption, and `news` was not given to hold this one
};

// A command is in the outbox; it is answered by the server at the next sync.
struct PerformReport {
  ChangeId change;
  std::string revision;  // that it is bound to
};

struct PairReport {
  std::string office;
  std::string user_name;
  std::string display_name;
  bool can_decide = false;  // the user's own key was made
};

// `previews`: words and small pictures, in both directions, before the originals go.
enum class SyncStep {
  connect,
  push,
  previews,
  files,
  pull,
  renditions,
  compare,
  original,
  card,
  card_office
};

struct SyncProgress {
  SyncStep step = SyncStep::connect;
  std::int64_t done = 0;
  std::int64_t total = 0;  // 0: not known yet
  std::string name;        // of the file under way
};

// Called at each step and now and then during a transfer; false stops the sync.
using SyncReporter = std::function<bool(const SyncProgress&)>;

struct RefusedChange {
  ChangeId change;
  std::string kind;
  RecordId record;
  std::string verb;  // of a command; "put", "delete" … otherwise
  std::string code;
  std::string detail;
  std::string english;
  std::string thai;
  Fields set = {};           // what it would have written
  std::string comment = {};  // of a command
};

struct ResubmitReport {
  RefusedChange was;
  ChangeId change;  // the new one; empty: everything is so already
};

// A laptop whose clock is further off than this is told of it. No rule asks its clock, but its papers show
// it.
inline constexpr std::int64_t clock_gap_ms_max = 5 * 60 * 1'000;

struct ClockGap {
  Instant here;
  Instant office;
};

struct SyncReport {
  std::int64_t sent_changes = 0;
  std::int64_t merged_changes = 0;
  std::int64_t sent_files = 0;
  std::int64_t sent_renditions = 0;  // ahead of their originals
  std::int64_t mended_files = 0;     // damaged here, and fetched again from the office
  std::int64_t received_records = 0;
  std::int64_t received_renditions = 0;
  std::int64_t erased_records = 0;         // by the office; nothing of them is here any more
  std::int64_t new_conflicts = 0;          // that own changes ran into
  std::int64_t conflicts_of_others = 0;    // new ones, where somebody else's change ran into an own text
  std::vector<RefusedChange> refused;      // by this sync
  bool office_restored = false;            // from a backup: what the office may have lost was offered again
  std::string waits_for_laptops = {};      // a restored office takes no change before these have come
  std::optional<ClockGap> clock_gap = {};  // set: wider than clock_gap_ms_max
  bool complete = false;                   // everything acknowledged both ways, digests equal
  bool stopped = false;                    // by the user: the next sync goes on from here
};

// A bundle for the office on a USB stick: everything that it does not have, or what may go by itself.
struct BundleWish {
  enum class What { outbox, rescue };
  What what = What::outbox;
  std::uint64_t part_bytes = 2'000'000'000;
};

struct ShareWish {
  DeviceId to;  // a laptop of the office
  RecordId event;
  std::uint64_t part_bytes = 2'000'000'000;
};

struct BundleReport {
  std::int64_t changes = 0;
  std::int64_t files = 0;
  std::int64_t file_bytes = 0;
  std::int64_t records = 0;        // of a shared event
  std::int64_t left_open = 0;      // changes that a rescue leaves to the user
  std::vector<std::string> parts;  // names in the folder
  Instant made_at = {};
  std::vector<RefusedChange> skipped_files = {};  // damaged or missing here
  bool stopped = false;
};

// What was read of a stick.
struct BundleInReport {
  std::optional<SyncReport> answer;  // of the office
  std::string office = {};
  std::int64_t shared_records = 0;  // from other laptops
  std::int64_t shared_files = 0;
  std::int64_t known_records = 0;                             // that stay as they are here
  std::vector<std::string> shared_by = {};                    // names of laptops
  std::vector<std::pair<std::string, Refusal>> refused = {};  // parts, and why
};

// An original that is not what its hash says, or gone, and not at the office either: it has to be taken in
// again.
struct DamagedFile {
  RecordId media;
  std::string name;
};

struct FetchReport {
  RecordId media;
  Sha256 sha;
  std::string name;
  std::uint64_t size_bytes = 0;
  bool already_there = false;  // whole on this laptop before
};

// Of a file on a camera card: what the office has, as it said just now after reading it.
enum class AtOffice { unknown, whole, missing, damaged };

struct CardFileReport {
  std::string name;  // below the card's folder, UTF-8
  std::uint64_t size_bytes = 0;
  Sha256 sha = {};    // empty: it could not be read
  bool here = false;  // the original is on this laptop
  AtOffice at_office = AtOffice::unknown;
  std::optional<RecordId> media = {};
  std::optional<Refusal> fault = {};
};

struct CardReport {
  std::vector<CardFileReport> files;
  std::vector<std::string> empty = {};      // names of files without a byte; not among the files
  std::int64_t of_camera = 0;               // lists that the camera keeps for itself; not among the files
  std::optional<Refusal> office_away = {};  // why the office could not be asked
  bool stopped = false;

  std::int64_t here() const;
  std::int64_t delivered() const;  // whole at the office
  bool may_be_erased() const;      // all of them are
};

// Where the original of a media record is, as far as this laptop knows.
struct OriginalState {
  bool here = false;
  bool damaged = false;
  bool at_office = false;
  bool operator==(const OriginalState&) const = default;
};

struct StatusReport {
  bool paired = false;
  std::string office;
  std::string url;
  std::string user_name;  // the one who writes now
  UserId user;
  std::int64_t pending_changes = 0;   // open or sealed, not answered
  std::int64_t waiting_commands = 0;  // of those, commands
  std::int64_t pending_files = 0;
  std::int64_t pending_file_bytes = 0;
  std::vector<DamagedFile> damaged_files = {};
  std::int64_t refused = 0;
  std::int64_t open_conflicts = 0;
  std::int64_t open_likenesses = 0;    // of what may be one
  std::int64_t changes_only_here = 0;  // neither at the office nor on a stick
  std::int64_t files_only_here = 0;
  std::int64_t file_bytes_only_here = 0;
  std::int64_t on_stick = 0;         // of what waits, changes and files: also on a stick
  std::int64_t foreign_records = 0;  // that other laptops shared
  Seq cursor = 0;
  std::optional<Instant> last_sync;
  std::optional<std::uint64_t> free_bytes = {};  // of the disk that files are taken in to; nothing: not known
};

// Taking files in that would leave less than this free is warned of before.
inline constexpr std::uint64_t room_warned_bytes = 500'000'000;

inline bool leaves_little_room(const StatusReport& status, std::uint64_t files_bytes) {
  return status.free_bytes && *status.free_bytes < files_bytes + room_warned_bytes;
}

// Somebody who may write on this laptop.
struct UserHere {
  UserId id;
  std::string name;
  std::string display_name;
  bool can_decide = false;  // the user's own key was made here
};

struct ListQuery {
  std::string kind;
  Fields where;            // field = value, all of them
  std::int64_t first = 0;  // of the visible range
  std::int64_t limit = 100;
  bool with_deleted = false;
  bool descending = false;                                // by the kind's sort field
  std::set<std::string> filled = {};                      // fields that hold something
  std::optional<std::string> sort_from = std::nullopt;    // of the sort field: this or later
  std::optional<std::string> sort_before = std::nullopt;  // earlier than this, or empty
  bool operator==(const ListQuery&) const = default;
};

struct ListAnswer {
  std::int64_t total = 0;
  std::int64_t first = 0;
  std::vector<Record> rows;
};

// A record with what the laptop knows about it.
struct RecordView {
  Record record;
  std::vector<std::string> pending_fields;  // changed here, not answered yet
  std::vector<std::string> waiting_verbs;   // commands that wait for the office, in order
  std::optional<ChangeId> can_take_back;    // the last of them, while it is not on its way
  std::int64_t newer_edits = 0;             // news: fields edited since the submitted revision
  std::optional<OriginalState> original;    // of a media record
  std::optional<DeviceId> shared_by = {};   // another laptop, while the office has not told of it: read only
};

struct HistoryEntry {
  Instant at;
  std::string by;                        // display name, or the id if it is not known here
  std::string what;                      // "put", "submit", "approve" …
  std::string state;                     // "office", "pending", "refused", "kept"
  std::vector<std::string> fields = {};  // names of those that were set
  std::string capacity = {};             // and what follows: of a command
  std::string order = {};
  std::string keep = {};  // resolve: ours, theirs, text
  std::string comment = {};
  std::string revision = {};        // that it made or named
  std::string refusal = {};         // why the office did not take it: the code,
  std::string refusal_detail = {};  // and what about
};

// Whether what the office has now has come to a laptop of the one who wrote the record.
struct WriterReach {
  std::string user;
  std::string laptop;  // "reached", "not_yet", "no_laptop"
};

struct OfficeHistory {
  std::vector<HistoryEntry> entries;
  std::optional<WriterReach> writer = {};
  std::optional<Refusal> office_away;  // why the office's journal is not in it
};

struct CheckReport {
  std::int64_t records = 0;
  std::int64_t files = 0;
  std::vector<std::string> faults;  // empty: everything is whole
};

// Instants and random bytes come in through ports, so that tests own them.
struct Clock {
  virtual ~Clock() = default;
  virtual Instant now() = 0;
};

class App {
 public:
  App(LocalStore& store, FileDesk& files, OfficeNetwork& network, Clock& clock);

  Result<PairReport> perform(const Pair& intent);
  Result<SignedIn> perform(const SignInUser& intent);
  Result<PutReport> perform(const Put& intent);
  // Many at once, in one transaction; one bad one is refused with its reason and the rest goes on.
  std::vector<Result<PutReport>> perform_all(const std::vector<Put>& intents);
  Result<PutReport> perform(const Remove& intent);
  Result<PutReport> perform(const Restore& intent);
  Result<AddReport> perform(const AddFile& intent);
  Result<PerformReport> perform(const Perform& intent);
  // Both: unknown_record if it is not in the tray. What was dismissed is in the answer for the last time.
  Result<RefusedChange> perform(const DismissRefused& intent);
  Result<ResubmitReport> perform(const Resubmit& intent);
  // store_locked: another process syncs this laptop now.
  Result<SyncReport> perform(const Sync& intent, const SyncReporter& progress);
  // original_away, server_away, disk_full, stopped, file_damaged (what the office has is another file),
  // unknown_record.
  Result<FetchReport> perform(const FetchOriginal& intent, const SyncReporter& progress);
  // Files of a card by their bytes. An office that cannot be asked stands in the report. nothing_to_check,
  // own_folder.
  Result<CardReport> perform(const CheckCard& intent, const SyncReporter& progress);
  Result<Radar> perform(const AskLaptops& intent);
  // See client/app/bundles.hpp.
  Result<BundleReport> write_bundle(PartFolder& folder, const BundleWish& wish, const SyncReporter& progress);
  Result<BundleReport> share_event(PartFolder& folder, const ShareWish& wish, const SyncReporter& progress);
  Result<BundleInReport> read_bundles(PartFolder& folder, const SyncReporter& progress);

  // Who writes from here on, of the users of this laptop. sign_in_needed if the name is not one of them.
  Done use_user(const std::string& user_name);

  Result<RecordView> get(const std::string& kind, RecordId id);
  Result<ListAnswer> list(const ListQuery& query);
  // What this laptop knows.
  Result<std::vector<HistoryEntry>> history(const std::string& kind, RecordId id);
  // With the office's journal, if it can be reached now; if not, what this laptop knows, and why it is no
  // more.
  Result<OfficeHistory> history_of_office(const std::string& kind, RecordId id);
  Result<StatusReport> status();
  Done perform(const KeepTyped& intent);
  Done perform(const Unlock& intent);
  Done perform(const Lock& intent);
  Result<PerformReport> perform(const TakeBack& intent);
  Result<std::map<std::string, std::string>> typed();
  Result<std::vector<UserHere>> users();
  Result<std::vector<RefusedChange>> refused();
  Result<CheckReport> check();

 private:
  template <typename Report, typename Work>
  Result<Report> write_changes(const Work& work);
  Result<UserId> author(StoreReader& store) const;
  Result<std::unique_ptr<Office>> connect();
  Result<PerformReport> write_command(ChangeWriter& writer, const Perform& intent);
  Result<AddReport> add_taken(ChangeWriter& writer, const TakenFile& taken, const AddFile& intent);
  Done merge_office_history(const std::string& kind, RecordId id, OfficeHistory& answer);

  LocalStore& store_;
  FileDesk& files_;
  OfficeNetwork& network_;
  Clock& clock_;
  std::optional<UserId> writer_;  // chosen by use_user(); else the one the laptop was paired for
  struct Unlocked {
    UserId user;
    SignKeyPair key;
  };
  std::optional<Unlocked> unlocked_;
};

}  // namespace khaosan::client
