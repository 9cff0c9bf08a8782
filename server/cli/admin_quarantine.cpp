// What laptops that were shut out have left.
#include <map>
#include <nlohmann/json.hpp>

#include "server/cli/admin_desk.hpp"
#include "shared/sync/ids.hpp"
#include "shared/wire/change_json.hpp"

namespace khaosan::server {
namespace {

using nlohmann::json;

// "note 3, news 1": what the changes are about.
json kinds_of(const std::vector<QuarantinedChange>& changes) {
  std::map<std::string, std::int64_t> kinds;
  for (const QuarantinedChange& one : changes) {
    const auto change = change_from_payload(one.sealed.payload);
    if (change.ok()) ++kinds[change->op == Op::act ? change->act.verb : change->kind];
  }
  return kinds;
}

Result<std::vector<Sha256>> files_in(const BlobStore& blobs) {
  std::vector<Sha256> files;
  KHAOSAN_TRY(blobs.for_each([&](const Sha256& sha) -> Done {
    files.push_back(sha);
    return {};
  }));
  return files;
}

Done move_file(const BlobStore& from, const BlobStore& to, const Sha256& sha) {
  KHAOSAN_LET(file, from.open_blob(sha));
  std::uint64_t offset = 0;
  KHAOSAN_LET(stored, to.put_stream([&](std::span<std::uint8_t> into) -> Result<std::size_t> {
    KHAOSAN_LET(count, file.read_at(offset, into));
    offset += count;
    return count;
  }));
  if (stored.sha256 == sha) return from.remove(sha);
  KHAOSAN_TRY(to.remove(stored.sha256));
  return refuse(Code::file_damaged, sha.hex());
}

struct MovedFiles {
  std::int64_t moved = 0;
  std::int64_t damaged = 0;  // stay
};

// An original whose record is at the office is no longer aside.
Result<MovedFiles> admit_files(Store& store, const BlobStore& from, const BlobStore& to) {
  KHAOSAN_LET(files, files_in(from));
  MovedFiles result;
  for (const Sha256& sha : files) {
    bool is_known = false;
    KHAOSAN_TRY(store.read([&](StoreReader& reader) -> Done {
      KHAOSAN_LET(record, reader.record("media", RecordId{uuid_v5(media_name_space, sha.hex())}));
      is_known = record.has_value();
      return {};
    }));
    if (!is_known) continue;
    const Done moved = move_file(from, to, sha);
    if (!moved.ok() && moved.refusal().code != Code::file_damaged) return moved.refusal();
    ++(moved.ok() ? result.moved : result.damaged);
  }
  return result;
}

bool is_empty_refusal(const Refusal& refusal) {
  return refusal.code == Code::quarantine_empty;
}

}  // namespace

Result<json> AdminDesk::list_quarantine() {
  json laptops = json::array();
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    KHAOSAN_LET(counts, store.quarantine());
    for (const QuarantineCount& count : counts) {
      KHAOSAN_LET(device, store.device(count.device));
      KHAOSAN_LET(changes, store.quarantined(count.device));
      laptops.push_back({{"device", count.device.text()},
                         {"name", device ? device->name : ""},
                         {"changes", count.changes},
                         {"kinds", kinds_of(changes)},
                         {"first", iso_utc(count.first)},
                         {"last", iso_utc(count.last)}});
    }
    return {};
  }));
  KHAOSAN_LET(files, files_in(quarantined_));
  return json{{"laptops", laptops}, {"files", files.size()}};
}

Result<json> AdminDesk::take_quarantine(const AdminRequest& request) {
  KHAOSAN_LET(device, DeviceId::parse(request.device));
  const auto taken = sync_.take_from_quarantine(device);
  if (!taken.ok() && !is_empty_refusal(taken.refusal())) return taken.refusal();
  // Also of a laptop whose words had come before, and of a try that was cut.
  KHAOSAN_LET(files, admit_files(store_, quarantined_, blobs_));
  if (!taken.ok() && files.moved == 0) return taken.refusal();
  const QuarantineTaken result = taken.ok() ? *taken : QuarantineTaken{};
  json why = json::array();
  for (const ChangeAnswer& answer : result.why) {
    const Refusal refusal = refuse(code_named(answer.code), answer.detail);
    why.push_back({{"change", answer.id.text()}, {"en", refusal.english()}, {"th", refusal.thai()}});
  }
  return json{{"device", request.device},
              {"taken", result.taken},
              {"refused", result.refused},
              {"commands", result.commands},
              {"files", files.moved},
              {"damaged_files", files.damaged},
              {"why", why}};
}

// The files of all go once nothing of anybody is kept.
Result<json> AdminDesk::drop_quarantine(const AdminRequest& request) {
  KHAOSAN_LET(device, DeviceId::parse(request.device));
  const auto dropped = sync_.drop_quarantine(device);
  if (!dropped.ok() && !is_empty_refusal(dropped.refusal())) return dropped.refusal();
  bool is_empty = false;
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    KHAOSAN_LET(left, store.quarantine());
    is_empty = left.empty();
    return {};
  }));
  KHAOSAN_LET(files, files_in(quarantined_));
  if (!dropped.ok() && (!is_empty || files.empty())) return dropped.refusal();
  if (is_empty) {
    for (const Sha256& sha : files) KHAOSAN_TRY(quarantined_.remove(sha));
  }
  return json{{"device", request.device}, {"dropped", dropped.ok() ? *dropped : 0}};
}

}  // namespace khaosan::server
