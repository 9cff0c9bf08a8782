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

// An original whose record is at the office is no longer aside.
Done admit_files(Store& store, const BlobStore& from, const BlobStore& to, std::int64_t& admitted) {
  std::vector<Sha256> files;
  KHAOSAN_TRY(from.for_each([&](const Sha256& sha) -> Done {
    files.push_back(sha);
    return {};
  }));
  for (const Sha256& sha : files) {
    bool is_known = false;
    KHAOSAN_TRY(store.read([&](StoreReader& reader) -> Done {
      KHAOSAN_LET(record, reader.record("media", RecordId{uuid_v5(media_name_space, sha.hex())}));
      is_known = record.has_value();
      return {};
    }));
    if (!is_known) continue;
    KHAOSAN_LET(file, from.open_blob(sha));
    std::uint64_t offset = 0;
    const auto next = [&](std::span<std::uint8_t> into) -> Result<std::size_t> {
      KHAOSAN_LET(count, file.read_at(offset, into));
      offset += count;
      return count;
    };
    KHAOSAN_LET(stored, to.put_stream(next));
    if (stored.sha256 != sha) return refuse(Code::file_damaged, sha.hex());
    KHAOSAN_TRY(from.remove(sha));
    ++admitted;
  }
  return {};
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
  std::int64_t files = 0;
  KHAOSAN_TRY(quarantined_.for_each([&](const Sha256&) -> Done {
    ++files;
    return {};
  }));
  return json{{"laptops", laptops}, {"files", files}};
}

Result<json> AdminDesk::take_quarantine(const AdminRequest& request) {
  KHAOSAN_LET(device, DeviceId::parse(request.device));
  KHAOSAN_LET(result, sync_.take_from_quarantine(device));
  std::int64_t files = 0;
  KHAOSAN_TRY(admit_files(store_, quarantined_, blobs_, files));
  json why = json::array();
  for (const ChangeAnswer& answer : result.why) {
    const Refusal refusal = refuse(code_named(answer.code), answer.detail);
    why.push_back({{"change", answer.id.text()}, {"en", refusal.english()}, {"th", refusal.thai()}});
  }
  return json{{"device", request.device},    {"taken", result.taken}, {"refused", result.refused},
              {"commands", result.commands}, {"files", files},        {"why", why}};
}

// The files of all go once nothing of anybody is kept.
Result<json> AdminDesk::drop_quarantine(const AdminRequest& request) {
  KHAOSAN_LET(device, DeviceId::parse(request.device));
  KHAOSAN_LET(dropped, sync_.drop_quarantine(device));
  bool is_empty = false;
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    KHAOSAN_LET(left, store.quarantine());
    is_empty = left.empty();
    return {};
  }));
  if (is_empty) {
    std::vector<Sha256> files;
    KHAOSAN_TRY(quarantined_.for_each([&](const Sha256& sha) -> Done {
      files.push_back(sha);
      return {};
    }));
    for (const Sha256& sha : files) KHAOSAN_TRY(quarantined_.remove(sha));
  }
  return json{{"device", request.device}, {"dropped", dropped}};
}

}  // namespace khaosan::server
