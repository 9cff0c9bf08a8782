#include "server/logic/laptops.hpp"

#include "server/logic/office_time.hpp"
#include "server/logic/records.hpp"

namespace khaosan::server {
namespace {

struct NoFiles : FileShelf {
  bool has(const Sha256&) override { return false; }
};

}  // namespace

Done tell_of_laptop(StoreWriter& store, const Device& device, Instant wall) {
  NoFiles files;
  Account administrator;
  administrator.id = administrator_at_server;
  Desk desk{.store = store,
            .files = files,
            .author = administrator,
            .device = {},
            .now = office_time(store, wall).now};
  const RecordId id{device.id.uuid};
  KHAOSAN_LET(existing, store.record("laptop", id));
  Record record = existing.value_or(Record{.kind = "laptop", .id = id});
  Fields fields = {{"name", device.name},
                   {"user", device.paired_for.text()},
                   {"sign_key", to_hex(device.sign_key)},
                   {"box_key", to_hex(device.box_key)}};
  fields["revoked"] = device.revoked ? Value{true} : Value{};
  return save_own(desk, record, fields, "laptop_told", "admin");
}

Done tell_of_untold_laptops(StoreWriter& store, Instant wall) {
  KHAOSAN_LET(devices, store.devices());
  for (const Device& device : devices) {
    KHAOSAN_LET(told, store.record("laptop", RecordId{device.id.uuid}));
    if (!told) KHAOSAN_TRY(tell_of_laptop(store, device, wall));
  }
  return {};
}

}  // namespace khaosan::server
