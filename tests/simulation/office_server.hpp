// The office's machine: the real rules and store on a memory disk, and a shelf of originals.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "server/logic/accounts.hpp"
#include "server/logic/backed_up.hpp"
#include "server/logic/sync_desk.hpp"
#include "server/store/sqlite_store.hpp"
#include "tests/simulation/clocks.hpp"
#include "tests/simulation/memory_disk.hpp"

namespace khaosan::simulation {

// Whole originals by their hash, and uploads that were begun. What a laptop was told is whole is on the disk.
class MemoryShelf : public server::FileShelf {
 public:
  explicit MemoryShelf(std::string place) : place_(std::move(place)) {}
  bool has(const Sha256& sha) override { return whole_.contains(sha); }
  std::string begin_upload();
  Bytes* upload(const std::string& url);                          // null: not known (any more)
  Done finish_upload(const std::string& url, const Sha256& sha);  // file_damaged
  const std::map<Sha256, Bytes>& whole() const { return whole_; }
  // Small renditions that came ahead of their originals: the first one stays.
  void keep_preview(const Sha256& sha, ByteView small) {
    previews_.try_emplace(sha, small.begin(), small.end());
  }
  Result<Bytes> small(const Sha256& sha) const;  // not_found
  void erase(const Sha256& sha) {
    whole_.erase(sha);
    previews_.erase(sha);
  }
  void lose_power(Dice& dice);  // the last bytes of uploads may be gone, and some uploads altogether

 private:
  std::map<Sha256, Bytes> whole_;
  std::map<Sha256, Bytes> previews_;
  std::map<std::string, Bytes> uploads_;
  std::string place_;  // begins the URLs of uploads
  int begun_ = 0;
};

class OfficeServer {
 public:
  OfficeServer(std::string folder, const TrueTime& time);
  Done start();
  void crash(Dice& dice);  // and starts again
  bool back_up();          // false: the disk failed, and the backup before it stands
  bool has_backup() const { return backup_.has_value(); }
  Done restore();  // from the last backup, onto an empty disk
  // Written to the register, which stands outside the store and on the backup's disk too, before it is done.
  Done erase(const std::vector<server::Erasure>& erasures);
  Done erase_what_is_registered();
  server::Accounts& accounts() { return *accounts_; }
  server::SyncDesk& desk() { return *desk_; }
  server::Store& store() { return *store_; }

  MemoryDisk disk;
  ServerClock clock;
  MemoryShelf shelf{"/media/"};
  MemoryShelf quarantine_shelf{"/quarantine/"};  // of laptops that were shut out
  Sha256 certificate;                            // of the key that laptops pin

 private:
  Done open();  // without what the register says
  struct Backup {
    std::vector<std::uint8_t> store;
    MemoryShelf shelf{"/media/"};
    server::BackedUp what;
  };
  std::optional<Backup> backup_;
  std::vector<server::Erasure> register_;
  std::unique_ptr<server::Store> store_;
  std::unique_ptr<server::Accounts> accounts_;
  std::unique_ptr<server::SyncDesk> desk_;
};

}  // namespace khaosan::simulation
