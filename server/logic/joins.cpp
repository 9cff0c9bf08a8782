#include "server/logic/joins.hpp"

#include "server/logic/join_parts.hpp"

#include <algorithm>
#include <map>

#include "shared/crypto/random.hpp"
#include "shared/crypto/sha256.hpp"
#include "shared/schema/names.hpp"
#include "shared/sync/ids.hpp"
#include "shared/sync/position.hpp"
#include "shared/wire/value_json.hpp"

namespace khaosan::server {
namespace {

// A field by itself, or the fields of a group: what is filled and collides as one.
struct Unit {
  std::string name;
  std::vector<const FieldDecl*> fields;
};

// What people write down about a record. Its place in a list and facts of a file stay what they are.
std::vector<Unit> units_of(const KindDecl& kind) {
  std::vector<Unit> units;
  for (const FieldDecl& field : kind.fields) {
    if (field.writer != Writer::person || field.once || field.merge() == MergeRule::keep) continue;
    const auto same_group = [&](const Unit& unit) {
      return !field.group.empty() && unit.name == field.group;
    };
    const auto found = std::find_if(units.begin(), units.end(), same_group);
    if (found != units.end()) {
      found->fields.push_back(&field);
    } else {
      units.push_back({std::string(field.group.empty() ? field.name : field.group), {&field}});
    }
  }
  return units;
}

// Open conflicts of the main record with texts of this alias, by field or group.
Result<std::map<std::string, Record>> conflicts_with(StoreReader& store, RecordId main, RecordId alias) {
  KHAOSAN_LET(conflicts, store.children("conflict", main));
  std::map<std::string, Record> open;
  for (Record& conflict : conflicts) {
    const bool is_theirs = text_field(conflict.fields, "from") == alias.text();
    if (is_theirs && text_field(conflict.fields, "settled").empty())
      open.emplace(text_field(conflict.fields, "field"), std::move(conflict));
  }
  return open;
}

// The alias' text beside the main record's: in the conflict of the two that is open, or in a new one.
Done keep_alias_text(Desk& desk, const Record& main, const Record& alias, const Unit& unit, Record* open) {
  Fields base;
  Fields ours;
  Fields theirs;
  Seq ours_at = 0;
  Seq theirs_at = 0;
  for (const FieldDecl* field : unit.fields) {
    const std::string name(field->name);
    base[name] = Value{};
    ours[name] = field_or_empty(main.fields, name);
    KHAOSAN_LET(reference, resolved_reference(desk.store, *field, field_or_empty(alias.fields, name)));
    theirs[name] = reference;
    ours_at = std::max(ours_at, main.seq_of(name));
    theirs_at = std::max(theirs_at, alias.seq_of(name));
  }
  if (open != nullptr) {
    const std::string theirs_text = fields_to_text(theirs);
    const std::string ours_text = fields_to_text(ours);
    if (text_field(open->fields, "theirs") == theirs_text && text_field(open->fields, "ours") == ours_text)
      return {};
    return save_own(
        desk, *open,
        {{"theirs", theirs_text}, {"ours", ours_text}, {"theirs_by", desk.store.author_at(theirs_at).text()}},
        "conflict_updated");
  }
  const std::string what =
      std::string(conflict_made) + main.id.text() + "/" + alias.id.text() + "/" + unit.name;
  Record conflict{.kind = "conflict", .id = made_id(desk, what)};
  return save_own(desk, conflict,
                  {{"record_kind", main.kind},
                   {"record", main.id.text()},
                   {"field", unit.name},
                   {"base", fields_to_text(base)},
                   {"ours", fields_to_text(ours)},
                   {"theirs", fields_to_text(theirs)},
                   {"ours_by", desk.store.author_at(ours_at).text()},
                   {"theirs_by", desk.store.author_at(theirs_at).text()},
                   {"from", alias.id.text()},
                   {"opened_at", iso_utc(desk.now)}},
                  "conflict_opened");
}

// The texts of `alias` stand beside those of `main`. Of these fields alone, if some are named.
Done bring_texts(Desk& desk, Record& main, const Record& alias, const Fields* only = nullptr) {
  Fields filled;
  std::vector<Unit> differing;
  KHAOSAN_LET(open, conflicts_with(desk.store, main.id, alias.id));
  for (const Unit& unit : units_of(*find_kind(main.kind))) {
    const auto is_named = [&](const FieldDecl* field) { return only->contains(field->name); };
    if (only != nullptr && std::none_of(unit.fields.begin(), unit.fields.end(), is_named)) continue;
    Fields missing;
    bool differs = false;
    for (const FieldDecl* field : unit.fields) {
      KHAOSAN_LET(theirs, resolved_reference(desk.store, *field, field_or_empty(alias.fields, field->name)));
      const Value& ours = field_or_empty(main.fields, field->name);
      if (is_empty(theirs) || theirs == ours) continue;
      if (is_empty(ours)) {
        missing[std::string(field->name)] = theirs;
      } else {
        differs = true;
      }
    }
    if (differs) {
      differing.push_back(unit);
    } else {
      filled.merge(missing);
      // The two have come to say the same.
      if (const auto found = open.find(unit.name); found != open.end())
        KHAOSAN_TRY(save_own(desk, found->second, {{"settled", "same"}}, join_settled));
    }
  }
  if (!filled.empty()) KHAOSAN_TRY(save_own(desk, main, filled, join_filled));
  for (const Unit& unit : differing) {
    const auto found = open.find(unit.name);
    KHAOSAN_TRY(keep_alias_text(desk, main, alias, unit, found == open.end() ? nullptr : &found->second));
  }
  return {};
}

std::string random_position_tail() {
  constexpr std::string_view digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  std::string tail;
  for (const std::uint8_t byte : random_array<4>()) tail += digits[byte % digits.size()];
  return tail;
}

Result<std::string> position_at_end(StoreReader& store, std::string_view kind, RecordId list) {
  KHAOSAN_LET(members, store.children(kind, list));
  std::string last;
  for (const Record& member : members) last = std::max(last, text_field(member.fields, "position"));
  return position_between(is_position(last) ? last : "", "", random_position_tail());
}

// A member of the alias' list becomes one of the main record's, with all that was written about it.
Done bring_member(Desk& desk, const Record& main, const Record& member) {
  const KindDecl& kind = *find_kind(member.kind);
  KHAOSAN_LET(id, twin_of(main.id, member));
  KHAOSAN_LET(existing, desk.store.record(member.kind, id));
  if (!existing) {
    Record made{.kind = member.kind, .id = id};
    Fields fields = member.fields;
    fields[std::string(kind.parent)] = main.id.text();
    if (kind.field("position") != nullptr) {
      KHAOSAN_LET(position, position_at_end(desk.store, member.kind, main.id));
      fields["position"] = position;
    }
    return save_own(desk, made, fields, join_added);
  }
  if (existing->erased) return {};
  if (existing->deleted) {
    existing->deleted = false;
    existing->delete_seq = desk.store.head() + 1;
    KHAOSAN_TRY(save_own(desk, *existing, {}, join_restored));
  }
  return bring_texts(desk, *existing, member);
}

// What an edit of a deleted record does, an edit of its alias does too.
Done lift_delete(Desk& desk, Record& main) {
  if (!main.deleted) return {};
  main.deleted = false;
  main.delete_seq = desk.store.head() + 1;
  return save_own(desk, main, {}, join_restored);
}

}  // namespace

const FieldDecl* joinable_parent(const KindDecl& kind) {
  const FieldDecl* field = kind.field(kind.parent);
  if (kind.writer != Writer::person || field == nullptr || field->refers_to.empty()) return nullptr;
  return find_kind(field->refers_to)->may_be_joined() ? field : nullptr;
}

Result<RecordId> twin_of(RecordId list, const Record& member) {
  for (const FieldDecl& field : find_kind(member.kind)->fields) {
    if (field.type != FieldType::reference || !field.once || field.name == find_kind(member.kind)->parent)
      continue;
    KHAOSAN_LET(item, RecordId::parse(text_field(member.fields, field.name)));
    return RecordId{uuid_v5(member_name_space, member_name(list, item, 0))};
  }
  return refuse(Code::internal, "a list member without an item");
}

Result<Record> main_of(StoreReader& store, const Record& record) {
  Record at = record;
  std::set<RecordId> passed;
  while (is_alias(at) && passed.insert(at.id).second) {
    KHAOSAN_LET(id, RecordId::parse(text_field(at.fields, joined_into)));
    KHAOSAN_LET(next, store.record(at.kind, id));
    if (!next) break;
    at = std::move(*next);
  }
  return at;
}

Refusal joined_elsewhere(const Record& main) {
  const KindDecl& kind = *find_kind(main.kind);
  return refuse(Code::record_joined,
                kind_in_both(main.kind) + " " + text_field(main.fields, kind.title) + " " + main.id.text());
}

Result<Value> resolved_reference(StoreReader& store, const FieldDecl& field, Value reference) {
  const KindDecl* kind = field.refers_to.empty() ? nullptr : find_kind(field.refers_to);
  if (kind == nullptr || !kind->may_be_joined() || is_empty(reference)) return reference;
  const auto id = RecordId::parse(text_or_empty(reference));
  if (!id.ok()) return reference;
  KHAOSAN_LET(record, store.record(kind->name, *id));
  if (!record) return reference;
  KHAOSAN_LET(main, main_of(store, *record));
  return Value{main.id.text()};
}

Done join_records(Desk& desk, Record main, Record alias) {
  KHAOSAN_TRY(save_own(desk, alias, {{std::string(joined_into), main.id.text()}}, "joined"));
  // Who deletes the main record has seen what it holds now.
  KHAOSAN_TRY(save_own(desk, main, {}, join_taken_in));
  KHAOSAN_TRY(bring_texts(desk, main, alias));
  std::vector<Record> moved_news;
  for (const KindDecl& kind : all_kinds()) {
    const FieldDecl* parent = joinable_parent(kind);
    if (parent == nullptr || parent->refers_to != main.kind) continue;
    KHAOSAN_LET(children, desk.store.children(kind.name, alias.id));
    for (Record& child : children) {
      if (parent->once) {
        KHAOSAN_TRY(bring_member(desk, main, child));
        continue;
      }
      KHAOSAN_TRY(save_own(desk, child, {{std::string(parent->name), main.id.text()}}, join_moved));
      if (kind.may_be_joined()) moved_news.push_back(child);
    }
  }
  for (const Record& news : moved_news) KHAOSAN_TRY(propose_likenesses(desk, news));
  return {};
}

Done follow_joins(Desk& desk, const Record& record, const Fields& changed) {
  const KindDecl* kind = find_kind(record.kind);
  if (kind == nullptr || record.deleted) return {};
  if (is_alias(record)) {
    KHAOSAN_LET(main, main_of(desk.store, record));
    if (main.erased) return {};
    KHAOSAN_TRY(lift_delete(desk, main));
    return bring_texts(desk, main, record, &changed);
  }
  const FieldDecl* parent = joinable_parent(*kind);
  if (parent == nullptr) return {};
  const Value& named = field_or_empty(record.fields, parent->name);
  KHAOSAN_LET(resolved, resolved_reference(desk.store, *parent, named));
  if (resolved == named) return {};
  if (!parent->once) {
    Record moved = record;
    return save_own(desk, moved, {{std::string(parent->name), resolved}}, join_moved);
  }
  KHAOSAN_LET(main_id, RecordId::parse(text_or_empty(resolved)));
  KHAOSAN_LET(main, desk.store.record(parent->refers_to, main_id));
  if (!main || main->erased) return {};
  KHAOSAN_TRY(lift_delete(desk, *main));
  return bring_member(desk, *main, record);
}

Done refill(Desk& desk, Record& main, const Record& alias, const Fields& names) {
  return bring_texts(desk, main, alias, &names);
}

Result<std::set<RecordId>> joined_tree(StoreReader& store, std::string_view kind, RecordId top) {
  std::set<RecordId> tree{top};
  std::vector<RecordId> waiting{top};
  while (!waiting.empty()) {
    const RecordId at = waiting.back();
    waiting.pop_back();
    KHAOSAN_LET(aliases, store.sorted_at(kind, at.text()));
    for (const Record& alias : aliases) {
      if (tree.insert(alias.id).second) waiting.push_back(alias.id);
    }
  }
  return tree;
}

}  // namespace khaosan::server
