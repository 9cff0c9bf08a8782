// The laptop's store, as the rules see it: a port. client/store makes it real on SQLite. What one write() did
// is on the disk, all of it, when write() returns; or none of it happened.
//
// The store keeps one promise by itself: a record's current state is its base (what the server last said)
// with the outbox laid over it in order (overlay.hpp). Whatever changes base or outbox lays it over again in
// the same transaction.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/app/app.hpp"
#include "client/app/id_maker.hpp"
#include "client/app/office.hpp"
#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/crypto/keys.hpp"
#include "shared/sync/change.hpp"
#include "shared/sync/digest.hpp"
#include "shared/sync/record.hpp"
#include "shared/sync/service.hpp"

namespace khaosan::client {

// What pairing settled. The secrets never leave the store.
struct Pairing {
  OfficeAddress address;
  std::string office;
  DeviceId device;
  UserId user;  // whom the laptop was paired for: writes unless another one is chosen
  SignKeyPair sign_keys;
  BoxKeyPair box_keys;
  PublicKey office_sign_key{};
  PublicKey office_box_key{};
};

// Where the laptop stands with its office.
struct SyncState {
  EpochId epoch;
  Seq cursor = 0;
  RoundId pending_round;   // sent and not answered yet; empty otherwise
  std::string last_token;  // for the next round
  Seq witnessed_seq = 0;
  Sha256 witnessed_hash;
  std::optional<Instant> last_sync;
};

// A user of this laptop. `sealed_secret` opens with the user's password; empty: no key was made here.
struct LocalUser {
  UserId id;
  std::string name;
  std::string display_name;
  Bytes sealed_secret;
  PublicKey public_key{};
};

// Typing squashes into an open change; a sealed one never alters; an acknowledged one stays laid over until
// the cursor has passed it.
enum class ChangeState { open, sealed, acknowledged };

struct OutboxEntry {
  std::int64_t n = 0;  // its place; given by the store
  Change change;
  ChangeState state = ChangeState::open;
  std::optional<Signature> signature;
  Fields base_values;  // what the bases stand for
  // Of a change that had been answered before the office was restored from an older backup:
  Seq was_seq = 0;       // the answer; 0: it had none
  bool settled = false;  // a lost record (seq 0) holds it already
};

// A sealed change on its way out.
struct OutgoingChange {
  std::int64_t n = 0;
  ChangeId id;
  bool is_act = false;
  SealedChange sealed;
};

// A change that has left the outbox: into the refused tray, or to the kept list.
struct PastChange {
  Change change;
  bool refused = false;
  std::string code;  // of the refusal
  std::string detail;
  Seq seq = 0;  // that the office gave it, if it was not refused
};

struct LocalFile {
  Sha256 sha;
  std::uint64_t size_bytes = 0;
  std::string name;
  bool at_office = false;
  std::string upload_url;   // of an upload that was begun
  bool damaged = false;     // not what its hash says, or gone, and not at the office either
  bool small_sent = false;  // the office has its small rendition
  Instant taken_in = {};    // 0: not known
};

struct StoreCounts {
  std::int64_t pending_changes = 0;
  std::int64_t waiting_commands = 0;
  std::int64_t pending_files = 0;
  std::int64_t pending_file_bytes = 0;
  std::int64_t refused = 0;
  std::int64_t open_conflicts = 0;  // for which no choice waits to be sent
  std::int64_t lost_records = 0;    // that the office had before it was restored, and has not told of again
  std::int64_t open_likenesses = 0;
};

// What is neither at the office nor on a stick: this laptop is the only place of it.
struct StickCounts {
  std::int64_t changes = 0;
  std::int64_t files = 0;
  std::int64_t file_bytes = 0;
};

struct ForeignMark {
  DeviceId device;  // that shared it
  Instant made_at;
};

class StoreReader {
 public:
  virtual ~StoreReader() = default;
  virtual Result<std::optional<Pairing>> pairing() = 0;
  virtual Result<SyncState> sync_state() = 0;
  virtual Result<std::vector<LocalUser>> users() = 0;

  virtual Result<std::optional<Record>> current(std::string_view kind, RecordId id) = 0;
  // What the server said. A lost record (StoreCounts::lost_records) has seq 0.
  virtual Result<std::optional<Record>> base(std::string_view kind, RecordId id) = 0;
  virtual Result<ListAnswer> list(const ListQuery& query) = 0;
  // Not deleted, by their declared sort field, then id.
  virtual Result<std::vector<Record>> children(std::string_view kind, RecordId parent) = 0;

  virtual Result<std::vector<OutboxEntry>> outbox_of(std::string_view kind, RecordId id) = 0;  // in order
  // Sealed ones behind place `n` up to `last`, in order: at least one if there is any, else no more than
  // `bytes_max`.
  virtual Result<std::vector<OutgoingChange>> sealed_after(std::int64_t n, std::int64_t last,
                                                           std::int64_t bytes_max) = 0;
  virtual Result<std::vector<PastChange>> past_of(std::string_view kind, RecordId id) = 0;
  virtual Result<std::vector<PastChange>> refused() = 0;

