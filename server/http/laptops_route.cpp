// GET /api/v1/laptops: the laptops of the office that have not delivered what they have, or were silent long.
#include "server/http/api.hpp"
#include "server/logic/radar.hpp"
#include "shared/wire/radar_json.hpp"

namespace khaosan::server {

void add_laptops(Routes& routes, const ApiParts& parts, const Authenticated& who) {
  routes.route(RequestClass::api, "GET", "/api/v1/laptops",
               who.office([&store = parts.store, &clock = parts.clock](
                              HttpRequest&, const Caller&) -> Result<HttpResponse> {
                 Radar waited;
                 KHAOSAN_TRY(store.read([&](StoreReader& reader) -> Done {
                   KHAOSAN_LET(all, radar(reader, clock.now()));
                   waited = std::move(all);
                   return {};
                 }));
                 std::erase_if(waited.laptops,
                               [](const LaptopStanding& laptop) { return !laptop.is_waited_for(); });
                 return HttpResponse::json(radar_text(waited));
               }));
}

}  // namespace khaosan::server
