// POST /api/v1/sign-in: a user proves the password on a paired laptop and leaves the key decisions are signed
// by.
#include "server/http/api.hpp"
#include "shared/platform/clock.hpp"
#include "shared/wire/pairing_json.hpp"

namespace khaosan::server {

void add_sign_in(Routes& routes, const ApiParts& parts, const ApiDoor& door) {
  const Authenticated who(parts.accounts, door.doorman);
  routes.route(RequestClass::pairing, "POST", "/api/v1/sign-in",
               who.device([&accounts = parts.accounts, &guesses = door.guesses](
                              HttpRequest& request, const Device& device) -> Result<HttpResponse> {
                 // For the laptop, not the address: many laptops may stand behind one address.
                 KHAOSAN_TRY(guesses.take(device.id.text(), monotonic_ms()));
                 KHAOSAN_LET(message, sign_in_from_text(request.body));
                 KHAOSAN_LET(signed_in, accounts.sign_in(device, message));
                 return HttpResponse::json(signed_in_text(signed_in));
               }));
}

}  // namespace khaosan::server
