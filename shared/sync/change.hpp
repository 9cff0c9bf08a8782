// Change: what one person did to one record, as the laptop writes it down and the server answers it.
// Sealed, it is one line of canonical JSON (shared/wire/change_json.hpp) that never alters again.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "shared/base/bytes.hpp"
#include "shared/base/id.hpp"
#include "shared/base/time.hpp"
#include "shared/schema/kinds.hpp"
#include "shared/schema/value.hpp"
#include "shared/sync/record.hpp"

namespace khaosan {

enum class Op { put, remove, restore, act };

// What the writer had before the eyes: the server's seq, or an own change that the server has not answered
// yet. Neither: there was nothing.
struct Base {
  Seq seq = 0;
  ChangeId change;
  bool operator==(const Base&) const = default;
};

// A command, answered once by the server in its order; never merged.
struct Act {
  std::string verb;  // "submit", "approve", …
  std::string
      revision;  // SHA-256 in hex of the revision it is about; for submit, of the content the writer saw
  std::string comment;
  std::string capacity;  // "own", "delegated", "acting"; "" where capacity has no meaning
  std::string order;     // number of the order that delegates or appoints
  std::string keep;      // for resolve: "ours", "theirs" or "text"
  std::string text;      // for resolve with "text"; for drop_photo the id of the list member
  bool operator==(const Act&) const = default;
};

using Bases = std::map<std::string, Base, std::less<>>;

struct Change {
  ChangeId id;
  UserId author;
  DeviceId device;  // it was written on; empty before the first pairing
  std::string kind;
  RecordId record;
  Op op = Op::put;
  Instant written_at;  // the laptop's clock: shown, decides nothing
  EpochId epoch;       // of the seqs in `bases` and `seen`
  Base seen;           // the record's latest change that the writer had seen
  Fields set;          // new values; monostate clears a field
  Bases bases;         // of each field in `set`; absent: the field had no value
  Act act;
  int schema = schema_version;
};

struct SealedChange {
  std::string payload;  // canonical JSON of the Change
  Sha256 sha;           // of the payload's bytes
  std::optional<std::array<std::uint8_t, 64>>
      signature;       // of `sha` by the author's key on this laptop: decisions
  Fields base_values;  // values the bases stand for, where the server may not know them
  // Of a change that is offered again after the server was restored from a backup that did not hold it.
  Seq was_seq = 0;            // that it had in the epoch of its payload; 0: it was never answered
  std::string revision = {};  // of a submit: the document of the revision that it made, for the same salts
};

std::string_view op_name(Op op);
std::optional<Op> op_named(std::string_view name);

}  // namespace khaosan
