#include "server/logic/restore.hpp"

#include <charconv>

#include "server/logic/journal.hpp"
#include "server/logic/records.hpp"

namespace khaosan::server {
namespace {

constexpr std::string_view waits_setting = "restore_waits";

// Also one that had not come yet when the backup was made: it may have come since.
bool is_to_come(const Device& device, const std::vector<Device>& all) {
  return !device.revoked && replacement_of(device, all) == nullptr;
}

// "57/2570": 57 of the book "news/2570".
struct BookEntry {
  std::string book;
  std::int64_t number = 0;
};

std::optional<BookEntry> book_entry(const std::string& number) {
  const auto slash = number.find('/');
  if (slash == std::string::npos) return std::nullopt;
  BookEntry entry{"news/" + number.substr(slash + 1), 0};
  const char* end = number.data() + slash;
  const auto [stopped, fault] = std::from_chars(number.data(), end, entry.number);
  const bool plain = fault == std::errc() && stopped == end && entry.number > 0;
  constexpr std::size_t year_digits = 4;
  if (!plain || number.size() - slash - 1 != year_digits) return std::nullopt;
  return entry;
}

}  // namespace

Done begin_restored_epoch(StoreWriter& store, Instant now) {
  const Restored restored{store.epoch(), store.head(), store.chain_at(store.head())};
  const EpochId epoch{new_uuid(now)};
  KHAOSAN_TRY(store.end_epoch(restored.epoch, restored.head));
  KHAOSAN_TRY(store.set_setting("epoch", epoch.text()));
  KHAOSAN_LET(seq, store.append(epoch_row(epoch, restored, now)));
  static_cast<void>(seq);
  KHAOSAN_LET(devices, store.devices());
  for (Device& device : devices) {
    if (is_to_come(device, devices)) KHAOSAN_TRY(store.set_awaited(device.id, true));
    device.round_token.clear();  // it has moved on since the backup: any is taken, once
    KHAOSAN_TRY(store.save_device(device));
  }
  return store.set_setting(waits_setting, "1");
}

bool restore_waits(StoreReader& store) {
  return !store.setting(waits_setting).empty();
}

Result<std::vector<Device>> awaited_devices(StoreReader& store) {
  KHAOSAN_LET(devices, store.devices());
  std::vector<Device> awaited;
  for (const Device& device : devices) {
    if (store.is_awaited(device.id) && is_to_come(device, devices)) awaited.push_back(device);
  }
  return awaited;
}

Result<RestoreState> restore_state(StoreReader& store) {
  RestoreState state;
  state.waits = restore_waits(store);
  KHAOSAN_LET(awaited, awaited_devices(store));
  state.awaited = std::move(awaited);
  KHAOSAN_LET(offered, store.offered());
  state.offered = static_cast<std::int64_t>(offered.size());
  return state;
}

Result<std::string> awaited_names(StoreReader& store) {
  KHAOSAN_LET(awaited, awaited_devices(store));
  std::string names;
  for (const Device& device : awaited) names += (names.empty() ? "" : ", ") + device.name;
  return names;
}

Done end_waiting(StoreWriter& store) {
  return store.set_setting(waits_setting, "");
}

Done remember_number(StoreWriter& store, const KnownNumber& known) {
  const auto entry = book_entry(known.number);
  if (!entry) return refuse(Code::bad_value, known.number);
  KHAOSAN_LET(holder, store.news_numbered(known.number));
  if (holder && holder->id != known.news) return {};
  KHAOSAN_TRY(store.raise_book(entry->book, entry->number));
  return store.save_former_number(known);
}

Done raise_book(StoreWriter& store, const std::string& number) {
  const auto entry = book_entry(number);
  if (!entry) return refuse(Code::bad_value, number);
  return store.raise_book(entry->book, entry->number);
}

}  // namespace khaosan::server
