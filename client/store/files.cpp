// Originals of this laptop and renditions it would like to have.
#include "client/store/store_tables.hpp"
#include "shared/sqlite/row_values.hpp"

namespace khaosan::client {
namespace {

constexpr std::string_view columns =
    "SELECT sha, size_bytes, name, at_office, upload_url, damaged, small_sent, taken_ms FROM file ";

LocalFile file_of(const Statement& row) {
  return {sha_of(row, 0),      static_cast<std::uint64_t>(row.integer(1)),
          text_at(row, 2),     row.integer(3) != 0,
          text_at(row, 4),     row.integer(5) != 0,
          row.integer(6) != 0, Instant{row.integer(7)}};
}

std::vector<LocalFile> files_where(Database& database, std::string_view condition) {
  Statement rows = database.prepare(std::string(columns).append(condition).append(" ORDER BY sha"));
  std::vector<LocalFile> files;
  while (rows.step()) files.push_back(file_of(rows));
  return files;
}

}  // namespace

Result<std::optional<LocalFile>> StoreTables::file(const Sha256& sha) {
  Statement row = database_.prepare(std::string(columns) + "WHERE sha = ?");
  row.bind_blob(1, sha.bytes);
  if (!row.step()) return std::optional<LocalFile>{};
  return std::optional<LocalFile>{file_of(row)};
}

Result<std::vector<LocalFile>> StoreTables::files() {
  return files_where(database_, "");
}

Result<std::vector<LocalFile>> StoreTables::pending_files() {
  return files_where(database_, "WHERE at_office = 0");
}

Result<std::vector<LocalFile>> StoreTables::damaged_files() {
  return files_where(database_, "WHERE damaged = 1");
}

Result<Unsent> StoreTables::unsent() {
  Unsent unsent;
  {
    Statement files = database_.prepare(
        "SELECT count(*), coalesce(sum(size_bytes), 0), coalesce(min(nullif(taken_ms, 0)), 0) FROM file "
        "WHERE at_office = 0");
    if (files.step()) unsent = {0, files.integer(0), files.integer(1), Instant{files.integer(2)}};
  }
  Statement changes = database_.prepare(
      "SELECT count(*), coalesce(min(json_extract(payload, '$.written_at')), '') FROM outbox WHERE state < "
      "2");
  if (!changes.step()) return unsent;
  unsent.changes = changes.integer(0);
  const auto oldest = parse_iso_utc(changes.text(1));
  const bool is_older =
      unsent.oldest.unix_ms == 0 || (oldest.ok() && oldest->unix_ms < unsent.oldest.unix_ms);
  if (oldest.ok() && is_older) unsent.oldest = *oldest;
  return unsent;
}

Done StoreTables::save_file(const LocalFile& file) {
  Statement row = database_.prepare(
      "INSERT INTO file(sha, size_bytes, name, at_office, upload_url, damaged, small_sent, taken_ms) "
      "VALUES(?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(sha) DO UPDATE SET size_bytes = ?2, name = ?3, at_office = "
      "?4, "
      "upload_url = ?5, damaged = ?6, small_sent = ?7, taken_ms = ?8");
  row.bind_blob(1, file.sha.bytes)
      .bind(2, static_cast<std::int64_t>(file.size_bytes))
      .bind(3, file.name)
      .bind(4, std::int64_t{file.at_office ? 1 : 0})
      .bind(5, file.upload_url)
      .bind(6, std::int64_t{file.damaged ? 1 : 0})
      .bind(7, std::int64_t{file.small_sent ? 1 : 0})
      .bind(8, file.taken_in.unix_ms)
      .run();
  return {};
}

Result<std::vector<Sha256>> StoreTables::wanted_renditions() {
  Statement rows = database_.prepare("SELECT sha FROM wanted_rendition ORDER BY sha");
  std::vector<Sha256> wanted;
  while (rows.step()) wanted.push_back(sha_of(rows, 0));
  return wanted;
}

Done StoreTables::want_rendition(const Sha256& sha) {
  Statement row = database_.prepare("INSERT OR IGNORE INTO wanted_rendition VALUES(?)");
  row.bind_blob(1, sha.bytes).run();
  return {};
}

Done StoreTables::rendition_came(const Sha256& sha) {
  Statement row = database_.prepare("DELETE FROM wanted_rendition WHERE sha = ?");
  row.bind_blob(1, sha.bytes).run();
  return {};
}

}  // namespace khaosan::client
