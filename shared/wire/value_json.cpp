#include "shared/wire/value_json.hpp"

#include <nlohmann/json.hpp>

namespace khaosan {

using nlohmann::json;

json value_to_json(const Value& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag;
  if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* set = std::get_if<TextSet>(&value)) return *set;
  return nullptr;
}

Result<Value> value_from_json(const json& from) {
  switch (from.type()) {
    case json::value_t::null:
      return Value{};
    case json::value_t::boolean:
      return Value{from.get<bool>()};
    case json::value_t::number_integer:
      return Value{from.get<std::int64_t>()};
    case json::value_t::number_unsigned:
      if (from.get<std::uint64_t>() > (1ULL << 53U)) return refuse(Code::bad_json, "number out of range");
      return Value{from.get<std::int64_t>()};
    case json::value_t::string:
      return Value{from.get_ref<const std::string&>()};
    case json::value_t::array: {
      TextSet set;
      for (const json& member : from) {
        if (!member.is_string()) return refuse(Code::bad_json, "a list holds text only");
        set.push_back(member.get<std::string>());
      }
      return Value{std::move(set)};
    }
    default:
      return refuse(Code::bad_json, "a value is text, a whole number, true, false, null or a list of text");
  }
}

json fields_to_json(const Fields& fields) {
  json object = json::object();
  for (const auto& [name, value] : fields) object[name] = value_to_json(value);
  return object;
}

Result<Fields> fields_from_json(const json& from) {
  if (!from.is_object()) return refuse(Code::bad_json, "fields are an object");
  Fields fields;
  for (const auto& [name, member] : from.items()) {
    KHAOSAN_LET(value, value_from_json(member));
    fields.emplace(name, std::move(value));
  }
  return fields;
}

std::string canonical(const json& from) {
  return from.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string canonical(const Value& value) {
  return canonical(value_to_json(value));
}

std::string fields_to_text(const Fields& fields) {
  return canonical(fields_to_json(fields));
}

Result<Fields> fields_from_text(std::string_view text) {
  KHAOSAN_LET(object, parse_json(text));
  return fields_from_json(object);
}

Result<json> parse_json(std::string_view text) {
  bool too_deep = false;
  const auto watch_depth = [&](int depth, json::parse_event_t event, const json&) {
    const bool opens =
        event == json::parse_event_t::object_start || event == json::parse_event_t::array_start;
    if (opens && depth >= json_depth_max) too_deep = true;
    return !too_deep;
  };
  // The callback costs time; only text that could nest too deeply needs it.
  int depth = 0;
  int deepest = 0;
  for (char sign : text) {
    if (sign == '{' || sign == '[') deepest = std::max(deepest, ++depth);
    if (sign == '}' || sign == ']') --depth;
  }
  try {
    json parsed = deepest >= json_depth_max ? json::parse(text, watch_depth) : json::parse(text);
    if (too_deep) return refuse(Code::bad_json, "nested too deeply");
    return parsed;
  } catch (const json::exception& fault) {
    return refuse(Code::bad_json, fault.what());
  }
}

Result<std::string> text_member(const json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_string())
    return refuse(Code::bad_request, std::string(name) + " is missing");
  return found->get<std::string>();
}

Result<std::int64_t> number_member(const json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_number_integer()) {
    return refuse(Code::bad_request, std::string(name) + " is missing");
  }
  return found->get<std::int64_t>();
}

std::string text_member_or(const json& object, const char* name, std::string_view otherwise) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string(otherwise);
}

std::int64_t number_member_or(const json& object, const char* name, std::int64_t otherwise) {
  const auto found = object.find(name);
  return found != object.end() && found->is_number_integer() ? found->get<std::int64_t>() : otherwise;
}

}  // namespace khaosan
