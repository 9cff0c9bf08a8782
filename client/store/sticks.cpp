// What stands on a USB stick, and what other laptops shared.
#include "client/store/store_tables.hpp"
#include "shared/sqlite/row_values.hpp"

namespace khaosan::client {

// Sealed as any change; what stands behind an open command of its record stays open with it.
Result<std::int64_t> StoreTables::seal_for_rescue() {
  KHAOSAN_TRY(seal_where(
      " AND op <> 'act' AND NOT EXISTS (SELECT 1 FROM outbox AS command WHERE command.kind = outbox.kind "
      "AND command.record = outbox.record AND command.op = 'act' AND command.state = 0 AND command.n < "
      "outbox.n)"));
  Statement row = database_.prepare("SELECT coalesce(max(n), 0) FROM outbox WHERE state = 1");
  return row.step() ? row.integer(0) : 0;
}

Done StoreTables::mark_on_stick(const std::vector<std::int64_t>& places, const std::vector<Sha256>& files) {
  database_.prepare("UPDATE outbox SET on_stick = 0 WHERE on_stick <> 0").run();
  database_.prepare("UPDATE file SET on_stick = 0 WHERE on_stick <> 0").run();
  for (const std::int64_t n : places) {
    Statement row = database_.prepare("UPDATE outbox SET on_stick = 1 WHERE n = ?");
    row.bind(1, n).run();
  }
  for (const Sha256& sha : files) {
    Statement row = database_.prepare("UPDATE file SET on_stick = 1 WHERE sha = ?");
    row.bind_blob(1, sha.bytes).run();
  }
  return {};
}

Result<StickCounts> StoreTables::only_here() {
  StickCounts counts;
  {
    Statement row = database_.prepare("SELECT count(*) FROM outbox WHERE state < 2 AND on_stick = 0");
    if (row.step()) counts.changes = row.integer(0);
  }
  Statement row = database_.prepare(
      "SELECT count(*), coalesce(sum(size_bytes), 0) FROM file WHERE at_office = 0 AND on_stick = 0");
  if (row.step()) {
    counts.files = row.integer(0);
    counts.file_bytes = row.integer(1);
  }
  return counts;
}

Result<std::optional<ForeignMark>> StoreTables::foreign(std::string_view kind, RecordId id) {
  Statement row = database_.prepare("SELECT device, made_at FROM foreign_record WHERE kind = ? AND id = ?");
  row.bind(1, kind);
  bind_id(row, 2, id);
  if (!row.step()) return std::optional<ForeignMark>{};
  return std::optional<ForeignMark>{{id_of<DeviceId>(row, 0), Instant{row.integer(1)}}};
}

Result<std::int64_t> StoreTables::foreign_count() {
  Statement row = database_.prepare("SELECT count(*) FROM foreign_record");
  return row.step() ? row.integer(0) : 0;
}

Result<std::vector<RecordKey>> StoreTables::foreign_records() {
  Statement rows = database_.prepare("SELECT kind, id FROM foreign_record");
  std::vector<RecordKey> keys;
  while (rows.step()) keys.emplace_back(text_at(rows, 0), id_of<RecordId>(rows, 1));
  return keys;
}

void StoreTables::office_has(std::string_view kind, RecordId id) {
  Statement row = database_.prepare("DELETE FROM foreign_record WHERE kind = ? AND id = ?");
  row.bind(1, kind);
  bind_id(row, 2, id);
  row.run();
}

Result<bool> StoreTables::save_foreign(const Record& record, const ForeignMark& mark) {
  KHAOSAN_LET(here, current(record.kind, record.id));
  KHAOSAN_LET(before, foreign(record.kind, record.id));
  if (here && (!before || before->made_at > mark.made_at)) return false;
  KHAOSAN_TRY(save_as_current(record));
  Statement row = database_.prepare("INSERT OR REPLACE INTO foreign_record VALUES(?, ?, ?, ?)");
  row.bind(1, record.kind);
  bind_id(row, 2, record.id);
  bind_id(row, 3, mark.device);
  row.bind(4, mark.made_at.unix_ms).run();
  return true;
}

}  // namespace khaosan::client
