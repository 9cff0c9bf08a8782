// pair and sign-in: the only commands that take a password besides decisions.
#include "client/cli/commands.hpp"

namespace khaosan::client {
namespace {

using nlohmann::json;

Result<PairReport> pair(Session& session) {
  const Arguments& args = session.args;
  KHAOSAN_LET(app, session.app());
  KHAOSAN_LET(password, session.password(Text::prompt_pair));
  KHAOSAN_LET(status, app->status());
  // A laptop that is paired again keeps the name that the office knows it by.
  const std::string name = args.name.empty() && !status.paired ? session.ports().device_name : args.name;
  return app->perform(Pair{args.url, args.code, password, name});
}

Result<SignedIn> sign_in(Session& session) {
  KHAOSAN_LET(app, session.app());
  KHAOSAN_LET(password, session.password(Text::prompt_sign_in));
  if (password.empty()) return refuse(Code::password_needed, session.args.name);
  return app->perform(SignInUser{session.args.name, password});
}

}  // namespace

int run_pair(Session& session) {
  const auto report = pair(session);
  if (!report.ok()) return session.refused(report.refusal());
  session.say(session.words(Text::paired, report->office, report->display_name));
  if (!report->can_decide) session.say(session.words(Text::paired_without_key, report->user_name));
  session.say(session.words(Text::paired_next));
  session.answer(json{{"office", report->office},
                      {"user_name", report->user_name},
                      {"display_name", report->display_name},
                      {"can_decide", report->can_decide}});
  return exit_done;
}

int run_sign_in(Session& session) {
  const auto user = sign_in(session);
  if (!user.ok()) return session.refused(user.refusal());
  session.say(session.words(Text::signed_in, user->display_name, user->user_name));
  session.answer(json{
      {"user", user->user.text()}, {"user_name", user->user_name}, {"display_name", user->display_name}});
  return exit_done;
}

}  // namespace khaosan::client
