// Recomputes what the store keeps: current from base and outbox, hashes and digests from records.
#include "client/app/overlay.hpp"
#include "client/store/store_tables.hpp"
#include "shared/crypto/sha256.hpp"
#include "shared/sqlite/row_values.hpp"
#include "shared/wire/record_json.hpp"

namespace khaosan::client {
namespace {

struct Row {
  RecordKey key;
  std::optional<Sha256> line_hash;
};

std::vector<Row> all_rows(Database& database) {
  Statement rows = database.prepare("SELECT kind, id, line_hash FROM record ORDER BY n");
  std::vector<Row> all;
  while (rows.step()) {
    Row& row = all.emplace_back(Row{{text_at(rows, 0), id_of<RecordId>(rows, 1)}, std::nullopt});
    if (!rows.is_null(2)) row.line_hash = sha_of(rows, 2);
  }
  return all;
}

bool same_state(const Record& left, const Record& right) {
  return record_line(left) == record_line(right);
}

}  // namespace

Done StoreTables::check_records(CheckReport& report) {
  Digests sums;
  for (const Row& row : all_rows(database_)) {
    const auto& [kind, id] = row.key;
    const std::string name = kind + " " + id.text();
    ++report.records;
    KHAOSAN_LET(now, current(kind, id));
    KHAOSAN_LET(server_state, base(kind, id));
    KHAOSAN_LET(pending, outbox_of(kind, id));
    if (row.line_hash) {
      sums[kind].add(*row.line_hash);
      if (!server_state || sha256(record_line(*server_state)) != *row.line_hash)
        report.faults.push_back(name + ": not what the server said");
    }
    KHAOSAN_LET(shared, foreign(kind, id));
    if (shared && !row.line_hash && pending.empty()) continue;
    if (!server_state && pending.empty()) {
      report.faults.push_back(name + ": neither a base nor a change");
      continue;
    }
    const Record expected = overlay(server_state, laid_over(server_state, pending));
    if (!now || !same_state(*now, expected)) report.faults.push_back(name + ": current is not base + outbox");
  }
  KHAOSAN_LET(kept_sums, digests());
  if (kept_sums != sums) report.faults.emplace_back("digests do not match the records");
  return {};
}

}  // namespace khaosan::client
