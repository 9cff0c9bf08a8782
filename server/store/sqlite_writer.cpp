#include "server/store/sqlite_writer.hpp"

#include <algorithm>
#include <limits>

#include "shared/crypto/random.hpp"
#include "shared/crypto/sha256.hpp"
#include "shared/schema/kinds.hpp"
#include "shared/wire/change_json.hpp"
#include "shared/wire/record_json.hpp"
#include "shared/wire/revision_json.hpp"
#include "shared/wire/sync_json.hpp"

namespace khaosan::server {
namespace {

// Shorter values gain nothing from compression.
constexpr std::size_t packed_from_bytes = 1024;

template <typename Id>
void bind_id(Statement& statement, int index, const Id& id) {
  if (id.empty()) {
    statement.bind_null(index);
  } else {
    statement.bind_blob(index, id.uuid.bytes);
  }
}

void bind_optional(Statement& statement, int index, const std::optional<std::string>& text) {
  if (text) {
    statement.bind(index, *text);
  } else {
    statement.bind_null(index);
  }
}

std::string join_roles(const std::vector<std::string>& roles) {
  std::string joined;
  for (const auto& role : roles) joined += (joined.empty() ? "" : ",") + role;
  return joined;
}

}  // namespace

SqliteWriter::SqliteWriter(Database& database)
    : SqliteReader(database),
      head_(SqliteReader::head()),
      chain_head_(chain_at(head_)),
      last_time_(SqliteReader::last_time()),
      digests_(SqliteReader::digests()) {}

Done SqliteWriter::finish() {
  for (const std::string& kind : changed_kinds_) {
    const Digest& digest = digests_[kind];
    database_.prepare("INSERT OR REPLACE INTO digest(kind, high, low, count) VALUES(?, ?, ?, ?)")
        .bind(1, kind)
        .bind(2, static_cast<std::int64_t>(digest.high))
        .bind(3, static_cast<std::int64_t>(digest.low))
        .bind(4, digest.count)
        .run();
  }
  return {};
}

Sha256 SqliteWriter::save_value(Seq seq, int part, std::string_view value) {
  if (value.empty()) return {};
  const auto salt = random_array<32>();
  const bool packed = value.size() >= packed_from_bytes;
  const std::string stored = packed ? compress(value) : std::string(value);
  database_.prepare("INSERT INTO journal_value(seq, part, salt, packed, value) VALUES(?, ?, ?, ?, ?)")
      .bind(1, seq)
      .bind(2, part)
      .bind_blob(3, salt)
      .bind(4, packed ? 1 : 0)
      .bind_blob(5, view_of(stored))
      .run();
  return commitment(salt, value);
}

Result<Seq> SqliteWriter::append(JournalRow row) {
  row.seq = head_ + 1;
  row.at = std::max(row.at, last_time_);
  const Commitments commitments{save_value(row.seq, 0, row.submitted), save_value(row.seq, 1, row.resulted),
                                save_value(row.seq, 2, row.signature)};
  row.hash = sha256(journal_canonical(row, commitments, chain_head_));
  Statement insert = database_.prepare(
      "INSERT INTO journal(seq, type, change_id, kind, record, author, device, what, capacity, at_ms, "
      "submitted_commitment, resulted_commitment, hash, outcome, cause, signature_commitment) "
      "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  insert.bind(1, row.seq).bind(2, row.type).bind(4, row.kind);
  bind_id(insert, 3, row.change);
  bind_id(insert, 5, row.record);
  bind_id(insert, 6, row.author);
  bind_id(insert, 7, row.device);
  insert.bind(8, row.what).bind(9, row.capacity).bind(10, row.at.unix_ms);
  if (!commitments.submitted.empty()) insert.bind_blob(11, commitments.submitted.bytes);
  if (!commitments.resulted.empty()) insert.bind_blob(12, commitments.resulted.bytes);
  insert.bind(14, row.outcome);
  bind_id(insert, 15, row.cause);
  if (!commitments.signature.empty()) insert.bind_blob(16, commitments.signature.bytes);
  insert.bind_blob(13, row.hash.bytes).run();
  head_ = row.seq;
  chain_head_ = row.hash;
  last_time_ = row.at;
  return row.seq;
}

RecordColumns columns_of(const Record& record) {
  RecordColumns columns;
  if (const KindDecl* kind = find_kind(record.kind)) {
    columns.parent = text_field(record.fields, kind->parent);
    columns.sort = text_field(record.fields, kind->sort);
  }
  if (is_alias(record)) {  // it leaves every list, and is found under its main record
    columns.parent.clear();
    columns.sort = text_field(record.fields, joined_into);
  }
  if (record.kind != "news") return columns;
  if (!record.deleted && !is_alias(record) && !text_field(record.fields, "public_revision").empty()) {
    columns.published_at = text_field(record.fields, "published_at");
  }
  if (const auto& number = text_field(record.fields, "number"); !number.empty()) columns.number = number;
  return columns;
}

Done SqliteWriter::save_record(const Record& record) {
  Digest& digest = digests_[record.kind];
  changed_kinds_.insert(record.kind);
  std::optional<Seq> old_seq;
  {
    Statement old = database_.prepare("SELECT seq, line FROM record WHERE id = ? AND kind = ?");
    old.bind_blob(1, record.id.uuid.bytes).bind(2, record.kind);
    if (old.step()) {
      old_seq = old.integer(0);
      digest.subtract(sha256(old.text(1)));
    }
  }
  const std::string line = record_line(record);
  digest.add(sha256(line));
  const RecordColumns columns = columns_of(record);
  Statement save = database_.prepare(
      old_seq ? "UPDATE record SET seq = ?1, parent = ?4, sort = ?5, deleted = ?6, published_at = ?7, number "
                "= ?8, "
                "line = ?9 WHERE id = ?3 AND kind = ?2"
              : "INSERT INTO record(seq, kind, id, parent, sort, deleted, published_at, number, line) "
                "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
  save.bind(1, record.seq).bind(2, record.kind).bind_blob(3, record.id.uuid.bytes).bind(4, columns.parent);
  save.bind(5, columns.sort).bind(6, list_mark(record.deleted, is_alias(record), record.erased));
  bind_optional(save, 7, columns.published_at);
  bind_optional(save, 8, columns.number);
  save.bind(9, line).run();
  return {};
}

Done SqliteWriter::save_answer(ChangeId change, const Sha256& payload, const ChangeAnswer& answer) {
  database_
      .prepare("INSERT INTO answer(change_id, payload, outcome, seq, code, detail) VALUES(?, ?, ?, ?, ?, ?)")
      .bind_blob(1, change.uuid.bytes)
      .bind_blob(2, payload.bytes)
      .bind(3, outcome_name(answer.outcome))
      .bind(4, answer.seq)
      .bind(5, answer.code)
      .bind(6, answer.detail)
      .run();
  return {};
}

Result<std::int64_t> SqliteWriter::next_number(std::string_view book) {
  Statement next = database_.prepare(
      "INSERT INTO book(name, last) VALUES(?, 1) ON CONFLICT(name) DO UPDATE SET last = last + 1 RETURNING "
      "last");
  next.bind(1, book);
  if (!next.step()) return refuse(Code::internal, "no number from book " + std::string(book));
  const std::int64_t number = next.integer(0);
  next.run();
  return number;
}

Done SqliteWriter::save_account(const Account& account) {
  database_
      .prepare(
          "INSERT OR REPLACE INTO account(id, name, display_name, roles, password_hash, disabled) "
          "VALUES(?, ?, ?, ?, ?, ?)")
      .bind_blob(1, account.id.uuid.bytes)
      .bind(2, account.name)
      .bind(3, account.display_name)
      .bind(4, join_roles(account.roles))
      .bind(5, account.password_hash)
      .bind(6, account.disabled ? 1 : 0)
      .run();
  return {};
}

Done SqliteWriter::save_device(const Device& device) {
  Statement save = database_.prepare(
      "INSERT OR REPLACE INTO device(id, name, paired_for, sign_key, box_key, token_hash, revoked, "
      "paired_at_ms, last_seen_ms, round_token, round, former) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  save.bind_blob(1, device.id.uuid.bytes).bind(2, device.name).bind_blob(3, device.paired_for.uuid.bytes);
  save.bind_blob(4, device.sign_key).bind_blob(5, device.box_key).bind_blob(6, device.token_hash.bytes);
  save.bind(7, device.revoked ? 1 : 0).bind(8, device.paired_at.unix_ms);
  if (device.last_seen) save.bind(9, device.last_seen->unix_ms);
  save.bind(10, device.round_token).bind_blob(11, device.round.uuid.bytes);
  bind_id(save, 12, device.former);
  save.run();
  return {};
}

Done SqliteWriter::save_device_report(const DeviceReport& report) {
  Statement save = database_.prepare(
      "INSERT OR REPLACE INTO device_report(device, epoch, cursor, changes, files, file_bytes, oldest_ms, "
      "told_ms) VALUES(?, ?, ?, ?, ?, ?, ?, ?)");
  save.bind_blob(1, report.device.uuid.bytes).bind_blob(2, report.epoch.uuid.bytes).bind(3, report.cursor);
  save.bind(4, report.unsent.changes).bind(5, report.unsent.files).bind(6, report.unsent.file_bytes);
  save.bind(7, report.unsent.oldest.unix_ms).bind(8, report.told_at.unix_ms);
  save.run();
  return {};
}

Done SqliteWriter::revoke_keys_of(UserId user) {
  database_.prepare("UPDATE device_user_key SET until_ms = 0 WHERE user = ?")
      .bind_blob(1, user.uuid.bytes)
      .run();
  return {};
}

Done SqliteWriter::end_keys_before(const DeviceUser& key) {
  const std::int64_t until = key.until ? key.until->unix_ms : std::numeric_limits<std::int64_t>::max();
  database_.prepare("UPDATE device_user_key SET until_ms = 0 WHERE device = ? AND user = ? AND until_ms < ?")
      .bind_blob(1, key.device.uuid.bytes)
      .bind_blob(2, key.user.uuid.bytes)
      .bind(3, until)
      .run();
  return {};
}

Done SqliteWriter::save_device_user(const DeviceUser& device_user) {
  database_
      .prepare("UPDATE device_user_key SET until_ms = ? WHERE device = ? AND user = ? AND until_ms IS NULL")
      .bind(1, device_user.since.unix_ms)
      .bind_blob(2, device_user.device.uuid.bytes)
      .bind_blob(3, device_user.user.uuid.bytes)
      .run();
  database_
      .prepare(
          "INSERT INTO device_user_key(device, user, sign_key, since_ms) VALUES(?, ?, ?, ?) "
          "ON CONFLICT DO UPDATE SET until_ms = NULL")
      .bind_blob(1, device_user.device.uuid.bytes)
      .bind_blob(2, device_user.user.uuid.bytes)
      .bind_blob(3, device_user.sign_key)
      .bind(4, device_user.since.unix_ms)
      .run();
  return {};
}

Done SqliteWriter::save_token(const Token& token) {
  Statement save = database_.prepare(
      "INSERT OR REPLACE INTO token(hash, user, made_at_ms, expires_ms, revoked_ms) VALUES(?, ?, ?, ?, ?)");
  save.bind_blob(1, token.hash.bytes).bind_blob(2, token.user.uuid.bytes).bind(3, token.made_at.unix_ms);
  save.bind(4, token.expires.unix_ms);
  if (token.revoked_at) save.bind(5, token.revoked_at->unix_ms);
  save.run();
  return {};
}

Done SqliteWriter::save_pairing_code(const PairingCode& code) {
  database_
      .prepare("INSERT OR REPLACE INTO pairing_code(key, user, expires_ms, tries_left) VALUES(?, ?, ?, ?)")
      .bind_blob(1, code.key)
      .bind_blob(2, code.user.uuid.bytes)
      .bind(3, code.expires.unix_ms)
      .bind(4, code.tries_left)
      .run();
  return {};
}

Done SqliteWriter::remove_pairing_code(const MacKey& key) {
  database_.prepare("DELETE FROM pairing_code WHERE key = ?").bind_blob(1, key).run();
  return {};
}

Done SqliteWriter::set_setting(std::string_view name, std::string_view value) {
  database_.prepare("INSERT OR REPLACE INTO setting(name, value) VALUES(?, ?)")
      .bind(1, name)
      .bind(2, value)
      .run();
  return {};
}

Done SqliteWriter::end_epoch(EpochId epoch, Seq end) {
  database_.prepare("INSERT INTO ended_epoch(id, end_seq) VALUES(?, ?)")
      .bind_blob(1, epoch.uuid.bytes)
      .bind(2, end)
      .run();
  return {};
}

Done SqliteWriter::set_awaited(DeviceId device, bool awaited) {
  database_
      .prepare(awaited ? "INSERT OR IGNORE INTO awaited_device(id) VALUES(?)"
                       : "DELETE FROM awaited_device WHERE id = ?")
      .bind_blob(1, device.uuid.bytes)
      .run();
  return {};
}

Done SqliteWriter::save_offered(const OfferedChange& offered) {
  database_
      .prepare(
          "INSERT OR IGNORE INTO offered_change(change_id, payload_sha, device, was_seq, line) VALUES(?, ?, "
          "?, ?, "
          "?)")
      .bind_blob(1, offered.change.uuid.bytes)
      .bind_blob(2, offered.sealed.sha.bytes)
      .bind_blob(3, offered.device.uuid.bytes)
      .bind(4, offered.sealed.was_seq)
      .bind(5, push_line(offered.sealed))
      .run();
  return {};
}

Done SqliteWriter::forget_offered() {
  database_.prepare("DELETE FROM offered_change").run();
  return {};
}

Done SqliteWriter::raise_book(std::string_view book, std::int64_t last) {
  database_
      .prepare(
          "INSERT INTO book(name, last) VALUES(?, ?) ON CONFLICT(name) DO UPDATE SET last = max(last, "
          "excluded.last)")
      .bind(1, book)
      .bind(2, last)
      .run();
  return {};
}

Done SqliteWriter::save_former_number(const KnownNumber& known) {
  database_.prepare("INSERT OR IGNORE INTO former_number(news, number, published_at) VALUES(?, ?, ?)")
      .bind_blob(1, known.news.uuid.bytes)
      .bind(2, known.number)
      .bind(3, known.published_at)
      .run();
  return {};
}

Done SqliteWriter::empty_values(std::string_view kind, RecordId record, Seq entry) {
  database_
      .prepare(
          "UPDATE journal_value SET salt = x'', packed = 0, value = x'', erased_by = ?3 WHERE erased_by IS "
          "NULL "
          "AND seq IN (SELECT seq FROM journal WHERE kind = ?1 AND record = ?2 AND seq < ?3)")
      .bind(1, kind)
      .bind_blob(2, record.uuid.bytes)
      .bind(3, entry)
      .run();
  return {};
}

Done SqliteWriter::forget_details() {
  return database_.execute("UPDATE answer SET detail = '' WHERE outcome = 'refused' AND detail <> ''");
}

Done SqliteWriter::forget_waiting(const std::function<bool(const Change&)>& which) {
  for (const std::string table : {"offered_change", "quarantined"}) {
    std::vector<std::int64_t> found;
    {
      Statement rows = database_.prepare("SELECT n, line FROM " + table);
      while (rows.step()) {
        KHAOSAN_LET(sealed, sealed_from_line(rows.text(1)));
        const auto change = change_from_payload(sealed.payload);
        if (change.ok() && which(*change)) found.push_back(rows.integer(0));
      }
    }
    for (const std::int64_t n : found)
      database_.prepare("DELETE FROM " + table + " WHERE n = ?").bind(1, n).run();
  }
  return {};
}

Done SqliteWriter::save_quarantined(const QuarantinedChange& change) {
  database_
      .prepare(
          "INSERT OR IGNORE INTO quarantined(device, change_id, payload_sha, at_ms, line) VALUES(?, ?, ?, ?, "
          "?)")
      .bind_blob(1, change.device.uuid.bytes)
      .bind_blob(2, change.change.uuid.bytes)
      .bind_blob(3, change.sealed.sha.bytes)
      .bind(4, change.at.unix_ms)
      .bind(5, push_line(change.sealed))
      .run();
  return {};
}

Done SqliteWriter::forget_quarantined(const QuarantinedChange& change) {
  database_.prepare("DELETE FROM quarantined WHERE device = ? AND change_id = ? AND payload_sha = ?")
      .bind_blob(1, change.device.uuid.bytes)
      .bind_blob(2, change.change.uuid.bytes)
      .bind_blob(3, change.sealed.sha.bytes)
      .run();
  return {};
}

Done SqliteWriter::save_quarantined_file(const QuarantinedFile& file) {
  database_.prepare("INSERT OR IGNORE INTO quarantined_file(device, sha, at_ms) VALUES(?, ?, ?)")
      .bind_blob(1, file.device.uuid.bytes)
      .bind_blob(2, file.sha.bytes)
      .bind(3, file.at.unix_ms)
      .run();
  return {};
}

Done SqliteWriter::forget_quarantined_file(DeviceId device, const Sha256& sha) {
  database_.prepare("DELETE FROM quarantined_file WHERE device = ? AND sha = ?")
      .bind_blob(1, device.uuid.bytes)
      .bind_blob(2, sha.bytes)
      .run();
  return {};
}

}  // namespace khaosan::server
