#include "shared/sqlite/database.hpp"

#include <sqlite3.h>

#include "shared/platform/crash_point.hpp"

namespace khaosan {
namespace {

// The WAL is moved into the database file after a commit that leaves it longer than this.
constexpr std::int64_t wal_pages_max = 4'000;
constexpr int busy_wait_ms = 10'000;

int count_wal_pages(void* pages, sqlite3*, const char*, int now) {
  *static_cast<std::int64_t*>(pages) = now;
  return SQLITE_OK;
}

Code code_of(int result) {
  switch (result & 0xFF) {
    case SQLITE_FULL:
      return Code::disk_full;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return Code::store_damaged;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Code::store_locked;
    case SQLITE_IOERR:
      // A file beside the store found no room.
      return result == SQLITE_IOERR_SHMSIZE ? Code::disk_full : Code::io_failed;
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
      return Code::io_failed;
    default:
      return Code::internal;
  }
}

// Beside a store that is open SQLite keeps a WAL and the index of it. Where the disk is full to the last byte
// or may only be read, these cannot be made, and so nobody writes: unless a WAL was left behind, the store
// holds everything.
bool stands_alone(std::filesystem::path file) {
  file += "-wal";
  std::error_code none;
  const auto size = std::filesystem::file_size(file, none);
  return none || size == 0;
}

// What SQLite says where the files beside a store cannot be made or written.
bool is_of_the_disk(int result) {
  switch (result & 0xFF) {
    case SQLITE_FULL:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
      return true;
    case SQLITE_IOERR:
      return result == SQLITE_IOERR_SHMSIZE || result == SQLITE_IOERR_SHMOPEN ||
             result == SQLITE_IOERR_SHMMAP || result == SQLITE_IOERR_WRITE;
    default:
      return false;
  }
}

// The name under which SQLite reads the file as one that nobody writes.
std::string unchanging(const std::filesystem::path& file) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string name = "file:";
  const std::u8string path = file.generic_u8string();
  if (!path.starts_with(u8'/') && file.has_root_path()) name += '/';
  for (const char8_t sign : path) {
    const bool plain = sign > u8' ' && sign < 0x7F && sign != u8'%' && sign != u8'?' && sign != u8'#';
    if (plain) {
      name += static_cast<char>(sign);
    } else {
      name += '%';
      name += digits[sign >> 4U];
      name += digits[sign & 15U];
    }
  }
  return name + "?immutable=1";
}

}  // namespace

Statement::Statement(Statement&& other) noexcept : database_(other.database_), statement_(other.statement_) {
  other.statement_ = nullptr;
}

Statement::~Statement() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

Statement& Statement::bind(int index, std::int64_t value) {
  if (statement_) database_->note_fault(sqlite3_bind_int64(statement_, index, value));
  return *this;
}

