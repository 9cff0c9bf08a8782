// sync, status, check: where this laptop stands with its office.
#include "client/cli/sync_report.hpp"

#include <array>

#include "client/cli/commands.hpp"
#include "client/cli/display.hpp"
#include "client/cli/progress.hpp"
#include "client/cli/refused.hpp"
#include "client/cli/shown.hpp"
#include "client/cli/stop_watch.hpp"

namespace khaosan::client {
namespace {

using nlohmann::json;

void print_summary(Session& session, const SyncReport& report) {
  session.say(session.words(report.complete ? Text::sync_done : Text::sync_incomplete));
  session.say(session.words(Text::sync_counts, std::to_string(report.sent_changes),
                            std::to_string(report.sent_files), std::to_string(report.received_records),
                            std::to_string(report.received_renditions)));
  if (report.office_restored) session.say(session.words(Text::sync_office_restored));
  if (!report.waits_for_laptops.empty())
    session.say(session.words(Text::sync_waits_for_laptops, report.waits_for_laptops));
  if (report.mended_files > 0)
    session.say(session.words(Text::sync_mended, std::to_string(report.mended_files)));
  if (report.clock_gap)
    session.remark(session.words(Text::sync_clock_gap,
                                 shown_instant(session.args.lang, report.clock_gap->here),
                                 shown_instant(session.args.lang, report.clock_gap->office)));
  if (report.merged_changes > 0)
    session.say(session.words(Text::sync_merged, std::to_string(report.merged_changes)));
  if (report.new_conflicts > 0)
    session.say(session.words(Text::sync_conflicts, std::to_string(report.new_conflicts)));
  if (report.conflicts_of_others > 0)
    session.say(session.words(Text::sync_conflicts_of_others, std::to_string(report.conflicts_of_others)));
}

std::string damaged_names(const StatusReport& status) {
  std::string names;
  for (const DamagedFile& file : status.damaged_files) names += (names.empty() ? "" : ", ") + file.name;
  return names;
}

Result<StatusReport> read_status(Session& session) {
  KHAOSAN_LET(app, session.app(HomeUse::reads));
  return app->status();
}

void print_status(Session& session, const StatusReport& status) {
  const auto row = [&](Text label, const std::string& value) {
    constexpr std::size_t label_columns = 30;
    session.say(padded(session.words(label), label_columns) + value);
  };
  const auto number = [](std::int64_t count) { return std::to_string(count); };
  row(Text::status_office,
      status.paired ? status.office + " (" + status.url + ")" : session.words(Text::status_not_paired));
  row(Text::status_user, status.user_name.empty() ? "-" : status.user_name);
  row(Text::status_changes, number(status.pending_changes));
  row(Text::status_commands, number(status.waiting_commands));
  row(Text::status_files, session.words(Text::files_and_bytes, number(status.pending_files),
                                        shown_bytes(status.pending_file_bytes)));
  row(Text::status_damaged, number(static_cast<std::int64_t>(status.damaged_files.size())));
  row(Text::status_only_here,
      session.words(Text::only_here_counts, number(status.changes_only_here), number(status.files_only_here),
                    shown_bytes(status.file_bytes_only_here)));
  row(Text::status_conflicts, number(status.open_conflicts));
  row(Text::status_likenesses, number(status.open_likenesses));
  row(Text::status_refused, number(status.refused));
  row(Text::status_last_sync, status.last_sync ? shown_instant(session.args.lang, *status.last_sync)
                                               : session.words(Text::status_never));
  row(Text::status_cursor, number(status.cursor));
  if (!status.damaged_files.empty())
    session.say(session.words(Text::status_see_damaged, damaged_names(status)));
  if (status.open_conflicts > 0) session.say(session.words(Text::status_see_conflicts));
  if (status.open_likenesses > 0) session.say(session.words(Text::status_see_likenesses));
  if (status.refused > 0) session.say(session.words(Text::status_see_refused));
}

Result<CheckReport> read_check(Session& session) {
  KHAOSAN_LET(app, session.app(HomeUse::reads));
  return app->check();
}

}  // namespace

std::string shown_bytes(std::int64_t bytes) {
  constexpr std::int64_t step = 1000;
  constexpr std::int64_t tenth = 10;
  std::int64_t unit = 1;
  std::size_t name = 0;
  constexpr std::array<std::string_view, 5> names = {"B", "kB", "MB", "GB", "TB"};
  while (bytes / unit >= step && name + 1 < names.size()) {
    unit *= step;
    ++name;
  }
  std::string text = std::to_string(bytes / unit);
  if (unit > 1) text += "." + std::to_string(bytes % unit * tenth / unit);
  return text + " " + std::string(names[name]);
}

json sync_document(const SyncReport& report) {
  json refused = json::array();
  for (const RefusedChange& change : report.refused) refused.push_back(refused_row(change));
  json document = {{"complete", report.complete},
                   {"sent_changes", report.sent_changes},
                   {"merged_changes", report.merged_changes},
                   {"sent_files", report.sent_files},
                   {"sent_renditions", report.sent_renditions},
                   {"mended_files", report.mended_files},
                   {"received_records", report.received_records},
                   {"received_renditions", report.received_renditions},
                   {"new_conflicts", report.new_conflicts},
                   {"conflicts_of_others", report.conflicts_of_others},
                   {"office_restored", report.office_restored},
                   {"waits_for_laptops", report.waits_for_laptops},
                   {"clock_gap", nullptr},
                   {"refused", std::move(refused)}};
  if (report.clock_gap)
    document["clock_gap"] = {{"here", iso_utc(report.clock_gap->here)},
                             {"office", iso_utc(report.clock_gap->office)}};
  if (report.refused.empty()) return document;
  for (const char* member : {"error", "detail", "en", "th"})
    document[member] = document["refused"][0][member];
  return document;
}

int finish_sync(Session& session, const SyncReport& report) {
  if (report.stopped) return say_stopped(session);
  print_summary(session, report);
  for (const RefusedChange& change : report.refused) print_refused(session, change, &Session::remark);
  if (!report.refused.empty()) session.say(session.words(Text::status_see_refused));
  if (!report.complete && report.refused.empty()) session.remark(session.words(Text::sync_incomplete));
  session.answer(sync_document(report));
  return report.complete && report.refused.empty() ? exit_done : exit_refused;
}

json status_document(const StatusReport& status) {
  json damaged = json::array();
  for (const DamagedFile& file : status.damaged_files)
    damaged.push_back({{"media", file.media.text()}, {"file_name", file.name}});
  json document = {{"paired", status.paired},
                   {"office", status.office},
                   {"url", status.url},
                   {"user_name", status.user_name},
                   {"pending_changes", status.pending_changes},
                   {"waiting_commands", status.waiting_commands},
                   {"pending_files", status.pending_files},
                   {"pending_file_bytes", status.pending_file_bytes},
                   {"damaged_files", std::move(damaged)},
                   {"changes_only_here", status.changes_only_here},
                   {"files_only_here", status.files_only_here},
                   {"file_bytes_only_here", status.file_bytes_only_here},
                   {"refused", status.refused},
                   {"open_conflicts", status.open_conflicts},
                   {"open_likenesses", status.open_likenesses},
                   {"cursor", status.cursor},
                   {"last_sync", nullptr}};
  if (status.last_sync) document["last_sync"] = iso_utc(*status.last_sync);
  return document;
}

int run_sync(Session& session) {
  const auto app = session.app();
  if (!app.ok()) return session.refused(app.refusal());
  ProgressLine line(session);
  StopWatch stop(session, Ending::by_force);
  const auto report = (*app)->perform(Sync{}, [&](const SyncProgress& progress) {
    line.show(progress);
    return !stop.asked();
  });
  stop.over();
  line.clear();
  if (!report.ok()) return session.refused(report.refusal());
  return finish_sync(session, *report);
}

int run_status(Session& session) {
  const auto status = read_status(session);
  if (!status.ok()) return session.refused(status.refusal());
  if (!session.speaks_json()) print_status(session, *status);
  session.answer(status_document(*status));
  return exit_done;
}

int run_check(Session& session) {
  const auto report = read_check(session);
  if (!report.ok()) return session.refused(report.refusal());
  session.say(
      session.words(Text::check_counts, std::to_string(report->records), std::to_string(report->files)));
  for (const std::string& fault : report->faults) session.remark(fault);
  json document = json::object();
  if (!report->faults.empty()) {
    const Refusal damaged = refuse(Code::store_damaged, report->faults.front());
    session.explain(damaged);
    document = refusal_document(damaged);
  }
  document["records"] = report->records;
  document["files"] = report->files;
  document["faults"] = report->faults;
  session.answer(document);
  if (report->faults.empty()) session.say(session.words(Text::check_whole));
  return report->faults.empty() ? exit_done : exit_refused;
}

}  // namespace khaosan::client
