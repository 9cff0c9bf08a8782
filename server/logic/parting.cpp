// The undo of a join: what belongs to the alias goes back to it, and the office's own additions to the main
// record are taken out where nobody has touched them since.
#include <algorithm>

#include "server/logic/join_parts.hpp"
#include "shared/wire/change_json.hpp"
#include "shared/wire/value_json.hpp"

namespace khaosan::server {
namespace {

struct Parting {
  Desk& desk;
  Record main;
  Record alias;
  std::vector<Record> tree = {};    // the alias, and what was joined into it before
  std::vector<Record> others = {};  // that are still joined into the main record
  std::string left = {};

  void leave(const Record& record, std::string_view field) {
    const std::string line = record.kind + " " + record.id.text() + " " + std::string(field) + "\n";
    if (left.find(line) == std::string::npos) left += line;
  }
};

bool is_of_join(const JournalRow& row) {
  return row.type == "server" && row.what.starts_with("join_");
}

// Where the last person who wrote this reference wanted it, before joins made another one of it.
Result<Value> written_reference(StoreReader& store, const Record& record, const FieldDecl& field) {
  KHAOSAN_LET(rows, store.journal_of_record(record.kind, record.id));
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
    if (is_of_join(*row)) continue;
    KHAOSAN_LET(resulted, fields_from_text(row->resulted.empty() ? "{}" : row->resulted));
    Value written = field_or_empty(resulted, field.name);
    if (row->what == "put" && !row->submitted.empty()) {
      KHAOSAN_LET(change, change_from_payload(row->submitted));
      if (!change.set.contains(field.name)) continue;
      const Value& sent = field_or_empty(change.set, field.name);
      KHAOSAN_LET(went, resolved_reference(store, field, sent));
      KHAOSAN_LET(stood, resolved_reference(store, field, resulted.contains(field.name) ? written : sent));
      if (went != stood) continue;  // it lost against the value that was there
      written = sent;
    } else if (!resulted.contains(field.name)) {
      continue;
    }
    return written;
  }
  return field_or_empty(record.fields, field.name);
}

struct Child {
  Record record;
  const FieldDecl* parent;
  Value written;
};

// While the alias still is one: so what was written can be followed to where it went.
Result<std::vector<Child>> children_of_both(StoreReader& store, const Record& main) {
  std::vector<Child> found;
  for (const KindDecl& kind : all_kinds()) {
    const FieldDecl* parent = joinable_parent(kind);
    if (parent == nullptr || parent->once || parent->refers_to != main.kind) continue;
    KHAOSAN_LET(children, store.children(kind.name, main.id));
    for (Record& child : children) {
      KHAOSAN_LET(written, written_reference(store, child, *parent));
      found.push_back({std::move(child), parent, std::move(written)});
    }
  }
  return found;
}

Done give_back(Parting& parting, Child& child) {
  KHAOSAN_LET(home, resolved_reference(parting.desk.store, *child.parent, child.written));
  if (home != Value{parting.alias.id.text()}) return {};
  return save_own(parting.desk, child.record, {{std::string(child.parent->name), home}}, join_moved);
}

// Whether one of these holds the value, as a reference would be followed today.
Result<bool> one_holds(StoreReader& store, const std::vector<Record>& records, const FieldDecl& field,
                       const Value& value) {
  for (const Record& record : records) {
    KHAOSAN_LET(theirs, resolved_reference(store, field, field_or_empty(record.fields, field.name)));
    if (theirs == value) return true;
  }
  return false;
}

// Clears what was filled in from these and stands unchanged; others that hold something fill it again.
Done take_back_filled(Parting& parting, Record& record, const std::vector<Record>& from,
                      const std::vector<Record>& others) {
  KHAOSAN_LET(rows, parting.desk.store.journal_of_record(record.kind, record.id));
  Fields cleared;
  for (const JournalRow& row : rows) {
    if (row.type != "server" || row.what != join_filled) continue;
    KHAOSAN_LET(fields, fields_from_text(row.resulted.empty() ? "{}" : row.resulted));
    for (const auto& [name, value] : fields) {
      const FieldDecl* decl = find_kind(record.kind)->field(name);
      if (decl == nullptr) continue;
      KHAOSAN_LET(from_here, one_holds(parting.desk.store, from, *decl, value));
      if (!from_here) continue;
      if (record.seq_of(name) == row.seq) {
        cleared[name] = Value{};
      } else if (field_or_empty(record.fields, name) != value) {
        parting.leave(record, name);
      }
    }
  }
  if (cleared.empty()) return {};
  KHAOSAN_TRY(save_own(parting.desk, record, cleared, join_parted));
  for (const Record& other : others) KHAOSAN_TRY(refill(parting.desk, record, other, cleared));
  return {};
}

// Conflicts that the alias' texts opened. What a person chose stays chosen.
Done close_conflicts(Parting& parting, const Record& record, RecordId from) {
  KHAOSAN_LET(conflicts, parting.desk.store.children("conflict", record.id));
  for (Record& conflict : conflicts) {
    if (text_field(conflict.fields, "from") != from.text()) continue;
    const std::string& settled = text_field(conflict.fields, "settled");
    if (settled.empty()) {
      KHAOSAN_TRY(save_own(parting.desk, conflict, {{"settled", "parted"}}, join_parted));
    } else if (settled != "parted" && settled != "same" && settled != "ours") {
      parting.leave(record, text_field(conflict.fields, "field"));
    }
  }
  return {};
}

enum class Addition { none, untouched, touched };

// Whether the office put this member there (or back there) for an alias, and whether a person has touched it
// since.
Result<Addition> addition_of(StoreReader& store, const Record& member) {
  KHAOSAN_LET(rows, store.journal_of_record(member.kind, member.id));
  Addition addition = Addition::none;
  for (const JournalRow& row : rows) {
    if (row.type == "server" && (row.what == join_added || row.what == join_restored)) {
      addition = Addition::untouched;
    } else if (!is_of_join(row) && addition == Addition::untouched) {
      addition = Addition::touched;
    }
  }
  return addition;
}

Done take_back_member(Parting& parting, Record& member) {
  StoreReader& store = parting.desk.store;
  std::vector<Record> twins;
  for (const Record& one : parting.tree) {
    KHAOSAN_LET(id, twin_of(one.id, member));
    KHAOSAN_LET(found, store.record(member.kind, id));
    if (found) twins.push_back(std::move(*found));
  }
  if (twins.empty()) return {};
  std::vector<Record> other_twins;
  for (const Record& other : parting.others) {
    KHAOSAN_LET(id, twin_of(other.id, member));
    KHAOSAN_LET(found, store.record(member.kind, id));
    if (found && !found->deleted) other_twins.push_back(std::move(*found));
  }
  KHAOSAN_LET(addition, addition_of(store, member));
  for (const Record& twin : twins) KHAOSAN_TRY(close_conflicts(parting, member, twin.id));
  if (addition == Addition::untouched && other_twins.empty()) {
    member.deleted = true;
    member.delete_seq = store.head() + 1;
    return save_own(parting.desk, member, {}, join_removed);
  }
  if (addition == Addition::touched) parting.leave(member, find_kind(member.kind)->parent);
  return take_back_filled(parting, member, twins, other_twins);
}

// What was written to the records below the alias while it was one went to the main record alone.
Done bring_home(Parting& parting, Seq joined_at) {
  for (const Record& one : parting.tree) {
    if (one.id == parting.alias.id) continue;
    Fields newer;
    for (const auto& [name, value] : one.fields) {
      if (one.seq_of(name) > joined_at) newer[name] = value;
    }
    if (!newer.empty()) KHAOSAN_TRY(follow_joins(parting.desk, one, newer));
    for (const KindDecl& kind : all_kinds()) {
      const FieldDecl* parent = joinable_parent(kind);
      if (parent == nullptr || !parent->once || parent->refers_to != one.kind) continue;
      KHAOSAN_LET(members, parting.desk.store.children(kind.name, one.id));
      for (const Record& member : members) {
        if (member.seq > joined_at) KHAOSAN_TRY(follow_joins(parting.desk, member, {}));
      }
    }
  }
  return {};
}

}  // namespace

