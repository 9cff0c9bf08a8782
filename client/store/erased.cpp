// Records that the office has erased: nothing of them stays here but that they were.
#include "client/store/store_tables.hpp"
#include "shared/crypto/sha256.hpp"
#include "shared/sqlite/row_values.hpp"
#include "shared/wire/media_id.hpp"

namespace khaosan::client {
namespace {

constexpr std::string_view tables_by_record[] = {"outbox", "refused", "kept"};
constexpr std::string_view tables_by_id[] = {"base_record", "lost_record", "foreign_record"};

void run_for(Database& database, const std::string& sql, std::string_view kind, RecordId id) {
  Statement row = database.prepare(sql);
  row.bind(1, kind);
  bind_id(row, 2, id);
  row.run();
}

// The picture of a media record: its id is made of the hash.
std::vector<Sha256> files_named(Database& database, RecordId media) {
  std::vector<Sha256> found;
  Statement rows = database.prepare("SELECT sha FROM file UNION SELECT sha FROM wanted_rendition");
  while (rows.step()) {
    const Sha256 sha = sha_of(rows, 0);
    if (media_id(sha) == media) found.push_back(sha);
  }
  return found;
}

}  // namespace

Done StoreTables::forget_erased(std::string_view kind, RecordId id) {
  const auto forget = [&](std::string_view table, const char* column) {
    run_for(database_, "DELETE FROM " + std::string(table) + " WHERE kind = ? AND " + column + " = ?", kind,
            id);
  };
  for (const std::string_view table : tables_by_record) forget(table, "record");
  for (const std::string_view table : tables_by_id) forget(table, "id");
  run_for(database_, "INSERT OR IGNORE INTO erased_record(kind, id) VALUES(?, ?)", kind, id);
  {
    Statement row = database_.prepare("DELETE FROM typed WHERE instr(name, ?) > 0");
    row.bind(1, id.text()).run();
  }
  if (kind != "media") return {};
  KHAOSAN_LET(media, current(kind, id));
  std::vector<Sha256> files = files_named(database_, id);
  if (media) {
    if (const auto sha = Sha256::parse(text_field(media->fields, "sha256")); sha.ok()) files.push_back(*sha);
  }
  for (const Sha256& sha : files) {
    for (const char* sql : {"DELETE FROM file WHERE sha = ?", "DELETE FROM wanted_rendition WHERE sha = ?",
                            "INSERT OR IGNORE INTO erased_file(sha) VALUES(?)"})
      database_.prepare(sql).bind_blob(1, sha.bytes).run();
  }
  return {};
}

// A restored office has not heard of the erasure, and was not to wait for who had.
void StoreTables::lives_again(std::string_view kind, RecordId id) {
  run_for(database_, "DELETE FROM erased_record WHERE kind = ? AND id = ?", kind, id);
}

Result<bool> StoreTables::is_erased(std::string_view kind, RecordId id) {
  Statement row = database_.prepare("SELECT 1 FROM erased_record WHERE kind = ? AND id = ?");
  row.bind(1, kind);
  bind_id(row, 2, id);
  return row.step();
}

Result<std::vector<Sha256>> StoreTables::erased_files() {
  Statement rows = database_.prepare("SELECT sha FROM erased_file ORDER BY sha");
  std::vector<Sha256> files;
  while (rows.step()) files.push_back(sha_of(rows, 0));
  return files;
}

Done StoreTables::file_is_erased(const Sha256& sha) {
  database_.prepare("DELETE FROM erased_file WHERE sha = ?").bind_blob(1, sha.bytes).run();
  return {};
}

Result<std::vector<ErasedRecord>> StoreTables::known_erased() {
  Statement rows = database_.prepare("SELECT kind, id FROM erased_record ORDER BY kind, id");
  std::vector<ErasedRecord> all;
  while (rows.step()) all.push_back({text_at(rows, 0), id_of<RecordId>(rows, 1)});
  return all;
}

}  // namespace khaosan::client
