// GET /healthz and /metrics.
#include "server/http/api.hpp"
#include "shared/platform/clock.hpp"

namespace khaosan::server {
namespace {

std::uint64_t file_bytes(const Path& path) {
  const auto info = file_info(path);
  return info.ok() ? info->size_bytes : 0;
}

Gauges gauges_of(const ApiParts& parts, const ApiDoor& door) {
  Gauges gauges;
  gauges.uptime_ms = monotonic_ms() - door.started_ms;
  const Done read = parts.store.read([&](StoreReader& reader) -> Done {
    gauges.journal_head = reader.head();
    return {};
  });
  if (!read.ok()) gauges.journal_head = -1;
  gauges.store_bytes =
      file_bytes(parts.data_folder / "store.db") + file_bytes(parts.data_folder / "store.db-wal");
  const auto free_bytes = free_space_bytes(parts.data_folder);
  gauges.free_bytes = free_bytes.ok() ? *free_bytes : 0;
  gauges.open_uploads = parts.uploads.open_count();
  return gauges;
}

}  // namespace

void add_health(Routes& routes, const ApiParts& parts, const ApiDoor& door) {
  routes.route(RequestClass::health, "GET", "/healthz",
               [&store = parts.store](HttpRequest&) -> Result<HttpResponse> {
                 KHAOSAN_TRY(store.read([](StoreReader&) { return Done(); }));
                 HttpResponse response;
                 response.body = "ok\n";
                 response.headers.emplace_back("Cache-Control", "no-store");
                 return response;
               });
  routes.route(RequestClass::health, "GET", "/metrics", [parts, door](HttpRequest&) -> Result<HttpResponse> {
    HttpResponse response;
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    response.body = parts.metrics.prometheus_text(gauges_of(parts, door));
    return response;
  });
}

}  // namespace khaosan::server
