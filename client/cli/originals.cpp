// fetch, card: originals that are asked for, and what of a camera card is safe.
#include "client/cli/commands.hpp"
#include "client/cli/display.hpp"
#include "client/cli/progress.hpp"
#include "client/cli/stop_watch.hpp"
#include "client/cli/sync_report.hpp"
#include "shared/platform/files.hpp"

namespace khaosan::client {
namespace {

using nlohmann::json;

json fetched(Session& session, const FetchReport& report) {
  const Text text = report.already_there ? Text::fetch_here : Text::fetch_done;
  session.say(session.words(text, report.name, shown_bytes(static_cast<std::int64_t>(report.size_bytes))));
  return {{"media", report.media.text()},
          {"sha256", report.sha.hex()},
          {"file_name", report.name},
          {"size_bytes", report.size_bytes},
          {"already_there", report.already_there}};
}

Result<FetchReport> fetch_one(App& app, const std::string& typed, const SyncReporter& progress) {
  KHAOSAN_LET(media, id_typed(typed));
  return app.perform(FetchOriginal{media}, progress);
}

std::string_view office_word(AtOffice state) {
  switch (state) {
    case AtOffice::whole:
      return "whole";
    case AtOffice::missing:
      return "missing";
    case AtOffice::damaged:
      return "damaged";
    case AtOffice::unknown:
      break;
  }
  return "unknown";
}

Text office_text(AtOffice state) {
  switch (state) {
    case AtOffice::whole:
      return Text::card_at_office;
    case AtOffice::missing:
    case AtOffice::damaged:
      return Text::card_not_at_office;
    case AtOffice::unknown:
      break;
  }
  return Text::card_office_unknown;
}

json card_row(Session& session, const CardFileReport& file) {
  json row = {{"name", file.name},
              {"size_bytes", file.size_bytes},
              {"here", file.here},
              {"at_office", office_word(file.at_office)},
              {"media", nullptr}};
  if (!file.sha.empty()) row["sha256"] = file.sha.hex();
  if (file.media) row["media"] = file.media->text();
  if (file.fault) {
    session.explain(*file.fault, file.name);
    row.update(refusal_document(*file.fault));
    return row;
  }
  session.say("  " + session.words(file.here ? Text::card_here : Text::card_not_here) + " · " +
              session.words(office_text(file.at_office)) + "  " + file.name);
  return row;
}

// Why the card must not be erased, if so.
std::optional<Refusal> stays(const CardReport& report) {
  if (report.office_away) return report.office_away;
  if (report.may_be_erased()) return std::nullopt;
  return refuse(Code::card_stays,
                std::to_string(report.delivered()) + "/" + std::to_string(report.files.size()));
}

void say_verdict(Session& session, const CardReport& report) {
  const std::string all = std::to_string(report.files.size());
  if (report.of_camera > 0)
    session.say(session.words(Text::card_of_camera, std::to_string(report.of_camera)));
  session.say(session.words(Text::card_counts, all, std::to_string(report.here()),
                            std::to_string(report.delivered())));
  if (!report.empty.empty())
    session.say(session.words(Text::card_empty_files, std::to_string(report.empty.size())));
  if (const auto why = stays(report)) {
    session.explain(*why);
  } else {
    session.say(session.words(Text::card_may_be_erased));
  }
}

}  // namespace

int run_fetch(Session& session) {
  const auto app = session.app();
  if (!app.ok()) return session.refused(app.refusal());
  json rows = json::array();
  std::optional<Refusal> first_fault;
  ProgressLine line(session);
  StopWatch stop(session, Ending::by_force);
  for (const std::string& typed : session.args.words) {
    if (stop.asked()) break;
    const auto report = fetch_one(**app, typed, [&](const SyncProgress& progress) {
      line.show(progress);
      return !stop.asked();
    });
    line.clear();
    if (report.ok()) {
      rows.push_back(fetched(session, *report));
      continue;
    }
    if (stop.asked()) break;
    session.explain(report.refusal(), typed);
    json row = refusal_document(report.refusal());
    row["media"] = typed;
    rows.push_back(std::move(row));
    if (!first_fault) first_fault = report.refusal();
  }
  stop.over();
  if (stop.asked()) return say_stopped(session, json{{"files", std::move(rows)}});
  json document = first_fault ? refusal_document(*first_fault) : json::object();
  document["files"] = std::move(rows);
  session.answer(document);
  return first_fault ? exit_code_of(*first_fault) : exit_done;
}

int run_card(Session& session) {
  const auto app = session.app();
  if (!app.ok()) return session.refused(app.refusal());
  ProgressLine line(session);
  StopWatch stop(session, Ending::by_force);
  const auto report =
      (*app)->perform(CheckCard{path_from_utf8(session.args.folder)}, [&](const SyncProgress& progress) {
        line.show(progress);
        return !stop.asked();
      });
  stop.over();
  line.clear();
  if (!report.ok()) return session.refused(report.refusal());
  if (report->stopped) return say_stopped(session);
  json rows = json::array();
  for (const CardFileReport& file : report->files) rows.push_back(card_row(session, file));
  say_verdict(session, *report);
  json document = {{"files", std::move(rows)},         {"of_camera", report->of_camera},
                   {"empty", report->empty},           {"here", report->here()},
                   {"at_office", report->delivered()}, {"may_be_erased", report->may_be_erased()}};
  if (const auto why = stays(*report)) document.update(refusal_document(*why));
  session.answer(document);
  return report->may_be_erased() ? exit_done : exit_refused;
}

}  // namespace khaosan::client