Statement& Statement::bind(int index, std::string_view text) {
  if (statement_) {
    database_->note_fault(
        sqlite3_bind_text64(statement_, index, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
  }
  return *this;
}

Statement& Statement::bind_blob(int index, ByteView bytes) {
  if (statement_) {
    database_->note_fault(
        sqlite3_bind_blob64(statement_, index, bytes.data(), bytes.size(), SQLITE_TRANSIENT));
  }
  return *this;
}

Statement& Statement::bind_null(int index) {
  if (statement_) database_->note_fault(sqlite3_bind_null(statement_, index));
  return *this;
}

// After a fault SQLite may have ended the transaction by itself: what ran now would be kept alone.
bool Statement::step() {
  if (statement_ == nullptr || database_->fault_code_ != 0) return false;
  const int result = sqlite3_step(statement_);
  if (result == SQLITE_ROW) return true;
  if (result != SQLITE_DONE) database_->note_fault(result);
  return false;
}

void Statement::run() {
  while (step()) {
  }
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

std::string_view Statement::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  if (bytes == nullptr) return {};
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

ByteView Statement::blob(int column) const {
  const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
  if (bytes == nullptr) return {};
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

Database::~Database() {
  for (auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close(handle_);
}

void Database::note_fault(int result) {
  if (result == SQLITE_OK || fault_code_ != 0) return;
  fault_code_ = result;
  fault_ = refuse(code_of(result), std::string("SQLite: ") + sqlite3_errmsg(handle_));
}

Done Database::fault() const {
  if (fault_code_ == 0) return {};
  return fault_;
}

Statement Database::prepare(std::string_view sql) {
  if (fault_code_ != 0) return {*this, nullptr};
  auto [found, fresh] = statements_.try_emplace(std::string(sql), nullptr);
  if (fresh) {
    note_fault(sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                                  SQLITE_PREPARE_PERSISTENT, &found->second, nullptr));
    if (fault_code_ != 0) {
      statements_.erase(found);
      return {*this, nullptr};
    }
  }
  return {*this, found->second};
}

Done Database::execute(std::string_view sql) {
  const int result = sqlite3_exec(handle_, std::string(sql).c_str(), nullptr, nullptr, nullptr);
  if (result == SQLITE_OK) return {};
  return refuse(code_of(result), std::string("SQLite: ") + sqlite3_errmsg(handle_));
}

Done Database::run(std::string_view begin, const std::function<Done()>& work) {
  fault_code_ = 0;
  KHAOSAN_TRY(execute(begin));
  Done done;
  try {
    done = work();
  } catch (...) {
    (void)execute("ROLLBACK").ok();
    fault_code_ = 0;
    throw;
  }
  if (done.ok()) done = fault();
  if (done.ok()) done = execute("COMMIT");
  if (!done.ok()) {
    if (sqlite3_get_autocommit(handle_) == 0) (void)execute("ROLLBACK");
    fault_code_ = 0;
  }
  return done;
}

Done Database::snapshot(const std::function<Done()>& work) {
  return run("BEGIN", work);
}

Done Database::transaction(const std::function<Done()>& work) {
  if (!writes_) return snapshot(work);
  KHAOSAN_TRY(run("BEGIN IMMEDIATE", work));
  crash_point("commit");
  // What was committed stands, whatever becomes of the checkpoint: the next commit tries it again.
  if (wal_pages_ > wal_pages_max) (void)checkpoint().ok();
  return {};
}

Done Database::checkpoint() {
  wal_pages_ = 0;
  const int result = sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  crash_point("checkpoint");
  if (result == SQLITE_OK || result == SQLITE_BUSY)
    return {};  // a reader is in the way: the next commit tries again
  return refuse(code_of(result), std::string("SQLite: ") + sqlite3_errmsg(handle_));
}

Done Database::empty_log() {
  wal_pages_ = 0;
  const int result =
      sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  if (result == SQLITE_OK || result == SQLITE_BUSY) return {};
  return refuse(code_of(result), std::string("SQLite: ") + sqlite3_errmsg(handle_));
}

Done Database::copy_to(const std::filesystem::path& file) {
  const std::u8string name = file.u8string();
  if (std::filesystem::exists(file)) return refuse(Code::io_failed, std::string(name.begin(), name.end()));
  sqlite3* opened = nullptr;
  constexpr int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  int result = sqlite3_open_v2(reinterpret_cast<const char*>(name.c_str()), &opened, flags, nullptr);
  const Database copy(opened);  // closes it
  if (result == SQLITE_OK)
    result = sqlite3_exec(opened, "PRAGMA synchronous=FULL", nullptr, nullptr, nullptr);
  if (result == SQLITE_OK) {
    sqlite3_backup* backup = sqlite3_backup_init(opened, "main", handle_, "main");
    if (backup != nullptr) {
      constexpr int all_pages = -1;
      sqlite3_backup_step(backup, all_pages);
      sqlite3_backup_finish(backup);
    }
    result = sqlite3_errcode(opened);
  }
  if (result == SQLITE_OK) return {};
  return refuse(code_of(result),
                std::string("SQLite: ") + (opened ? sqlite3_errmsg(opened) : "out of memory"));
}

Done Database::check_integrity() {
  fault_code_ = 0;
  std::string found;
  {
    Statement statement = prepare("PRAGMA integrity_check");
    if (statement.step()) found = statement.text(0);
  }
  KHAOSAN_TRY(fault());
  if (found != "ok") return refuse(Code::store_damaged, found);
  return {};
}

int Database::version() {
  Statement statement = prepare("PRAGMA user_version");
  return statement.step() ? static_cast<int>(statement.integer(0)) : 0;
}

std::string Database::schema_text() {
  std::string text;
  Statement statement =
      prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type DESC, name");
  while (statement.step()) text += std::string(statement.text(0)) + ";\n";
  return text;
}

Done Database::migrate(std::span<const Migration> migrations) {
  const int now = version();
  if (now > migrations.back().version) {
    return refuse(Code::store_newer,
                  "store " + std::to_string(now) + ", program " + std::to_string(migrations.back().version));
  }
  for (const Migration& migration : migrations) {
    if (migration.version <= now) continue;
    KHAOSAN_TRY(transaction([&]() -> Done {
      KHAOSAN_TRY(execute(migration.sql));
      return execute("PRAGMA user_version=" + std::to_string(migration.version));
    }));
  }
  return {};
}

Result<std::unique_ptr<Database>> Database::open(const std::string& name, int flags) {
  sqlite3* handle = nullptr;
  const int result = sqlite3_open_v2(name.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  std::unique_ptr<Database> database(new Database(handle));
  if (result != SQLITE_OK) {
    return refuse(code_of(result),
                  std::string("SQLite: ") + (handle ? sqlite3_errmsg(handle) : "out of memory"));
  }
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, busy_wait_ms);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  KHAOSAN_TRY(
      database->execute("PRAGMA trusted_schema=OFF; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16384;"));
  return database;
}

Result<std::unique_ptr<Database>> Database::open_for_reading(const std::string& name, int flags,
                                                             int& result) {
  result = SQLITE_CANTOPEN;
  KHAOSAN_LET(database, open(name, flags));
  KHAOSAN_TRY(database->execute("PRAGMA query_only=ON; PRAGMA wal_autocheckpoint=0;"));
  sqlite3_db_config(database->handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  database->version();  // the first access: now SQLite makes the files that a reader needs
  result = database->fault_code_;
  KHAOSAN_TRY(database->fault());
  return std::move(database);
}

Result<std::unique_ptr<Database>> open_store(const std::filesystem::path& file, Access access,
                                             std::span<const Migration> migrations) {
  const std::u8string u8name = file.u8string();
  const std::string name(u8name.begin(), u8name.end());
  if (access != Access::write) {
    int result = 0;
    auto database = Database::open_for_reading(name, SQLITE_OPEN_READWRITE, result);
    const bool may_stand_alone = access == Access::read_on_any_disk && is_of_the_disk(result);
    if (!database.ok() && may_stand_alone && stands_alone(file)) {
      auto alone =
          Database::open_for_reading(unchanging(file), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, result);
      if (alone.ok()) database = std::move(alone);
    }
    if (!database.ok()) return database.refusal();
    if ((*database)->version() != migrations.back().version)
      return refuse(Code::store_newer, "open it for writing first");
    return database;
  }
  KHAOSAN_LET(database, Database::open(name, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE));
  database->writes_ = true;
  KHAOSAN_TRY(
      database->execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0; "
                        "PRAGMA secure_delete=ON;"));
  sqlite3_wal_hook(database->handle_, count_wal_pages, &database->wal_pages_);
  KHAOSAN_TRY(database->migrate(migrations));
  return std::move(database);
}

}  // namespace khaosan
