// The server's store, as its rules see it: a port. server/store makes it real on SQLite. Everything a request
// changes happens inside one write(): all of it is on the disk when write() returns, or none of it happened.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/crypto/keys.hpp"
#include "shared/crypto/password.hpp"
#include "shared/sync/digest.hpp"
#include "shared/sync/ids.hpp"
#include "shared/sync/record.hpp"
#include "shared/sync/service.hpp"

namespace khaosan::server {

// One row of the journal: an accepted change, a command, or a change of the server's own.
struct JournalRow {
  Seq seq = 0;
  std::string type;  // "change", "act", "server", "admin", "epoch"
  ChangeId change;   // empty for the server's own
  std::string kind;  // of the record it is about
  RecordId record;
  UserId author;
  DeviceId device;        // empty for the web, a script or the server itself
  std::string what;       // op or verb
  std::string capacity;   // "" where it has no meaning
  std::string outcome;    // of a change or act: "accepted", "merged", "conflict", "same"
  ChangeId cause;         // of a server's own row: the change that brought it about, if one did
  std::string signature;  // of a decision: {"key":hex,"signature":hex}, "" otherwise
  Instant at;             // server time
  std::string submitted;  // canonical JSON of what came in ("" in an own change)
  std::string resulted;   // canonical JSON of the fields it left, where they differ from what came in
  Sha256 hash;            // of the chain up to this row (server/logic/journal.hpp)
};

struct Account {
  UserId id;
  std::string name;
  std::string display_name;
  std::vector<std::string> roles;
  std::string password_hash;
  bool disabled = false;
};

struct Device {
  DeviceId id;
  std::string name;
  UserId paired_for;
  PublicKey sign_key{};
  PublicKey box_key{};
  Sha256 token_hash;
  bool revoked = false;
  Instant paired_at;
  std::optional<Instant> last_seen;
  std::string round_token;  // that the laptop's next round must carry
  RoundId round;            // the last round that was answered
  DeviceId former = {};  // what this laptop was before it was paired again, proved by its key; empty: nothing
};

// Where a laptop said last that it stands.
struct DeviceReport {
  DeviceId device;
  EpochId epoch;
  Seq cursor = 0;  // it has everything up to here
  Unsent unsent;
  Instant told_at;
};

// The later entry of the same laptop, where this one was not used since: what stands in its place. A copy of
// the folder that goes on under the old entry is a laptop of its own.
inline const Device* replacement_of(const Device& device, const std::vector<Device>& all) {
  for (const Device& other : all) {
    const bool is_later = other.former == device.id && other.id != device.id;
    if (is_later && (!device.last_seen || *device.last_seen <= other.paired_at)) return &other;
  }
  return nullptr;
}

// A sealed change of a laptop that was shut out (docs: ARCHITECTURE.md, "Quarantine").
struct QuarantinedChange {
  SealedChange sealed;
  ChangeId change;
  DeviceId device;
  Instant at;
};

// What is kept of one laptop and was not taken.
struct QuarantineCount {
  DeviceId device;
  std::int64_t changes = 0;
  std::int64_t bytes = 0;
  Instant first;
  Instant last;
};

// An original that such a laptop left; its bytes are in the quarantine's folder, once for all who left it.
struct QuarantinedFile {
  DeviceId device;
  Sha256 sha;
  Instant at;
};

// A user who signed in on a device, with the key that user's decisions are signed by there (zero: none yet).
struct DeviceUser {
  DeviceId device;
  UserId user;
  PublicKey sign_key{};
  Instant since = {};
  std::optional<Instant> until =
      {};  // another key took its place; what was signed before still counts. 0: revoked
};

struct PairingCode {
  MacKey key{};  // argon2id of the code
  UserId user;
  Instant expires;
  int tries_left = 0;
};

struct Token {  // a bearer token for scripts and other clients
  Sha256 hash;
  UserId user;
  Instant made_at;
  Instant expires = {};
  std::optional<Instant> revoked_at = {};