  virtual Result<std::optional<LocalFile>> file(const Sha256& sha) = 0;
  virtual Result<std::vector<LocalFile>> files() = 0;
  virtual Result<std::vector<LocalFile>> pending_files() = 0;
  virtual Result<std::vector<LocalFile>> damaged_files() = 0;
  virtual Result<std::vector<Sha256>> wanted_renditions() = 0;
  virtual Result<bool> is_erased(std::string_view kind, RecordId id) = 0;
  virtual Result<std::vector<ErasedRecord>> known_erased() = 0;
  virtual Result<std::vector<Sha256>> erased_files() = 0;        // still to be removed from the folder
  virtual Result<std::vector<KnownNumber>> known_numbers() = 0;  // of all news that have one

  virtual Result<StickCounts> only_here() = 0;
  // Who shared a record that the office has not told of; nothing for any other.
  virtual Result<std::optional<ForeignMark>> foreign(std::string_view kind, RecordId id) = 0;
  virtual Result<std::int64_t> foreign_count() = 0;

  virtual Result<Digests> digests() = 0;  // of what the server said; kinds without records are left out
  virtual Result<StoreCounts> counts() = 0;
  virtual Result<Unsent> unsent() = 0;
  virtual Result<std::map<std::string, std::string>> typed() = 0;  // see KeepTyped
  virtual Result<IdClock> id_clock() = 0;
};

struct PageReport {
  std::int64_t records = 0;
  std::int64_t erased = 0;  // of those, tombstones
};

class StoreWriter : public StoreReader {
 public:
  virtual Done save_pairing(const Pairing& pairing) = 0;
  virtual Done save_sync_state(const SyncState& state) = 0;
  virtual Done save_user(const LocalUser& user) = 0;
  virtual Done save_id_clock(const IdClock& clock) = 0;

  virtual Done append(const OutboxEntry& entry) = 0;   // its `n` is ignored
  virtual Done replace(const OutboxEntry& entry) = 0;  // the open change at `n`
  // Every open change, in order. The place of the last sealed one, 0 if there is none.
  virtual Result<std::int64_t> seal_all() = 0;
  virtual Done seal_edits() = 0;  // the same without commands, which can still be taken back
  // The same, also without the edits behind an open command of their record: it could not be taken back then.
  // The place of the last sealed one.
  virtual Result<std::int64_t> seal_for_rescue() = 0;
  // What the bundle just written to a stick holds; what an earlier one held is forgotten.
  virtual Done mark_on_stick(const std::vector<std::int64_t>& places, const std::vector<Sha256>& files) = 0;
  // A record of another laptop, to be read here. False: the office has told of it, or this laptop wrote it,
  // or a later share of it is here; it stays as it is.
  virtual Result<bool> save_foreign(const Record& record, const ForeignMark& mark) = 0;
  virtual Done adopt(UserId author) = 0;  // open changes from before the pairing

  virtual Done acknowledge(ChangeId change, Seq seq) = 0;
  virtual Done refuse_change(ChangeId change, const std::string& code, const std::string& detail) = 0;
  virtual Result<PastChange> take_back(ChangeId command) = 0;    // an open one; wrong_status
  virtual Result<PastChange> take_refused(ChangeId change) = 0;  // out of the tray; unknown_record
  // The server knows this id with another content: the same change under a new id, sealed, at its place.
  // Later changes of the record that go on from it name the new id; those of them that are sealed and not
  // signed are given back, to be reissued too.
  virtual Result<std::vector<ChangeId>> reissue(ChangeId change, ChangeId fresh) = 0;
  // The office was restored from a backup that ends at `end` of the epoch so far. What it answered behind
  // that is offered again, with every file; what it told behind that is lost there, and still shown here.
  virtual Done begin_epoch(Seq end) = 0;
  // Lost records that only an office makes (decisions, revisions): it has carried out all again that it
  // could.
  virtual Done forget_lost_of_office() = 0;
  virtual Done forget_kept(Seq backed_up) = 0;  // the kept changes that a verified backup holds

  // Applies the lines and moves the cursor to `next`; at the head also settle(). bad_json, bad_request.
  virtual Result<PageReport> apply_page(const PullPage& page) = 0;
  virtual Done settle(Seq cursor) = 0;  // acknowledged changes up to the cursor go to the kept list

  virtual Done keep_typed(const std::string& name, const std::string& text) = 0;  // "" forgets it

  virtual Done save_file(const LocalFile& file) = 0;
  virtual Done want_rendition(const Sha256& sha) = 0;
  virtual Done file_is_erased(const Sha256& sha) = 0;
  virtual Done rendition_came(const Sha256& sha) = 0;
};

// The right to sync, of one process at a time; given back with the object.
class SyncTurn {
 public:
  virtual ~SyncTurn() = default;
};

class LocalStore {
 public:
  virtual ~LocalStore() = default;
  virtual Done read(const std::function<Done(StoreReader&)>& work) = 0;
  // Waits while another process writes. Never held across what takes long: no network, no file inside.
  virtual Done write(const std::function<Done(StoreWriter&)>& work) = 0;
  virtual Result<std::unique_ptr<SyncTurn>> begin_sync() = 0;  // store_locked: another process syncs
  // What was erased stands in no file of the store any more.
  virtual Done empty_log() = 0;
  // SQLite integrity, current against base + outbox, digests against records. What is wrong, in words.
  virtual Result<CheckReport> check() = 0;
};

}  // namespace khaosan::client
