// Pull pages: what the server says becomes the base, and the digests follow.
#include <algorithm>
#include <set>

#include "client/store/store_tables.hpp"
#include "shared/sqlite/row_values.hpp"

namespace khaosan::client {
namespace {

using KeySet = std::set<RecordKey, std::less<>>;

Result<std::vector<ServerLine>> lines_of(std::string_view text) {
  std::vector<ServerLine> lines;
  lines.reserve(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1);
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto raw = text.substr(0, end);
    if (!raw.empty()) KHAOSAN_TRY(read_server_line(raw, lines.emplace_back()));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

// In the order of the index, so that neighbours are written together.
std::vector<const ServerLine*> in_key_order(const std::vector<ServerLine>& lines) {
  std::vector<const ServerLine*> order;
  order.reserve(lines.size());
  for (const ServerLine& line : lines) order.push_back(&line);
  std::sort(order.begin(), order.end(), [](const ServerLine* left, const ServerLine* right) {
    const int kinds = left->kind.compare(right->kind);
    if (kinds != 0) return kinds < 0;
    return left->id != right->id ? left->id < right->id : left->seq < right->seq;
  });
  return order;
}

struct RowNow {
  std::int64_t n = 0;  // 0: there is none
  std::optional<Sha256> line_hash;
};

RowNow row_now(Database& database, const ServerLine& line) {
  Statement row = database.prepare("SELECT n, line_hash FROM record WHERE kind = ? AND id = ?");
  row.bind(1, line.kind);
  bind_id(row, 2, line.id);
  if (!row.step()) return {};
  RowNow now{row.integer(0), std::nullopt};
  if (!row.is_null(1)) now.line_hash = sha_of(row, 1);
  return now;
}

void write_row(Database& database, const ServerLine& line, std::int64_t n) {
  Statement row = database.prepare(
      n == 0 ? "INSERT INTO record(seq, older_seqs, delete_seq, deleted, changed_by, changed_at, fields, "
               "parent, sort, filter, line_hash, kind, id) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
             : "UPDATE record SET seq = ?, older_seqs = ?, delete_seq = ?, deleted = ?, changed_by = ?, "
               "changed_at = ?, fields = ?, parent = ?, sort = ?, filter = ?, line_hash = ? WHERE n = ?");
  row.bind(1, line.seq).bind(2, line.older_seqs).bind(3, line.delete_seq);
  row.bind(4, list_mark(line.deleted, line.is_alias, line.erased));
  bind_id(row, 5, line.changed_by);
  row.bind(6, line.changed_at.unix_ms).bind(7, line.fields);
  if (line.parent) {
    bind_id(row, 8, *line.parent);
  } else {
    row.bind_null(8);
  }
  row.bind(9, line.sort).bind(10, line.filter).bind_blob(11, line.hash.bytes);
  if (n == 0) {
    row.bind(12, line.kind);
    bind_id(row, 13, line.id);
  } else {
    row.bind(12, n);
  }
  row.run();
}

void write_base(Database& database, const ServerLine& line) {
  {
    Statement row = database.prepare("INSERT OR REPLACE INTO base_record VALUES(?, ?, ?)");
    row.bind(1, line.kind);
    bind_id(row, 2, line.id);
    row.bind(3, line.raw).run();
  }
  Statement row = database.prepare("UPDATE record SET line_hash = ? WHERE kind = ? AND id = ?");
  row.bind_blob(1, line.hash.bytes).bind(2, line.kind);
  bind_id(row, 3, line.id);
  row.run();
}

void drop_base(Database& database, const ServerLine& line) {
  Statement row = database.prepare("DELETE FROM base_record WHERE kind = ? AND id = ?");
  row.bind(1, line.kind);
  bind_id(row, 2, line.id);
  row.run();
}

void drop_lost(Database& database, const ServerLine& line) {
  Statement row = database.prepare("DELETE FROM lost_record WHERE kind = ? AND id = ?");
  row.bind(1, line.kind);
  bind_id(row, 2, line.id);
  row.run();
}

}  // namespace

Result<Digests> StoreTables::digests() {
  Digests digests;
  Statement rows = database_.prepare("SELECT kind, high, low, count FROM digest WHERE count <> 0");
  while (rows.step()) {
    digests[text_at(rows, 0)] = {static_cast<std::uint64_t>(rows.integer(1)),
                                 static_cast<std::uint64_t>(rows.integer(2)), rows.integer(3)};
  }
  return digests;
}

Done StoreTables::save_digests(const Digests& digests) {
  for (const auto& [kind, digest] : digests) {
    Statement row = database_.prepare("INSERT OR REPLACE INTO digest VALUES(?, ?, ?, ?)");
    row.bind(1, kind)
        .bind(2, static_cast<std::int64_t>(digest.high))
        .bind(3, static_cast<std::int64_t>(digest.low))
        .bind(4, digest.count)
        .run();
  }
  return {};
}

Result<std::vector<RecordKey>> StoreTables::pending_records() {
  Statement rows = database_.prepare("SELECT DISTINCT kind, record FROM outbox");
  std::vector<RecordKey> keys;
  while (rows.step()) keys.emplace_back(text_at(rows, 0), id_of<RecordId>(rows, 1));
  return keys;
}

// The records whose acknowledged changes left the outbox.
Result<std::vector<RecordKey>> StoreTables::move_to_kept(Seq cursor) {
  std::vector<RecordKey> keys;
  {
    Statement rows =
        database_.prepare("SELECT DISTINCT kind, record FROM outbox WHERE state = 2 AND seq <= ?");
    rows.bind(1, cursor);
    while (rows.step()) keys.emplace_back(text_at(rows, 0), id_of<RecordId>(rows, 1));
  }
  if (keys.empty()) return keys;
  {
    Statement row = database_.prepare(
        "INSERT INTO kept(n, change, kind, record, payload, base_values, signature, seq) SELECT n, change, "
        "kind, record, payload, base_values, signature, seq FROM outbox WHERE state = 2 AND seq <= ?");
    row.bind(1, cursor).run();
  }
  Statement row = database_.prepare("DELETE FROM outbox WHERE state = 2 AND seq <= ?");
  row.bind(1, cursor).run();
  return keys;
}

Done StoreTables::settle(Seq cursor) {
  KHAOSAN_LET(keys, move_to_kept(cursor));
  for (const auto& [kind, id] : keys) KHAOSAN_TRY(lay_over(kind, id));
  return {};
}

// `pending`: own changes lie over it. `was_pending`: they did until now, so a base may stand there.
Done StoreTables::apply_line(const ServerLine& line, bool pending, bool was_pending, Digests& digests) {
  const RowNow now = row_now(database_, line);
  const auto digest = digests.try_emplace(std::string(line.kind)).first;
  if (now.line_hash) digest->second.subtract(*now.line_hash);
  digest->second.add(line.hash);
  if (line.wanted_picture && !line.deleted) KHAOSAN_TRY(want_rendition(*line.wanted_picture));
  drop_lost(database_, line);
  if (pending) {
    write_base(database_, line);
    return lay_over(line.kind, line.id);
  }
  write_row(database_, line, now.n);
  if (was_pending) drop_base(database_, line);
  return {};
}

Result<PageReport> StoreTables::apply_page(const PullPage& page) {
  KHAOSAN_LET(lines, lines_of(page.lines));
  // Only at the head is everything here that an acknowledged change brought.
  std::vector<RecordKey> left;
  if (page.next == page.head) {
    KHAOSAN_LET(keys, move_to_kept(page.next));
    left = std::move(keys);
  }
  KHAOSAN_LET(pending_keys, pending_records());
  const KeySet pending(pending_keys.begin(), pending_keys.end());
  KeySet was_pending(left.begin(), left.end());
  KHAOSAN_LET(sums, digests());
  KHAOSAN_LET(foreign_keys, foreign_records());
  const KeySet foreign(foreign_keys.begin(), foreign_keys.end());
  std::int64_t erased = 0;
  KHAOSAN_LET(erased_before, known_erased());
  const bool knows_erasures = !erased_before.empty();
  for (const ServerLine* line : in_key_order(lines)) {
    erased += line->erased ? 1 : 0;
    const RecordKey key(line->kind, line->id);
    const auto leaving = was_pending.find(key);
    if (!foreign.empty() && foreign.contains(key)) office_has(line->kind, line->id);
    if (line->erased) {
      KHAOSAN_TRY(forget_erased(line->kind, line->id));
    } else if (knows_erasures) {
      lives_again(line->kind, line->id);
    }
    const bool is_pending = pending.contains(key) && !line->erased;
    KHAOSAN_TRY(apply_line(*line, is_pending, leaving != was_pending.end(), sums));
    if (leaving != was_pending.end()) was_pending.erase(leaving);
  }
  for (const auto& [kind, id] : was_pending) KHAOSAN_TRY(lay_over(kind, id));
  KHAOSAN_TRY(save_digests(sums));
  KHAOSAN_LET(state, sync_state());
  state.cursor = page.next;
  KHAOSAN_TRY(save_sync_state(state));
  return PageReport{static_cast<std::int64_t>(lines.size()), erased};
}

}  // namespace khaosan::client