Result<std::string> part_records(Desk& desk, Record main, Record alias) {
  Parting parting{desk, std::move(main), std::move(alias)};
  const Seq joined_at = parting.alias.seq_of(joined_into);
  KHAOSAN_LET(below, joined_tree(desk.store, parting.alias.kind, parting.alias.id));
  for (const RecordId& id : below) {
    KHAOSAN_LET(one, desk.store.record(parting.alias.kind, id));
    if (one) parting.tree.push_back(std::move(*one));
  }
  KHAOSAN_LET(children, children_of_both(desk.store, parting.main));
  KHAOSAN_TRY(save_own(desk, parting.alias, {{std::string(joined_into), Value{}}}, "parted"));
  for (Child& child : children) KHAOSAN_TRY(give_back(parting, child));
  // What it belongs to may have been joined itself while it was an alias.
  KHAOSAN_TRY(follow_joins(desk, parting.alias, {}));
  KHAOSAN_LET(others, desk.store.sorted_at(parting.main.kind, parting.main.id.text()));
  parting.others = std::move(others);
  for (const KindDecl& kind : all_kinds()) {
    const FieldDecl* parent = joinable_parent(kind);
    if (parent == nullptr || !parent->once || parent->refers_to != parting.main.kind) continue;
    KHAOSAN_LET(members, desk.store.children(kind.name, parting.main.id));
    for (Record& member : members) KHAOSAN_TRY(take_back_member(parting, member));
  }
  for (const Record& one : parting.tree) KHAOSAN_TRY(close_conflicts(parting, parting.main, one.id));
  KHAOSAN_TRY(take_back_filled(parting, parting.main, parting.tree, parting.others));
  KHAOSAN_TRY(bring_home(parting, joined_at));
  return parting.left;
}

}  // namespace khaosan::server
