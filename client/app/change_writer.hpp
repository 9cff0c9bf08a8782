// ChangeWriter: turns what a person did into changes in the outbox, within one transaction of the store.
// Typing squashes into the record's last change as long as that one is open and by the same person.
#pragma once

#include <string>
#include <vector>

#include "client/app/app.hpp"
#include "client/app/id_maker.hpp"
#include "client/app/intents.hpp"
#include "client/app/local_store.hpp"
#include "shared/schema/kinds.hpp"

namespace khaosan::client {

class ChangeWriter {
 public:
  // Reads the epoch and the place of the ids. `author` may be empty before the pairing.
  static Result<ChangeWriter> begin(StoreWriter& store, UserId author, Instant now);
  Done finish();  // keeps the place of the ids: once, after the last change

  // Refusals come before the first write. unknown_kind, unknown_field, unknown_record, not_writable,
  // required_missing, dangling_reference, and those of validate().
  Result<PutReport> put(const Put& intent);
  Result<PutReport> remove(const std::string& kind, RecordId id);
  Result<PutReport> restore(const std::string& kind, RecordId id);

  // The content of a refused change as a new one: the same record, based on what is there now. unknown_record
  // also if it was deleted meanwhile. For commands see write_act().
  Result<PutReport> again(const Change& refused);

  // A new change of this record, with all but its content. record_erased.
  Result<Change> new_change(const std::string& kind, RecordId record, Op op);
  RecordId new_record_id() { return RecordId{ids_.next()}; }
  StoreWriter& store() { return store_; }

 private:
  ChangeWriter(StoreWriter& store, UserId author, DeviceId device, Instant now, EpochId epoch, IdClock clock)
      : store_(store), author_(author), device_(device), now_(now), epoch_(epoch), ids_(clock, now) {}
  Result<RecordId> id_for_new(const std::string& kind, const Fields& fields);
  Done complete_new(const std::string& kind, Fields& fields);
  Done check_required(const Put& intent, const std::optional<Record>& now, const Fields& fields);
  Done check_references(const KindDecl& kind, const Fields& fields);
  Result<PutReport> save_put(const std::string& kind, RecordId id, const std::optional<Record>& now,
                             Fields fields);
  Result<PutReport> save_mark(const std::string& kind, RecordId id, Op op);

  StoreWriter& store_;
  UserId author_;
  DeviceId device_;
  Instant now_;
  EpochId epoch_;
  IdMaker ids_;
};

}  // namespace khaosan::client
