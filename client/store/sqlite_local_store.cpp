#include "client/store/sqlite_local_store.hpp"

#include "client/store/migrations.hpp"
#include "client/store/store_tables.hpp"

namespace khaosan::client {

Result<std::unique_ptr<SqliteLocalStore>> SqliteLocalStore::open(const Path& file, Access access) {
  KHAOSAN_LET(database, open_store(file, access, migrations()));
  return std::unique_ptr<SqliteLocalStore>(new SqliteLocalStore(std::move(database)));
}

Done SqliteLocalStore::read(const std::function<Done(StoreReader&)>& work) {
  // A transaction, so that it sees one moment and a fault of SQLite is not taken for an empty answer.
  return database_->transaction([&] {
    StoreTables tables(*database_);
    return work(tables);
  });
}

Done SqliteLocalStore::write(const std::function<Done(StoreWriter&)>& work) {
  return database_->transaction([&] {
    StoreTables tables(*database_);
    return work(tables);
  });
}

std::uint64_t SqliteLocalStore::version_by_others() {
  Statement row = database_->prepare("PRAGMA data_version");
  return row.step() ? static_cast<std::uint64_t>(row.integer(0)) : 0;
}

Result<CheckReport> SqliteLocalStore::check() {
  CheckReport report;
  if (const Done whole = database_->check_integrity(); !whole.ok())
    report.faults.push_back(whole.refusal().detail);
  KHAOSAN_TRY(database_->transaction([&] {
    StoreTables tables(*database_);
    return tables.check_records(report);
  }));
  return report;
}

}  // namespace khaosan::client
