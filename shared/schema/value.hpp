// Value: what one field holds. Dates, times, ids and hashes are text in the one form their type allows, so
// that equal values are equal bytes. Nothing (monostate) means empty.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace khaosan {

using TextSet = std::vector<std::string>;  // sorted, each once
using Value = std::variant<std::monostate, bool, std::int64_t, std::string, TextSet>;
using Fields = std::map<std::string, Value, std::less<>>;

inline bool is_empty(const Value& value) {
  return std::holds_alternative<std::monostate>(value);
}

// The text of a text value, or "" of any other.
const std::string& text_or_empty(const Value& value);
const std::string& text_field(const Fields& fields, std::string_view name);
std::int64_t integer_field(const Fields& fields, std::string_view name);  // 0 if empty
bool flag_field(const Fields& fields, std::string_view name);             // false if empty
const Value& field_or_empty(const Fields& fields, std::string_view name);

std::string shown(const Value& value);  // for people: sets joined with ", ", booleans as true and false

}  // namespace khaosan
