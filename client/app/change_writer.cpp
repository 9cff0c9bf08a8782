#include "client/app/change_writer.hpp"

#include "client/app/aliases.hpp"
#include "client/app/overlay.hpp"
#include "client/app/photo_order.hpp"
#include "shared/base/utf8.hpp"
#include "shared/crypto/sha256.hpp"
#include "shared/schema/kinds.hpp"
#include "shared/schema/names.hpp"
#include "shared/schema/validate.hpp"
#include "shared/sync/ids.hpp"
#include "shared/sync/position.hpp"
#include "shared/thai/normalize.hpp"
#include "shared/wire/media_id.hpp"
#include "shared/workflow/news_flow.hpp"

namespace khaosan::client {
namespace {

Result<const KindDecl*> writable_kind(const std::string& name) {
  const KindDecl* kind = find_kind(name);
  if (kind == nullptr) return refuse(Code::unknown_kind, name);
  if (kind->writer != Writer::person) return refuse(Code::not_writable, kind_in_both(name));
  return kind;
}

// The field's value in its one form: normalised text, checked type and limits.
Result<Value> checked(const FieldDecl& field, const Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  const bool is_words = field.type == FieldType::text || field.type == FieldType::prose;
  if (text == nullptr || !is_words) return validate(field, value);
  if (!is_utf8(*text)) return refuse(Code::not_utf8, name_in_both(field));
  return validate(field, normalize_text(*text));
}

Result<Fields> checked_fields(const KindDecl& kind, const Fields& set) {
  Fields fields;
  for (const auto& [name, value] : set) {
    const FieldDecl* field = kind.field(name);
    if (field == nullptr) return refuse(Code::unknown_field, std::string(kind.name) + "." + name);
    if (field->writer != Writer::person)
      return refuse(Code::not_writable, kind_in_both(kind.name) + ": " + name_in_both(*field));
    KHAOSAN_LET(one, checked(*field, value));
    fields.insert_or_assign(name, std::move(one));
  }
  return fields;
}

std::string told(std::string_view kind, RecordId id) {
  return kind_in_both(kind) + " " + id.text();
}

// A record that is written on by its id.
Done check_is_there(const std::string& kind, RecordId id, const std::optional<Record>& now) {
  if (!now) return refuse(Code::unknown_record, told(kind, id));
  if (now->erased) return refuse(Code::record_erased, told(kind, id));
  return now->deleted ? refuse(Code::record_deleted, told(kind, id)) : Done{};
}

// Made from a name: version 5.
bool is_derived(const Uuid& id) {
  constexpr std::size_t version_byte = 6;
  return (id.bytes[version_byte] >> 4U) == 5;
}

// What really changes; in a new record there is nothing to clear.
Fields without_unchanged(Fields fields, const std::optional<Record>& now) {
  std::erase_if(fields, [&](const auto& field) {
    return now ? field_or_empty(now->fields, field.first) == field.second : is_empty(field.second);
  });
  return fields;
}

// Fields that mean something only together travel together.
void carry_groups(const KindDecl& kind, const std::optional<Record>& now, Fields& fields) {
  Fields carried;
  for (const FieldDecl& field : kind.fields) {
    if (field.group.empty() || field.writer != Writer::person || fields.contains(field.name)) continue;
    const bool touched = std::any_of(fields.begin(), fields.end(), [&](const auto& set) {
      return kind.field(set.first)->group == field.group;
    });
    const Value& value = now ? field_or_empty(now->fields, field.name) : Value{};
    if (touched && (now || !is_empty(value))) carried.emplace(field.name, value);
  }
  fields.merge(carried);
}

// What the writer had before the eyes in this field: an own change that is still pending, or what the server
// said. Nothing: the field never had a value.
void add_base(OutboxEntry& entry, const std::string& field, std::span<const Change> earlier,
              const std::optional<Record>& server_state) {
  if (const Change* own = latest_of(earlier, field)) {
    entry.change.bases[field] = Base{0, own->id};
    entry.base_values[field] = own->set.find(field)->second;
    return;
  }
  // Of a lost record (seq 0) the value alone says what was there.
  const bool had_value =
      server_state && (server_state->seq_of(field) != 0 || server_state->fields.contains(field));
  if (!had_value) return;
  entry.change.bases[field] = Base{server_state->seq_of(field), {}};
  entry.base_values[field] = field_or_empty(server_state->fields, field);
}

// Of a record that the office has lost, an edit brings everything back that people had written.
void carry_lost(const KindDecl& kind, const Record& lost, const std::vector<OutboxEntry>& pending,
                Fields& fields) {
  for (const FieldDecl& field : kind.fields) {
    const bool is_pending = std::any_of(pending.begin(), pending.end(), [&](const OutboxEntry& entry) {
      return entry.change.set.contains(field.name);
    });
    const Value& value = field_or_empty(lost.fields, field.name);
    if (field.writer == Writer::person && !is_pending && !is_empty(value)) fields.emplace(field.name, value);
  }
}

// The list and the item of a list member's kind.
struct MemberKind {
  std::string_view kind;
  std::string_view list;
  std::string_view item;
};
constexpr std::array member_kinds = {MemberKind{"news_photo", "news", "media"},
                                     MemberKind{"news_channel", "news", "channel"}};

// The name of a school within school_name_space: which code, and its digits alone.
std::string school_name(std::string_view code, std::string_view text) {
  std::string name(code == "ministry_code" ? "ministry/" : "smis/");
  for (const char sign : text) {
    if (sign >= '0' && sign <= '9') name += sign;
  }
  return name;
}

Result<RecordId> member_id(const MemberKind& member, const Fields& fields) {
  for (const std::string_view name : {member.list, member.item}) {
    if (is_empty(field_or_empty(fields, name)))
      return refuse(Code::required_missing, field_in_both(member.kind, name));
  }
  KHAOSAN_LET(list, RecordId::parse(text_field(fields, member.list)));
  KHAOSAN_LET(item, RecordId::parse(text_field(fields, member.item)));
  return RecordId{uuid_v5(member_name_space, member_name(list, item, 0))};
}

}  // namespace

Result<ChangeWriter> ChangeWriter::begin(StoreWriter& store, UserId author, Instant now) {
  KHAOSAN_LET(state, store.sync_state());
  KHAOSAN_LET(clock, store.id_clock());
  KHAOSAN_LET(pairing, store.pairing());
  return ChangeWriter(store, author, pairing ? pairing->device : DeviceId{}, now, state.epoch, clock);
}

Done ChangeWriter::finish() {
  return store_.save_id_clock(ids_.clock());
}

Result<Change> ChangeWriter::new_change(const std::string& kind, RecordId record, Op op) {
  KHAOSAN_LET(erased, store_.is_erased(kind, record));
  if (erased) return refuse(Code::record_erased, told(kind, record));
  // Written on by its laptop alone, until the office has it: else one record would begin twice.
  KHAOSAN_LET(foreign, store_.foreign(kind, record));
  if (foreign) return refuse(Code::foreign_record, told(kind, record));
  Change change;
  change.id = ChangeId{ids_.next()};
  change.author = author_;
  change.device = device_;
  change.kind = kind;
  change.record = record;
  change.op = op;
  change.written_at = now_;
  change.epoch = epoch_;
  KHAOSAN_LET(pending, store_.outbox_of(kind, record));
  KHAOSAN_LET(server_state, store_.base(kind, record));
  if (!pending.empty()) {
    change.seen = Base{0, pending.back().change.id};
  } else if (server_state) {
    change.seen = Base{server_state->seq, {}};
  }
  return change;
}

Result<RecordId> ChangeWriter::id_for_new(const std::string& kind, const Fields& fields) {
  for (const MemberKind& member : member_kinds) {
    if (member.kind == kind) return member_id(member, fields);
  }
  if (kind == "media") {
    const std::string& sha = text_field(fields, "sha256");
    if (sha.empty()) return refuse(Code::required_missing, field_in_both(kind, "sha256"));
    return media_id(sha);
  }
  if (kind == "school") {
    for (const char* code : {"ministry_code", "smis_code"}) {
      const std::string& text = text_field(fields, code);
      if (!text.empty()) return RecordId{uuid_v5(school_name_space, school_name(code, text))};
    }
  }
  return new_record_id();
}

// A new photo goes to the end of its news item.
Done ChangeWriter::complete_new(const std::string& kind, Fields& fields) {
  if (kind != "news_photo" || !is_empty(field_or_empty(fields, "position"))) return {};
  KHAOSAN_LET(news, RecordId::parse(text_field(fields, "news")));
  KHAOSAN_LET(others, store_.children(kind, news));
  std::string last;
  for (const Record& other : others) last = std::max(last, text_field(other.fields, "position"));
  KHAOSAN_LET(position, position_between(is_position(last) ? last : "", "", new_position_tail()));
  fields.insert_or_assign("position", Value{position});
  return {};
}

Result<PutReport> ChangeWriter::put(const Put& intent) {
  KHAOSAN_LET(kind, writable_kind(intent.kind));
  KHAOSAN_LET(fields, checked_fields(*kind, intent.set));
  RecordId id;
  if (intent.id) {
    id = *intent.id;
  } else {
    KHAOSAN_LET(made, id_for_new(intent.kind, fields));
    id = made;
  }
  KHAOSAN_LET(now, store_.current(intent.kind, id));
  if (intent.id) KHAOSAN_TRY(check_is_there(intent.kind, id, now));
  KHAOSAN_TRY(check_required(intent, now, fields));
  KHAOSAN_TRY(check_order(*kind, now ? now->fields : Fields{}, without_unchanged(fields, now)));
  KHAOSAN_TRY(resolve_references(store_, *kind, fields));
  KHAOSAN_TRY(check_references(*kind, without_unchanged(fields, now)));
  if (!now) KHAOSAN_TRY(complete_new(intent.kind, fields));
  // A derived id may name a record that was deleted: making it again brings it back.
  std::optional<PutReport> restored;
  if (now && now->deleted) {
    KHAOSAN_LET(report, restore(intent.kind, id));
    restored = report;
  }
  fields = without_unchanged(std::move(fields), now);
  if (fields.empty() && !now) return refuse(Code::required_missing, kind_in_both(intent.kind));
  if (fields.empty() && restored) return *restored;
  return save_put(intent.kind, id, now, std::move(fields));
}

// A new record has them; of one that is there none is cleared.
Done ChangeWriter::check_required(const Put& intent, const std::optional<Record>& now, const Fields& fields) {
  if (intent.form == Form::draft) return {};
  const KindDecl& kind = *find_kind(intent.kind);
  const bool submitted_later = kind.field("status") != nullptr;
  std::string missing;
  for (const FieldDecl& field : kind.fields) {
    if (!field.required || (submitted_later && field.name != kind.title)) continue;
    const bool concerned = !now || fields.contains(field.name);
    if (concerned && is_empty(field_or_empty(fields, field.name)))
      missing += (missing.empty() ? "" : ", ") + name_in_both(field);
  }
  return missing.empty() ? Done() : refuse(Code::required_missing, missing);
}

// A reference that is written here names a record that is here, and of the right kind. Schools and media take
// their id from what they are, so theirs may be known before the record has come.
Done ChangeWriter::check_references(const KindDecl& kind, const Fields& fields) {
  for (const auto& [name, value] : fields) {
    const FieldDecl& field = *kind.field(name);
    if (field.type != FieldType::reference || field.refers_to.empty() || is_empty(value)) continue;
    KHAOSAN_LET(id, RecordId::parse(text_or_empty(value)));
    KHAOSAN_LET(found, store_.current(std::string(field.refers_to), id));
    if (found && !found->deleted) continue;
    if (found) return refuse(Code::dangling_reference, name_in_both(field) + ": " + id.text());
    for (const KindDecl& other : all_kinds()) {
      KHAOSAN_LET(record, store_.current(other.name, id));
      if (record) {
        return refuse(Code::dangling_reference,
                      name_in_both(field) + ": " + id.text() + " = " + kind_in_both(other.name));
      }
    }
    const bool derivable = (field.refers_to == "school" || field.refers_to == "media") && is_derived(id.uuid);
    if (!derivable) return refuse(Code::dangling_reference, name_in_both(field) + ": " + id.text());
  }
  return {};
}

Result<PutReport> ChangeWriter::again(const Change& refused) {
  if (refused.op != Op::put) return save_mark(refused.kind, refused.record, refused.op);
  KHAOSAN_LET(kind, writable_kind(refused.kind));
  KHAOSAN_LET(fields, checked_fields(*kind, refused.set));
  KHAOSAN_LET(now, store_.current(refused.kind, refused.record));
  if (now) KHAOSAN_TRY(check_is_there(refused.kind, refused.record, now));
  KHAOSAN_TRY(check_order(*kind, now ? now->fields : Fields{}, without_unchanged(fields, now)));
  if (!now) KHAOSAN_TRY(complete_new(refused.kind, fields));
  return save_put(refused.kind, refused.record, now, without_unchanged(std::move(fields), now));
}

Result<PutReport> ChangeWriter::save_put(const std::string& kind, RecordId id,
                                         const std::optional<Record>& now, Fields fields) {
  KHAOSAN_LET(pending, store_.outbox_of(kind, id));
  if (fields.empty()) return PutReport{id, pending.empty() ? ChangeId{} : pending.back().change.id};
  carry_groups(*find_kind(kind), now, fields);
  KHAOSAN_LET(server_state, store_.base(kind, id));
  if (server_state && server_state->seq == 0) carry_lost(*find_kind(kind), *server_state, pending, fields);
  OutboxEntry entry;
  const bool squashes = !pending.empty() && pending.back().state == ChangeState::open &&
                        pending.back().change.op == Op::put && pending.back().change.author == author_ &&
                        pending.back().change.epoch == epoch_;
  if (squashes) {
    entry = std::move(pending.back());
    pending.pop_back();
  } else {
    KHAOSAN_LET(change, new_change(kind, id, Op::put));
    entry.change = std::move(change);
  }
  const std::vector<Change> earlier = laid_over(server_state, pending);
  for (auto& [name, value] : fields) {
    if (!entry.change.set.contains(name)) add_base(entry, name, earlier, server_state);
    entry.change.set.insert_or_assign(name, std::move(value));
  }
  entry.change.written_at = now_;
  KHAOSAN_TRY(squashes ? store_.replace(entry) : store_.append(entry));
  return PutReport{id, entry.change.id};
}

Result<PutReport> ChangeWriter::remove(const std::string& kind, RecordId id) {
  return save_mark(kind, id, Op::remove);
}

Result<PutReport> ChangeWriter::restore(const std::string& kind, RecordId id) {
  KHAOSAN_LET(now, store_.current(kind, id));
  if (now && !now->deleted) return refuse(Code::not_deleted, told(kind, id));
  return save_mark(kind, id, Op::restore);
}

Result<PutReport> ChangeWriter::save_mark(const std::string& kind, RecordId id, Op op) {
  KHAOSAN_LET(decl, writable_kind(kind));
  KHAOSAN_LET(now, store_.current(std::string(decl->name), id));
  if (!now) return refuse(Code::unknown_record, told(kind, id));
  if (now->erased) return refuse(Code::record_erased, told(kind, id));
  if (now->deleted == (op == Op::remove)) return PutReport{id, {}};  // it is so already
  if (op == Op::remove && is_alias(*now)) return joined_elsewhere(store_, *now);
  if (op == Op::remove && kind == "news") {
    const auto status = status_named(text_field(now->fields, "status"));
    if ((status && !news_flow::is_deletable(*status)) || !text_field(now->fields, "number").empty())
      return refuse(Code::not_deletable, text_field(now->fields, "headline"));
  }
  KHAOSAN_LET(change, new_change(kind, id, op));
  OutboxEntry entry;
  entry.change = std::move(change);
  KHAOSAN_TRY(store_.append(entry));
  return PutReport{id, entry.change.id};
}

}  // namespace khaosan::client
