#include "server/logic/radar.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <tuple>

#include "server/logic/journal.hpp"
#include "server/logic/office_time.hpp"
#include "shared/wire/value_json.hpp"

namespace khaosan::server {
namespace {

constexpr std::string_view silent_days_setting = "silent_days";
constexpr std::int64_t day_ms = 24 * 3600 * 1000LL;

std::int64_t silent_days(StoreReader& store) {
  const std::string text = store.setting(silent_days_setting);
  std::int64_t days = silent_days_default;
  std::from_chars(text.data(), text.data() + text.size(), days);
  return days;
}

// First who has unsent work, by its age; then who was silent longest.
auto order_of(const LaptopStanding& laptop) {
  const std::int64_t oldest = laptop.has_unsent() && laptop.unsent->oldest.unix_ms > 0
                                  ? laptop.unsent->oldest.unix_ms
                                  : std::numeric_limits<std::int64_t>::max();
  return std::make_tuple(!laptop.has_unsent(), oldest, -laptop.silent_days, laptop.name);
}

}  // namespace

Result<Radar> radar(StoreReader& store, Instant wall) {
  const Instant now = office_time(store, wall).now;
  Radar found;
  found.silent_days = silent_days(store);
  KHAOSAN_LET(devices, store.devices());
  for (const Device& device : devices) {
    if (device.revoked || replacement_of(device, devices) != nullptr) continue;
    LaptopStanding laptop;
    laptop.device = device.id;
    laptop.name = device.name;
    KHAOSAN_LET(account, store.account(device.paired_for));
    if (account) laptop.user = account->display_name;
    laptop.last_seen = device.last_seen;
    KHAOSAN_LET(report, store.device_report(device.id));
    if (report) laptop.unsent = report->unsent;
    const Instant heard = device.last_seen.value_or(device.paired_at);
    laptop.silent_days = std::max<std::int64_t>(0, (now.unix_ms - heard.unix_ms) / day_ms);
    laptop.is_silent = laptop.silent_days >= found.silent_days;
    found.laptops.push_back(std::move(laptop));
  }
  std::sort(found.laptops.begin(), found.laptops.end(),
            [](const LaptopStanding& a, const LaptopStanding& b) { return order_of(a) < order_of(b); });
  return found;
}

Done set_silent_days(StoreWriter& store, std::int64_t days, Instant wall) {
  if (days < 1 || days > silent_days_max) return refuse(Code::bad_value, std::to_string(days));
  JournalRow row = admin_row("silent_days_set", office_time(store, wall).now);
  row.resulted = fields_to_text({{"days", Value{days}}});
  KHAOSAN_LET(seq, store.append(std::move(row)));
  static_cast<void>(seq);
  return store.set_setting(silent_days_setting, std::to_string(days));
}

Done note_heard(StoreWriter& store, DeviceId id, const HeardByBundle& heard, Instant wall) {
  KHAOSAN_LET(devices, store.devices());
  const auto device =
      std::find_if(devices.begin(), devices.end(), [&](const Device& one) { return one.id == id; });
  if (device == devices.end() || device->revoked || replacement_of(*device, devices) != nullptr) return {};
  const Instant now = office_time(store, wall).now;
  device->last_seen = std::max(now, device->last_seen.value_or(now));
  KHAOSAN_TRY(store.save_device(*device));
  KHAOSAN_LET(before, store.device_report(id));
  DeviceReport report = before.value_or(DeviceReport{id, heard.epoch, heard.cursor, {}, now});
  if (report.epoch == heard.epoch) report.cursor = std::max(report.cursor, heard.cursor);
  // What it wrote since the stick was written it says itself; what came of it waits no more.
  Unsent& unsent = report.unsent;
  unsent.changes = std::max<std::int64_t>(0, unsent.changes - heard.new_changes);
  unsent.files = std::max<std::int64_t>(0, unsent.files - heard.new_files);
  unsent.file_bytes = std::max<std::int64_t>(0, unsent.file_bytes - heard.new_file_bytes);
  if (unsent.changes == 0 && unsent.files == 0) unsent.oldest = {};
  report.told_at = now;
  return store.save_device_report(report);
}

Result<Reach> has_reached(StoreReader& store, const Record& record, UserId user) {
  KHAOSAN_LET(devices, store.devices());
  Reach reach = Reach::no_laptop;
  for (const Device& device : devices) {
    if (device.revoked || replacement_of(device, devices) != nullptr) continue;
    KHAOSAN_LET(works_there, store.device_user(device.id, user));
    if (!works_there) continue;
    KHAOSAN_LET(report, store.device_report(device.id));
    if (report && report->epoch == store.epoch() && report->cursor >= record.seq) return Reach::reached;
    reach = Reach::not_yet;
  }
  return reach;
}

}  // namespace khaosan::server
