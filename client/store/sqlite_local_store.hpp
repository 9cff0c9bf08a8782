// The laptop's store on SQLite: one database, one connection. For one thread at a time.
//
// Several processes may have it open: the window for hours, commands beside it. Reading waits for nobody.
// Each write() holds the lock of the data folder for its own transaction and no longer; so does opening for
// writing, where migrations run. A sync holds a lock of its own while it waits for the network.
#pragma once

#include <memory>

#include "client/app/local_store.hpp"
#include "shared/platform/files.hpp"
#include "shared/sqlite/database.hpp"

namespace khaosan::client {

inline constexpr std::int64_t write_wait_ms = 10'000;  // for another one's transaction
inline constexpr std::int64_t sync_wait_ms = 2'000;    // for another one's sync to end

class SqliteLocalStore : public LocalStore {
 public:
  // Opens `file` (usually store.db of the data folder). With Access::read nothing is locked, unless the store
  // must first be made or brought up to date; write() is refused then. store_newer, store_damaged,
  // store_locked, disk_full, io_failed.
  static Result<std::unique_ptr<SqliteLocalStore>> open(const Path& file, Access access);

  Done read(const std::function<Done(StoreReader&)>& work) override;
  Done write(const std::function<Done(StoreWriter&)>& work) override;
  Result<std::unique_ptr<SyncTurn>> begin_sync() override;
  Done empty_log() override;
  Result<CheckReport> check() override;
  // Changes whenever another connection, of this process or another one, has written.
  std::uint64_t version_by_others();
  std::string schema_text() { return database_->schema_text(); }

 private:
  SqliteLocalStore(Path folder, std::unique_ptr<Database> database)
      : folder_(std::move(folder)), database_(std::move(database)) {}
  Path folder_;
  std::unique_ptr<Database> database_;
};

}  // namespace khaosan::client
