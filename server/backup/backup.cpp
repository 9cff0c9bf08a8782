#include "server/backup/backup.hpp"

#include <nlohmann/json.hpp>

#include "server/backup/erasure_register.hpp"
#include "server/logic/backed_up.hpp"
#include "server/logic/restore.hpp"
#include "server/store/sqlite_store.hpp"

namespace khaosan::server {
namespace {

using nlohmann::json;

constexpr const char* store_name = "store.db";
constexpr const char* media_name = "media";
constexpr const char* tls_name = "tls";
constexpr const char* manifest_name = "backup.json";
constexpr std::uint64_t small_file_bytes_max = 1U << 20U;

Path new_store_folder(const Path& backup) {
  return backup / "new-store";
}

// What a kill left of an earlier try.
Done clear_new_store(const Path& folder) {
  for (const char* name : {"store.db", "store.db-wal", "store.db-shm"})
    KHAOSAN_TRY(remove_file(folder / name));
  return make_folders(folder);
}

struct CopiedFiles {
  std::int64_t all = 0;
  std::int64_t fresh = 0;
};

Result<CopiedFiles> copy_blobs(const BlobStore& from, const BlobStore& to) {
  CopiedFiles copied;
  KHAOSAN_TRY(from.for_each([&](const Sha256& sha) -> Done {
    ++copied.all;
    if (to.has(sha) && to.verify(sha).ok()) return {};
    ++copied.fresh;
    return from.copy_to(to, sha);
  }));
  return copied;
}

// An earlier backup into the same folder may have what was erased since.
Done remove_erased(const Path& backup, const BlobStore& copies) {
  KHAOSAN_LET(erasures, read_register(backup));
  for (const Erasure& erasure : erasures) {
    if (erasure.file) KHAOSAN_TRY(copies.remove(*erasure.file));
  }
  return {};
}

Done copy_small_files(const Path& from, const Path& to) {
  if (!file_exists(from)) return {};
  KHAOSAN_TRY(make_folders(to));
  KHAOSAN_LET(files, list_folder(from));
  for (const FileInfo& file : files) {
    if (file.is_folder) continue;
    const Path name = path_from_utf8(file.name);
    KHAOSAN_LET(bytes, read_file(from / name, small_file_bytes_max));
    KHAOSAN_TRY(write_file(to / name, bytes));
  }
  return {};
}

Done copy_whole(const Path& from, const Path& to) {
  KHAOSAN_LET(reader, FileReader::open(from));
  KHAOSAN_LET(writer, DurableFile::create(to));
  Bytes piece(small_file_bytes_max);
  for (;;) {
    KHAOSAN_LET(got, reader.read(piece));
    if (got == 0) return writer.finish();
    KHAOSAN_TRY(writer.write(ByteView(piece).first(got)));
  }
}

// The store in this folder, read whole: what moment it is of.
Result<BackupReport> read_back_store(const Path& folder) {
  KHAOSAN_LET(store, open_sqlite_store(folder));
  KHAOSAN_TRY(store->check());
  BackupReport report;
  KHAOSAN_TRY(store->read([&](StoreReader& reader) -> Done {
    report.epoch = reader.epoch();
    report.head = reader.head();
    return {};
  }));
  return report;
}

Done write_manifest(const Path& backup, const BackupReport& report) {
  const std::string text = json{{"epoch", report.epoch.text()},
                                {"head", report.head},
                                {"at", iso_utc(report.at)},
                                {"files", report.files}}
                               .dump(1) +
                           "\n";
  return write_file(backup / manifest_name, view_of(text));
}

Result<BackupReport> read_manifest(const Path& backup) {
  const std::string place = utf8_from_path(backup);
  if (!file_exists(backup / manifest_name)) return refuse(Code::not_a_backup, place);
  KHAOSAN_LET(bytes, read_file(backup / manifest_name, small_file_bytes_max));
  const json manifest = json::parse(text_of(bytes), nullptr, false);
  if (!manifest.is_object()) return refuse(Code::not_a_backup, place);
  const auto at = parse_iso_utc(manifest.value("at", ""));
  const auto epoch = EpochId::parse(manifest.value("epoch", ""));
  if (!at.ok() || !epoch.ok()) return refuse(Code::not_a_backup, place);
  return BackupReport{*epoch, 0, *at, 0, 0};
}

}  // namespace

Result<BackupReport> back_up(Store& store, const BlobStore& blobs, const Path& data_folder, const Path& into,
                             Instant now) {
  KHAOSAN_TRY(make_folders(into));
  KHAOSAN_LET(lock, FolderLock::take(into));
  static_cast<void>(lock);  // one backup into it at a time
  const Path fresh = new_store_folder(into);
  KHAOSAN_TRY(clear_new_store(fresh));
  // The store first: it names only files that are here already.
  KHAOSAN_TRY(store.copy_to(fresh / store_name));
  KHAOSAN_LET(copies, BlobStore::open(into / media_name));
  KHAOSAN_TRY(copies.remove_leftovers());
  KHAOSAN_LET(copied, copy_blobs(blobs, copies));
  KHAOSAN_TRY(copy_small_files(data_folder / tls_name, into / tls_name));
  KHAOSAN_TRY(copy_register(data_folder, into, now));
  KHAOSAN_TRY(remove_erased(into, copies));
  KHAOSAN_LET(report, read_back_store(fresh));
  report.at = now;
  report.files = copied.all;
  report.new_files = copied.fresh;
  KHAOSAN_TRY(rename_durably(fresh / store_name, into / store_name));
  KHAOSAN_TRY(write_manifest(into, report));
  KHAOSAN_TRY(store.write([&](StoreWriter& writer) {
    return note_backup(writer, {report.epoch, report.head, now, utf8_from_path(into)});
  }));
  // From here on an erasure is told to this backup; what was erased while it was made is told now.
  KHAOSAN_TRY(copy_register(data_folder, into, now));
  KHAOSAN_TRY(remove_erased(into, copies));
  return report;
}

Result<BackupReport> check_backup(const Path& backup) {
  KHAOSAN_LET(manifest, read_manifest(backup));
  if (!file_exists(backup / store_name)) return refuse(Code::not_a_backup, utf8_from_path(backup));
  KHAOSAN_LET(report, read_back_store(backup));
  report.at = manifest.at;
  KHAOSAN_LET(files, BlobStore::open(backup / media_name));
  KHAOSAN_TRY(files.for_each([&](const Sha256& sha) -> Done {
    ++report.files;
    return files.verify(sha);
  }));
  return report;
}

Result<BackupReport> restore_backup(const Path& backup, const Path& data_folder, Instant now) {
  KHAOSAN_LET(manifest, read_manifest(backup));
  if (file_exists(data_folder / store_name))
    return refuse(Code::folder_not_empty, utf8_from_path(data_folder));
  KHAOSAN_TRY(make_folders(data_folder));
  KHAOSAN_LET(lock, FolderLock::take(data_folder));
  static_cast<void>(lock);
  // The backup stays as it is: its store is opened as a copy only.
  const Path fresh = new_store_folder(data_folder);
  KHAOSAN_TRY(clear_new_store(fresh));
  {
    KHAOSAN_LET(kept, BlobStore::open(backup / media_name));
    KHAOSAN_LET(files, BlobStore::open(data_folder / media_name));
    KHAOSAN_LET(copied, copy_blobs(kept, files));
    static_cast<void>(copied);
  }
  KHAOSAN_TRY(copy_small_files(backup / tls_name, data_folder / tls_name));
  KHAOSAN_TRY(copy_register(backup, data_folder, now));
  KHAOSAN_TRY(copy_whole(backup / store_name, fresh / store_name));
  KHAOSAN_LET(report, read_back_store(fresh));
  report.at = manifest.at;
  {
    KHAOSAN_LET(store, open_sqlite_store(fresh));
    KHAOSAN_TRY(store->write([&](StoreWriter& writer) -> Done {
      KHAOSAN_TRY(begin_restored_epoch(writer, now));
      return note_backup(writer, {report.epoch, report.head, manifest.at, utf8_from_path(backup)});
    }));
  }
  // In its place only now: a restore that was cut is begun again.
  KHAOSAN_TRY(rename_durably(fresh / store_name, data_folder / store_name));
  return report;
}

}  // namespace khaosan::server
