#include "tests/simulation/office_server.hpp"

#include "server/logic/restore.hpp"
#include "shared/crypto/sha256.hpp"
#include "tests/simulation/violation.hpp"

namespace khaosan::simulation {

std::string MemoryShelf::begin_upload() {
  std::string url = place_ + std::to_string(++begun_);
  uploads_[url] = {};
  return url;
}

Bytes* MemoryShelf::upload(const std::string& url) {
  const auto found = uploads_.find(url);
  return found == uploads_.end() ? nullptr : &found->second;
}

Done MemoryShelf::finish_upload(const std::string& url, const Sha256& sha) {
  const auto found = uploads_.find(url);
  if (found == uploads_.end() || sha256(found->second) != sha) return refuse(Code::file_damaged, sha.hex());
  whole_[sha] = std::move(found->second);
  uploads_.erase(found);
  return {};
}

Result<Bytes> MemoryShelf::small(const Sha256& sha) const {
  constexpr std::ptrdiff_t small_bytes = 16;
  if (const auto found = whole_.find(sha); found != whole_.end())
    return Bytes(found->second.begin(), found->second.begin() + small_bytes);
  const auto preview = previews_.find(sha);
  if (preview == previews_.end()) return refuse(Code::not_found, sha.hex());
  return preview->second;
}

void MemoryShelf::lose_power(Dice& dice) {
  for (auto upload = uploads_.begin(); upload != uploads_.end();) {
    upload->second.resize(dice.below(upload->second.size() + 1));
    upload = dice.below(4) == 0 ? uploads_.erase(upload) : std::next(upload);
  }
}

OfficeServer::OfficeServer(std::string folder, const TrueTime& time)
    : disk(std::move(folder)), clock(time), certificate(sha256("certificate of the office")) {}

Done OfficeServer::start() {
  KHAOSAN_TRY(open());
  return erase_what_is_registered();
}

Done OfficeServer::open() {
  KHAOSAN_LET(opened, server::open_sqlite_store(disk.folder()));
  store_ = std::move(opened);
  accounts_ = std::make_unique<server::Accounts>(*store_, clock);
  desk_ = std::make_unique<server::SyncDesk>(*store_, clock, shelf);
  return accounts_->prepare("สพป.ตัวอย่าง เขต 1");
}

Done OfficeServer::erase(const std::vector<server::Erasure>& erasures) {
  register_.insert(register_.end(), erasures.begin(), erasures.end());
  return erase_what_is_registered();
}

Done OfficeServer::erase_what_is_registered() {
  KHAOSAN_TRY(store_->write(
      [&](server::StoreWriter& store) { return carry_out_erasure(store, register_, "test", clock.now()); }));
  for (const server::Erasure& one : register_) {
    if (!one.file) continue;
    shelf.erase(*one.file);
    quarantine_shelf.erase(*one.file);
  }
  return {};
}

void OfficeServer::crash(Dice& dice) {
  desk_.reset();
  accounts_.reset();
  store_.reset();
  disk.power_cut(dice);
  shelf.lose_power(dice);
  quarantine_shelf.lose_power(dice);
  if (const Done started = start(); !started.ok())
    throw Violation{"I2", "the server does not start after a crash: " + started.refusal().english()};
}

bool OfficeServer::back_up() {
  const std::string path = disk.folder() + "/copy.db";
  disk.remove(path);
  Backup fresh;
  const Done copied = store_->copy_to(path);
  if (copied.ok() && !disk.dead()) {
    const MemoryFile& file = disk.file(path);
    fresh.store.resize(file.size());
    file.read(0, fresh.store.data(), fresh.store.size());
    fresh.shelf = shelf;
  }
  const Done read = store_->read([&](server::StoreReader& store) -> Done {
    fresh.what = {store.epoch(), store.head(), clock.now(), "another disk"};
    return {};
  });
  for (const char* end : {"", "-wal", "-shm", "-journal"}) disk.remove(path + end);
  if (!copied.ok() || !read.ok() || disk.dead()) return false;
  backup_ = std::move(fresh);
  return store_->write([&](server::StoreWriter& store) { return note_backup(store, backup_->what); }).ok();
}

Done OfficeServer::restore() {
  desk_.reset();
  accounts_.reset();
  store_.reset();
  for (const char* end : {"", "-wal", "-shm", "-journal"}) disk.remove(disk.store_path() + end);
  MemoryFile& file = disk.file(disk.store_path());
  file.write(0, backup_->store.data(), backup_->store.size());
  file.sync();
  shelf = backup_->shelf;
  KHAOSAN_TRY(open());
  KHAOSAN_TRY(store_->write([&](server::StoreWriter& store) -> Done {
    KHAOSAN_TRY(begin_restored_epoch(store, clock.now()));
    return note_backup(store, backup_->what);
  }));
  return erase_what_is_registered();
}

}  // namespace khaosan::simulation
