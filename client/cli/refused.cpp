// refused: the tray of what the office did not take, and the two ways out of it.
#include "client/cli/refused.hpp"

#include "client/cli/commands.hpp"
#include "client/cli/shown.hpp"
#include "shared/wire/value_json.hpp"

namespace khaosan::client {
namespace {

using nlohmann::json;

// What the change would have written, field by field.
void print_content(Session& session, App& app, const RefusedChange& change) {
  const KindDecl* kind = find_kind(change.kind);
  Names names(app, session.args.lang);
  for (const auto& [name, value] : change.set) {
    const FieldDecl* field = kind == nullptr ? nullptr : kind->field(name);
    const std::string label(field == nullptr ? std::string_view(name) : session.label(field->th, field->en));
    session.say("    " + label + ": " +
                (field == nullptr ? shown(value) : shown_value(session.args.lang, *field, value, names)));
  }
  if (!change.comment.empty()) session.say("    " + change.comment);
}

Result<json> list_tray(Session& session) {
  KHAOSAN_LET(app, session.app(HomeUse::reads));
  KHAOSAN_LET(changes, app->refused());
  json rows = json::array();
  for (const RefusedChange& change : changes) {
    print_refused(session, change, &Session::say);
    print_content(session, *app, change);
    rows.push_back(refused_row(change));
  }
  session.say(session.words(changes.empty() ? Text::refused_none : Text::refused_next));
  return json{{"rows", std::move(rows)}};
}

Result<json> dismiss(Session& session) {
  KHAOSAN_LET(id, ChangeId::parse(session.args.dismiss));
  KHAOSAN_LET(app, session.app());
  KHAOSAN_LET(change, app->perform(DismissRefused{id}));
  session.say(session.words(Text::refused_dismissed));
  print_refused(session, change, &Session::say);
  print_content(session, *app, change);
  return json{{"dismissed", refused_row(change)}};
}

Result<ResubmitReport> send_again(Session& session) {
  KHAOSAN_LET(id, ChangeId::parse(session.args.again));
  KHAOSAN_LET(app, session.app());
  KHAOSAN_LET(changes, app->refused());
  Resubmit intent{id, ""};
  for (const RefusedChange& change : changes) {
    if (change.change != id || !needs_password(change.verb)) continue;
    KHAOSAN_LET(password, session.password(Text::prompt_decision));
    intent.password = password;
  }
  return app->perform(intent);
}

int again(Session& session) {
  const auto report = send_again(session);
  if (!report.ok()) return session.refused(report.refusal());
  const bool written = !report->change.empty();
  session.say(written
                  ? session.words(Text::refused_again, verb_text(session.args.lang, report->was.verb) + " " +
                                                           report->was.kind + " " + report->was.record.text())
                  : session.words(Text::refused_is_so));
  const bool is_command = written && is_act_verb(report->was.verb);
  session.answer(json{{"state", is_command ? "waiting" : "done"},
                      {"change", written ? json(report->change.text()) : json(nullptr)},
                      {"was", refused_row(report->was)}});
  return is_command ? exit_held : exit_done;
}

int finish(Session& session, const Result<json>& document) {
  if (!document.ok()) return session.refused(document.refusal());
  session.answer(*document);
  return exit_done;
}

}  // namespace

json refused_row(const RefusedChange& change) {
  return {{"change", change.change.text()},
          {"kind", change.kind},
          {"id", change.record.text()},
          {"verb", change.verb},
          {"error", change.code},
          {"detail", change.detail},
          {"en", change.english},
          {"th", change.thai},
          {"set", fields_to_json(change.set)},
          {"comment", change.comment}};
}

void print_refused(Session& session, const RefusedChange& change, void (Session::*out)(std::string_view)) {
  const KindDecl* kind = find_kind(change.kind);
  const std::string name = kind == nullptr ? change.kind : std::string(session.label(kind->th, kind->en));
  (session.*out)(verb_text(session.args.lang, change.verb) + " " + change.kind + " " + change.record.text() +
                 " (" + name + ")");
  if (!change.change.empty())  // a file has none
    (session.*out)("  " + session.words(Text::refused_change, change.change.text()));
  if (session.args.lang == Lang::th) (session.*out)("  " + change.thai);
  (session.*out)("  " + change.english);
}

int run_refused(Session& session) {
  const Arguments& args = session.args;
  if (!args.again.empty() && !args.dismiss.empty())
    return session.misused({Text::usage_together, "--again, --dismiss"});
  if (!args.again.empty()) return again(session);
  return finish(session, args.dismiss.empty() ? list_tray(session) : dismiss(session));
}

}  // namespace khaosan::client
