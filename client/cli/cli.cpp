#include "client/cli/cli.hpp"

#include <algorithm>
#include <array>

#include "client/cli/commands.hpp"
#include "shared/base/utf8.hpp"

namespace khaosan::client {
namespace {

constexpr std::array entries = {
    CommandEntry{"pair", Text::help_pair, run_pair},
    CommandEntry{"find", Text::help_find, run_find},
    CommandEntry{"sign-in", Text::help_sign_in, run_sign_in},
    CommandEntry{"users", Text::help_users, run_users},
    CommandEntry{"sync", Text::help_sync, run_sync},
    CommandEntry{"bundle", Text::help_bundle, run_bundle},
    CommandEntry{"status", Text::help_status, run_status},
    CommandEntry{"laptops", Text::help_laptops, run_laptops},
    CommandEntry{"kinds", Text::help_kinds, run_kinds},
    CommandEntry{"put", Text::help_put, run_put},
    CommandEntry{"get", Text::help_get, run_get},
    CommandEntry{"list", Text::help_list, run_list},
    CommandEntry{"history", Text::help_history, run_history},
    CommandEntry{"add", Text::help_add, run_add},
    CommandEntry{"fetch", Text::help_fetch, run_fetch},
    CommandEntry{"card", Text::help_card, run_card},
    CommandEntry{"act", Text::help_act, run_act},
    CommandEntry{"delete", Text::help_delete, run_delete},
    CommandEntry{"restore", Text::help_restore, run_restore},
    CommandEntry{"conflicts", Text::help_conflicts, run_conflicts},
    CommandEntry{"resolve", Text::help_resolve, run_resolve},
    CommandEntry{"refused", Text::help_refused, run_refused},
    CommandEntry{"check", Text::help_check, run_check},
};

int show_help(Session& session, Text page) {
  const std::string text(text_in(session.args.lang, page));
  session.say_lines(text);
  session.answer(nlohmann::json{{"help", text}});
  return exit_done;
}

int show_version(Session& session) {
  session.say("khaosan " KHAOSAN_VERSION);
  session.answer(nlohmann::json{{"version", KHAOSAN_VERSION}});
  return exit_done;
}

int show_window(Session& session) {
  CliPorts& ports = session.ports();
  if (!ports.open_window) {
    const auto why = session.misused({Text::no_window, ""});
    if (!session.speaks_json()) ports.err << text_in(session.args.lang, Text::help_main);
    return why;
  }
  WindowWish wish;
  if (session.args.lang_given) wish.lang = session.args.lang;
  wish.shots = session.args.shots;
  if (const Done shown = ports.open_window(session.args.home, wish); !shown.ok())
    return session.refused(shown.refusal());
  session.answer(nlohmann::json{{"closed", true}});
  return exit_done;
}

int run(Session& session) {
  const CommandEntry* command = find_command(session.args.command);
  if (session.args.help) return show_help(session, command == nullptr ? Text::help_main : command->help);
  if (session.args.version) return show_version(session);
  if (command == nullptr) return show_window(session);
  return command->run(session);
}

// For a line that could not be read.
Session bare_session(const std::vector<std::string>& args, CliPorts& ports) {
  Arguments bare;
  bare.lang = language_of(args);
  bare.json = wants_json(args);
  return {std::move(bare), ports};
}

// In what goes to the office as it was typed; values of fields are looked at where they are written.
bool has_control_signs(const Arguments& args) {
  const auto one_line = {&args.name, &args.user, &args.code, &args.order};
  return has_control_character(args.comment, true) ||
         std::any_of(one_line.begin(), one_line.end(),
                     [](const std::string* text) { return has_control_character(*text, false); });
}

int read_and_run(const std::vector<std::string>& args, CliPorts& ports) {
  const bool utf8 =
      std::all_of(args.begin(), args.end(), [](const std::string& arg) { return is_utf8(arg); });
  if (!utf8) return bare_session(args, ports).misused({Text::usage_encoding, ""});
  auto read = read_arguments(args);
  if (const auto* fault = std::get_if<UsageFault>(&read)) return bare_session(args, ports).misused(*fault);
  Session session(std::get<Arguments>(std::move(read)), ports);
  if (has_control_signs(session.args)) return session.misused({Text::usage_control, ""});
  return run(session);
}

}  // namespace

const CommandEntry* find_command(std::string_view name) {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const CommandEntry& entry) { return entry.name == name; });
  return found == entries.end() ? nullptr : &*found;
}

int run_cli(const std::vector<std::string>& args, CliPorts& ports) {
  const int code = read_and_run(args, ports);
  ports.out.flush();
  if (ports.out.good()) return code;
  // A full disk under a redirected output must not look like success.
  ports.err << refuse(Code::io_failed, "stdout").english() << "\n";
  return code == exit_done ? exit_refused : code;
}

}  // namespace khaosan::client
