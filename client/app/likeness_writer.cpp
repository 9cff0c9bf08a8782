#include "client/app/likeness_writer.hpp"

#include "client/app/aliases.hpp"
#include "shared/schema/names.hpp"
#include "shared/sync/likeness.hpp"

namespace khaosan::client {
namespace {

Result<Record> side(StoreReader& store, const Record& likeness, std::string_view name) {
  const std::string& kind = text_field(likeness.fields, "record_kind");
  KHAOSAN_LET(id, RecordId::parse(text_field(likeness.fields, name)));
  KHAOSAN_LET(record, store.current(kind, id));
  if (!record) return refuse(Code::unknown_record, kind_in_both(kind) + " " + id.text());
  return std::move(*record);
}

Refusal is_joined_already() {
  return refuse(Code::likeness_settled, in_both("joined", "รวมเป็นเรื่องเดียวแล้ว"));
}

Result<Act> join(StoreReader& store, const Record& likeness, const Perform& intent) {
  KHAOSAN_LET(one, side(store, likeness, "one"));
  KHAOSAN_LET(other, side(store, likeness, "other"));
  KHAOSAN_LET(main_one, main_of(store, one));
  KHAOSAN_LET(main_other, main_of(store, other));
  if (main_one.id == main_other.id) return is_joined_already();
  for (const Record* record : {&main_one, &main_other}) {
    if (record->deleted) return refuse(Code::record_deleted, told_in_both(*record));
  }
  const bool keeps_one = intent.keep == one.id.text() || intent.keep == main_one.id.text();
  const bool keeps_other = intent.keep == other.id.text() || intent.keep == main_other.id.text();
  if (!intent.keep.empty() && !keeps_one && !keeps_other)
    return refuse(Code::bad_value,
                  in_both("keep is the id of one of the two", "--keep ต้องเป็นรหัสของหนึ่งในสองรายการนี้"));
  const Record& by_rule = main_of_two(main_one, main_other);
  const Record& main = intent.keep.empty() ? by_rule : (keeps_one ? main_one : main_other);
  KHAOSAN_TRY(may_be_main(main));
  KHAOSAN_TRY(may_become_alias(main.id == main_one.id ? main_other : main_one));
  // What the person saw that others have said of the pair.
  return Act{intent.verb, "", intent.comment, "", "", main.id.text(), text_field(likeness.fields, "settled")};
}

Result<Act> part(StoreReader& store, const Record& likeness, const Perform& intent) {
  if (text_field(likeness.fields, "main").empty()) {
    KHAOSAN_LET(one, side(store, likeness, "one"));
    KHAOSAN_LET(other, side(store, likeness, "other"));
    return refuse(Code::not_joined, told_in_both(one) + ", " + told_in_both(other));
  }
  KHAOSAN_LET(main, side(store, likeness, "main"));
  if (is_alias(main)) {
    KHAOSAN_LET(further, main_of(store, main));
    return refuse(Code::joined_further, told_in_both(further));
  }
  return Act{intent.verb, "", intent.comment, "", "", "", ""};
}

}  // namespace

bool is_likeness_verb(std::string_view verb) {
  return verb == "join" || verb == "differ" || verb == "part";
}

Result<Act> likeness_act(StoreReader& store, const Record& likeness, const Perform& intent) {
  KHAOSAN_LET(pending, store.outbox_of("likeness", likeness.id));
  for (const OutboxEntry& entry : pending) {
    if (entry.state != ChangeState::acknowledged)
      return refuse(Code::already_waiting, verb_in_both(entry.change.act.verb));
  }
  const std::string& settled = text_field(likeness.fields, "settled");
  if (intent.verb == "join") {
    if (settled == "joined") return is_joined_already();
    return join(store, likeness, intent);
  }
  if (intent.verb == "part") return part(store, likeness, intent);
  if (!settled.empty())
    return refuse(Code::likeness_settled, settled == "joined" ? in_both("joined", "รวมเป็นเรื่องเดียวแล้ว")
                                                              : in_both("not the same", "ไม่ใช่เรื่องเดียวกัน"));
  return Act{intent.verb, "", intent.comment, "", "", "", ""};
}

}  // namespace khaosan::client
