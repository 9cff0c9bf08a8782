// GET /api/v1/records/KIND[?limit=N&after=ID] and /api/v1/records/KIND/ID: records as the sync sends them.
#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "server/http/api.hpp"
#include "server/http/limits.hpp"
#include "shared/schema/kinds.hpp"
#include "shared/wire/record_json.hpp"
#include "shared/wire/value_json.hpp"

namespace khaosan::server {
namespace {

Result<std::string> kind_of(const HttpRequest& request) {
  std::string kind(request.path_parameter("kind"));
  if (find_kind(kind) == nullptr) return refuse(Code::unknown_kind, kind);
  return kind;
}

Result<std::size_t> limit_of(const HttpRequest& request) {
  const std::string_view text = request.parameter("limit");
  std::int64_t limit = list_records_default;
  if (!text.empty()) {
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), limit);
    if (fault != std::errc() || end != text.data() + text.size() || limit < 1) {
      return refuse(Code::bad_value, "limit");
    }
  }
  return static_cast<std::size_t>(std::min(limit, list_records_max));
}

Result<RecordId> after_of(const HttpRequest& request) {
  const std::string_view text = request.parameter("after");
  if (text.empty()) return RecordId{};
  return RecordId::parse(text);
}

// Those after `after`, by id, so that a page never misses or repeats what stood still.
std::string page_text(std::vector<Record> records, RecordId after, std::size_t limit) {
  std::erase_if(records, [&](const Record& record) { return record.deleted || record.id <= after; });
  std::sort(records.begin(), records.end(),
            [](const Record& left, const Record& right) { return left.id < right.id; });
  const bool more = records.size() > limit;
  if (more) records.erase(records.begin() + static_cast<std::ptrdiff_t>(limit), records.end());
  std::string text = R"({"next":)";
  text += more ? '"' + records.back().id.text() + '"' : "null";
  text += R"(,"records":[)";
  for (std::size_t i = 0; i < records.size(); ++i) text += (i == 0 ? "" : ",") + record_line(records[i]);
  return text + "]}";
}

Result<HttpResponse> list(Store& store, const HttpRequest& request) {
  KHAOSAN_LET(kind, kind_of(request));
  KHAOSAN_LET(limit, limit_of(request));
  KHAOSAN_LET(after, after_of(request));
  std::string text;
  KHAOSAN_TRY(store.read([&, &kind = kind, &limit = limit, &after = after](StoreReader& reader) -> Done {
    KHAOSAN_LET(records, reader.all(kind));
    text = page_text(std::move(records), after, limit);
    return {};
  }));
  return HttpResponse::json(std::move(text));
}

Result<HttpResponse> one(Store& store, const HttpRequest& request) {
  KHAOSAN_LET(kind, kind_of(request));
  KHAOSAN_LET(id, RecordId::parse(request.path_parameter("id")));
  std::string text;
  KHAOSAN_TRY(store.read([&, &kind = kind, &id = id](StoreReader& reader) -> Done {
    KHAOSAN_LET(record, reader.record(kind, id));
    if (!record) return refuse(Code::unknown_record, id.text());
    text = record_line(*record);
    return {};
  }));
  return HttpResponse::json(std::move(text));
}

}  // namespace

void add_records(Routes& routes, const ApiParts& parts, const Authenticated& who) {
  routes.route(RequestClass::api, "GET", "/api/v1/records/:kind",
               who.office([&store = parts.store](HttpRequest& request, const Caller&) {
                 return list(store, request);
               }));
  routes.route(RequestClass::api, "GET", "/api/v1/records/:kind/:id",
               who.office([&store = parts.store](HttpRequest& request, const Caller&) {
                 return one(store, request);
               }));
}

}  // namespace khaosan::server
