#include "shared/schema/value.hpp"

namespace khaosan {
namespace {
const std::string no_text;
const Value no_value;
}  // namespace

const std::string& text_or_empty(const Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text ? *text : no_text;
}

const Value& field_or_empty(const Fields& fields, std::string_view name) {
  const auto found = fields.find(name);
  return found == fields.end() ? no_value : found->second;
}

const std::string& text_field(const Fields& fields, std::string_view name) {
  return text_or_empty(field_or_empty(fields, name));
}

std::int64_t integer_field(const Fields& fields, std::string_view name) {
  const auto* number = std::get_if<std::int64_t>(&field_or_empty(fields, name));
  return number ? *number : 0;
}

bool flag_field(const Fields& fields, std::string_view name) {
  const auto* flag = std::get_if<bool>(&field_or_empty(fields, name));
  return flag && *flag;
}

std::string shown(const Value& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  if (const auto* set = std::get_if<TextSet>(&value)) {
    std::string joined;
    for (const auto& member : *set) joined += (joined.empty() ? "" : ", ") + member;
    return joined;
  }
  return text_or_empty(value);
}

}  // namespace khaosan
