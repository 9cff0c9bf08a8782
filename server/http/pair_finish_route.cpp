// POST /api/v1/pair/finish: the laptop proves that it knows the code, and is enrolled.
#include "server/http/api.hpp"
#include "shared/platform/clock.hpp"
#include "shared/wire/pairing_json.hpp"

namespace khaosan::server {

void add_pair_finish(Routes& routes, const ApiParts& parts, const ApiDoor& door) {
  routes.route(RequestClass::pairing, "POST", "/api/v1/pair/finish",
               [&accounts = parts.accounts, &guesses = door.guesses,
                spki = parts.own_spki](HttpRequest& request) -> Result<HttpResponse> {
                 KHAOSAN_TRY(guesses.take(request.remote_address(), monotonic_ms()));
                 KHAOSAN_LET(message, pair_finish_from_text(request.body));
                 KHAOSAN_LET(enrolment, accounts.pair_finish(message, spki));
                 return HttpResponse::json(enrolment_text(enrolment));
               });
}

}  // namespace khaosan::server
