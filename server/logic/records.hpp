// Writing records in the server's order: every write is a journal row, and the record carries that row's seq.
#pragma once

#include <string>
#include <string_view>

#include "server/logic/ports.hpp"
#include "server/logic/store.hpp"
#include "shared/sync/change.hpp"
#include "shared/sync/service.hpp"

namespace khaosan::server {

// One change being answered: the store it is written to, who wrote it, and when (server time).
struct Desk {
  StoreWriter& store;
  FileShelf& files;
  Account author;
  DeviceId device;  // empty: a person with a token
  Instant now;
  ChangeId cause = {};         // the change that is being answered
  std::string signature = {};  // JournalRow::signature of it
  bool clock_waits = false;    // no numbers and no decisions until the clock is confirmed (office_time.hpp)
};

Uuid new_uuid(Instant now);
// Of a record that the change under way brings about, so that the same change brings about the same one
// again.
RecordId made_id(const Desk& desk, std::string_view what);

// Whatever way a write comes, a tombstone stays one: record_erased.
Done check_lives(const Record& record);

// Lays `changed` over the record (empty values clear) under this seq.
void lay_over(Record& record, const Fields& changed, Seq seq, UserId by, Instant at);

// The journal row of a change that came in, and the record it made.
Done save_change(Desk& desk, const Change& change, std::string_view payload, Record& record,
                 const Fields& changed, const Fields& resulted, ChangeAnswer& answer);

// A change of the server's own: journal row of type "server" (or "admin"), then the record.
Done save_own(Desk& desk, Record& record, const Fields& changed, std::string_view what,
              std::string_view type = "server");

}  // namespace khaosan::server
