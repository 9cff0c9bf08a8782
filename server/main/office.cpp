#include "server/main/office.hpp"

#include "server/store/sqlite_store.hpp"

namespace khaosan::server {

Office::Office(Path data_folder, FolderLock folder_lock, std::unique_ptr<Store> opened_store,
               BlobStore opened_blobs, BlobStore opened_quarantine)
    : folder(std::move(data_folder)),
      lock(std::move(folder_lock)),
      store(std::move(opened_store)),
      blobs(std::move(opened_blobs)),
      quarantined(std::move(opened_quarantine)),
      shelf(blobs),
      accounts(*store, clock),
      sync(*store, clock, shelf),
      bundles(*store, sync, blobs, quarantined, clock),
      erasures(*store, blobs, quarantined, clock, folder),
      desk(*store, accounts, sync, blobs, quarantined, clock, bundles, erasures, folder) {}

Result<std::unique_ptr<Office>> open_office(const Path& data_folder, const std::string& office_name,
                                            Missing missing) {
  if (missing == Missing::refused && !file_exists(data_folder / "store.db"))
    return refuse(Code::no_server_data, utf8_from_path(data_folder));
  KHAOSAN_TRY(make_folders(data_folder));
  KHAOSAN_LET(lock, FolderLock::take(data_folder));
  KHAOSAN_LET(store, open_sqlite_store(data_folder));
  KHAOSAN_LET(blobs, BlobStore::open(data_folder / "media"));
  KHAOSAN_TRY(blobs.remove_leftovers());
  KHAOSAN_TRY(make_folders(data_folder / "quarantine"));
  KHAOSAN_LET(quarantined, BlobStore::open(data_folder / "quarantine" / "files"));
  KHAOSAN_TRY(quarantined.remove_leftovers());
  auto office = std::make_unique<Office>(data_folder, std::move(lock), std::move(store), std::move(blobs),
                                         std::move(quarantined));
  KHAOSAN_TRY(office->accounts.prepare(office_name));
  KHAOSAN_TRY(office->erasures.erase_registered());
  return office;
}

}  // namespace khaosan::server
