// SyncService: the steps of one sync round, as one interface with several bodies: HTTP, bundle file, and
// in-process. A round: hello, push until the outbox is sealed and answered, pull until the cursor is the
// head, compare digests.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/id.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"
#include "shared/sync/change.hpp"
#include "shared/sync/digest.hpp"

namespace khaosan {

inline constexpr int protocol_version = 1;
inline constexpr int oldest_protocol_version = 1;            // that is still spoken
inline constexpr std::int64_t push_page_bytes = 2LL << 20U;  // of payload lines in one push
inline constexpr std::int64_t pull_page_bytes_min = 256LL << 10U;
inline constexpr std::int64_t pull_page_bytes_max = 8LL << 20U;
inline constexpr int office_scope = 0;  // the one scope there is: all records of the office

// What a laptop has not delivered.
struct Unsent {
  std::int64_t changes = 0;
  std::int64_t files = 0;
  std::int64_t file_bytes = 0;
  Instant oldest = {};  // when the oldest of it was written, by the laptop's clock; 0: not known
  bool operator==(const Unsent&) const = default;
};

struct Hello {
  int protocol = protocol_version;
  int schema = schema_version;
  int scope = office_scope;
  EpochId epoch = {};  // of the cursor; empty on the first round
  Seq cursor = 0;      // everything up to here is in the laptop's store
  RoundId round = {};  // fresh for each round, stored before it is sent; the same when a round is tried again
  std::string last_token = {};        // from the last round's answer, or from pairing
  Seq witnessed_seq = 0;              // the journal head that the laptop last saw
  std::optional<Unsent> unsent = {};  // when the round begins
};

struct HelloAnswer {
  int protocol = protocol_version;
  int schema = schema_version;
  std::string office;  // the office's name
  EpochId epoch;       // differs from Hello's: the server was restored, seqs start again
  Seq head = 0;
  Sha256 chain_head;        // the journal's hash at `head`
  Sha256 chain_at_witness;  // the journal's hash at `witnessed_seq`: equal to what the laptop saw, or the
                            // chain broke
  std::string token;        // for the next round
  Instant server_now;
  bool clock_waits = false;  // the server's clock is in doubt: it says nothing about the laptop's
  Digests digests;           // of all records at `head`
  // The end of Hello's epoch, where that is not the present one: what it had up to here is still true. 0: it
  // is not known, or the epoch goes on.
  Seq epoch_end = 0;
  Seq backed_up_seq = 0;       // a verified backup holds everything up to here
  bool wants_numbers = false;  // this laptop has not come back since the server was restored
};

// A number that a news item was given, as a laptop knows it.
struct KnownNumber {
  RecordId news;
  std::string number;        // "12/2570"
  std::string published_at;  // instant of the first publication; "" if there was none
};

// A record that was erased, as a laptop knows it.
struct ErasedRecord {
  std::string kind;
  RecordId record;
};

// Sealed changes in the order they were written. Each line is a payload, and after a tab its companion JSON
// (signature, base values) if it has one.
struct PushRequest {
  RoundId round;
  std::vector<SealedChange> changes;
  std::vector<KnownNumber> numbers = {};  // that a restored server may have forgotten
  std::vector<ErasedRecord> erased = {};  // the same
};

enum class Outcome { accepted, merged, conflict, same, refused };

struct ChangeAnswer {
  ChangeId id;
  Outcome outcome = Outcome::accepted;
  Seq seq = 0;         // of the journal row; everything it brought is pulled once the cursor reaches it
  std::string code;    // of the refusal
  std::string detail;  // of the refusal; for a superseded revision, what changed
};

struct PushAnswer {
  std::vector<ChangeAnswer> answers;  // in the order of the request
};

// What a laptop that was revoked, or whose user is disabled, leaves at the office: an administrator looks at
// it. No acknowledgement: the outbox stays as it is.
struct Quarantined {
  std::int64_t kept = 0;  // of the changes that were sent; one that cannot be read is not
  bool full = false;      // the others found no room
};

struct PullRequest {
  EpochId epoch;
  Seq cursor = 0;
  std::int64_t max_bytes = pull_page_bytes_min;
  RoundId round = {};                 // the one that hello began
  std::optional<Unsent> unsent = {};  // with the last one of a round: what it leaves behind
};

// Records whose seq is above the cursor, oldest first, one JSON line each.
struct PullPage {
  std::string lines;
  Seq next = 0;  // the new cursor
  Seq head = 0;
  Sha256 chain_head;  // and the digests: of the head, filled when `next` is `head`
  Digests digests;
};

class SyncService {
 public:
  virtual ~SyncService() = default;
  virtual Result<HelloAnswer> hello(const Hello& hello) = 0;
  virtual Result<PushAnswer> push(const PushRequest& request) = 0;
  virtual Result<PullPage> pull(const PullRequest& request) = 0;
  virtual Result<Quarantined> quarantine(const std::vector<SealedChange>& changes) = 0;  // not_revoked
};

// The version that both sides speak: theirs, if it is within [oldest, newest]; protocol_mismatch.
Result<int> common_protocol(int theirs, int oldest = oldest_protocol_version, int newest = protocol_version);

std::string_view outcome_name(Outcome outcome);
Outcome outcome_named(std::string_view name);  // an unknown name is refused

}  // namespace khaosan
