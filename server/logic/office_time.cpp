#include "server/logic/office_time.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "server/logic/journal.hpp"
#include "shared/wire/value_json.hpp"

namespace khaosan::server {
namespace {

constexpr std::string_view ahead_setting = "clock_ahead";  // "1": it was too far ahead at the start
constexpr std::string_view confirmed_setting =
    "clock_confirmed";  // the latest wall clock that was believed, ms

bool is_ahead(Instant wall, Instant journal) {
  return wall.unix_ms > journal.unix_ms + clock_ahead_max_ms;
}

bool is_behind(Instant wall, Instant than) {
  return wall.unix_ms + clock_behind_max_ms < than.unix_ms;
}

std::optional<Instant> confirmed_wall(StoreReader& store) {
  const std::string text = store.setting(confirmed_setting);
  Instant wall;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), wall.unix_ms);
  if (text.empty() || fault != std::errc() || end != text.data() + text.size()) return {};
  return wall;
}

Done set_confirmed(StoreWriter& store, Instant wall) {
  return store.set_setting(confirmed_setting, std::to_string(wall.unix_ms));
}

}  // namespace

std::string_view name_of(ClockState state) {
  if (state == ClockState::behind) return "behind";
  return state == ClockState::ahead ? "ahead" : "believed";
}

OfficeTime office_time(StoreReader& store, Instant wall) {
  OfficeTime time{wall, store.last_time(), wall, ClockState::believed};
  if (store.head() == 0) return time;
  if (is_ahead(wall, time.journal) && !store.setting(ahead_setting).empty()) {
    time.state = ClockState::ahead;
    time.now = time.journal;
    return time;
  }
  time.now = std::max(wall, time.journal);
  if (!is_behind(wall, time.journal)) return time;
  const auto confirmed = confirmed_wall(store);
  if (!confirmed || is_behind(wall, *confirmed)) time.state = ClockState::behind;
  return time;
}

Done look_at_clock(StoreWriter& store, Instant wall) {
  const bool ahead = store.head() > 0 && is_ahead(wall, store.last_time());
  return store.set_setting(ahead_setting, ahead ? "1" : "");
}

Done confirm_clock(StoreWriter& store, Instant wall) {
  const OfficeTime before = office_time(store, wall);
  JournalRow row = admin_row("clock_confirmed", std::max(wall, before.journal));
  row.resulted =
      canonical(nlohmann::json{{"journal", iso_utc(before.journal)}, {"wall_clock", iso_utc(wall)}});
  KHAOSAN_LET(seq, store.append(std::move(row)));
  static_cast<void>(seq);
  KHAOSAN_TRY(store.set_setting(ahead_setting, ""));
  if (is_behind(wall, before.journal)) return set_confirmed(store, wall);
  return store.set_setting(confirmed_setting, "");
}

Done follow_clock(StoreWriter& store, const OfficeTime& time) {
  const auto confirmed = confirmed_wall(store);
  if (!confirmed || time.waits()) return {};
  if (!is_behind(time.wall, time.journal)) return store.set_setting(confirmed_setting, "");
  return time.wall > *confirmed ? set_confirmed(store, time.wall) : Done{};
}

}  // namespace khaosan::server
