// SQLite behind a thin wrapper. open_store() is the one place that opens a store, so that encryption at rest
// can be put there. WAL, synchronous=FULL; who writes has asked the others to wait (a lock on the folder),
// and checkpoints run only there.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace khaosan {

// read_on_any_disk: also where nothing can be written, as long as nobody can have it open for writing there.
enum class Access { write, read, read_on_any_disk };

class Database;

// One prepared statement in use. Bind from 1 on, then step() until it is false, reading columns from 0 on.
// A fault of SQLite itself is remembered by the Database and refuses its transaction; until that has ended no
// statement does anything.
class Statement {
 public:
  ~Statement();
  Statement(Statement&& other) noexcept;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  Statement& operator=(Statement&&) = delete;

  Statement& bind(int index, std::int64_t value);
  Statement& bind(int index, std::string_view text);
  Statement& bind_blob(int index, ByteView bytes);
  Statement& bind_null(int index);

  bool step();  // true: a row is there; false: done or failed
  void run();   // for statements without rows

  std::int64_t integer(int column) const;
  std::string_view text(int column) const;  // valid until the next step
  ByteView blob(int column) const;
  bool is_null(int column) const;

 private:
  friend class Database;
  Statement(Database& database, sqlite3_stmt* statement) : database_(&database), statement_(statement) {}
  Database* database_;
  sqlite3_stmt* statement_;
};

struct Migration {
  int version;  // 1, 2, … without gaps
  std::string_view sql;
};

class Database {
 public:
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // The statement for this SQL, prepared once and kept. Not in use twice at the same time.
  Statement prepare(std::string_view sql);
  Done execute(std::string_view sql);

  // Runs `work` in one transaction (BEGIN IMMEDIATE on a writing connection). Rolls back if it refuses or if
  // any statement failed; what it did is on the disk when this returns.
  Done transaction(const std::function<Done()>& work);

  // Runs `work`, which only reads, on one moment of the store. Stands in no writer's way, nor one in its.
  Done snapshot(const std::function<Done()>& work);

  // Moves the WAL into the database file; only on the writing connection.
  Done checkpoint();
  // The same, and the WAL is emptied, as far as no reader is in the way: what was deleted stands nowhere.
  Done empty_log();
  // One moment of the store as a new file, synced; others go on. io_failed: the file is there already.
  Done copy_to(const std::filesystem::path& file);
  Done check_integrity();  // store_damaged
  int version();           // PRAGMA user_version
  std::string schema_text();

 private:
  friend class Statement;
  friend Result<std::unique_ptr<Database>> open_store(const std::filesystem::path&, Access,
                                                      std::span<const Migration>);
  explicit Database(sqlite3* handle) : handle_(handle) {}
  static Result<std::unique_ptr<Database>> open(const std::string& name, int flags);
  // `result`: SQLite's own, also where it is refused.
  static Result<std::unique_ptr<Database>> open_for_reading(const std::string& name, int flags, int& result);
  Done run(std::string_view begin, const std::function<Done()>& work);
  Done migrate(std::span<const Migration> migrations);
  Done fault() const;
  void note_fault(int result);

  sqlite3* handle_;
  std::unordered_map<std::string, sqlite3_stmt*> statements_;
  int fault_code_ = 0;
  Done fault_;
  bool writes_ = false;
  std::int64_t wal_pages_ = 0;
};

// Opens (with Access::write: creates) the store, and brings it to the last migration. Each migration is one
// transaction. store_newer if it is ahead of us, store_damaged, disk_full, io_failed.
Result<std::unique_ptr<Database>> open_store(const std::filesystem::path& file, Access access,
                                             std::span<const Migration> migrations);

}  // namespace khaosan
