// The server's store on SQLite: DATA/store.db. One writing connection, used by one thread at a time; a few
// connections that only read, each used by one thread at a time.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <vector>

#include "server/logic/store.hpp"
#include "shared/sqlite/database.hpp"

namespace khaosan::server {

inline constexpr std::size_t reading_connections_max = 4;

class SqliteStore : public Store {
 public:
  explicit SqliteStore(std::filesystem::path file, std::unique_ptr<Database> writer);
  Done read(const std::function<Done(StoreReader&)>& work) override;
  Done write(const std::function<Done(StoreWriter&)>& work) override;
  Done check() override;
  Done copy_to(const std::filesystem::path& file) override;
  Done empty_log() override;
  Database& database() { return *writer_; }

 private:
  Result<std::unique_ptr<Database>> borrow_reader();
  void give_back(std::unique_ptr<Database> reader);

  std::filesystem::path file_;
  std::mutex writer_mutex_;
  std::unique_ptr<Database> writer_;
  std::mutex readers_mutex_;
  std::condition_variable reader_free_;
  std::vector<std::unique_ptr<Database>> readers_;
  std::size_t readers_open_ = 0;
};

// The caller holds the lock of the data folder.
Result<std::unique_ptr<Store>> open_sqlite_store(const std::filesystem::path& data_folder);

}  // namespace khaosan::server
