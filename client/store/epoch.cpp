// After the office was restored from a backup: what it may have forgotten, and what leaves the laptop once a
// backup holds it.
#include <algorithm>

#include "client/store/store_tables.hpp"
#include "shared/crypto/sha256.hpp"
#include "shared/schema/kinds.hpp"
#include "shared/sqlite/row_values.hpp"
#include "shared/wire/change_json.hpp"
#include "shared/wire/record_json.hpp"

namespace khaosan::client {
namespace {

struct KeptChange {
  std::int64_t n = 0;
  RecordKey key;
  std::string payload;
};

std::vector<KeptChange> kept_behind(Database& database, Seq end) {
  Statement rows = database.prepare("SELECT n, kind, record, payload FROM kept WHERE seq > ? ORDER BY n");
  rows.bind(1, end);
  std::vector<KeptChange> all;
  while (rows.step())
    all.push_back({rows.integer(0), {text_at(rows, 1), id_of<RecordId>(rows, 2)}, text_at(rows, 3)});
  return all;
}

// What the server said last is of the lost part of its journal.
std::vector<RecordKey> told_behind(Database& database, Seq end) {
  Statement rows = database.prepare(
      "SELECT r.kind, r.id, r.seq, b.line FROM record AS r LEFT JOIN base_record AS b ON b.kind = r.kind AND "
      "b.id = r.id WHERE r.line_hash IS NOT NULL");
  std::vector<RecordKey> keys;
  while (rows.step()) {
    Seq seq = rows.integer(2);
    if (!rows.is_null(3)) {
      const auto record = record_from_line(rows.text(3));
      if (record.ok()) seq = record->seq;
    }
    if (seq > end) keys.emplace_back(text_at(rows, 0), id_of<RecordId>(rows, 1));
  }
  return keys;
}

}  // namespace

Result<std::vector<KnownNumber>> StoreTables::known_numbers() {
  Statement rows = database_.prepare(
      "SELECT id, json_extract(fields, '$.number'), coalesce(json_extract(fields, '$.published_at'), '') "
      "FROM "
      "record WHERE kind = 'news' AND json_extract(fields, '$.number') IS NOT NULL ORDER BY id");
  std::vector<KnownNumber> numbers;
  while (rows.step()) numbers.push_back({id_of<RecordId>(rows, 0), text_at(rows, 1), text_at(rows, 2)});
  return numbers;
}

Done StoreTables::offer_kept(Seq end) {
  for (const KeptChange& kept : kept_behind(database_, end)) {
    KHAOSAN_TRY(keep_base(kept.key.first, kept.key.second));
    KHAOSAN_LET(change, change_from_payload(kept.payload));
    Statement row = database_.prepare(
        "INSERT INTO outbox(n, change, kind, record, op, state, payload, sha, base_values, signature, "
        "was_seq, "
        "settled) SELECT n, change, kind, record, ?, 1, payload, ?, base_values, signature, seq, 1 FROM kept "
        "WHERE n = ?");
    row.bind(1, op_name(change.op)).bind_blob(2, sha256(kept.payload).bytes).bind(3, kept.n).run();
  }
  {
    Statement row = database_.prepare("DELETE FROM kept WHERE seq > ?");
    row.bind(1, end).run();
  }
  Statement row =
      database_.prepare("UPDATE outbox SET state = 1, was_seq = seq, seq = NULL WHERE state = 2 AND seq > ?");
  row.bind(1, end).run();
  return {};
}

Done StoreTables::mark_lost(Seq end) {
  KHAOSAN_LET(sums, digests());
  for (const auto& [kind, id] : told_behind(database_, end)) {
    KHAOSAN_LET(said, base(kind, id));
    if (!said) continue;
    {
      Statement row = database_.prepare("SELECT line_hash FROM record WHERE kind = ? AND id = ?");
      row.bind(1, kind);
      bind_id(row, 2, id);
      if (row.step()) sums[kind].subtract(sha_of(row, 0));
    }
    // Its seqs mean nothing any more.
    said->seq = 0;
    said->older_seqs.clear();
    said->delete_seq = 0;
    {
      Statement row = database_.prepare("INSERT OR REPLACE INTO lost_record VALUES(?, ?, ?)");
      row.bind(1, kind);
      bind_id(row, 2, id);
      row.bind(3, record_line(*said)).run();
    }
    {
      Statement row = database_.prepare("DELETE FROM base_record WHERE kind = ? AND id = ?");
      row.bind(1, kind);
      bind_id(row, 2, id);
      row.run();
    }
    Statement row = database_.prepare("UPDATE record SET line_hash = NULL WHERE kind = ? AND id = ?");
    row.bind(1, kind);
    bind_id(row, 2, id);
    row.run();
  }
  return save_digests(sums);
}

Done StoreTables::begin_epoch(Seq end) {
  KHAOSAN_TRY(offer_kept(end));
  KHAOSAN_TRY(mark_lost(end));
  std::vector<RecordKey> shown;
  {
    Statement rows =
        database_.prepare("SELECT kind, id FROM lost_record UNION SELECT kind, record FROM outbox");
    while (rows.step()) shown.emplace_back(text_at(rows, 0), id_of<RecordId>(rows, 1));
  }
  for (const auto& [kind, id] : shown) KHAOSAN_TRY(lay_over(kind, id));
  // The office says which files it has: one that it has is not sent again.
  database_.prepare("UPDATE file SET at_office = 0, upload_url = '', small_sent = 0").run();
  return {};
}

Done StoreTables::forget_lost_of_office() {
  std::vector<RecordKey> gone;
  {
    Statement rows = database_.prepare("SELECT kind, id FROM lost_record");
    while (rows.step()) {
      const KindDecl* kind = find_kind(rows.text(0));
      if (kind != nullptr && kind->writer != Writer::person)
        gone.emplace_back(text_at(rows, 0), id_of<RecordId>(rows, 1));
    }
  }
  for (const auto& [kind, id] : gone) {
    {
      Statement row = database_.prepare("DELETE FROM lost_record WHERE kind = ? AND id = ?");
      row.bind(1, kind);
      bind_id(row, 2, id);
      row.run();
    }
    KHAOSAN_TRY(lay_over(kind, id));
  }
  return {};
}

Done StoreTables::forget_kept(Seq backed_up) {
  Statement row = database_.prepare("DELETE FROM kept WHERE seq <= ?");
  row.bind(1, backed_up).run();
  return {};
}

}  // namespace khaosan::client
