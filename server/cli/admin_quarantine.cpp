// What laptops that were shut out have left.
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "server/cli/admin_desk.hpp"
#include "shared/wire/change_json.hpp"
#include "shared/wire/media_id.hpp"

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

struct TakenFiles {
  std::int64_t moved = 0;
  std::int64_t left = 0;     // the office has no record of them
  std::int64_t damaged = 0;  // stay
};

// Which laptops left each file; nobody: it is from before that was written down.
Result<std::map<Sha256, std::vector<DeviceId>>> owners_of(Store& store, const BlobStore& blobs) {
  std::map<Sha256, std::vector<DeviceId>> owners;
  KHAOSAN_LET(files, files_in(blobs));
  for (const Sha256& sha : files) owners[sha];
  KHAOSAN_TRY(store.read([&](StoreReader& reader) -> Done {
    KHAOSAN_LET(rows, reader.quarantined_files());
    for (const QuarantinedFile& row : rows) {
      if (const auto file = owners.find(row.sha); file != owners.end()) file->second.push_back(row.device);
    }
    return {};
  }));
  return owners;
}

// An original of this laptop whose record is at the office is no longer aside.
Result<TakenFiles> admit_files(Store& store, const BlobStore& from, const BlobStore& to, DeviceId device) {
  KHAOSAN_LET(files, owners_of(store, from));
  TakenFiles result;
  for (const auto& [sha, owners] : files) {
    const bool is_theirs = std::find(owners.begin(), owners.end(), device) != owners.end();
    if (!is_theirs && !owners.empty()) continue;
    bool is_known = false;
    KHAOSAN_TRY(store.read([&, &sha = sha](StoreReader& reader) -> Done {
      KHAOSAN_LET(record, reader.record("media", media_id(sha)));
      is_known = record && !record->erased;
      return {};
    }));
    if (!is_known) {
      result.left += is_theirs ? 1 : 0;
      continue;
    }
    const Done copied = from.copy_to(to, sha);
    if (!copied.ok() && copied.refusal().code != Code::file_damaged) return copied.refusal();
    ++(copied.ok() ? result.moved : result.damaged);
    if (!copied.ok()) continue;
    KHAOSAN_TRY(store.write([&, &sha = sha, &owners = owners](StoreWriter& writer) -> Done {
      for (const DeviceId& owner : owners) KHAOSAN_TRY(writer.forget_quarantined_file(owner, sha));
      return {};
    }));
    KHAOSAN_TRY(from.remove(sha));
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
    KHAOSAN_LET(rows, store.quarantined_files());
    std::map<DeviceId, std::int64_t> files;
    for (const QuarantinedFile& row : rows) {
      ++files[row.device];
      const bool has_words = std::any_of(
          counts.begin(), counts.end(), [&](const QuarantineCount& one) { return one.device == row.device; });
      if (!has_words) counts.push_back({row.device, 0, 0, row.at, row.at});
    }
    for (const QuarantineCount& count : counts) {
      KHAOSAN_LET(device, store.device(count.device));
      KHAOSAN_LET(changes, store.quarantined(count.device));
      laptops.push_back({{"device", count.device.text()},
                         {"name", device ? device->name : ""},
                         {"changes", count.changes},
                         {"files", files[count.device]},
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
  KHAOSAN_LET(files, admit_files(store_, quarantined_, blobs_, device));
  if (!taken.ok() && files.moved == 0) return taken.refusal();
  const QuarantineTaken result = taken.ok() ? *taken : QuarantineTaken{};
  json why = json::array();
  for (const ChangeAnswer& answer : result.why) {
    const Refusal refusal = refuse(code_named(answer.code), answer.detail);
    why.push_back({{"change", answer.id.text()}, {"en", refusal.english()}, {"th", refusal.thai()}});
  }
  return json{{"device", request.device},       {"taken", result.taken},
              {"refused", result.refused},      {"commands", result.commands},
              {"files", files.moved},           {"files_left", files.left},
              {"damaged_files", files.damaged}, {"why", why}};
}

// A file goes with the last laptop that left it; one from before that was written down, once nothing of
// anybody is kept.
Result<json> AdminDesk::drop_quarantine(const AdminRequest& request) {
  KHAOSAN_LET(device, DeviceId::parse(request.device));
  const auto dropped = sync_.drop_quarantine(device);
  if (!dropped.ok() && !is_empty_refusal(dropped.refusal())) return dropped.refusal();
  std::vector<Sha256> gone = dropped.ok() ? dropped->nobodys : std::vector<Sha256>{};
  bool is_empty = false;
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    KHAOSAN_LET(changes, store.quarantine());
    KHAOSAN_LET(files, store.quarantined_files());
    is_empty = changes.empty() && files.empty();
    return {};
  }));
  KHAOSAN_LET(files, files_in(quarantined_));
  if (!dropped.ok() && (!is_empty || files.empty())) return dropped.refusal();
  if (is_empty) gone = files;
  for (const Sha256& sha : gone) KHAOSAN_TRY(quarantined_.remove(sha));
  return json{{"device", request.device},
              {"dropped", dropped.ok() ? dropped->changes : 0},
              {"files", static_cast<std::int64_t>(gone.size())}};
}

}  // namespace khaosan::server
