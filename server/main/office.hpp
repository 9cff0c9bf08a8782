// Office: a data folder, opened: its lock, its store, its files and the accounts. Whoever has one is the only
// one who writes there.
#pragma once

#include <memory>
#include <string>

#include "server/cli/admin_desk.hpp"
#include "server/http/blob_shelf.hpp"
#include "server/logic/accounts.hpp"
#include "server/logic/ports.hpp"
#include "shared/media/blob_store.hpp"
#include "shared/platform/clock.hpp"
#include "shared/platform/files.hpp"

namespace khaosan::server {

class SystemClock final : public Clock {
 public:
  Instant now() override { return khaosan::now(); }
};

struct Office {
  Path folder;
  FolderLock lock;
  SystemClock clock;
  std::unique_ptr<Store> store;
  BlobStore blobs;
  BlobStore quarantined;  // files of laptops that were shut out
  BlobShelf shelf;
  Accounts accounts;
  SyncDesk sync;
  BundleDesk bundles;
  ErasureDesk erasures;
  AdminDesk desk;

  Office(Path data_folder, FolderLock folder_lock, std::unique_ptr<Store> opened_store,
         BlobStore opened_blobs, BlobStore opened_quarantine);
};

// Makes what is missing. An empty name leaves the office's name as it is. store_locked: another process has
// the folder.
// With `Missing::refused` a folder without a store is no_server_data, so that a mistyped one is not taken for
// an empty office.
enum class Missing { made, refused };
Result<std::unique_ptr<Office>> open_office(const Path& data_folder, const std::string& office_name,
                                            Missing missing);

}  // namespace khaosan::server
