#include "shared/wire/revision_json.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "shared/crypto/sha256.hpp"
#include "shared/wire/value_json.hpp"

namespace khaosan {

using nlohmann::json;

namespace {

template <typename ItemJson>
std::string with_items(const NewsRevision& revision, ItemJson item_json) {
  json items = json::array();
  for (const RevisionItem& item : revision.items) items.push_back(item_json(item));
  return canonical(json{{"v", revision_version},
                        {"kind", "news"},
                        {"news", revision.news.text()},
                        {"number", revision.number},
                        {"items", std::move(items)}});
}

}  // namespace

Sha256 commitment(const std::array<std::uint8_t, 32>& salt, std::string_view canonical_value) {
  std::string input(text_of(salt));
  input += canonical_value;
  return sha256(input);
}

std::string revision_document(const NewsRevision& revision) {
  return with_items(revision, [](const RevisionItem& item) {
    if (!item.erased.empty()) return json::array({item.path, nullptr, item.erased.hex()});
    return json::array({item.path, to_hex(item.salt), value_to_json(item.value)});
  });
}

std::string revision_canonical(const NewsRevision& revision) {
  return with_items(revision, [](const RevisionItem& item) {
    const Sha256 kept = item.erased.empty() ? commitment(item.salt, canonical(item.value)) : item.erased;
    return json::array({item.path, kept.hex()});
  });
}

Sha256 revision_sha(const NewsRevision& revision) {
  return sha256(revision_canonical(revision));
}

Sha256 seen_values_sha(const Record& record, const Fields& fields) {
  Fields present;
  for (const auto& [name, value] : fields) present[name] = field_or_empty(record.fields, name);
  return sha256(fields_to_text(present));
}

Fields fields_named(std::string_view names) {
  Fields fields;
  while (!names.empty()) {
    const auto comma = std::min(names.find(','), names.size());
    if (comma > 0) fields.emplace(std::string(names.substr(0, comma)), Value{});
    names.remove_prefix(std::min(comma + 1, names.size()));
  }
  return fields;
}

Sha256 content_sha(const NewsRevision& revision) {
  json items = json::array();
  for (const RevisionItem& item : revision.items)
    items.push_back(json::array({item.path, value_to_json(item.value)}));
  return sha256(canonical(items));
}

Result<NewsRevision> revision_from_document(std::string_view document) {
  KHAOSAN_LET(object, parse_json(document));
  NewsRevision revision;
  KHAOSAN_LET(version, number_member(object, "v"));
  if (version != revision_version)
    return refuse(Code::protocol_mismatch, "revision " + std::to_string(version));
  KHAOSAN_LET(news, text_member(object, "news"));
  KHAOSAN_LET(news_id, RecordId::parse(news));
  KHAOSAN_LET(number, number_member(object, "number"));
  revision.news = news_id;
  revision.number = number;
  const auto items = object.find("items");
  if (items == object.end() || !items->is_array()) return refuse(Code::bad_json, "items are missing");
  for (const json& member : *items) {
    const bool whole = member.is_array() && member.size() == 3 && member[0].is_string() &&
                       (member[1].is_string() || (member[1].is_null() && member[2].is_string()));
    if (!whole) return refuse(Code::bad_json, "an item is [path, salt, value] or [path, null, commitment]");
    RevisionItem item;
    item.path = member[0].get<std::string>();
    if (member[1].is_null()) {
      KHAOSAN_LET(erased, Sha256::parse(member[2].get_ref<const std::string&>()));
      item.erased = erased;
      revision.items.push_back(std::move(item));
      continue;
    }
    KHAOSAN_LET(salt, from_hex(member[1].get_ref<const std::string&>()));
    if (salt.size() != item.salt.size()) return refuse(Code::bad_json, "a salt has 32 bytes");
    std::copy(salt.begin(), salt.end(), item.salt.begin());
    KHAOSAN_LET(value, value_from_json(member[2]));
    item.value = std::move(value);
    revision.items.push_back(std::move(item));
  }
  return revision;
}

}  // namespace khaosan
