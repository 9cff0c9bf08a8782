// POST /api/v1/quarantine/changes: what a laptop that was shut out leaves. Nothing of the office goes out.
#include "server/http/api.hpp"
#include "shared/wire/sync_json.hpp"

namespace khaosan::server {

void add_quarantine(Routes& routes, const ApiParts& parts, const Authenticated& who) {
  routes.route(
      RequestClass::sync, "POST", "/api/v1/quarantine/changes",
      who.shut_out([&desk = parts.desk](HttpRequest& request, const Device& device) -> Result<HttpResponse> {
        if (!has_content_type(request, zstd_type)) {
          return refuse(Code::wrong_content_type, std::string(zstd_type));
        }
        KHAOSAN_LET(text, expand(request.body));
        KHAOSAN_LET(message, push_from_text(text));
        KHAOSAN_LET(answer, desk.quarantine(device, message.changes));
        HttpResponse response;
        response.body = quarantined_text(answer);
        return response;
      }));
}

}  // namespace khaosan::server
