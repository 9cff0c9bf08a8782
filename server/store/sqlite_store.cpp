#include "server/store/sqlite_store.hpp"

#include "server/store/migrations.hpp"
#include "server/store/sqlite_check.hpp"
#include "server/store/sqlite_writer.hpp"

namespace khaosan::server {

SqliteStore::SqliteStore(std::filesystem::path file, std::unique_ptr<Database> writer)
    : file_(std::move(file)), writer_(std::move(writer)) {}

Result<std::unique_ptr<Database>> SqliteStore::borrow_reader() {
  std::unique_lock lock(readers_mutex_);
  reader_free_.wait(lock, [&] { return !readers_.empty() || readers_open_ < reading_connections_max; });
  if (!readers_.empty()) {
    auto reader = std::move(readers_.back());
    readers_.pop_back();
    return reader;
  }
  ++readers_open_;
  lock.unlock();
  auto opened = open_store(file_, Access::read, server_migrations());
  if (!opened.ok()) {
    lock.lock();
    --readers_open_;
    reader_free_.notify_one();
  }
  return opened;
}

void SqliteStore::give_back(std::unique_ptr<Database> reader) {
  const std::lock_guard lock(readers_mutex_);
  readers_.push_back(std::move(reader));
  reader_free_.notify_one();
}

Done SqliteStore::read(const std::function<Done(StoreReader&)>& work) {
  auto borrowed = borrow_reader();
  if (!borrowed.ok()) return borrowed.refusal();
  std::unique_ptr<Database> connection = std::move(*borrowed);
  // Given back however the work ends.
  const auto back = [this](Database* used) { give_back(std::unique_ptr<Database>(used)); };
  const std::unique_ptr<Database, decltype(back)> lent(connection.release(), back);
  SqliteReader reader(*lent);
  return lent->transaction([&] { return work(reader); });
}

Done SqliteStore::write(const std::function<Done(StoreWriter&)>& work) {
  const std::lock_guard lock(writer_mutex_);
  return writer_->transaction([&]() -> Done {
    SqliteWriter writer(*writer_);
    KHAOSAN_TRY(work(writer));
    return writer.finish();
  });
}

Done SqliteStore::check() {
  const std::lock_guard lock(writer_mutex_);
  return check_store(*writer_);
}

Done SqliteStore::copy_to(const std::filesystem::path& file) {
  auto borrowed = borrow_reader();
  if (!borrowed.ok()) return borrowed.refusal();
  std::unique_ptr<Database> connection = std::move(*borrowed);
  const Done copied = connection->copy_to(file);
  give_back(std::move(connection));
  return copied;
}

Done SqliteStore::empty_log() {
  const std::lock_guard lock(writer_mutex_);
  return writer_->empty_log();
}

Result<std::unique_ptr<Store>> open_sqlite_store(const std::filesystem::path& data_folder) {
  const auto file = data_folder / "store.db";
  auto writer = open_store(file, Access::write, server_migrations());
  if (!writer.ok()) return writer.refusal();
  return std::unique_ptr<Store>(std::make_unique<SqliteStore>(file, std::move(*writer)));
}

}  // namespace khaosan::server