  std::string id() const { return hash.hex().substr(0, token_id_digits); }  // that people name it by
  static constexpr std::size_t token_id_digits = 12;
};

// A change that a laptop has offered while a restored server waits for the others (restore.hpp).
struct OfferedChange {
  SealedChange sealed;
  ChangeId change;
  DeviceId device;  // that offered it
};

enum class ValueOf { submitted, result };

struct Maker {
  UserId author;
  DeviceId device;
  bool operator==(const Maker&) const = default;
};

class StoreReader {
 public:
  virtual ~StoreReader() = default;
  virtual EpochId epoch() = 0;
  virtual Seq head() = 0;
  virtual UserId author_at(Seq seq) = 0;  // who wrote journal row `seq`; empty if it is not there
  virtual Sha256 chain_at(Seq seq) = 0;   // zero for 0 and for what is not there
  virtual Digests digests() = 0;
  virtual Instant last_time() = 0;  // of the newest journal row
  virtual Result<std::optional<Record>> record(std::string_view kind, RecordId id) = 0;
  // Not deleted, by their declared sort field, then id.
  virtual Result<std::vector<Record>> children(std::string_view kind, RecordId parent) = 0;
  virtual Result<std::vector<Record>> all(std::string_view kind) = 0;
  // Those whose sort field holds exactly this, deleted ones too. An alias stands under the id of what it was
  // joined into, and is not among `children` and `all`.
  virtual Result<std::vector<Record>> sorted_at(std::string_view kind, std::string_view sort) = 0;
  // Who made the record, and where; empty if it is not there.
  virtual Result<Maker> maker_of(std::string_view kind, RecordId id) = 0;
  virtual Result<PullPage> records_after(Seq cursor, std::int64_t max_bytes) = 0;
  // News items that are public now, newest first; and how many there are.
  virtual Result<std::vector<Record>> published(std::int64_t first, std::int64_t limit) = 0;
  virtual Result<std::int64_t> published_count() = 0;
  virtual Result<std::optional<Record>> news_numbered(std::string_view number) = 0;
  // The value of a field as journal row `seq` of this record left it, or as it was submitted there (they
  // differ after a merge); nothing if that cannot be found.
  virtual Result<std::optional<Value>> value_at(std::string_view kind, RecordId id, std::string_view field,
                                                Seq seq, ValueOf which) = 0;
  virtual Result<std::vector<JournalRow>> journal_of_record(std::string_view kind, RecordId id) = 0;

  // The answer already given to a change id, with the hash of the payload it was given to.
  struct Answered {
    Sha256 payload;
    ChangeAnswer answer;
  };
  virtual Result<std::optional<Answered>> answered(ChangeId change) = 0;

  virtual Result<std::optional<Account>> account(UserId id) = 0;
  virtual Result<std::optional<Account>> account_named(std::string_view name) = 0;
  virtual Result<std::vector<Account>> accounts() = 0;
  virtual Result<std::optional<Device>> device(DeviceId id) = 0;
  virtual Result<std::optional<Device>> device_with_token(const Sha256& token_hash) = 0;
  virtual Result<std::vector<Device>> devices() = 0;
  virtual Result<std::optional<DeviceReport>> device_report(DeviceId device) = 0;
  virtual Result<std::optional<DeviceUser>> device_user(DeviceId device, UserId user) = 0;  // the present key
  virtual Result<std::vector<DeviceUser>> keys_of(DeviceId device, UserId user) = 0;  // all that ever were
  virtual Result<std::optional<Token>> token(const Sha256& hash) = 0;
  virtual Result<std::vector<Token>> tokens() = 0;
  virtual Result<std::vector<PairingCode>> pairing_codes() = 0;
  virtual std::string setting(std::string_view name) = 0;  // "" if it is not set

  // Up to where the seqs of an epoch are the journal's: of the present one the head; nothing: not known here.
  virtual std::optional<Seq> epoch_end(EpochId epoch) = 0;
  virtual bool is_awaited(DeviceId device) = 0;              // has not come since the server was restored
  virtual Result<std::vector<OfferedChange>> offered() = 0;  // in the order of the lost journal
  virtual Result<std::optional<KnownNumber>> former_number(RecordId news) = 0;

