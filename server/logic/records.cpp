#include "server/logic/records.hpp"

#include <atomic>

#include "shared/crypto/random.hpp"
#include "shared/crypto/sha256.hpp"
#include "shared/schema/names.hpp"
#include "shared/wire/value_json.hpp"

namespace khaosan::server {

Uuid new_uuid(Instant now) {
  static std::atomic<std::uint16_t> counter{0};
  return uuid_v7(now, counter++, random_array<8>());
}

RecordId made_id(const Desk& desk, std::string_view what) {
  return RecordId{desk.cause.empty() ? new_uuid(desk.now) : uuid_caused_by(desk.cause.uuid, what)};
}

Done check_lives(const Record& record) {
  return record.erased ? Done{refuse(Code::record_erased, kind_in_both(record.kind) + " " + record.id.text())}
                       : Done{};
}

void lay_over(Record& record, const Fields& changed, Seq seq, UserId by, Instant at) {
  for (const auto& [name, value] : record.fields) {
    if (!changed.contains(name)) record.older_seqs.try_emplace(name, record.seq);
  }
  for (const auto& [name, value] : changed) {
    record.older_seqs.erase(name);
    if (is_empty(value)) {
      record.fields.erase(name);
    } else {
      record.fields.insert_or_assign(name, value);
    }
  }
  record.seq = seq;
  record.changed_by = by;
  record.changed_at = at;
}

Done save_change(Desk& desk, const Change& change, std::string_view payload, Record& record,
                 const Fields& changed, const Fields& resulted, ChangeAnswer& answer) {
  KHAOSAN_TRY(check_lives(record));
  JournalRow row;
  row.type = change.op == Op::act ? "act" : "change";
  row.change = change.id;
  row.kind = record.kind;
  row.record = record.id;
  row.author = desk.author.id;
  row.device = desk.device;
  row.what = change.op == Op::act ? change.act.verb : std::string(op_name(change.op));
  row.capacity = change.act.capacity;
  row.outcome = outcome_name(answer.outcome);
  row.signature = desk.signature;
  row.at = desk.now;
  row.submitted = payload;
  if (!resulted.empty()) row.resulted = fields_to_text(resulted);
  KHAOSAN_LET(given, desk.store.append(std::move(row)));
  const Seq seq = given;
  answer.seq = seq;
  const bool untouched = changed.empty() && record.seq != 0 && record.delete_seq != seq;
  if (untouched) return {};
  lay_over(record, changed, seq, desk.author.id, desk.now);
  return desk.store.save_record(record);
}

Done save_own(Desk& desk, Record& record, const Fields& changed, std::string_view what,
              std::string_view type) {
  KHAOSAN_TRY(check_lives(record));
  JournalRow row;
  row.type = type;
  row.cause = desk.cause;
  row.kind = record.kind;
  row.record = record.id;
  row.author = desk.author.id;
  row.device = desk.device;
  row.what = what;
  row.at = desk.now;
  row.resulted = fields_to_text(changed);
  KHAOSAN_LET(seq, desk.store.append(std::move(row)));
  lay_over(record, changed, seq, desk.author.id, desk.now);
  return desk.store.save_record(record);
}

}  // namespace khaosan::server
