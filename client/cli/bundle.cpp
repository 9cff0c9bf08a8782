// bundle write, bundle read: what goes and comes on a USB stick.
#include "client/cli/commands.hpp"
#include "client/cli/display.hpp"
#include "client/cli/progress.hpp"
#include "client/cli/refused.hpp"
#include "client/cli/shown.hpp"
#include "client/cli/stop_watch.hpp"
#include "client/cli/sync_report.hpp"
#include "shared/stick/stick_folder.hpp"

namespace khaosan::client {
namespace {

using nlohmann::json;

json written_document(const BundleReport& report) {
  json skipped = json::array();
  for (const RefusedChange& file : report.skipped_files) skipped.push_back(refused_row(file));
  return {{"changes", report.changes},       {"records", report.records},     {"files", report.files},
          {"file_bytes", report.file_bytes}, {"left_open", report.left_open}, {"parts", report.parts},
          {"skipped", std::move(skipped)}};
}

json read_document(const BundleInReport& report) {
  json refused = json::array();
  for (const auto& [part, why] : report.refused) {
    json row = refusal_document(why);
    row["part"] = part;
    refused.push_back(std::move(row));
  }
  return {{"office", report.office},
          {"answer", report.answer ? sync_document(*report.answer) : json()},
          {"shared_records", report.shared_records},
          {"shared_files", report.shared_files},
          {"known_records", report.known_records},
          {"shared_by", report.shared_by},
          {"refused", std::move(refused)}};
}

Result<BundleReport> write_parts(Session& session, App& app, const SyncReporter& progress) {
  const Arguments& args = session.args;
  const auto part_bytes = static_cast<std::uint64_t>(args.part_bytes);
  KHAOSAN_LET(folder, StickFolder::open_for_writing(path_from_utf8(args.folder)));
  if (args.to.empty()) return app.write_bundle(*folder, {BundleWish::What::outbox, part_bytes}, progress);
  KHAOSAN_LET(to, DeviceId::parse(args.to));
  KHAOSAN_LET(event, RecordId::parse(args.event));
  return app.share_event(*folder, {to, event, part_bytes}, progress);
}

int write(Session& session) {
  if (session.args.to.empty() != session.args.event.empty())
    return session.misused(
        {Text::usage_missing, session.args.to.empty() ? "bundle: --to" : "bundle: --event"});
  const auto app = session.app();
  if (!app.ok()) return session.refused(app.refusal());
  ProgressLine line(session);
  StopWatch stop(session, Ending::by_force);
  const auto report = write_parts(session, **app, [&](const SyncProgress& progress) {
    line.show(progress);
    return !stop.asked();
  });
  stop.over();
  line.clear();
  if (!report.ok()) return session.refused(report.refusal());
  if (report->stopped) return say_stopped(session);
  const std::string bytes = shown_bytes(report->file_bytes);
  if (session.args.to.empty()) {
    session.say(session.words(Text::bundle_written, std::to_string(report->changes),
                              std::to_string(report->files), bytes, session.args.folder));
    session.say(session.words(Text::bundle_waits));
  } else {
    session.say(session.words(Text::bundle_shared, std::to_string(report->records),
                              std::to_string(report->files), bytes, session.args.folder));
  }
  for (const RefusedChange& file : report->skipped_files) print_refused(session, file, &Session::remark);
  session.answer(written_document(*report));
  return report->skipped_files.empty() ? exit_done : exit_refused;
}

int read(Session& session) {
  auto folder = StickFolder::open_for_reading(path_from_utf8(session.args.folder));
  if (!folder.ok()) return session.refused(folder.refusal());
  const auto app = session.app();
  if (!app.ok()) return session.refused(app.refusal());
  ProgressLine line(session);
  const auto report = (*app)->read_bundles(**folder, [&](const SyncProgress& progress) {
    line.show(progress);
    return true;
  });
  line.clear();
  if (!report.ok()) return session.refused(report.refusal());
  if (report->answer) {
    session.say(session.words(
        Text::bundle_answered, report->office, std::to_string(report->answer->sent_changes),
        std::to_string(report->answer->sent_files), std::to_string(report->answer->received_records)));
    for (const RefusedChange& change : report->answer->refused)
      print_refused(session, change, &Session::remark);
  }
  for (const std::string& name : report->shared_by)
    session.say(session.words(Text::bundle_shared_by, name, std::to_string(report->shared_records),
                              std::to_string(report->shared_files), std::to_string(report->known_records)));
  for (const auto& [part, why] : report->refused) session.explain(why, part);
  session.answer(read_document(*report));
  const bool all_taken = report->refused.empty() && (!report->answer || report->answer->refused.empty());
  return all_taken ? exit_done : exit_refused;
}

}  // namespace

int run_bundle(Session& session) {
  return session.args.verb == "write" ? write(session) : read(session);
}

}  // namespace khaosan::client
