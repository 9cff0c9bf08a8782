// history: what happened to one record, oldest first.
#include "client/cli/commands.hpp"
#include "client/cli/shown.hpp"

namespace khaosan::client {
namespace {

using nlohmann::json;

Text state_text(const std::string& state) {
  if (state == "pending") return Text::history_pending;
  if (state == "refused") return Text::history_refused;
  if (state == "kept") return Text::history_kept;
  return Text::history_office;
}

void print_entry(Session& session, Names& names, const HistoryEntry& entry) {
  const std::string detail = entry.detail.empty() ? "" : ": " + entry.detail;
  session.say(shown_instant(session.args.lang, entry.at) + "  " + names.of("user", entry.by) + "  " +
              verb_text(session.args.lang, entry.what) + detail + "  [" +
              session.words(state_text(entry.state)) + "]");
}

Result<json> read_history(Session& session) {
  KHAOSAN_LET(kind, kind_named(session.args.kind));
  static_cast<void>(kind);
  KHAOSAN_LET(id, id_typed(session.args.id));
  KHAOSAN_LET(app, session.app(HomeUse::reads));
  KHAOSAN_LET(entries, app->history(session.args.kind, id, session.args.office));
  json rows = json::array();
  Names names(*app, session.args.lang);
  for (const HistoryEntry& entry : entries) {
    print_entry(session, names, entry);
    rows.push_back({{"at", iso_utc(entry.at)},
                    {"by", entry.by},
                    {"what", entry.what},
                    {"detail", entry.detail},
                    {"state", entry.state}});
  }
  if (entries.empty()) session.say(session.words(Text::history_empty));
  return json{{"kind", session.args.kind}, {"id", id.text()}, {"entries", std::move(rows)}};
}

}  // namespace

int run_history(Session& session) {
  const auto document = read_history(session);
  if (!document.ok()) return session.refused(document.refusal());
  session.answer(*document);
  return exit_done;
}

}  // namespace khaosan::client
