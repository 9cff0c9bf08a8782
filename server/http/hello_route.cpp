// POST /api/v1/sync/hello: a round begins.
#include "server/http/api.hpp"
#include "shared/wire/sync_json.hpp"

namespace khaosan::server {

void add_hello(Routes& routes, const ApiParts& parts, const Authenticated& who) {
  routes.route(
      RequestClass::sync, "POST", "/api/v1/sync/hello",
      who.device([&desk = parts.desk](HttpRequest& request, const Device& device) -> Result<HttpResponse> {
        KHAOSAN_LET(message, hello_from_text(request.body));
        KHAOSAN_LET(answer, desk.hello(device, message));
        return HttpResponse::json(hello_answer_text(answer));
      }));
}

}  // namespace khaosan::server
