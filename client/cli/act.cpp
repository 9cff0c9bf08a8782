// act, resolve, delete, restore: what is done to one record.
#include "client/cli/commands.hpp"
#include "shared/base/utf8.hpp"
#include "shared/platform/files.hpp"
#include "shared/workflow/news_flow.hpp"

namespace khaosan::client {
namespace {

using nlohmann::json;

// The longest text of a field, in bytes of UTF-8.
constexpr std::uint64_t kept_text_bytes_max = 4ULL * 100'000;

// --keep ours, theirs, or a file that holds the text to keep.
Done read_keep(const std::string& keep, Perform& intent) {
  if (keep.empty() || keep == "ours" || keep == "theirs") {
    intent.keep = keep;
    return {};
  }
  KHAOSAN_LET(bytes, read_file(path_from_utf8(keep), kept_text_bytes_max));
  std::string text(text_of(bytes));
  if (!is_utf8(text)) return refuse(Code::not_utf8, keep);
  // Editors end a file with a newline that nobody typed.
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
  intent.keep = "text";
  intent.text = std::move(text);
  return {};
}

Result<Perform> intent_of(Session& session, const std::string& kind, const std::string& verb) {
  const Arguments& args = session.args;
  KHAOSAN_LET(decl, kind_named(kind));
  if (!is_act_verb(verb)) return refuse(Code::unknown_verb, verb);
  KHAOSAN_LET(id, id_typed(args.id));
  Perform intent{std::string(decl->name), id,         verb, "",         args.comment,
                 args.capacity,           args.order, "",   args.photo, ""};
  if (!args.revision.empty()) {
    KHAOSAN_LET(revision, Sha256::parse(args.revision));
    intent.revision = revision.hex();
  }
  if (!args.photo.empty()) KHAOSAN_TRY(id_typed(args.photo).ok() ? Done() : refuse(Code::bad_id, args.photo));
  if (intent.kind == "likeness") {
    if (!args.keep.empty()) KHAOSAN_TRY(id_typed(args.keep).ok() ? Done() : refuse(Code::bad_id, args.keep));
    intent.keep = args.keep;
    return intent;
  }
  KHAOSAN_TRY(read_keep(args.keep, intent));
  return intent;
}

Result<PerformReport> perform(Session& session, Perform intent) {
  KHAOSAN_LET(app, session.app());
  if (needs_password(intent.verb)) {
    KHAOSAN_LET(password, session.password(Text::prompt_decision));
    intent.password = password;
  }
  return app->perform(intent);
}

int act(Session& session, const std::string& kind, const std::string& verb) {
  const auto intent = intent_of(session, kind, verb);
  if (!intent.ok()) return session.refused(intent.refusal());
  const auto report = perform(session, *intent);
  if (!report.ok()) return session.refused(report.refusal());
  session.say(session.words(Text::act_waiting, verb_text(session.args.lang, verb)));
  session.answer(json{{"state", "waiting"},
                      {"change", report->change.text()},
                      {"revision", report->revision},
                      {"kind", intent->kind},
                      {"id", intent->id.text()},
                      {"verb", verb}});
  return exit_held;
}

template <typename Intent>
Result<PutReport> mark(Session& session) {
  KHAOSAN_LET(kind, kind_named(session.args.kind));
  KHAOSAN_LET(id, id_typed(session.args.id));
  KHAOSAN_LET(app, session.app());
  return app->perform(Intent{std::string(kind->name), id});
}

int finish_mark(Session& session, const Result<PutReport>& report, Text text) {
  if (!report.ok()) return session.refused(report.refusal());
  session.say(session.words(text, report->id.text()));
  session.answer(json{{"id", report->id.text()}, {"change", report->change.text()}});
  return exit_done;
}

}  // namespace

bool needs_password(const std::string& verb) {
  const auto move = move_named(verb);
  return move && news_flow::is_decision(*move);
}

int run_act(Session& session) {
  return act(session, session.args.kind, session.args.verb);
}

int run_resolve(Session& session) {
  return act(session, "conflict", "resolve");
}

int run_delete(Session& session) {
  return finish_mark(session, mark<Remove>(session), Text::deleted);
}

int run_restore(Session& session) {
  return finish_mark(session, mark<Restore>(session), Text::restored);
}

}  // namespace khaosan::client
