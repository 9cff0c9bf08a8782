#include <nlohmann/json.hpp>
#include <sstream>

#include "client/cli/cli.hpp"
#include "client/cli/sync_report.hpp"
#include "tests/support/catch.hpp"

using namespace khaosan;
using namespace khaosan::client;
using nlohmann::json;

namespace {

struct Run {
  int code = -1;
  std::string out;
  std::string err;
};

// Runs a line on a laptop whose folder cannot be opened.
Run run(const std::vector<std::string>& args, const Refusal& why = refuse(Code::store_locked, "/h")) {
  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  CliPorts ports{in, out, err};
  ports.open = [&](const std::string&, HomeUse) -> Result<std::unique_ptr<OpenHome>> { return why; };
  Run result;
  result.code = run_cli(args, ports);
  result.out = out.str();
  result.err = err.str();
  return result;
}

struct SyncEnd {
  int code;
  std::string out;
  std::string err;
};

SyncEnd end_of(const SyncReport& report, bool as_json) {
  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  CliPorts ports{in, out, err};
  Arguments args;
  args.json = as_json;
  Session session(args, ports);
  const int code = finish_sync(session, report);
  return {code, out.str(), err.str()};
}

SyncReport refused_report() {
  SyncReport report;
  report.complete = true;
  report.refused.push_back(
      {{}, "news", {}, "approve", "revision_superseded", "body", "english reason", "เหตุผลไทย"});
  return report;
}

}  // namespace

TEST_CASE("A refusal is said in Thai and English, in English alone with --lang en") {
  const Run thai = run({"status"});
  CHECK(thai.code == exit_refused);
  CHECK(thai.out.empty());
  CHECK(thai.err.find("กำลังถูกใช้") != std::string::npos);
  CHECK(thai.err.find("in use") != std::string::npos);
  const Run english = run({"--lang", "en", "status"});
  CHECK(english.err.find("กำลังถูกใช้") == std::string::npos);
  CHECK(english.err.find("in use") != std::string::npos);
}

TEST_CASE("With --json stdout is one document, also for a refusal and for wrong usage") {
  for (const auto& line : std::vector<std::vector<std::string>>{
           {"--json", "status"}, {"frobnicate", "--json"}, {"--json"}, {"get", "nokind", "1", "--json"}}) {
    const Run result = run(line);
    const json document = json::parse(result.out);
    for (const char* member : {"error", "detail", "en", "th"}) CHECK(document.contains(member));
    CHECK(result.code != exit_done);
    CHECK(!result.err.empty());
  }
}

TEST_CASE("Wrong usage, unknown kinds, fields and verbs end with 2 and are named") {
  CHECK(run({"frobnicate"}).code == exit_usage);
  CHECK(run({}).code == exit_usage);
  const Run kind = run({"put", "nokind", "a=b"});
  CHECK(kind.code == exit_usage);
  CHECK(kind.err.find("nokind") != std::string::npos);
  const Run field = run({"put", "event", "nofield=b"});
  CHECK(field.code == exit_usage);
  CHECK(field.err.find("event.nofield") != std::string::npos);
  const Run verb = run({"act", "news", "01900000-0000-7000-8000-000000000001", "explode"});
  CHECK(verb.code == exit_usage);
  CHECK(verb.err.find("explode") != std::string::npos);
  CHECK(run({"put", "event", "title=\xff"}).code == exit_usage);
  CHECK(run({"put", "event"}).code == exit_usage);
  CHECK(run({"put", "event", "--jsonl", "-", "title=a"}).code == exit_usage);
}

TEST_CASE("What was typed reaches the terminal without control characters") {
  const Run result = run({"put", "no\x1b[2Jkind", "a=b"});
  CHECK(result.err.find('\x1b') == std::string::npos);
  CHECK(result.err.find("\\x1b") != std::string::npos);
}

TEST_CASE("Help and kinds need no data folder") {
  CHECK(run({"put", "--help"}).code == exit_done);
  CHECK(run({"--lang", "en", "put", "--help"}).out.find("Makes a record") != std::string::npos);
  const Run kinds = run({"--json", "kinds"});
  CHECK(kinds.code == exit_done);
  CHECK(json::parse(kinds.out)["kinds"].size() == all_kinds().size());
}

TEST_CASE("A sync ends with 0 only when it is complete and nothing was refused") {
  SyncReport whole;
  whole.complete = true;
  CHECK(end_of(whole, false).code == exit_done);
  CHECK(end_of(SyncReport{}, false).code == exit_refused);
  CHECK(!end_of(SyncReport{}, false).err.empty());
  const SyncEnd refused = end_of(refused_report(), false);
  CHECK(refused.code == exit_refused);
  CHECK(refused.err.find("เหตุผลไทย") != std::string::npos);
  CHECK(refused.err.find("อนุมัติเผยแพร่") != std::string::npos);
}

TEST_CASE("A sync that brought a refusal tells it in its document") {
  const json document = json::parse(end_of(refused_report(), true).out);
  CHECK(document["error"] == "revision_superseded");
  CHECK(document["complete"] == true);
  CHECK(document["refused"].size() == 1);
}
