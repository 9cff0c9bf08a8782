// POST /api/v1/sync/pull: one page of records above the cursor, compressed.
#include <algorithm>

#include "server/http/api.hpp"
#include "shared/wire/sync_json.hpp"

namespace khaosan::server {

void add_pull(Routes& routes, const ApiParts& parts, const Authenticated& who) {
  routes.route(
      RequestClass::sync, "POST", "/api/v1/sync/pull",
      who.device([&desk = parts.desk](HttpRequest& request, const Device& device) -> Result<HttpResponse> {
        KHAOSAN_LET(message, pull_from_text(request.body));
        message.max_bytes = std::clamp<std::int64_t>(message.max_bytes, 1, pull_page_bytes_max);
        KHAOSAN_LET(page, desk.pull(device, message));
        HttpResponse response;
        response.content_type = zstd_type;
        response.body = compress(pull_page_text(page));
        return response;
      }));
}

}  // namespace khaosan::server
