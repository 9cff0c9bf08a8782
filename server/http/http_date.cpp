#include "server/http/http_date.hpp"

#include <array>
#include <cstdio>

namespace khaosan::server {
namespace {

constexpr std::int64_t second_ms = 1000;
constexpr std::int64_t day_ms = 86'400 * second_ms;
constexpr std::array weekday_names = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};  // 1970-01-01 on
constexpr std::array month_names = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

}  // namespace

std::string http_date(Instant instant) {
  const std::int64_t past = ((instant.unix_ms % day_ms) + day_ms) % day_ms;
  const std::int64_t days = (instant.unix_ms - past) / day_ms;
  const CivilDate date = civil_from_days(days);
  const auto weekday = static_cast<std::size_t>(((days % 7) + 7) % 7);
  const std::int64_t seconds = past / second_ms;
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02lld:%02lld:%02lld GMT", weekday_names[weekday],
                date.day, month_names[static_cast<std::size_t>(date.month - 1)], date.year,
                static_cast<long long>(seconds / 3600), static_cast<long long>(seconds / 60 % 60),
                static_cast<long long>(seconds % 60));
  return text.data();
}

}  // namespace khaosan::server
