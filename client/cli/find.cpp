// find: the offices that answer on the local network.
#include "client/cli/commands.hpp"

namespace khaosan::client {

int run_find(Session& session) {
  std::vector<OfficeSeen> offices;
  if (session.ports().find_offices) offices = session.ports().find_offices();
  nlohmann::json rows = nlohmann::json::array();
  for (const OfficeSeen& office : offices) {
    session.say(office.url + "  " + office.name + (office.id.empty() ? "" : "  (" + office.id + ")"));
    rows.push_back({{"url", office.url}, {"name", office.name}, {"id", office.id}});
  }
  session.say(session.words(offices.empty() ? Text::find_none : Text::find_next));
  session.answer(nlohmann::json{{"offices", rows}});
  return exit_done;
}

}  // namespace khaosan::client
