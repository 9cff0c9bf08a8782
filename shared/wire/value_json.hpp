// Canonical JSON: object keys sorted bytewise, no spaces, UTF-8 unescaped, whole numbers only. Equal values
// are equal bytes, so a hash of the text is a hash of the value.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "shared/base/result.hpp"
#include "shared/schema/value.hpp"

namespace khaosan {

nlohmann::json value_to_json(const Value& value);
Result<Value> value_from_json(
    const nlohmann::json& json);  // bad_json: a fraction, an object, a list of non-text

std::string fields_to_text(const Fields& fields);  // empty fields as null
Result<Fields> fields_from_text(std::string_view text);
nlohmann::json fields_to_json(const Fields& fields);
Result<Fields> fields_from_json(const nlohmann::json& json);

std::string canonical(const nlohmann::json& json);
std::string canonical(const Value& value);

// The text as JSON; bad_json with where it breaks. Nested at most `json_depth_max`.
inline constexpr int json_depth_max = 32;
Result<nlohmann::json> parse_json(std::string_view text);

// Members of a JSON object that must be there with their type; bad_request names the missing one.
Result<std::string> text_member(const nlohmann::json& object, const char* name);
Result<std::int64_t> number_member(const nlohmann::json& object, const char* name);
std::string text_member_or(const nlohmann::json& object, const char* name, std::string_view otherwise);
std::int64_t number_member_or(const nlohmann::json& object, const char* name, std::int64_t otherwise);

}  // namespace khaosan
