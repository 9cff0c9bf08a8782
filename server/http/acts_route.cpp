// POST /api/v1/acts: a command of a person with a token. With a change id of the caller's own it is answered
// once, however often it is sent.
#include <nlohmann/json.hpp>

#include "server/http/api.hpp"
#include "server/http/limits.hpp"
#include "server/logic/records.hpp"
#include "shared/wire/value_json.hpp"

namespace khaosan::server {
namespace {

using nlohmann::json;

constexpr std::size_t id_time_bytes = 6;

// The time within a UUIDv7. The same id gives the same change byte for byte, so that a repetition is one.
Instant time_of(const ChangeId& id) {
  std::int64_t unix_ms = 0;
  for (std::size_t i = 0; i < id_time_bytes; ++i) unix_ms = (unix_ms << 8U) | id.uuid.bytes[i];
  return Instant{unix_ms};
}

Done check_sizes(const Act& act) {
  for (const std::string* text :
       {&act.verb, &act.revision, &act.comment, &act.capacity, &act.order, &act.keep}) {
    if (text->size() > comment_bytes_max) return refuse(Code::too_long, "act");
  }
  return {};
}

Result<Act> act_from(const json& body) {
  Act act;
  KHAOSAN_LET(verb, text_member(body, "verb"));
  act.verb = std::move(verb);
  act.revision = text_member_or(body, "revision", "");
  act.comment = text_member_or(body, "comment", "");
  act.capacity = text_member_or(body, "capacity", "");
  act.order = text_member_or(body, "order", "");
  act.keep = text_member_or(body, "keep", "");
  act.text = text_member_or(body, "text", "");
  KHAOSAN_TRY(check_sizes(act));
  return act;
}

Result<Change> change_from(const json& body, const Account& author, Instant now) {
  if (!body.is_object()) return refuse(Code::bad_request, "an object is needed");
  Change change;
  change.id = ChangeId{new_uuid(now)};
  if (body.contains("change")) {
    KHAOSAN_LET(text, text_member(body, "change"));
    KHAOSAN_LET(id, ChangeId::parse(text));
    change.id = id;
  }
  KHAOSAN_LET(kind, text_member(body, "kind"));
  KHAOSAN_LET(record_text, text_member(body, "id"));
  KHAOSAN_LET(record, RecordId::parse(record_text));
  KHAOSAN_LET(act, act_from(body));
  change.author = author.id;
  change.kind = std::move(kind);
  change.record = record;
  change.op = Op::act;
  change.written_at = time_of(change.id);
  change.act = std::move(act);
  return change;
}

HttpResponse answer_of(const ChangeAnswer& answer) {
  return HttpResponse::json(canonical(
      json{{"change", answer.id.text()}, {"outcome", outcome_name(answer.outcome)}, {"seq", answer.seq}}));
}

}  // namespace

void add_acts(Routes& routes, const ApiParts& parts, const Authenticated& who) {
  routes.route(RequestClass::api, "POST", "/api/v1/acts",
               who.account([&desk = parts.desk, &clock = parts.clock](
                               HttpRequest& request, const Account& account) -> Result<HttpResponse> {
                 KHAOSAN_LET(body, parse_json(request.body));
                 KHAOSAN_LET(change, change_from(body, account, clock.now()));
                 KHAOSAN_LET(answer, desk.act(account, change));
                 return answer_of(answer);
               }));
}

}  // namespace khaosan::server
