// A backup is a folder that holds what the data folder holds: the store at one moment, every media file, the
// server's own certificate, and backup.json, written last, which says of which moment it is. A second one
// into the same folder adds the files that are new and puts the new store in the old one's place.
//
// It counts (server/logic/backed_up.hpp) only after it was read back whole: the store's journal and digests,
// and each file against its hash.
#pragma once

#include "server/logic/ports.hpp"
#include "server/logic/store.hpp"
#include "shared/media/blob_store.hpp"
#include "shared/platform/files.hpp"

namespace khaosan::server {

struct BackupReport {
  EpochId epoch;
  Seq head = 0;  // of the journal, as it was copied
  Instant at;
  std::int64_t files = 0;
  std::int64_t new_files = 0;
};

// disk_full, io_failed; store_damaged, file_damaged: of the office or of the copy. Nothing of an earlier
// backup in that folder is lost then.
Result<BackupReport> back_up(Store& store, const BlobStore& blobs, const Path& data_folder, const Path& into,
                             Instant now);

// Reads it back. not_a_backup; store_damaged, file_damaged.
Result<BackupReport> check_backup(const Path& backup);

// Into a data folder that holds no office yet. not_a_backup, folder_not_empty, store_damaged, file_damaged. A
// new epoch begins (server/logic/restore.hpp).
Result<BackupReport> restore_backup(const Path& backup, const Path& data_folder, Instant now);

}  // namespace khaosan::server
