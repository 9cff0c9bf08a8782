// Walks JSON text in place: slices instead of trees. For pages of many records, where building a tree of each
// would be most of the work, and for small answers. What it does not understand it refuses: fractions, bad
// escapes, halves of a code point, control characters, nesting over json_walk_depth_max. The caller checks
// UTF-8.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace khaosan::client {

inline constexpr int json_walk_depth_max = 8;

// Calls `take` with the name (still escaped, without quotes) and the text of the value of each member; stops
// if it answers false. False: not an object, or stopped.
using TakeMember = std::function<bool(std::string_view name, std::string_view value)>;
bool each_member(std::string_view object, const TakeMember& take);

// The same for the items of an array.
using TakeItem = std::function<bool(std::string_view value)>;
bool each_item(std::string_view array, const TakeItem& take);

// The text of a JSON string with its quotes; nothing if it is another value.
std::optional<std::string> unquoted(std::string_view value);
// The slice between the quotes of a JSON string that holds no escape; nothing otherwise.
std::optional<std::string_view> plain_text(std::string_view value);
std::optional<std::int64_t> whole_number(std::string_view value);

}  // namespace khaosan::client
