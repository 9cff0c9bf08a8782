#include <algorithm>
#include <set>

#include "server/logic/accounts.hpp"
#include "server/logic/apply.hpp"
#include "server/logic/joins.hpp"
#include "shared/schema/names.hpp"
#include "shared/wire/change_json.hpp"
#include "shared/workflow/news_flow.hpp"

namespace khaosan::server {

// Of an epoch that ended with a restore only its part of the journal counts.
Seq seq_here(StoreReader& store, EpochId epoch, Seq seq) {
  return std::min(seq, store.epoch_end(epoch).value_or(0));
}

Result<Seq> resolve_seen(StoreReader& store, const Change& change) {
  if (change.seen.change.empty()) return seq_here(store, change.epoch, change.seen.seq);
  KHAOSAN_LET(answered, store.answered(change.seen.change));
  return answered ? answered->answer.seq : 0;
}

namespace {

// Whether somebody else's change stands between what the writer had seen and now. The writer's own changes
// since then do not count: they are followed back, one `seen` at a time, to the last thing that came from the
// server.
Result<bool> has_unseen_change(StoreReader& store, const Record& record, const Change& last) {
  KHAOSAN_LET(rows, store.journal_of_record(record.kind, record.id));
  std::set<ChangeId> own;
  Base at = last.seen;
  EpochId epoch = last.epoch;
  while (!at.change.empty() && own.insert(at.change).second) {
    const auto row = std::find_if(rows.begin(), rows.end(),
                                  [&](const JournalRow& one) { return one.change == at.change; });
    if (row == rows.end()) return true;  // it was refused or is not known: the writer has seen something else
    // It came together with what somebody else wrote, and the writer, who deletes on top of it, saw only the
    // own half.
    if (row->outcome == outcome_name(Outcome::merged) || row->outcome == outcome_name(Outcome::conflict))
      return true;
    KHAOSAN_LET(change, change_from_payload(row->submitted));
    at = change.seen;
    epoch = change.epoch;
  }
  const Seq seen = seq_here(store, epoch, at.seq);
  // A row above the record's seq left it as it was (the same value again, a collision): no laptop is told of
  // it.
  return std::any_of(rows.begin(), rows.end(), [&](const JournalRow& row) {
    return row.seq > seen && row.seq <= record.seq && !own.contains(row.change);
  });
}

Done check_deletable(StoreReader& store, const Record& record) {
  if (is_alias(record)) {
    KHAOSAN_LET(main, main_of(store, record));
    return joined_elsewhere(main);
  }
  if (record.kind != "news") return {};
  const auto status = status_named(text_field(record.fields, "status"));
  const bool was_shown =
      !text_field(record.fields, "number").empty() || !text_field(record.fields, "public_revision").empty();
  if (status && news_flow::is_deletable(*status) && !was_shown) return {};
  return refuse(Code::not_deletable, text_field(record.fields, "headline"));
}

}  // namespace

Result<ChangeAnswer> apply_delete(Desk& desk, const Change& change, const SealedChange& sealed) {
  const KindDecl* kind = find_kind(change.kind);
  if (kind == nullptr) return refuse(Code::unknown_kind, change.kind);
  if (kind->writer != Writer::person) return refuse(Code::not_writable, kind_in_both(change.kind));
  if (!news_flow::may_edit(roles_of(desk.author)))
    return refuse(Code::wrong_role, verb_in_both(op_name(change.op)));
  KHAOSAN_LET(existing, desk.store.record(change.kind, change.record));
  if (!existing) return refuse(Code::unknown_record, kind_in_both(change.kind) + " " + change.record.text());
  Record record = *existing;
  const bool removes = change.op == Op::remove;
  ChangeAnswer answer{change.id, Outcome::accepted, 0, "", ""};
  if (record.deleted == removes) {
    answer.outcome = Outcome::same;
    answer.seq = desk.store.head();  // a backup that holds this holds what made it so
    return answer;
  }
  if (removes) KHAOSAN_TRY(check_deletable(desk.store, record));
  KHAOSAN_LET(unseen, has_unseen_change(desk.store, record, change));
  if (removes && unseen)
    return refuse(Code::delete_unseen, kind_in_both(change.kind) + " " + change.record.text());
  record.deleted = removes;
  // Its own row's seq: known once the row is there, so it is taken as the next one.
  record.delete_seq = desk.store.head() + 1;
  KHAOSAN_TRY(save_change(desk, change, sealed.payload, record, {}, {}, answer));
  KHAOSAN_TRY(follow_joins(desk, record, {}));
  KHAOSAN_TRY(propose_likenesses(desk, record));
  return answer;
}

}  // namespace khaosan::server
