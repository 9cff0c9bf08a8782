// The server's time, and whether its clock can be believed. Time in the journal never falls: it is the later
// of the wall clock and the journal's last row. A wall clock that is behind the journal, or that was more
// than a day ahead of it when the server started, gives no numbers and takes no decisions until an
// administrator has looked at it. Until then time stands still at the journal's last row, so that a wrong
// clock leaves no wrong instants.
#pragma once

#include "server/logic/store.hpp"

namespace khaosan::server {

inline constexpr std::int64_t clock_behind_max_ms = 5LL * 60 * 1000;       // what setting a clock right costs
inline constexpr std::int64_t clock_ahead_max_ms = 24LL * 60 * 60 * 1000;  // at start

enum class ClockState { believed, behind, ahead };
std::string_view name_of(ClockState state);

struct OfficeTime {
  Instant wall;
  Instant journal;  // of its last row
  Instant now;      // what is written down
  ClockState state = ClockState::believed;
  bool waits() const { return state != ClockState::believed; }
};

OfficeTime office_time(StoreReader& store, Instant wall);

// At start: is the clock too far ahead of a journal that has rows?
Done look_at_clock(StoreWriter& store, Instant wall);

// The administrator says that the wall clock is right; a row of the journal says so. Holds until the wall
// clock falls behind again.
Done confirm_clock(StoreWriter& store, Instant wall);

// What a confirmation covers moves with the clock, and ends once the clock has passed the journal.
Done follow_clock(StoreWriter& store, const OfficeTime& time);

}  // namespace khaosan::server
