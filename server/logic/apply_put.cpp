#include <algorithm>
#include <set>

#include "server/logic/accounts.hpp"
#include "server/logic/apply.hpp"
#include "server/logic/joins.hpp"
#include "shared/schema/names.hpp"
#include "shared/schema/validate.hpp"
#include "shared/sync/field_merge.hpp"
#include "shared/workflow/news_flow.hpp"

namespace khaosan::server {
namespace {

// A field that only a newer program knows: kept and passed on untouched.
constexpr FieldDecl newer_field{.name = "newer"};

struct Put {
  Desk& desk;
  const Change& change;
  const SealedChange& sealed;
  const KindDecl* kind;  // null: a kind that only a newer program knows
  Record record;
  Fields incoming;  // validated
  Fields changed;   // what the record's fields become
  Fields resulted;  // of those, the ones that are not what came in
  std::vector<Collision> collisions;
  std::set<std::string> merged_prose;
  bool any_merged = false;
};

bool from_newer(const Put& put) {
  return put.change.schema > schema_version;
}

const FieldDecl& decl_of(const Put& put, std::string_view name) {
  const FieldDecl* decl = put.kind ? put.kind->field(name) : nullptr;
  return decl ? *decl : newer_field;
}

Done check_fields(Put& put) {
  for (const auto& [name, value] : put.change.set) {
    const FieldDecl* decl = put.kind ? put.kind->field(name) : nullptr;
    if (decl == nullptr) {
      if (!from_newer(put)) return refuse(Code::unknown_field, put.change.kind + "." + name);
      put.incoming[name] = value;
      continue;
    }
    if (decl->writer != Writer::person)
      return refuse(Code::not_writable, kind_in_both(put.change.kind) + ": " + name_in_both(*decl));
    KHAOSAN_LET(valid, validate(*decl, value));
    const Value& present = field_or_empty(put.record.fields, name);
    if (decl->once && !is_empty(present) && valid != present) {
      return refuse(Code::not_writable, kind_in_both(put.change.kind) + ": " + name_in_both(*decl));
    }
    if (!decl->once) {
      KHAOSAN_LET(resolved, resolved_reference(put.desk.store, *decl, std::move(valid)));
      valid = std::move(resolved);
    }
    put.incoming[name] = std::move(valid);
  }
  return put.kind ? check_order(*put.kind, put.record.fields, put.incoming) : Done{};
}

// A value in the one form that its field allows, so that equal values compare equal.
std::optional<Value> in_valid_form(const Put& put, const std::string& name, std::optional<Value> value) {
  const FieldDecl* decl = put.kind ? put.kind->field(name) : nullptr;
  if (decl == nullptr || !value) return value;
  const auto valid = validate(*decl, *value);
  return valid.ok() ? *valid : value;
}

// The own change that the writer goes on from in this field; empty if there is none. Where that id stands for
// another text here, another copy of the laptop's folder has used it: this writer has never seen that text.
Result<ChangeId> continued_change(const Put& put, const std::string& name) {
  const auto base = put.change.bases.find(name);
  if (base == put.change.bases.end()) return ChangeId{};
  const ChangeId own = base->second.change;
  const auto stated = put.sealed.base_values.find(name);
  if (own.empty() || stated == put.sealed.base_values.end()) return own;
  StoreReader& store = put.desk.store;
  KHAOSAN_LET(answered, store.answered(own));
  if (!answered || answered->answer.seq == 0) return own;
  KHAOSAN_LET(sent,
              store.value_at(put.record.kind, put.record.id, name, answered->answer.seq, ValueOf::submitted));
  return !sent || *sent == stated->second ? own : ChangeId{};
}

// What the writer had before the eyes in this field, as it was sent; nothing if that cannot be found.
Result<std::optional<Value>> base_as_sent(const Put& put, const std::string& name) {
  const auto found = put.change.bases.find(name);
  if (found == put.change.bases.end()) return std::optional<Value>{Value{}};
  const Base& base = found->second;
  StoreReader& store = put.desk.store;
  std::optional<Value> stated;
  if (const auto value = put.sealed.base_values.find(name); value != put.sealed.base_values.end()) {
    stated = value->second;
  }
  if (!base.change.empty()) {
    KHAOSAN_LET(own_change, continued_change(put, name));
    if (own_change.empty()) return stated;
    KHAOSAN_LET(answered, store.answered(base.change));
    if (!answered || answered->answer.seq == 0) return stated;
    KHAOSAN_LET(
        own, store.value_at(put.record.kind, put.record.id, name, answered->answer.seq, ValueOf::submitted));
    return own ? own : stated;
  }
  // A value without a seq: what stood there before the server was restored.
  if (base.seq == 0) return std::optional<Value>{stated.value_or(Value{})};
  const auto end = store.epoch_end(put.change.epoch);
  if (!end || base.seq > *end) return stated;
  if (base.seq == put.record.seq_of(name))
    return std::optional<Value>{field_or_empty(put.record.fields, name)};
  KHAOSAN_LET(then, store.value_at(put.record.kind, put.record.id, name, base.seq, ValueOf::result));
  return then ? then : stated;
}

Result<std::optional<Value>> known_base(const Put& put, const std::string& name) {
  KHAOSAN_LET(sent, base_as_sent(put, name));
  std::optional<Value> base = in_valid_form(put, name, std::move(sent));
  if (!base) return base;
  KHAOSAN_LET(resolved, resolved_reference(put.desk.store, decl_of(put, name), std::move(*base)));
  return std::optional{std::move(resolved)};
}

// An edit on top of an own text that lost: the text stays lost, whole, until a person settles the conflict.
Result<bool> continues_lost_chain(const Put& put, const std::string& name, std::string_view field_or_group) {
  KHAOSAN_LET(own, continued_change(put, name));
  KHAOSAN_LET(open, open_conflict(put.desk.store, put.record.id, field_or_group, own));
  return open.has_value();
}

void set_result(Put& put, const std::string& name, const Value& value) {
  put.changed[name] = value;
  if (value != put.incoming[name]) put.resulted[name] = value;
}

Done collide(Put& put, const std::string& field, Fields base, Fields ours, Fields theirs) {
  Seq written_at = 0;
  ChangeId continues;  // the own change that this one goes on from, of any field of the group
  for (const auto& [name, value] : ours) {
    put.resulted[name] = value;
    written_at = std::max(written_at, put.record.seq_of(name));
    KHAOSAN_LET(from, continued_change(put, name));
    if (!from.empty()) continues = from;
  }
  const UserId ours_by = put.desk.store.author_at(written_at);
  put.collisions.push_back(
      {field, std::move(base), std::move(ours), std::move(theirs), ours_by, put.change.id, continues});
  return {};
}

Done merge_one(Put& put, const std::string& name) {
  const FieldDecl& decl = decl_of(put, name);
  const Value& present = field_or_empty(put.record.fields, name);
  const Value& incoming = put.incoming[name];
  KHAOSAN_LET(base, known_base(put, name));
  KHAOSAN_LET(lost, continues_lost_chain(put, name, name));
  FieldMerge merge = merge_field(decl.merge(), base, present, incoming);
  if (lost && incoming != present) merge = {MergeOutcome::collided, present};
  // Two texts within their limit may be too long together: then a person makes one of them. What only a newer
  // program knows has no form to be held to.
  const bool is_known = &decl != &newer_field;
  if (is_known && !is_empty(merge.value) && !validate(decl, merge.value).ok())
    merge = {MergeOutcome::collided, present};
  switch (merge.outcome) {
    case MergeOutcome::same:
      return {};
    case MergeOutcome::taken:
      put.changed[name] = incoming;
      return {};
    case MergeOutcome::merged:
      put.any_merged = true;
      if (decl.type == FieldType::prose && merge.value != present) put.merged_prose.insert(name);
      if (merge.value != present) {
        set_result(put, name, merge.value);
      } else {
        put.resulted[name] = present;
      }
      return {};
    case MergeOutcome::collided:
      // The hunks that do not collide are merged even so; the loser's whole text is kept.
      if (merge.value != present) {
        put.merged_prose.insert(name);
        put.changed[name] = merge.value;
      }
      return collide(put, name, {{name, base.value_or(Value{})}}, {{name, merge.value}}, {{name, incoming}});
  }
  return {};
}

Done merge_fields_of_group(Put& put, std::string_view group) {
  std::vector<std::string> names;
  for (const FieldDecl& decl : put.kind->fields) {
    if (decl.group == group) names.emplace_back(decl.name);
  }
  GroupValue present;
  GroupValue incoming;
  std::optional<GroupValue> base = GroupValue{};
  bool lost = false;
  for (const std::string& name : names) {
    const bool came = put.incoming.contains(name);
    present.push_back(field_or_empty(put.record.fields, name));
    incoming.push_back(came ? put.incoming[name] : present.back());
    KHAOSAN_LET(known,
                came ? known_base(put, name) : Result<std::optional<Value>>(std::optional{present.back()}));
    if (base && known) base->push_back(*known);
    if (!known) base.reset();
    KHAOSAN_LET(chain, continues_lost_chain(put, name, group));
    lost = lost || chain;
  }
  MergeOutcome outcome = merge_group(base, present, incoming);
  if (lost && incoming != present) outcome = MergeOutcome::collided;
  if (outcome == MergeOutcome::same) return {};
  if (outcome == MergeOutcome::merged) put.any_merged = true;
  Fields base_fields;
  Fields ours;
  Fields theirs;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (outcome == MergeOutcome::taken && incoming[i] != present[i]) put.changed[names[i]] = incoming[i];
    if (outcome == MergeOutcome::merged && incoming[i] != present[i]) put.resulted[names[i]] = present[i];
    base_fields[names[i]] = base ? (*base)[i] : Value{};
    ours[names[i]] = present[i];
    theirs[names[i]] = incoming[i];
  }
  if (outcome == MergeOutcome::collided) {
    return collide(put, std::string(group), std::move(base_fields), std::move(ours), std::move(theirs));
  }
  return {};
}

Done merge_all(Put& put) {
  std::set<std::string_view> groups_done;
  for (const auto& [name, value] : put.change.set) {
    const std::string_view group = decl_of(put, name).group;
    if (group.empty()) {
      KHAOSAN_TRY(merge_one(put, name));
    } else if (groups_done.insert(group).second) {
      KHAOSAN_TRY(merge_fields_of_group(put, group));
    }
  }
  return {};
}

// Where the form that a field allows is not what was sent, the result says so.
void note_other_forms(Put& put) {
  for (const auto& [name, sent] : put.change.set) {
    const auto changed = put.changed.find(name);
    const Value& stands =
        changed != put.changed.end() ? changed->second : field_or_empty(put.record.fields, name);
    if (put.incoming[name] != sent && stands == put.incoming[name]) put.resulted[name] = stands;
  }
}

// Merged words are marked until a person has seen them.
void mark_merged(Put& put) {
  if (put.merged_prose.empty() || put.kind == nullptr || put.kind->field("merged_unseen") == nullptr) return;
  std::set<std::string> marks = put.merged_prose;
  if (const auto* before = std::get_if<TextSet>(&field_or_empty(put.record.fields, "merged_unseen"))) {
    marks.insert(before->begin(), before->end());
  }
  const Value value = TextSet(marks.begin(), marks.end());
  put.changed["merged_unseen"] = value;
  put.resulted["merged_unseen"] = value;
}

// An edit that had not seen the delete lifts it.
Done lift_unseen_delete(Put& put, bool& lifted) {
  if (!put.record.deleted) return {};
  KHAOSAN_LET(seen, resolve_seen(put.desk.store, put.change));
  lifted = seen < put.record.delete_seq;
  return {};
}

Outcome outcome_of(const Put& put) {
  if (!put.collisions.empty()) return Outcome::conflict;
  if (put.any_merged) return Outcome::merged;
  return put.changed.empty() && put.record.seq != 0 ? Outcome::same : Outcome::accepted;
}

}  // namespace

