#include "client/cli/put_parts.hpp"

#include <nlohmann/json.hpp>

#include "shared/base/utf8.hpp"
#include "shared/schema/validate.hpp"
#include "shared/wire/value_json.hpp"

namespace khaosan::client {
namespace {

constexpr std::size_t excerpt_bytes_max = 60;

std::string excerpt(std::string_view word) {
  if (word.size() <= excerpt_bytes_max) return std::string(word);
  std::size_t end = excerpt_bytes_max;
  while (end > 0 && (static_cast<unsigned char>(word[end]) & 0xC0U) == 0x80U) --end;  // not inside a sign
  return std::string(word.substr(0, end)) + "…";
}

Result<const FieldDecl*> field_named(const KindDecl& kind, std::string_view name) {
  const FieldDecl* field = kind.field(name);
  if (field == nullptr) return refuse(Code::unknown_field, std::string(kind.name) + "." + excerpt(name));
  return field;
}

// Some refusals quote only the value; a person must see which field it was for.
Result<Value> with_name(const FieldDecl& field, Result<Value> value) {
  if (value.ok()) return value;
  Refusal refusal = value.refusal();
  if (refusal.detail.find(field.name) == std::string::npos)
    refusal.detail = std::string(field.name) + " (" + std::string(field.th) + "): " + excerpt(refusal.detail);
  return refusal;
}

Result<Value> value_of(const FieldDecl& field, const nlohmann::json& member) {
  if (member.is_string()) return with_name(field, read_typed(field, member.get_ref<const std::string&>()));
  auto value = value_from_json(member);
  if (!value.ok()) return with_name(field, std::move(value));
  return with_name(field, validate(field, std::move(*value)));
}

}  // namespace

Result<std::pair<std::string, Value>> field_from_word(const KindDecl& kind, std::string_view word) {
  const auto equals = word.find('=');
  if (equals == std::string_view::npos || equals == 0)
    return refuse(Code::usage, "FIELD=VALUE: " + excerpt(word));
  KHAOSAN_LET(field, field_named(kind, word.substr(0, equals)));
  KHAOSAN_LET(value, with_name(*field, read_typed(*field, word.substr(equals + 1))));
  return std::pair(std::string(field->name), std::move(value));
}

Result<Fields> fields_from_words(const KindDecl& kind, const std::vector<std::string>& words) {
  Fields fields;
  for (const std::string& word : words) {
    KHAOSAN_LET(field, field_from_word(kind, word));
    if (!fields.insert(field).second) return refuse(Code::usage, field.first + "=… " + field.first + "=…");
  }
  return fields;
}

Result<Put> put_from_words(const KindDecl& kind, const std::string& id,
                           const std::vector<std::string>& words) {
  Put put{std::string(kind.name), std::nullopt, {}, Form::whole};
  if (!id.empty()) {
    KHAOSAN_LET(record, RecordId::parse(id));
    put.id = record;
  }
  KHAOSAN_LET(fields, fields_from_words(kind, words));
  put.set = std::move(fields);
  return put;
}

Result<Put> put_from_json_line(const KindDecl& kind, std::string_view line) {
  if (!is_utf8(line)) return refuse(Code::not_utf8, "JSON");
  KHAOSAN_LET(object, parse_json(line));
  if (!object.is_object()) return refuse(Code::bad_json, "{\"FIELD\":VALUE, …}");
  Put put{std::string(kind.name), std::nullopt, {}, Form::whole};
  for (const auto& [name, member] : object.items()) {
    if (name == "id") {
      if (!member.is_string()) return refuse(Code::bad_id, excerpt(member.dump()));
      KHAOSAN_LET(record, RecordId::parse(member.get_ref<const std::string&>()));
      put.id = record;
      continue;
    }
    KHAOSAN_LET(field, field_named(kind, name));
    KHAOSAN_LET(value, value_of(*field, member));
    put.set.emplace(name, std::move(value));
  }
  if (put.set.empty()) return refuse(Code::bad_json, "{\"FIELD\":VALUE, …}");
  return put;
}

}  // namespace khaosan::client
