#include "client/net/http_office.hpp"
#include "client/net/office_url.hpp"
#include "shared/lan/lan.hpp"

namespace khaosan::client {
namespace {

constexpr std::size_t addresses_max = 8;  // tried one after the other

}  // namespace

OtherAddresses addresses_on_lan() {
  return [](const Sha256& spki_pin) {
    std::vector<std::string> urls;
    for (const FoundOffice& found : find_offices()) {
      if (found.office.id != lan_id(spki_pin) || urls.size() >= addresses_max) continue;
      const std::string url = "https://" + OfficeUrl{true, found.host, found.office.port}.place();
      if (parse_office_url(url).ok()) urls.push_back(url);
    }
    return urls;
  };
}

}  // namespace khaosan::client
