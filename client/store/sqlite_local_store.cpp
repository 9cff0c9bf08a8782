#include "client/store/sqlite_local_store.hpp"

#include "client/store/migrations.hpp"
#include "client/store/store_tables.hpp"

namespace khaosan::client {
namespace {

constexpr std::string_view write_lock_name = "lock";
constexpr std::string_view sync_lock_name = "sync-lock";

Result<FolderLock> lock_for_writing(const Path& folder) {
  return FolderLock::take(folder, write_lock_name, Hold::alone, write_wait_ms);
}

Result<std::unique_ptr<Database>> open_for_writing(const Path& file) {
  KHAOSAN_LET(lock, lock_for_writing(file.parent_path()));
  static_cast<void>(lock);  // held until the migrations have run
  return open_store(file, Access::write, migrations());
}

class LockedTurn : public SyncTurn {
 public:
  explicit LockedTurn(FolderLock lock) : lock_(std::move(lock)) {}

 private:
  FolderLock lock_;
};

}  // namespace

Result<std::unique_ptr<SqliteLocalStore>> SqliteLocalStore::open(const Path& file, Access access) {
  const auto made = [&](std::unique_ptr<Database> database) {
    return std::unique_ptr<SqliteLocalStore>(new SqliteLocalStore(file.parent_path(), std::move(database)));
  };
  if (access == Access::read && file_exists(file)) {
    auto database = open_store(file, Access::read_on_any_disk, migrations());
    if (database.ok()) return made(std::move(*database));
    if (database.refusal().code != Code::store_newer) return database.refusal();
  }
  // Also for a reader, once: the store is not there yet, or of an older program.
  auto database = open_for_writing(file);
  if (!database.ok()) return database.refusal();
  if (access == Access::read) {
    KHAOSAN_LET(reading, open_store(file, Access::read_on_any_disk, migrations()));
    return made(std::move(reading));
  }
  return made(std::move(*database));
}

Done SqliteLocalStore::read(const std::function<Done(StoreReader&)>& work) {
  // One moment of the store, and a fault of SQLite is not taken for an empty answer.
  return database_->snapshot([&] {
    StoreTables tables(*database_);
    return work(tables);
  });
}

Done SqliteLocalStore::write(const std::function<Done(StoreWriter&)>& work) {
  KHAOSAN_LET(lock, lock_for_writing(folder_));
  static_cast<void>(lock);
  return database_->transaction([&] {
    StoreTables tables(*database_);
    return work(tables);
  });
}

std::uint64_t SqliteLocalStore::version_by_others() {
  Statement row = database_->prepare("PRAGMA data_version");
  return row.step() ? static_cast<std::uint64_t>(row.integer(0)) : 0;
}

Result<std::unique_ptr<SyncTurn>> SqliteLocalStore::begin_sync() {
  auto lock = FolderLock::take(folder_, sync_lock_name, Hold::alone, sync_wait_ms);
  if (!lock.ok()) {
    if (lock.refusal().code != Code::store_locked) return lock.refusal();
    return refuse(Code::store_locked, "khaosan sync");
  }
  return std::unique_ptr<SyncTurn>(std::make_unique<LockedTurn>(std::move(*lock)));
}

Done SqliteLocalStore::empty_log() {
  KHAOSAN_LET(lock, lock_for_writing(folder_));
  static_cast<void>(lock);
  return database_->empty_log();
}

Result<CheckReport> SqliteLocalStore::check() {
  CheckReport report;
  if (const Done whole = database_->check_integrity(); !whole.ok())
    report.faults.push_back(whole.refusal().detail);
  KHAOSAN_TRY(database_->snapshot([&] {
    StoreTables tables(*database_);
    return tables.check_records(report);
  }));
  return report;
}

}  // namespace khaosan::client
