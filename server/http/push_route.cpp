// POST /api/v1/sync/push: sealed changes, compressed both ways.
#include "server/http/api.hpp"
#include "shared/wire/sync_json.hpp"

namespace khaosan::server {

void add_push(Routes& routes, const ApiParts& parts, const Authenticated& who) {
  routes.route(RequestClass::sync, "POST", "/api/v1/sync/push",
               who.device([&desk = parts.desk, &eraser = parts.eraser](
                              HttpRequest& request, const Device& device) -> Result<HttpResponse> {
                 if (!has_content_type(request, zstd_type)) {
                   return refuse(Code::wrong_content_type, std::string(zstd_type));
                 }
                 KHAOSAN_LET(text, expand(request.body));
                 KHAOSAN_LET(message, push_from_text(text));
                 KHAOSAN_TRY(eraser.take_over(message.erased));
                 KHAOSAN_LET(answer, desk.push(device, message));
                 HttpResponse response;
                 response.content_type = zstd_type;
                 response.body = compress(push_answer_text(answer));
                 return response;
               }));
}

}  // namespace khaosan::server
