// add: takes files in, one after the other; a bad one does not stop the others.
#include "client/cli/commands.hpp"
#include "client/cli/shown.hpp"
#include "client/cli/stop_watch.hpp"
#include "client/cli/sync_report.hpp"
#include "shared/platform/files.hpp"

namespace khaosan::client {
namespace {

using nlohmann::json;

std::string shown_type(Session& session, const std::string& name) {
  for (const Choice& choice : find_kind("media")->field("type")->choices) {
    if (choice.name == name) return std::string(session.label(choice.th, choice.en));
  }
  return name;
}

json added(Session& session, App& app, const std::string& path, const AddReport& report) {
  std::string line = report.media.text() + "  " + path + "  " + shown_type(session, report.type);
  if (report.already_there) line += "  " + session.words(Text::already_there);
  session.say(line);
  if (!report.note.empty()) session.remark(path + ": " + report.note);
  if (report.stays_with) {
    Names names(app, session.args.lang);
    session.remark(
        path + ": " +
        session.words(Text::stays_with, names.of("event", report.stays_with->text()), report.media.text()));
  }
  if (report.caption_stays)
    session.remark(path + ": " + session.words(Text::caption_stays, report.media.text()));
  json row = {{"path", path},        {"media", report.media.text()},          {"sha256", report.sha.hex()},
              {"type", report.type}, {"already_there", report.already_there}, {"photo", nullptr},
              {"note", report.note}};
  if (report.photo) row["photo"] = report.photo->text();
  if (report.stays_with) row["stays_with"] = report.stays_with->text();
  if (report.caption_stays) row["caption_stays"] = true;
  return row;
}

Result<AddFile> intent_of(const Arguments& args) {
  KHAOSAN_LET(event, id_typed_or_none(args.event));
  KHAOSAN_LET(news, id_typed_or_none(args.news));
  return AddFile{{}, event, news, args.caption};
}

// Said before the first one is taken in: after that it may be too late to choose.
void warn_of_room(Session& session, App& app) {
  std::uint64_t bytes = 0;
  for (const std::string& path : session.args.words) {
    if (const auto info = file_info(path_from_utf8(path)); info.ok() && !info->is_folder)
      bytes += info->size_bytes;
  }
  const auto status = app.status();
  if (!status.ok() || !leaves_little_room(*status, bytes)) return;
  session.remark(session.words(Text::room_short, shown_bytes(static_cast<std::int64_t>(*status->free_bytes)),
                               shown_bytes(static_cast<std::int64_t>(bytes))));
}

}  // namespace

int run_add(Session& session) {
  auto intent = intent_of(session.args);
  if (!intent.ok()) return session.refused(intent.refusal());
  const auto app = session.app();
  if (!app.ok()) return session.refused(app.refusal());
  warn_of_room(session, **app);
  json rows = json::array();
  std::optional<Refusal> first_fault;
  StopWatch stop(session, Ending::by_itself);
  for (const std::string& path : session.args.words) {
    if (stop.asked()) break;
    intent->path = path_from_utf8(path);
    const auto report = (*app)->perform(*intent);
    if (report.ok()) {
      rows.push_back(added(session, **app, path, *report));
      continue;
    }
    session.explain(report.refusal(), path);
    json row = refusal_document(report.refusal());
    row["path"] = path;
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

}  // namespace khaosan::client
