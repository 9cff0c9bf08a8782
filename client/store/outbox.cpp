// The outbox, and where its changes go: the refused tray and the kept list.
#include "client/store/store_tables.hpp"
#include "shared/base/refusal.hpp"
#include "shared/crypto/sha256.hpp"
#include "shared/sqlite/row_values.hpp"
#include "shared/sync/ids.hpp"
#include "shared/wire/change_json.hpp"
#include "shared/wire/value_json.hpp"

namespace khaosan::client {
namespace {

std::optional<Signature> signature_of(const Statement& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return array_of<64>(row.blob(column));
}

void bind_signature(Statement& row, int index, const std::optional<Signature>& signature) {
  if (signature) {
    row.bind_blob(index, *signature);
  } else {
    row.bind_null(index);
  }
}

struct Place {
  std::string kind;
  RecordId record;
};

Result<Place> place_of(Database& database, ChangeId change) {
  Statement row = database.prepare("SELECT kind, record FROM outbox WHERE change = ?");
  bind_id(row, 1, change);
  if (!row.step())
    return refuse(Code::bad_request, "answer to a change that is not pending: " + change.text());
  return Place{text_at(row, 0), id_of<RecordId>(row, 1)};
}

Result<std::vector<PastChange>> past_changes(Statement& rows) {
  std::vector<PastChange> past;
  while (rows.step()) {
    PastChange one;
    KHAOSAN_LET(change, change_from_payload(rows.text(0)));
    one.change = std::move(change);
    one.refused = !rows.is_null(1);
    one.code = text_at(rows, 1);
    one.detail = text_at(rows, 2);
    one.seq = rows.integer(3);
    past.push_back(std::move(one));
  }
  return past;
}

// Whether the change names `old`; it names `fresh` then.
bool go_on_from(Change& change, ChangeId old, ChangeId fresh) {
  bool names_it = change.seen.change == old;
  if (names_it) change.seen.change = fresh;
  for (auto& [field, base] : change.bases) {
    if (base.change != old) continue;
    base.change = fresh;
    names_it = true;
  }
  return names_it;
}

}  // namespace

Result<std::vector<OutboxEntry>> StoreTables::outbox_of(std::string_view kind, RecordId id) {
  Statement rows = database_.prepare(
      "SELECT n, state, payload, base_values, signature, was_seq, settled FROM outbox WHERE kind = ? AND "
      "record = ? ORDER BY n");
  rows.bind(1, kind);
  bind_id(rows, 2, id);
  std::vector<OutboxEntry> entries;
  while (rows.step()) {
    OutboxEntry entry;
    entry.n = rows.integer(0);
    entry.state = static_cast<ChangeState>(rows.integer(1));
    KHAOSAN_LET(change, change_from_payload(rows.text(2)));
    entry.change = std::move(change);
    KHAOSAN_LET(values, fields_from_text(rows.text(3)));
    entry.base_values = std::move(values);
    entry.signature = signature_of(rows, 4);
    entry.was_seq = rows.integer(5);
    entry.settled = rows.integer(6) != 0;
    entries.push_back(std::move(entry));
  }
  return entries;
}

Result<std::vector<OutgoingChange>> StoreTables::sealed_after(std::int64_t n, std::int64_t last,
                                                              std::int64_t bytes_max) {
  Statement rows = database_.prepare(
      "SELECT n, change, op, payload, sha, base_values, signature, was_seq FROM outbox WHERE state = 1 AND n "
      "> "
      "? AND n <= ? ORDER BY n");
  rows.bind(1, n).bind(2, last);
  std::vector<OutgoingChange> changes;
  std::int64_t bytes = 0;
  while (rows.step()) {
    bytes += static_cast<std::int64_t>(rows.text(3).size() + rows.text(5).size());
    if (!changes.empty() && bytes > bytes_max) break;
    OutgoingChange one;
    one.n = rows.integer(0);
    one.id = id_of<ChangeId>(rows, 1);
    one.is_act = rows.text(2) == op_name(Op::act);
    one.sealed.payload = text_at(rows, 3);
    one.sealed.sha = sha_of(rows, 4);
    if (rows.text(5) != "{}") {
      KHAOSAN_LET(values, fields_from_text(rows.text(5)));
      one.sealed.base_values = std::move(values);
    }
    one.sealed.signature = signature_of(rows, 6);
    one.sealed.was_seq = rows.integer(7);
    // Only a submission has made such a record.
    if (one.is_act && one.sealed.was_seq != 0) {
      KHAOSAN_LET(made, current("revision", RecordId{uuid_caused_by(one.id.uuid, revision_made)}));
      if (made) one.sealed.revision = text_field(made->fields, "document");
    }
    changes.push_back(std::move(one));
  }
  return changes;
}

Result<std::vector<PastChange>> StoreTables::past_of(std::string_view kind, RecordId id) {
  Statement rows = database_.prepare(
      "SELECT payload, NULL, NULL, seq FROM kept WHERE kind = ?1 AND record = ?2 UNION ALL "
      "SELECT payload, code, detail, 0 FROM refused WHERE kind = ?1 AND record = ?2");
  rows.bind(1, kind);
  bind_id(rows, 2, id);
  return past_changes(rows);
}

Result<std::vector<PastChange>> StoreTables::refused() {
  Statement rows = database_.prepare("SELECT payload, code, detail, 0 FROM refused ORDER BY n");
  return past_changes(rows);
}

Done StoreTables::insert_change(const OutboxEntry& entry) {
  Statement row = database_.prepare(
      "INSERT INTO outbox(change, kind, record, op, state, payload, sha, base_values, signature) VALUES(?, "
      "?, "
      "?, ?, ?, ?, ?, ?, ?)");
  const std::string payload = change_payload(entry.change);
  bind_id(row, 1, entry.change.id);
  row.bind(2, entry.change.kind);
  bind_id(row, 3, entry.change.record);
  row.bind(4, op_name(entry.change.op)).bind(5, static_cast<std::int64_t>(entry.state)).bind(6, payload);
  if (entry.state == ChangeState::open) {
    row.bind_null(7);
  } else {
    row.bind_blob(7, sha256(payload).bytes);
  }
  row.bind(8, fields_to_text(entry.base_values));
  bind_signature(row, 9, entry.signature);
  row.run();
  return {};
}

Done StoreTables::append(const OutboxEntry& entry) {
  KHAOSAN_TRY(keep_base(entry.change.kind, entry.change.record));
  KHAOSAN_TRY(insert_change(entry));
  return lay_over(entry.change.kind, entry.change.record);
}

Done StoreTables::replace(const OutboxEntry& entry) {
  {
    Statement row =
        database_.prepare("UPDATE outbox SET payload = ?, base_values = ? WHERE n = ? AND state = 0");
    row.bind(1, change_payload(entry.change)).bind(2, fields_to_text(entry.base_values)).bind(3, entry.n);
    row.run();
  }
  return lay_over(entry.change.kind, entry.change.record);
}

Done StoreTables::seal_where(std::string_view condition) {
  std::vector<std::pair<std::int64_t, Sha256>> open;
  {
    Statement rows = database_.prepare("SELECT n, payload FROM outbox WHERE state = 0" +
                                       std::string(condition) + " ORDER BY n");
    while (rows.step()) open.emplace_back(rows.integer(0), sha256(rows.text(1)));
  }
  for (const auto& [n, sha] : open) {
    Statement row = database_.prepare("UPDATE outbox SET state = 1, sha = ? WHERE n = ?");
    row.bind_blob(1, sha.bytes).bind(2, n).run();
  }
  return {};
}

Result<std::int64_t> StoreTables::seal_all() {
  KHAOSAN_TRY(seal_where(""));
  Statement row = database_.prepare("SELECT coalesce(max(n), 0) FROM outbox WHERE state = 1");
  return row.step() ? row.integer(0) : 0;
}

Done StoreTables::seal_edits() {
  return seal_where(" AND op <> 'act'");
}

Done StoreTables::adopt(UserId author) {
  std::vector<std::pair<std::int64_t, Change>> orphans;
  {
    Statement rows = database_.prepare("SELECT n, payload FROM outbox WHERE state = 0 ORDER BY n");
    while (rows.step()) {
      KHAOSAN_LET(change, change_from_payload(rows.text(1)));
      if (change.author.empty()) orphans.emplace_back(rows.integer(0), std::move(change));
    }
  }
  KHAOSAN_LET(paired, pairing());
  for (auto& [n, change] : orphans) {
    change.author = author;
    if (paired) change.device = paired->device;
    {
      Statement row = database_.prepare("UPDATE outbox SET payload = ? WHERE n = ?");
      row.bind(1, change_payload(change)).bind(2, n).run();
    }
    KHAOSAN_TRY(lay_over(change.kind, change.record));
  }
  return {};
}

// A command that the office has taken settles the same one of that record that it refused before: nothing is
// left to do about it. What was typed is the user's to give up: edits stay, and a command with another
// comment.
Done StoreTables::settle_refused(ChangeId taken) {
  PastChange done;
  {
    Statement row = database_.prepare("SELECT payload, '', '', 0 FROM outbox WHERE change = ?");
    bind_id(row, 1, taken);
    KHAOSAN_LET(found, past_changes(row));
    if (found.empty() || found.front().change.op != Op::act) return {};
    done = std::move(found.front());
  }
  KHAOSAN_LET(tray, refused());
  for (const PastChange& past : tray) {
    const bool same = past.change.op == Op::act && past.change.kind == done.change.kind &&
                      past.change.record == done.change.record && past.change.author == done.change.author &&
                      past.change.act.verb == done.change.act.verb &&
                      (past.change.act.comment.empty() || past.change.act.comment == done.change.act.comment);
    if (!same) continue;
    const auto settled = take_refused(past.change.id);
    if (!settled.ok()) return settled.refusal();
  }
  return {};
}

Done StoreTables::acknowledge(ChangeId change, Seq seq) {
  KHAOSAN_TRY(settle_refused(change));

  Statement row = database_.prepare("UPDATE outbox SET state = 2, seq = ? WHERE change = ? AND state = 1");
  row.bind(1, seq);
  bind_id(row, 2, change);
  row.run();
  return {};
}

Done StoreTables::refuse_change(ChangeId change, const std::string& code, const std::string& detail) {
  KHAOSAN_LET(place, place_of(database_, change));
  {
    Statement row = database_.prepare(
        "INSERT INTO refused(change, kind, record, payload, base_values, signature, code, detail) SELECT "
        "change, kind, record, payload, base_values, signature, ?, ? FROM outbox WHERE change = ?");
    row.bind(1, code).bind(2, detail);
    bind_id(row, 3, change);
    row.run();
  }
  {
    Statement row = database_.prepare("DELETE FROM outbox WHERE change = ?");
    bind_id(row, 1, change);
    row.run();
  }
  return lay_over(place.kind, place.record);
}

Result<std::vector<ChangeId>> StoreTables::reissue(ChangeId old, ChangeId fresh) {
  KHAOSAN_LET(place, place_of(database_, old));
  KHAOSAN_LET(pending, outbox_of(place.kind, place.record));
  std::vector<ChangeId> followers;
  for (OutboxEntry& entry : pending) {
    const bool is_it = entry.change.id == old;
    if (!is_it && (entry.state == ChangeState::acknowledged || entry.signature)) continue;
    if (!go_on_from(entry.change, old, fresh) && !is_it) continue;
    const bool is_sealed = entry.state == ChangeState::sealed;
    if (!is_it && is_sealed) followers.push_back(entry.change.id);
    if (is_it) entry.change.id = fresh;
    const std::string payload = change_payload(entry.change);
    Statement row = database_.prepare(
        "UPDATE outbox SET change = ?, payload = ?, sha = ?, state = ?, on_stick = 0 WHERE n = ?");
    bind_id(row, 1, entry.change.id);
    row.bind(2, payload);
    if (is_it || is_sealed) {
      row.bind_blob(3, sha256(payload).bytes);
    } else {
      row.bind_null(3);
    }
    row.bind(4, static_cast<std::int64_t>(is_it ? ChangeState::sealed : entry.state)).bind(5, entry.n).run();
  }
  return followers;
}

// What was written behind it on the same record says that it had seen the command: that has not left either,
// and is told to have seen what the command had seen.
Result<PastChange> StoreTables::take_back(ChangeId command) {
  PastChange taken;
  {
    Statement row = database_.prepare(
        "SELECT payload, '', '', 0 FROM outbox WHERE change = ? AND op = 'act' AND state = 0");
    bind_id(row, 1, command);
    KHAOSAN_LET(found, past_changes(row));
    if (!found.empty()) taken = std::move(found.front());
  }
  const Change& act = taken.change;
  if (act.id != command)
    return refuse(Code::wrong_status, in_both("it is on its way to the office", "ส่งหรือกำลังส่งถึงสำนักงานแล้ว"));
  KHAOSAN_LET(pending, outbox_of(act.kind, act.record));
  for (OutboxEntry& entry : pending) {
    if (entry.change.seen.change != command) continue;
    if (entry.state != ChangeState::open)
      return refuse(Code::wrong_status, in_both("more was written behind it", "มีการแก้ไขต่อจากคำสั่งนี้แล้ว"));
    entry.change.seen = act.seen;
    KHAOSAN_TRY(replace(entry));
  }
  {
    Statement row = database_.prepare("DELETE FROM outbox WHERE change = ?");
    bind_id(row, 1, command);
    row.run();
  }
  KHAOSAN_TRY(lay_over(act.kind, act.record));
  return taken;
}

Result<PastChange> StoreTables::take_refused(ChangeId change) {
  PastChange taken;
  {
    Statement rows = database_.prepare("SELECT payload, code, detail, 0 FROM refused WHERE change = ?");
    bind_id(rows, 1, change);
    KHAOSAN_LET(found, past_changes(rows));
    if (found.empty()) return refuse(Code::unknown_record, "refused " + change.text());
    taken = std::move(found.front());
  }
  Statement row = database_.prepare("DELETE FROM refused WHERE change = ?");
  bind_id(row, 1, change);
  row.run();
  return taken;
}

}  // namespace khaosan::client
