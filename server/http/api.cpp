#include "server/http/api.hpp"

#include <algorithm>

namespace khaosan::server {

bool has_content_type(const HttpRequest& request, std::string_view type) {
  std::string_view given = request.header("content-type");
  given = given.substr(0, given.find(';'));
  while (given.ends_with(' ')) given.remove_suffix(1);
  const auto same = [](char left, char right) {
    return (left >= 'A' && left <= 'Z' ? static_cast<char>(left - 'A' + 'a') : left) == right;
  };
  return std::equal(given.begin(), given.end(), type.begin(), type.end(), same);
}

void add_api(GuardedServer& server, const ApiParts& parts, const ApiDoor& door) {
  Routes routes(server, parts.metrics);
  const Authenticated who(parts.accounts, door.doorman);
  add_pair_start(routes, parts, door);
  add_pair_finish(routes, parts, door);
  add_sign_in(routes, parts, door);
  add_hello(routes, parts, who);
  add_push(routes, parts, who);
  add_pull(routes, parts, who);
  add_history(routes, parts, who);
  add_acts(routes, parts, who);
  add_records(routes, parts, who);
  add_files(routes, parts, who);
  add_shelf(routes, parts, who);
  add_laptops(routes, parts, who);
  add_tus(routes, parts, who);
  add_quarantine(routes, parts, who);
  add_health(routes, parts, door);
}

}  // namespace khaosan::server