Result<ChangeAnswer> apply_put(Desk& desk, const Change& change, const SealedChange& sealed) {
  Put put{desk, change, sealed, find_kind(change.kind), {}, {}, {}, {}, {}, {}, false};
  if (put.kind == nullptr && !from_newer(put)) return refuse(Code::unknown_kind, change.kind);
  if (put.kind != nullptr && put.kind->writer != Writer::person)
    return refuse(Code::not_writable, kind_in_both(change.kind));
  if (!news_flow::may_edit(roles_of(desk.author))) return refuse(Code::wrong_role, verb_in_both("put"));
  KHAOSAN_LET(existing, desk.store.record(change.kind, change.record));
  put.record = existing.value_or(Record{.kind = change.kind, .id = change.record});
  KHAOSAN_TRY(check_fields(put));
  KHAOSAN_TRY(merge_all(put));
  note_other_forms(put);
  mark_merged(put);
  bool lifted = false;
  KHAOSAN_TRY(lift_unseen_delete(put, lifted));

  ChangeAnswer answer{change.id, outcome_of(put), 0, "", ""};
  if (lifted) {
    put.record.deleted = false;
    put.record.delete_seq = desk.store.head() + 1;  // the seq that this change is about to get
    answer.detail = "restored";
  }
  KHAOSAN_TRY(save_change(desk, change, sealed.payload, put.record, put.changed, put.resulted, answer));
  for (const Collision& collision : put.collisions) KHAOSAN_TRY(keep_collision(desk, put.record, collision));
  KHAOSAN_TRY(follow_joins(desk, put.record, put.changed));
  if (lifted || touches_likeness(change.kind, put.changed)) KHAOSAN_TRY(propose_likenesses(desk, put.record));
  return answer;
}

}  // namespace khaosan::server
