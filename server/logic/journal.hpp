// A row of the journal in its canonical form, and the chain over it. The chain covers commitments of the
// values, so that a lawful erasure of a value and its salt leaves it whole.
#pragma once

#include <string>

#include "server/logic/store.hpp"

namespace khaosan::server {

inline constexpr int journal_version = 1;

struct Commitments {
  Sha256 submitted;  // zero: the row has no such value
  Sha256 resulted;
  Sha256 signature;
};

// {"at":…,"author":…,"capacity":…,"cause":…,"change":…,"device":…,"kind":…,"outcome":…,"previous":"<hash>","record":…,"resulted":"<commitment>",
//  "seq":…,"signature":"<commitment>","submitted":"<commitment>","type":…,"v":1,"what":…}; its SHA-256 is the
//  row's hash.
std::string journal_canonical(const JournalRow& row, const Commitments& commitments, const Sha256& previous);

// A row of what an administrator did at the server.
JournalRow admin_row(std::string_view what, Instant at);

// What a new epoch goes on from: nothing, for the first.
struct Restored {
  EpochId epoch = {};
  Seq head = 0;
  Sha256 hash = {};
};
JournalRow epoch_row(EpochId epoch, const Restored& restored, Instant at);

}  // namespace khaosan::server
