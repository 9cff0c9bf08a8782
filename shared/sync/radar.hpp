// Which laptops the office is waiting for: known unsent work, or a long silence.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/id.hpp"
#include "shared/base/time.hpp"
#include "shared/sync/service.hpp"

namespace khaosan {

inline constexpr std::int64_t silent_days_default = 7;
inline constexpr std::int64_t silent_days_max = 365;

struct LaptopStanding {
  DeviceId device;
  std::string name;
  std::string user;  // display name of whom it was paired for
  std::optional<Instant> last_seen;
  std::optional<Unsent> unsent;  // as the laptop told last; nothing: it has not told yet
  std::int64_t silent_days = 0;  // whole days since it was seen, or since it was paired
  bool is_silent = false;        // for longer than the office finds right

  bool has_unsent() const { return unsent && (unsent->changes > 0 || unsent->files > 0); }
  bool is_waited_for() const { return has_unsent() || is_silent; }
};

struct Radar {
  std::int64_t silent_days = silent_days_default;  // of the office
  std::vector<LaptopStanding> laptops;
};

// Whether a record as it is now has come to a laptop of a person.
enum class Reach : std::uint8_t { no_laptop, not_yet, reached };

}  // namespace khaosan
