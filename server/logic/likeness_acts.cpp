// join, differ, part: what a person says of two records that may be one.
#include <algorithm>

#include "server/logic/accounts.hpp"
#include "server/logic/apply.hpp"
#include "server/logic/joins.hpp"
#include "shared/crypto/sha256.hpp"
#include "shared/schema/names.hpp"
#include "shared/sync/ids.hpp"
#include "shared/sync/likeness.hpp"
#include "shared/workflow/news_flow.hpp"

namespace khaosan::server {
namespace {

struct LikenessAct {
  Desk& desk;
  const Change& change;
  const SealedChange& sealed;
  Record likeness;
  Record one;  // as they stand, aliases too
  Record other;
};

const std::string& settled_as(const LikenessAct& act) {
  return text_field(act.likeness.fields, "settled");
}

Result<Record> side(StoreReader& store, const Record& likeness, std::string_view name) {
  const std::string& kind = text_field(likeness.fields, "record_kind");
  KHAOSAN_LET(id, RecordId::parse(text_field(likeness.fields, name)));
  KHAOSAN_LET(record, store.record(kind, id));
  if (!record) return refuse(Code::unknown_record, kind_in_both(kind) + " " + id.text());
  return std::move(*record);
}

Result<ChangeAnswer> settle(LikenessAct& act, Fields outcome) {
  ChangeAnswer answer{act.change.id, Outcome::accepted, 0, "", ""};
  outcome["by"] = act.desk.author.id.text();
  outcome["at"] = iso_utc(act.desk.now);
  if (!is_empty(field_or_empty(act.likeness.fields, "left"))) outcome["left"] = Value{};
  if (act.likeness.deleted) {  // it was withdrawn: what a person says of it is shown
    act.likeness.deleted = false;
    act.likeness.delete_seq = act.desk.store.head() + 1;
  }
  KHAOSAN_TRY(save_change(act.desk, act.change, act.sealed.payload, act.likeness, outcome, outcome, answer));
  return answer;
}

// It is so already: nothing is written but the answer.
ChangeAnswer same(const LikenessAct& act) {
  return {act.change.id, Outcome::same, act.likeness.seq, "", ""};
}

// Pairs that came together by this join, without having been asked about.
Done settle_others(LikenessAct& act, const Record& main) {
  KHAOSAN_LET(tree, joined_tree(act.desk.store, main.kind, main.id));
  for (const RecordId& id : tree) {
    KHAOSAN_LET(likenesses, likenesses_of(act.desk.store, id));
    for (Record& likeness : likenesses) {
      KHAOSAN_LET(one, RecordId::parse(text_field(likeness.fields, "one")));
      KHAOSAN_LET(other, RecordId::parse(text_field(likeness.fields, "other")));
      const bool is_open = text_field(likeness.fields, "settled").empty() && !likeness.deleted;
      if (is_open && tree.contains(one) && tree.contains(other))
        KHAOSAN_TRY(save_own(act.desk, likeness, {{"settled", "joined"}}, "likeness_joined"));
    }
  }
  return {};
}

Done not_kept_apart(StoreReader& store, RecordId pair) {
  KHAOSAN_LET(existing, store.record("likeness", pair));
  const bool is_kept_apart = existing && text_field(existing->fields, "settled") == "different";
  return is_kept_apart ? refuse(Code::likeness_settled, in_both("kept apart", "ไม่ใช่เรื่องเดียวกัน")) : Done{};
}

// What was joined is the main records of the two that were named: the likeness of these holds it, so that
// undoing another join never leaves a pair that says what is no longer so.
Done save_joined_pair(LikenessAct& act, RecordId pair, const Record& main, const Record& alias) {
  KHAOSAN_LET(existing, act.desk.store.record("likeness", pair));
  Record likeness = existing.value_or(Record{.kind = "likeness", .id = pair});
  const auto [first, second] = std::minmax(main.id, alias.id);
  if (likeness.deleted) {
    likeness.deleted = false;
    likeness.delete_seq = act.desk.store.head() + 1;
  }
  return save_own(act.desk, likeness,
                  {{"record_kind", main.kind},
                   {"one", first.text()},
                   {"other", second.text()},
                   {"settled", "joined"},
                   {"main", main.id.text()},
                   {"alias", alias.id.text()},
                   {"by", act.desk.author.id.text()},
                   {"at", iso_utc(act.desk.now)}},
                  "likeness_joined");
}

Result<ChangeAnswer> join(LikenessAct& act) {
  StoreReader& store = act.desk.store;
  KHAOSAN_LET(one, main_of(store, act.one));
  KHAOSAN_LET(other, main_of(store, act.other));
  if (one.id == other.id) {
    if (settled_as(act) == "joined") return same(act);
    return settle(act, {{"settled", "joined"}});
  }
  // Somebody who had not seen that another person keeps them apart does not overrule it unawares.
  if (settled_as(act) == "different" && act.change.act.text != "different")
    return refuse(Code::likeness_settled, in_both("kept apart", "ไม่ใช่เรื่องเดียวกัน"));
  for (const Record* record : {&one, &other}) {
    if (record->deleted) return refuse(Code::record_deleted, told_in_both(*record));
  }
  const std::string& keep = act.change.act.keep;
  const bool keeps_one = keep == act.one.id.text() || keep == one.id.text();
  const bool keeps_other = keep == act.other.id.text() || keep == other.id.text();
  if (!keep.empty() && !keeps_one && !keeps_other)
    return refuse(Code::bad_value,
                  in_both("keep is the id of one of the two", "--keep ต้องเป็นรหัสของหนึ่งในสองรายการนี้"));
  const Record& main = keep.empty() ? main_of_two(one, other) : (keeps_one ? one : other);
  const Record& alias = main.id == one.id ? other : one;
  KHAOSAN_TRY(may_be_main(main));
  KHAOSAN_TRY(may_become_alias(alias));
  const RecordId joined_pair{uuid_v5(likeness_name_space, likeness_name(one.id, other.id))};
  const bool is_this_pair = joined_pair == act.likeness.id;
  KHAOSAN_TRY(is_this_pair ? Done{} : not_kept_apart(store, joined_pair));
  Fields outcome = {{"settled", "joined"}};
  if (is_this_pair) {
    outcome["main"] = main.id.text();
    outcome["alias"] = alias.id.text();
  }
  KHAOSAN_LET(answer, settle(act, std::move(outcome)));
  if (!is_this_pair) KHAOSAN_TRY(save_joined_pair(act, joined_pair, main, alias));
  KHAOSAN_TRY(join_records(act.desk, main, alias));
  KHAOSAN_TRY(settle_others(act, main));
  return answer;
}

Result<ChangeAnswer> differ(LikenessAct& act) {
  if (settled_as(act) == "different") return same(act);
  KHAOSAN_LET(one, main_of(act.desk.store, act.one));
  KHAOSAN_LET(other, main_of(act.desk.store, act.other));
  if (one.id == other.id) return refuse(Code::likeness_settled, in_both("joined", "รวมเป็นเรื่องเดียวแล้ว"));
  return settle(act, {{"settled", "different"}});
}

// Pairs that are no longer together are open again.
Done reopen_others(LikenessAct& act, const Record& alias) {
  StoreReader& store = act.desk.store;
  KHAOSAN_LET(tree, joined_tree(store, alias.kind, alias.id));
  for (const RecordId& id : tree) {
    KHAOSAN_LET(likenesses, likenesses_of(store, id));
    for (Record& likeness : likenesses) {
      const bool by_itself =
          text_field(likeness.fields, "settled") == "joined" && text_field(likeness.fields, "main").empty();
      KHAOSAN_LET(one, RecordId::parse(text_field(likeness.fields, "one")));
      KHAOSAN_LET(other, RecordId::parse(text_field(likeness.fields, "other")));
      if (by_itself && tree.contains(one) != tree.contains(other))
        KHAOSAN_TRY(save_own(act.desk, likeness, {{"settled", Value{}}}, "likeness_parted"));
    }
  }
  return {};
}

Result<ChangeAnswer> part(LikenessAct& act) {
  StoreReader& store = act.desk.store;
  if (settled_as(act) != "joined") return same(act);
  if (text_field(act.likeness.fields, "main").empty())
    return refuse(Code::not_joined, told_in_both(act.one) + ", " + told_in_both(act.other));
  KHAOSAN_LET(main, side(store, act.likeness, "main"));
  KHAOSAN_LET(alias, side(store, act.likeness, "alias"));
  if (text_field(alias.fields, joined_into) != main.id.text())
    return refuse(Code::not_joined, told_in_both(main) + ", " + told_in_both(alias));
  if (is_alias(main)) {
    KHAOSAN_LET(further, main_of(store, main));
    return refuse(Code::joined_further, told_in_both(further));
  }
  KHAOSAN_LET(answer, settle(act, {{"settled", Value{}}, {"main", Value{}}, {"alias", Value{}}}));
  KHAOSAN_LET(left, part_records(act.desk, main, alias));
  if (!left.empty()) KHAOSAN_TRY(save_own(act.desk, act.likeness, {{"left", left}}, "likeness_left"));
  KHAOSAN_TRY(reopen_others(act, alias));
  return answer;
}

}  // namespace

Result<ChangeAnswer> act_on_likeness(Desk& desk, const Change& change, const SealedChange& sealed) {
  const std::string& verb = change.act.verb;
  if (verb != "join" && verb != "differ" && verb != "part")
    return refuse(Code::unknown_verb, "likeness " + verb);
  if (!news_flow::may_edit(roles_of(desk.author))) return refuse(Code::wrong_role, verb_in_both(verb));
  KHAOSAN_LET(existing, desk.store.record("likeness", change.record));
  if (!existing) return refuse(Code::unknown_record, kind_in_both("likeness") + " " + change.record.text());
  KHAOSAN_LET(one, side(desk.store, *existing, "one"));
  KHAOSAN_LET(other, side(desk.store, *existing, "other"));
  LikenessAct act{desk, change, sealed, *existing, std::move(one), std::move(other)};
  if (verb == "join") return join(act);
  return verb == "differ" ? differ(act) : part(act);
}

}  // namespace khaosan::server
