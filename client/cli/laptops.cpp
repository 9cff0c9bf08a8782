// laptops: those of the office that have work which has not arrived, or were not seen for long.
#include <nlohmann/json.hpp>

#include "client/cli/commands.hpp"
#include "client/cli/shown.hpp"
#include "client/cli/sync_report.hpp"

namespace khaosan::client {
namespace {

using nlohmann::json;

std::string standing_line(Session& session, const LaptopStanding& laptop) {
  std::string line = laptop.name + " · " + laptop.user + " · ";
  line += laptop.last_seen
              ? session.words(Text::laptop_seen, shown_instant(session.args.lang, *laptop.last_seen))
              : session.words(Text::laptop_never_seen);
  if (laptop.is_silent)
    line += " · " + session.words(Text::laptop_silent, std::to_string(laptop.silent_days));
  return line;
}

json laptop_row(const LaptopStanding& laptop) {
  json row = {{"device", laptop.device.text()},
              {"name", laptop.name},
              {"user", laptop.user},
              {"last_seen", laptop.last_seen ? json(iso_utc(*laptop.last_seen)) : json()},
              {"silent_days", laptop.silent_days},
              {"silent", laptop.is_silent},
              {"unsent_changes", nullptr},
              {"unsent_files", nullptr},
              {"oldest_unsent", nullptr}};
  if (!laptop.unsent) return row;
  row["unsent_changes"] = laptop.unsent->changes;
  row["unsent_files"] = laptop.unsent->files;
  if (laptop.unsent->oldest.unix_ms > 0) row["oldest_unsent"] = iso_utc(laptop.unsent->oldest);
  return row;
}

}  // namespace

int run_laptops(Session& session) {
  const auto app = session.app(HomeUse::reads);
  if (!app.ok()) return session.refused(app.refusal());
  const auto radar = (*app)->perform(AskLaptops{});
  if (!radar.ok()) return session.refused(radar.refusal());
  json rows = json::array();
  for (const LaptopStanding& laptop : radar->laptops) {
    session.say(standing_line(session, laptop));
    if (laptop.has_unsent()) {
      session.say("  " + session.words(Text::laptop_unsent, std::to_string(laptop.unsent->changes),
                                       std::to_string(laptop.unsent->files),
                                       shown_bytes(laptop.unsent->file_bytes)));
      if (laptop.unsent->oldest.unix_ms > 0)
        session.say("  " + session.words(Text::laptop_oldest,
                                         shown_instant(session.args.lang, laptop.unsent->oldest)));
    }
    rows.push_back(laptop_row(laptop));
  }
  if (radar->laptops.empty())
    session.say(session.words(Text::laptops_none, std::to_string(radar->silent_days)));
  session.answer(json{{"silent_days", radar->silent_days}, {"laptops", std::move(rows)}});
  return exit_done;
}

}  // namespace khaosan::client
