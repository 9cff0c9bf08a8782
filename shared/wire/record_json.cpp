#include "shared/wire/record_json.hpp"

#include <nlohmann/json.hpp>

#include "shared/wire/value_json.hpp"

namespace khaosan {

using nlohmann::json;

std::string record_line(const Record& record) {
  json object = {{"kind", record.kind},
                 {"id", record.id.text()},
                 {"seq", record.seq},
                 {"by", record.changed_by.text()},
                 {"time", record.changed_at.unix_ms},
                 {"fields", fields_to_json(record.fields)}};
  if (!record.older_seqs.empty()) object["older"] = record.older_seqs;
  if (record.erased) object["erased"] = true;
  if (record.delete_seq != 0) object["deleted"] = {record.delete_seq, record.deleted};
  return canonical(object);
}

Result<Record> record_from_line(std::string_view line) {
  KHAOSAN_LET(object, parse_json(line));
  if (!object.is_object()) return refuse(Code::bad_json, "a record is an object");
  Record record;
  KHAOSAN_LET(kind, text_member(object, "kind"));
  KHAOSAN_LET(id, text_member(object, "id"));
  KHAOSAN_LET(record_id, RecordId::parse(id));
  KHAOSAN_LET(seq, number_member(object, "seq"));
  KHAOSAN_LET(by, text_member(object, "by"));
  KHAOSAN_LET(user, UserId::parse(by));
  KHAOSAN_LET(time, number_member(object, "time"));
  if (!object.contains("fields")) return refuse(Code::bad_request, "fields are missing");
  KHAOSAN_LET(fields, fields_from_json(object["fields"]));
  record.kind = kind;
  record.id = record_id;
  record.seq = seq;
  record.changed_by = user;
  record.changed_at = Instant{time};
  record.fields = std::move(fields);
  if (const auto older = object.find("older"); older != object.end() && older->is_object()) {
    for (const auto& [name, member] : older->items()) {
      if (!member.is_number_integer()) return refuse(Code::bad_json, "older holds seqs");
      record.older_seqs.emplace(name, member.get<Seq>());
    }
  }
  record.erased = object.value("erased", json(false)) == json(true);
  if (const auto deleted = object.find("deleted"); deleted != object.end()) {
    if (!deleted->is_array() || deleted->size() != 2 || !(*deleted)[0].is_number_integer() ||
        !(*deleted)[1].is_boolean()) {
      return refuse(Code::bad_json, "deleted is [seq, true or false]");
    }
    record.delete_seq = (*deleted)[0].get<Seq>();
    record.deleted = (*deleted)[1].get<bool>();
  }
  return record;
}

}  // namespace khaosan
