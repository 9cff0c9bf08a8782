// GET /api/v1/history/KIND/ID: what happened to one record, oldest first.
#include <nlohmann/json.hpp>

#include "server/http/api.hpp"
#include "server/logic/radar.hpp"
#include "shared/schema/kinds.hpp"
#include "shared/wire/radar_json.hpp"
#include "shared/wire/value_json.hpp"

namespace khaosan::server {
namespace {

using nlohmann::json;

std::string name_of_user(StoreReader& reader, UserId user) {
  if (user.empty()) return "";
  if (user == administrator_at_server) return std::string(administrator_name_th);
  const auto account = reader.account(user);
  return account.ok() && *account ? (*account)->display_name : user.text();
}

std::string names_of(const json& object) {
  std::string names;
  for (const auto& [name, value] : object.items()) names += (names.empty() ? "" : ", ") + name;
  return names;
}

// A command's comment, else the names of the fields that were set. The values themselves may be personal data
// and are read from the record.
std::string detail_of(const JournalRow& row) {
  const auto submitted = parse_json(row.submitted.empty() ? row.resulted : row.submitted);
  if (!submitted.ok() || !submitted->is_object()) return "";
  if (const auto comment = text_member_or(*submitted, "comment", ""); !comment.empty()) return comment;
  for (const char* part : {"act", "set"}) {
    if (!submitted->contains(part) || !(*submitted)[part].is_object()) continue;
    const json& inner = (*submitted)[part];
    return part == std::string_view("act") ? text_member_or(inner, "comment", "") : names_of(inner);
  }
  return row.type == "act" ? "" : names_of(*submitted);
}

json entry_of(StoreReader& reader, const JournalRow& row) {
  return {{"seq", row.seq},   {"at", iso_utc(row.at)},    {"by", name_of_user(reader, row.author)},
          {"what", row.what}, {"capacity", row.capacity}, {"detail", detail_of(row)}};
}

// Whether the record as it is now has come to a laptop of the one who made it; null where nobody did.
Result<json> reach_of_writer(StoreReader& reader, const std::string& kind, RecordId id) {
  KHAOSAN_LET(record, reader.record(kind, id));
  KHAOSAN_LET(maker, reader.maker_of(kind, id));
  if (!record || maker.author.empty() || maker.author == administrator_at_server) return json();
  KHAOSAN_LET(reach, has_reached(reader, *record, maker.author));
  return json{{"user", name_of_user(reader, maker.author)}, {"laptop", reach_name(reach)}};
}

}  // namespace

void add_history(Routes& routes, const ApiParts& parts, const Authenticated& who) {
  routes.route(
      RequestClass::api, "GET", "/api/v1/history/:kind/:id",
      who.office([&store = parts.store](HttpRequest& request, const Caller&) -> Result<HttpResponse> {
        const std::string kind(request.path_parameter("kind"));
        if (find_kind(kind) == nullptr) return refuse(Code::unknown_kind, kind);
        KHAOSAN_LET(id, RecordId::parse(request.path_parameter("id")));
        json entries = json::array();
        json reach = nullptr;
        KHAOSAN_TRY(store.read([&](StoreReader& reader) -> Done {
          KHAOSAN_LET(rows, reader.journal_of_record(kind, id));
          for (const JournalRow& row : rows) entries.push_back(entry_of(reader, row));
          KHAOSAN_LET(told, reach_of_writer(reader, kind, id));
          reach = std::move(told);
          return {};
        }));
        if (entries.empty()) return refuse(Code::unknown_record, id.text());
        return HttpResponse::json(canonical(json{{"entries", entries}, {"reach", reach}}));
      }));
}

}  // namespace khaosan::server
