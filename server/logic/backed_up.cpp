#include "server/logic/backed_up.hpp"

#include <charconv>

namespace khaosan::server {
namespace {

constexpr std::string_view seq_setting = "backup_seq";
constexpr std::string_view epoch_setting = "backup_epoch";
constexpr std::string_view time_setting = "backup_at";
constexpr std::string_view place_setting = "backup_where";

}  // namespace

std::optional<BackedUp> last_backup(StoreReader& store) {
  const auto epoch = EpochId::parse(store.setting(epoch_setting));
  const auto at = parse_iso_utc(store.setting(time_setting));
  if (!epoch.ok() || !at.ok()) return std::nullopt;
  BackedUp backup{*epoch, 0, *at, store.setting(place_setting)};
  const std::string seq = store.setting(seq_setting);
  std::from_chars(seq.data(), seq.data() + seq.size(), backup.seq);
  return backup;
}

Seq backed_up_seq(StoreReader& store) {
  const auto backup = last_backup(store);
  if (!backup) return 0;
  return std::min(backup->seq, store.epoch_end(backup->epoch).value_or(0));
}

Done note_backup(StoreWriter& store, const BackedUp& backup) {
  KHAOSAN_TRY(store.set_setting(seq_setting, std::to_string(backup.seq)));
  KHAOSAN_TRY(store.set_setting(epoch_setting, backup.epoch.text()));
  KHAOSAN_TRY(store.set_setting(time_setting, iso_utc(backup.at)));
  return store.set_setting(place_setting, backup.where);
}

}  // namespace khaosan::server