  // As all() and children(), with those that are deleted.
  virtual Result<std::vector<Record>> every(std::string_view kind, std::optional<RecordId> parent = {}) = 0;

  virtual Result<std::vector<QuarantineCount>> quarantine() = 0;
  virtual Result<std::vector<QuarantinedChange>> quarantined(DeviceId device) = 0;  // as they were sent
  virtual Result<std::vector<QuarantinedFile>> quarantined_files() = 0;  // of all laptops, by laptop
  virtual bool is_quarantined(DeviceId device, ChangeId change, const Sha256& payload) = 0;
};

class StoreWriter : public virtual StoreReader {
 public:
  // Appends the row (its seq and hash are given here) and returns its seq. Values go to a side table under
  // fresh salts.
  virtual Result<Seq> append(JournalRow row) = 0;
  virtual Done save_record(const Record& record) = 0;  // and its digest
  virtual Done save_answer(ChangeId change, const Sha256& payload, const ChangeAnswer& answer) = 0;
  virtual Result<std::int64_t> next_number(std::string_view book) = 0;  // 1, 2, … without gaps
  virtual Done save_account(const Account& account) = 0;
  virtual Done save_device(const Device& device) = 0;
  virtual Done save_device_report(const DeviceReport& report) = 0;
  // The user's key on this device from `since` on; the one before it ends there.
  virtual Done save_device_user(const DeviceUser& device_user) = 0;
  // No key of this user signs any more, on any device, whenever it was written.
  virtual Done revoke_keys_of(UserId user) = 0;
  // The keys of this user on this device that this one, or one before it, took the place of: revoked.
  virtual Done end_keys_before(const DeviceUser& key) = 0;
  virtual Done save_token(const Token& token) = 0;
  virtual Done save_pairing_code(const PairingCode& code) = 0;  // replaces the one with the same key
  virtual Done remove_pairing_code(const MacKey& key) = 0;
  virtual Done set_setting(std::string_view name, std::string_view value) = 0;

  virtual Done end_epoch(EpochId epoch, Seq end) = 0;
  virtual Done set_awaited(DeviceId device, bool awaited) = 0;
  virtual Done save_offered(const OfferedChange& offered) = 0;  // again: a no-op
  virtual Done forget_offered() = 0;
  virtual Done raise_book(std::string_view book, std::int64_t last) = 0;  // the next number is behind `last`
  virtual Done save_former_number(
      const KnownNumber& known) = 0;  // a news item keeps the first that is stated

  // Empties what the journal holds of this record's rows before `entry`; their commitments stay.
  virtual Done empty_values(std::string_view kind, RecordId record, Seq entry) = 0;
  // Changes that were offered or quarantined, and not carried out.
  virtual Done forget_waiting(const std::function<bool(const Change&)>& which) = 0;
  // Of all refusals: they name titles and files. Whoever asks again is told the code.
  virtual Done forget_details() = 0;

  virtual Done save_quarantined(const QuarantinedChange& change) = 0;  // again: a no-op
  virtual Done forget_quarantined(const QuarantinedChange& change) = 0;
  virtual Done save_quarantined_file(const QuarantinedFile& file) = 0;  // again: a no-op
  virtual Done forget_quarantined_file(DeviceId device, const Sha256& sha) = 0;
};

class Store {
 public:
  virtual ~Store() = default;
  // On a connection that only reads, beside others. What it sees is one moment.
  virtual Done read(const std::function<Done(StoreReader&)>& work) = 0;
  virtual Done write(const std::function<Done(StoreWriter&)>& work) = 0;
  virtual Done check() = 0;  // SQLite integrity, the journal's chain and commitments, digests against records
  virtual Done empty_log() = 0;  // what was erased stands in no file of the store any more
  // One moment of the store as a new file, while others go on. The file must not be there yet.
  virtual Done copy_to(const std::filesystem::path& file) = 0;
};

}  // namespace khaosan::server
