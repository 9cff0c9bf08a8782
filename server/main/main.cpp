#include <cstdio>
#include <exception>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "server/backup/backup.hpp"
#include "server/cli/admin_client.hpp"
#include "server/cli/command_line.hpp"
#include "server/cli/password_source.hpp"
#include "server/cli/present.hpp"
#include "server/main/office.hpp"
#include "server/main/serve.hpp"
#include "shared/http/message.hpp"
#include "shared/media/renditions.hpp"
#include "shared/platform/host.hpp"
#include "shared/platform/terminal.hpp"

namespace khaosan::server {
namespace {

int refused(const CommandLine& line, const Refusal& refusal) {
  if (line.json) std::printf("%s\n", refusal_json(refusal).c_str());
  std::fputs(reason(refusal, line.language).c_str(), stderr);
  return refusal.code == Code::usage ? exit_usage : exit_refused;
}

// The language may be what could not be read: told in both.
int misused(const Refusal& refusal, bool json) {
  if (json) std::printf("%s\n", refusal_json(refusal).c_str());
  std::fputs(reason(refusal, Language::thai).c_str(), stderr);
  return exit_usage;
}

Result<nlohmann::json> answer(const CommandLine& line, AdminRequest& request) {
  if (needs_password(request.verb)) {
    KHAOSAN_LET(password, new_password(line.language));
    request.password = std::move(password);
  }
  const AnswerHere here = [&](const AdminRequest& asked) -> Result<nlohmann::json> {
    KHAOSAN_LET(office, open_office(line.data_folder, "",
                                    asked.verb == AdminVerb::user_add ? Missing::made : Missing::refused));
    return office->desk.answer(asked);
  };
  return answer_here_or_there(line.data_folder, request, here);
}

int administer(const CommandLine& line, AdminRequest request) {
  const auto result = answer(line, request);
  if (!result.ok()) return refused(line, result.refusal());
  const Screen screen = output_is_terminal() ? Screen::terminal : Screen::plain;
  const std::string text =
      line.json ? result->dump() + "\n" : presented(request, *result, line.language, screen);
  std::fputs(text.c_str(), stdout);
  return exit_code_of(request, *result);
}

int restore(const CommandLine& line, const RestoreRequest& request) {
  const auto report = restore_backup(request.backup, line.data_folder, now());
  if (!report.ok()) return refused(line, report.refusal());
  const nlohmann::json result = {
      {"data", utf8_from_path(line.data_folder)}, {"at", iso_utc(report->at)}, {"head", report->head}};
  std::fputs((line.json ? result.dump() + "\n" : restored_text(result, line.language)).c_str(), stdout);
  return exit_done;
}

int run(const std::vector<std::string>& arguments) {
  const Reading reading = read_command_line(arguments);
  std::fputs(reading.help.c_str(), stdout);
  if (reading.misuse) return misused(*reading.misuse, reading.json);
  if (!reading.command_line) return exit_done;
  const CommandLine& line = *reading.command_line;
  if (const auto* request = std::get_if<AdminRequest>(&line.command)) return administer(line, *request);
  if (const auto* request = std::get_if<RestoreRequest>(&line.command)) return restore(line, *request);
  const Done served = serve(line, std::get<ServeRequest>(line.command));
  return served.ok() ? exit_done : refused(line, served.refusal());
}

}  // namespace
}  // namespace khaosan::server

int main(int argc, char* argv[]) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (!arguments.empty() && arguments.front() == khaosan::decode_worker_argument) {
    return khaosan::decode_worker_main();
  }
  khaosan::keep_new_files_private();
  try {
    return khaosan::server::run(arguments);
  } catch (const std::exception& fault) {
    std::fprintf(stderr, "khaosan-server: %s\n", fault.what());
    return khaosan::server::exit_refused;
  }
}
