// Originals of this laptop and renditions it would like to have.
#include "client/store/store_tables.hpp"
#include "shared/sqlite/row_values.hpp"

namespace khaosan::client {
namespace {

LocalFile file_of(const Statement& row) {
  return {sha_of(row, 0), static_cast<std::uint64_t>(row.integer(1)), text_at(row, 2), row.integer(3) != 0,
          text_at(row, 4)};
}

}  // namespace

Result<std::optional<LocalFile>> StoreTables::file(const Sha256& sha) {
  Statement row =
      database_.prepare("SELECT sha, size_bytes, name, at_office, upload_url FROM file WHERE sha = ?");
  row.bind_blob(1, sha.bytes);
  if (!row.step()) return std::optional<LocalFile>{};
  return std::optional<LocalFile>{file_of(row)};
}

Result<std::vector<LocalFile>> StoreTables::files() {
  Statement rows =
      database_.prepare("SELECT sha, size_bytes, name, at_office, upload_url FROM file ORDER BY sha");
  std::vector<LocalFile> files;
  while (rows.step()) files.push_back(file_of(rows));
  return files;
}

Result<std::vector<LocalFile>> StoreTables::pending_files() {
  Statement rows = database_.prepare(
      "SELECT sha, size_bytes, name, at_office, upload_url FROM file WHERE at_office = 0 ORDER BY sha");
  std::vector<LocalFile> files;
  while (rows.step()) files.push_back(file_of(rows));
  return files;
}

Done StoreTables::save_file(const LocalFile& file) {
  Statement row = database_.prepare(
      "INSERT INTO file(sha, size_bytes, name, at_office, upload_url) VALUES(?, ?, ?, ?, ?) ON CONFLICT(sha) "
      "DO "
      "UPDATE SET size_bytes = ?2, name = ?3, at_office = ?4, upload_url = ?5");
  row.bind_blob(1, file.sha.bytes)
      .bind(2, static_cast<std::int64_t>(file.size_bytes))
      .bind(3, file.name)
      .bind(4, std::int64_t{file.at_office ? 1 : 0})
      .bind(5, file.upload_url)
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
