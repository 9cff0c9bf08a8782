#include "shared/wire/change_json.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "shared/crypto/sha256.hpp"
#include "shared/wire/value_json.hpp"

namespace khaosan {

using nlohmann::json;

namespace {

json base_to_json(const Base& base) {
  if (!base.change.empty()) return base.change.text();
  return base.seq;
}

Result<Base> base_from_json(const json& from) {
  if (from.is_number_integer() && from.get<std::int64_t>() >= 0) return Base{from.get<std::int64_t>(), {}};
  if (!from.is_string()) return refuse(Code::bad_request, "a base is a seq or a change id");
  KHAOSAN_LET(change, ChangeId::parse(from.get_ref<const std::string&>()));
  return Base{0, change};
}

void put_unless_empty(json& object, const char* name, const std::string& text) {
  if (!text.empty()) object[name] = text;
}

json act_to_json(const Act& act) {
  json object = json::object();
  put_unless_empty(object, "verb", act.verb);
  put_unless_empty(object, "revision", act.revision);
  put_unless_empty(object, "comment", act.comment);
  put_unless_empty(object, "capacity", act.capacity);
  put_unless_empty(object, "order", act.order);
  put_unless_empty(object, "keep", act.keep);
  put_unless_empty(object, "text", act.text);
  return object;
}

Result<Act> act_from_json(const json& from) {
  if (!from.is_object()) return refuse(Code::bad_request, "act is missing");
  KHAOSAN_LET(verb, text_member(from, "verb"));
  return Act{verb,
             text_member_or(from, "revision", ""),
             text_member_or(from, "comment", ""),
             text_member_or(from, "capacity", ""),
             text_member_or(from, "order", ""),
             text_member_or(from, "keep", ""),
             text_member_or(from, "text", "")};
}

Done read_bases(const json& from, Bases& bases) {
  if (!from.is_object()) return refuse(Code::bad_request, "bases are an object");
  for (const auto& [name, member] : from.items()) {
    KHAOSAN_LET(base, base_from_json(member));
    bases.emplace(name, base);
  }
  return {};
}

}  // namespace

std::string change_payload(const Change& change) {
  json object = {{"v", envelope_version},
                 {"id", change.id.text()},
                 {"author", change.author.text()},
                 {"device", change.device.text()},
                 {"kind", change.kind},
                 {"record", change.record.text()},
                 {"op", op_name(change.op)},
                 {"written_at", iso_utc(change.written_at)},
                 {"epoch", change.epoch.text()},
                 {"schema", change.schema},
                 {"seen", base_to_json(change.seen)}};
  if (change.op == Op::put) {
    object["set"] = fields_to_json(change.set);
    json bases = json::object();
    for (const auto& [name, base] : change.bases) bases[name] = base_to_json(base);
    object["bases"] = std::move(bases);
  }
  if (change.op == Op::act) object["act"] = act_to_json(change.act);
  return canonical(object);
}

Result<Change> change_from_payload(std::string_view payload) {
  KHAOSAN_LET(object, parse_json(payload));
  if (!object.is_object()) return refuse(Code::bad_json, "a change is an object");
  KHAOSAN_LET(version, number_member(object, "v"));
  if (version != envelope_version)
    return refuse(Code::protocol_mismatch, "envelope " + std::to_string(version));
  Change change;
  KHAOSAN_LET(id, text_member(object, "id"));
  KHAOSAN_LET(change_id, ChangeId::parse(id));
  KHAOSAN_LET(author, text_member(object, "author"));
  KHAOSAN_LET(author_id, UserId::parse(author));
  KHAOSAN_LET(device, text_member(object, "device"));
  KHAOSAN_LET(device_id, DeviceId::parse(device));
  KHAOSAN_LET(kind, text_member(object, "kind"));
  KHAOSAN_LET(record, text_member(object, "record"));
  KHAOSAN_LET(record_id, RecordId::parse(record));
  KHAOSAN_LET(op, text_member(object, "op"));
  const auto known_op = op_named(op);
  if (!known_op) return refuse(Code::bad_request, "op " + op);
  KHAOSAN_LET(written_at, text_member(object, "written_at"));
  KHAOSAN_LET(instant, parse_iso_utc(written_at));
  KHAOSAN_LET(epoch, text_member(object, "epoch"));
  KHAOSAN_LET(epoch_id, EpochId::parse(epoch));
  KHAOSAN_LET(schema, number_member(object, "schema"));
  if (!object.contains("seen")) return refuse(Code::bad_request, "seen is missing");
  KHAOSAN_LET(seen, base_from_json(object["seen"]));
  change.id = change_id;
  change.author = author_id;
  change.device = device_id;
  change.kind = kind;
  change.record = record_id;
  change.op = *known_op;
  change.written_at = instant;
  change.epoch = epoch_id;
  change.schema = static_cast<int>(std::clamp<std::int64_t>(schema, 0, 1'000'000));
  change.seen = seen;
  if (change.op == Op::put) {
    if (!object.contains("set") || !object.contains("bases"))
      return refuse(Code::bad_request, "set or bases missing");
    KHAOSAN_LET(set, fields_from_json(object["set"]));
    change.set = std::move(set);
    KHAOSAN_TRY(read_bases(object["bases"], change.bases));
  }
  if (change.op == Op::act) {
    if (!object.contains("act")) return refuse(Code::bad_request, "act is missing");
    KHAOSAN_LET(act, act_from_json(object["act"]));
    change.act = std::move(act);
  }
  return change;
}

ChangeId id_in_payload(std::string_view payload) {
  const auto object = parse_json(payload.substr(0, payload.find('\t')));
  if (!object.ok() || !object->is_object()) return {};
  const auto id = ChangeId::parse(text_member_or(*object, "id", ""));
  return id.ok() ? *id : ChangeId{};
}

SealedChange seal(const Change& change) {
  SealedChange sealed;
  sealed.payload = change_payload(change);
  sealed.sha = sha256(sealed.payload);
  return sealed;
}

std::string push_line(const SealedChange& sealed) {
  json companion = json::object();
  if (sealed.signature) companion["signature"] = to_hex(*sealed.signature);
  if (!sealed.base_values.empty()) companion["base_values"] = fields_to_json(sealed.base_values);
  if (sealed.was_seq != 0) companion["was_seq"] = sealed.was_seq;
  if (!sealed.revision.empty()) companion["revision"] = sealed.revision;
  if (companion.empty()) return sealed.payload;
  return sealed.payload + "\t" + canonical(companion);
}

Result<SealedChange> sealed_from_line(std::string_view line) {
  SealedChange sealed;
  const auto tab = line.find('\t');  // canonical JSON holds no bare tab
  sealed.payload = line.substr(0, tab);
  sealed.sha = sha256(sealed.payload);
  if (tab == std::string_view::npos) return sealed;
  KHAOSAN_LET(companion, parse_json(line.substr(tab + 1)));
  if (!companion.is_object()) return refuse(Code::bad_json, "a companion is an object");
  if (const auto hex = text_member_or(companion, "signature", ""); !hex.empty()) {
    KHAOSAN_LET(bytes, from_hex(hex));
    if (bytes.size() != 64) return refuse(Code::bad_signature, "length");
    std::copy(bytes.begin(), bytes.end(), sealed.signature.emplace().begin());
  }
  if (companion.contains("base_values")) {
    KHAOSAN_LET(values, fields_from_json(companion["base_values"]));
    sealed.base_values = std::move(values);
  }
  sealed.was_seq = number_member_or(companion, "was_seq", 0);
  sealed.revision = text_member_or(companion, "revision", "");
  return sealed;
}

}  // namespace khaosan
