#include "server/backup/erasure_desk.hpp"

#include <map>

#include "server/backup/erasure_register.hpp"
#include "server/logic/backed_up.hpp"
#include "server/logic/office_time.hpp"
#include "shared/wire/media_id.hpp"

namespace khaosan::server {
namespace {

constexpr const char* copy_folders[] = {"small", "public"};

}  // namespace

Done ErasureDesk::remove_copies(const Sha256& original) {
  for (const char* name : copy_folders) {
    const Path folder = data_folder_ / name;
    if (!file_exists(folder)) continue;
    KHAOSAN_LET(files, list_folder(folder));
    for (const FileInfo& file : files) {
      if (file.name.starts_with(original.hex())) KHAOSAN_TRY(remove_file(folder / path_from_utf8(file.name)));
    }
  }
  return {};
}

Done ErasureDesk::remove_files(const std::vector<Erasure>& erasures) {
  for (const Erasure& erasure : erasures) {
    if (!erasure.file) continue;
    for (const BlobStore* blobs : {&blobs_, &quarantined_}) {
      KHAOSAN_TRY(blobs->remove(*erasure.file));
      // What a stick brought of it.
      if (!blobs->has_partial(erasure.file->hex())) continue;
      KHAOSAN_LET(partial, blobs->open_partial(erasure.file->hex()));
      KHAOSAN_TRY(partial.discard());
    }
    KHAOSAN_TRY(remove_copies(*erasure.file));
    for (const auto& forget : others_) KHAOSAN_TRY(forget(*erasure.file));
  }
  return {};
}

// A backup that is put back must know of it too, where its disk is plugged in.
bool ErasureDesk::tell_last_backup(StoreReader& store, const std::vector<Erasure>& erasures) {
  const std::optional<BackedUp> backup = last_backup(store);
  if (!backup) return true;
  const Path folder = path_from_utf8(backup->where);
  return file_exists(folder / "backup.json") && add_to_register(folder, erasures, clock_.now()).ok();
}

// The register is written once nothing can be refused any more, and before the store says so.
Result<Erased> ErasureDesk::erase_in_order(std::string_view reason, const Planner& planner) {
  Erased erased;
  KHAOSAN_TRY(store_.write([&](StoreWriter& store) -> Done {
    KHAOSAN_LET(plan, planner(store));
    erased.records = std::move(plan);
    if (erased.records.empty()) return {};
    erased.backup_told = tell_last_backup(store, erased.records);
    KHAOSAN_TRY(add_to_register(data_folder_, erased.records, clock_.now()));
    return carry_out_erasure(store, erased.records, reason, office_time(store, clock_.now()).now);
  }));
  return erased;
}

Result<Erased> ErasureDesk::erase(std::string_view kind, RecordId record, std::string_view reason) {
  KHAOSAN_LET(erased,
              erase_in_order(reason, [&](StoreReader& store) { return plan_erasure(store, kind, record); }));
  // Again, if an earlier time did not get so far.
  KHAOSAN_LET(registered, read_register(data_folder_));
  KHAOSAN_TRY(remove_files(erased.records.empty() ? registered : erased.records));
  KHAOSAN_TRY(store_.empty_log());
  return std::move(erased);
}

Done ErasureDesk::erase_registered() {
  KHAOSAN_LET(registered, read_register(data_folder_));
  if (registered.empty()) return {};
  KHAOSAN_LET(erased, erase_in_order("register", [&](StoreReader& store) -> Result<std::vector<Erasure>> {
                std::vector<Erasure> to_do;
                for (const Erasure& erasure : registered) {
                  KHAOSAN_LET(record, store.record(erasure.kind, erasure.record));
                  if (!record || !record->erased) to_do.push_back(erasure);
                }
                return to_do;
              }));
  static_cast<void>(erased);
  KHAOSAN_TRY(remove_files(registered));
  return store_.empty_log();
}

Done ErasureDesk::take_over(const std::vector<ErasedRecord>& told) {
  if (told.empty()) return {};
  KHAOSAN_LET(erased, erase_in_order("restore", [&](StoreReader& store) -> Result<std::vector<Erasure>> {
                KHAOSAN_LET(plan, plan_told_erasures(store, told));
                KHAOSAN_TRY(find_files(plan));
                return std::move(plan);
              }));
  if (erased.records.empty()) return {};
  KHAOSAN_TRY(remove_files(erased.records));
  return store_.empty_log();
}

// Of a photo that this store has never known, a backup may hold the original all the same.
Done ErasureDesk::find_files(std::vector<Erasure>& erasures) {
  std::map<RecordId, Erasure*> without;
  for (Erasure& erasure : erasures) {
    if (erasure.kind == "media" && !erasure.file) without[erasure.record] = &erasure;
  }
  if (without.empty()) return {};
  const auto look = [&](const Sha256& sha) -> Done {
    if (const auto found = without.find(media_id(sha)); found != without.end()) found->second->file = sha;
    return {};
  };
  KHAOSAN_TRY(blobs_.for_each(look));
  return quarantined_.for_each(look);
}

}  // namespace khaosan::server
