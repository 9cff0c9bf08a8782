#include "server/logic/radar.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <tuple>

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

Result<Radar> radar(StoreReader& store, Instant now) {
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

Done set_silent_days(StoreWriter& store, std::int64_t days) {
  if (days < 1 || days > silent_days_max) return refuse(Code::bad_value, std::to_string(days));
  return store.set_setting(silent_days_setting, std::to_string(days));
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
