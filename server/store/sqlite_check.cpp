#include "server/store/sqlite_check.hpp"

#include <algorithm>

#include "server/logic/journal.hpp"
#include "server/store/sqlite_reader.hpp"
#include "shared/crypto/sha256.hpp"
#include "shared/sqlite/row_values.hpp"
#include "shared/wire/revision_json.hpp"

namespace khaosan::server {
namespace {

Done check_chain(Database& database) {
  Statement rows = database.prepare(
      "SELECT seq, type, change_id, kind, record, author, device, what, capacity, at_ms, "
      "submitted_commitment, "
      "resulted_commitment, hash, outcome, cause, signature_commitment FROM journal ORDER BY seq");
  Sha256 previous;
  Seq expected = 1;
  while (rows.step()) {
    JournalRow row;
    row.seq = rows.integer(0);
    row.type = rows.text(1);
    row.change = id_of<ChangeId>(rows, 2);
    row.kind = rows.text(3);
    row.record = id_of<RecordId>(rows, 4);
    row.author = id_of<UserId>(rows, 5);
    row.device = id_of<DeviceId>(rows, 6);
    row.what = rows.text(7);
    row.capacity = rows.text(8);
    row.at = Instant{rows.integer(9)};
    row.outcome = rows.text(13);
    row.cause = id_of<ChangeId>(rows, 14);
    const Commitments commitments{sha_of(rows, 10), sha_of(rows, 11), sha_of(rows, 15)};
    const Sha256 hash = sha256(journal_canonical(row, commitments, previous));
    if (row.seq != expected || hash != sha_of(rows, 12)) {
      return refuse(Code::store_damaged, "the journal's chain breaks at " + std::to_string(expected));
    }
    previous = hash;
    ++expected;
  }
  return {};
}

Done check_values(Database& database) {
  Statement rows = database.prepare(
      "SELECT j.seq, v.part, v.salt, v.packed, v.value, "
      "CASE v.part WHEN 0 THEN j.submitted_commitment WHEN 1 THEN j.resulted_commitment ELSE "
      "j.signature_commitment END "
      "FROM journal_value v JOIN journal j ON j.seq = v.seq WHERE v.erased_by IS NULL");
  while (rows.step()) {
    const std::string value = unpack(rows.integer(3), rows.blob(4));
    if (commitment(sha_of(rows, 2).bytes, value) != sha_of(rows, 5)) {
      return refuse(Code::store_damaged, "a value of journal row " + std::to_string(rows.integer(0)));
    }
  }
  Statement emptied = database.prepare(
      "SELECT v.seq FROM journal_value v JOIN journal j ON j.seq = v.seq WHERE v.erased_by IS NOT NULL AND "
      "(length(v.value) > 0 OR length(v.salt) > 0 OR NOT EXISTS (SELECT 1 FROM journal e WHERE e.seq = "
      "v.erased_by AND e.what = 'erased' AND e.kind = j.kind AND e.record = j.record)) LIMIT 1");
  if (emptied.step()) {
    return refuse(Code::store_damaged,
                  "journal row " + std::to_string(emptied.integer(0)) + " lost its value without an erasure");
  }
  Statement missing = database.prepare(
      "SELECT seq FROM journal j WHERE (submitted_commitment IS NOT NULL AND NOT EXISTS "
      "(SELECT 1 FROM journal_value v WHERE v.seq = j.seq AND v.part = 0)) OR (resulted_commitment IS NOT "
      "NULL AND NOT "
      "EXISTS (SELECT 1 FROM journal_value v WHERE v.seq = j.seq AND v.part = 1)) OR (signature_commitment "
      "IS NOT NULL "
      "AND NOT EXISTS (SELECT 1 FROM journal_value v WHERE v.seq = j.seq AND v.part = 2)) LIMIT 1");
  if (missing.step()) {
    return refuse(Code::store_damaged,
                  "journal row " + std::to_string(missing.integer(0)) + " lost its value");
  }
  return {};
}

Done check_digests(Database& database) {
  Digests counted;
  {
    Statement rows = database.prepare("SELECT kind, line FROM record");
    while (rows.step()) counted[std::string(rows.text(0))].add(sha256(rows.text(1)));
  }
  Digests stored = SqliteReader(database).digests();
  std::erase_if(stored, [](const auto& entry) { return entry.second == Digest{}; });
  if (counted != stored) return refuse(Code::store_damaged, "digests do not match the records");
  return {};
}

}  // namespace

Done check_store(Database& database) {
  KHAOSAN_TRY(database.check_integrity());
  return database.transaction([&]() -> Done {
    KHAOSAN_TRY(check_chain(database));
    KHAOSAN_TRY(check_values(database));
    return check_digests(database);
  });
}

}  // namespace khaosan::server
