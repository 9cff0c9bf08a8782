// POST /api/v1/pair/start: the server proves first that it knows the code.
#include "server/http/api.hpp"
#include "shared/platform/clock.hpp"
#include "shared/wire/pairing_json.hpp"

namespace khaosan::server {

void add_pair_start(Routes& routes, const ApiParts& parts, const ApiDoor& door) {
  routes.route(RequestClass::pairing, "POST", "/api/v1/pair/start",
               [&accounts = parts.accounts, &guesses = door.guesses,
                spki = parts.own_spki](HttpRequest& request) -> Result<HttpResponse> {
                 KHAOSAN_TRY(guesses.take(request.remote_address(), monotonic_ms()));
                 KHAOSAN_LET(message, pair_start_from_text(request.body));
                 KHAOSAN_LET(offer, accounts.pair_start(message, spki));
                 return HttpResponse::json(pair_offer_text(offer));
               });
}

}  // namespace khaosan::server
