// The laptop's store on SQLite: one database, one connection. For one thread at a time.
#pragma once

#include <memory>

#include "client/app/local_store.hpp"
#include "shared/platform/files.hpp"
#include "shared/sqlite/database.hpp"

namespace khaosan::client {

class SqliteLocalStore : public LocalStore {
 public:
  // Opens `file` (usually store.db of the data folder, whose FolderLock the caller holds for writing). With
  // Access::read the store must exist, and write() is refused by SQLite. store_newer, store_damaged,
  // disk_full, io_failed.
  static Result<std::unique_ptr<SqliteLocalStore>> open(const Path& file, Access access);

  Done read(const std::function<Done(StoreReader&)>& work) override;
  Done write(const std::function<Done(StoreWriter&)>& work) override;
  Result<CheckReport> check() override;
  // Changes whenever another connection, of this process or another one, has written.
  std::uint64_t version_by_others();
  std::string schema_text() { return database_->schema_text(); }

 private:
  explicit SqliteLocalStore(std::unique_ptr<Database> database) : database_(std::move(database)) {}
  std::unique_ptr<Database> database_;
};

}  // namespace khaosan::client
