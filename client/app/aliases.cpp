#include "client/app/aliases.hpp"

#include <set>

#include "shared/sync/likeness.hpp"

namespace khaosan::client {

Result<Record> main_of(StoreReader& store, const Record& record) {
  Record at = record;
  std::set<RecordId> passed;
  while (is_alias(at) && passed.insert(at.id).second) {
    KHAOSAN_LET(id, RecordId::parse(text_field(at.fields, joined_into)));
    KHAOSAN_LET(next, store.current(at.kind, id));
    if (!next) break;
    at = std::move(*next);
  }
  return at;
}

Refusal joined_elsewhere(StoreReader& store, const Record& alias) {
  const auto main = main_of(store, alias);
  if (!main.ok()) return main.refusal();
  return refuse(Code::record_joined, told_in_both(*main) + " " + main->id.text());
}

Done resolve_references(StoreReader& store, const KindDecl& kind, Fields& fields) {
  for (auto& [name, value] : fields) {
    const FieldDecl* field = kind.field(name);
    if (field == nullptr || field->once || field->refers_to.empty() || is_empty(value)) continue;
    if (!find_kind(field->refers_to)->may_be_joined()) continue;
    const auto id = RecordId::parse(text_or_empty(value));
    if (!id.ok()) continue;
    KHAOSAN_LET(record, store.current(field->refers_to, *id));
    if (!record || !is_alias(*record)) continue;
    KHAOSAN_LET(main, main_of(store, *record));
    value = main.id.text();
  }
  return {};
}

}  // namespace khaosan::client
