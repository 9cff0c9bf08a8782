// Whether two records may be one: the same event that two people wrote down, or the same story. Only a
// proposal: a person decides. Schools hold the same ceremony on the same day, and an event has several
// stories, so what differs counts as much as what is alike.
#pragma once

#include <string>
#include <string_view>

#include "shared/base/result.hpp"
#include "shared/schema/value.hpp"
#include "shared/sync/record.hpp"

namespace khaosan {

inline constexpr double near_metres_max = 1'000;  // of two points on the map: one place
inline constexpr double far_metres_min = 5'000;   // two places
inline constexpr int same_time_minutes_max = 30;  // between two starts
inline constexpr int other_time_minutes_min = 180;

// How alike two titles are, 0 to 1, by their words weighed by length. Words that stand in every title of a
// school office, and those of `places`, do not count. Other numbers ("ครั้งที่ 1", "ครั้งที่ 2") halve it.
double words_alike(std::string_view one, std::string_view other, std::string_view places = {});

// Why they may be one: some of "place", "time", "words"; empty if nothing says so. The order of the two does
// not matter. Both are of one kind, event or news; deleted ones and aliases are not for this.
TextSet why_alike(const Record& one, const Record& other);

// The one that stays if a person does not say otherwise: what has a number, what is further on its way, then
// what is older.
const Record& main_of_two(const Record& one, const Record& other);

// What people decide on, what has a number and what the public sees keeps its own id and stays what it is:
// not_joinable.
Done may_become_alias(const Record& record);
// A story that was given up takes no other one in: wrong_status.
Done may_be_main(const Record& record);

// "event กีฬาสี", for refusals: by its title, or its id.
std::string told_in_both(const Record& record);

}  // namespace khaosan
