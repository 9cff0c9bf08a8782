// The command line of khaosan-server, read.
#include "server/cli/command_line.hpp"

#include "tests/support/catch.hpp"

using namespace khaosan;
using namespace khaosan::server;

namespace {

AdminRequest read(const std::vector<std::string>& arguments) {
  const Reading reading = read_command_line(arguments);
  INFO((reading.misuse ? reading.misuse->english() : ""));
  REQUIRE(reading.command_line);
  return std::get<AdminRequest>(reading.command_line->command);
}

}  // namespace

TEST_CASE("a line that is not understood is told so in a refusal, and asks for JSON if it did") {
  for (const std::vector<std::string>& line :
       std::vector<std::vector<std::string>>{{},
                                             {"dance"},
                                             {"token"},
                                             {"token", "somsri", "--list"},
                                             {"token", "somsri", "--days", "0"},
                                             {"token", "--days", "3"},
                                             {"user", "add"},
                                             {"clock", "stop"},
                                             {"serve", "--listen", "nowhere"}}) {
    const Reading reading = read_command_line(line);
    INFO((line.empty() ? "" : line.back()));
    REQUIRE(reading.misuse);
    CHECK(reading.misuse->code == Code::usage);
    CHECK_FALSE(reading.misuse->thai().empty());
    CHECK_FALSE(reading.json);
  }
  CHECK(read_command_line({"dance", "--json"}).json);
  CHECK_FALSE(read_command_line({"--help"}).misuse);
  CHECK_FALSE(read_command_line({"--help"}).help.empty());
}

TEST_CASE("tokens, roles and the clock have their commands") {
  CHECK(read({"token", "somsri"}).verb == AdminVerb::token);
  CHECK(read({"token", "somsri", "--days", "7"}).days == 7);
  CHECK(read({"token", "--list"}).verb == AdminVerb::token_list);
  const AdminRequest revoke = read({"token", "--revoke", "0123456789ab"});
  CHECK(revoke.verb == AdminVerb::token_revoke);
  CHECK(revoke.token == "0123456789ab");
  CHECK(read({"clock"}).verb == AdminVerb::clock);
  CHECK(read({"clock", "confirm", "--json"}).verb == AdminVerb::clock_confirm);
  CHECK(read({"user", "roles", "somsri", "--role", "staff", "--role", "reviewer"}).roles.size() == 2);
  for (const std::vector<std::string>& line : std::vector<std::vector<std::string>>{
           {"token", "somsri", "--days", "7"}, {"token", "--revoke", "0123456789ab"}, {"clock", "confirm"}}) {
    const AdminRequest sent = read(line);
    const auto came = admin_request_from_text(admin_request_text(sent));
    REQUIRE(came.ok());
    CHECK(came->verb == sent.verb);
    CHECK(came->days == sent.days);
    CHECK(came->token == sent.token);
  }
}

TEST_CASE("what is no text is refused before it becomes a name on every page") {
  const auto code = [](const std::vector<std::string>& line) {
    const Reading reading = read_command_line(line);
    return reading.misuse ? reading.misuse->code : Code::internal;
  };
  CHECK(code({"user", "add", "somsri", "--display", "\xE0\xB8", "--role", "staff"}) == Code::not_utf8);
  CHECK(code({"user", "add", "somsri", "--display", "a\x1b[31m", "--role", "staff"}) ==
        Code::control_character);
  CHECK(code({"serve", "--office-name", "สพป.\xFF"}) == Code::not_utf8);
  CHECK(code({"serve", "--office-name", "สพป.\nตัวอย่าง"}) == Code::control_character);
  CHECK(code({"serve", "--office-name", std::string(201, 'x')}) == Code::too_long);
  CHECK_FALSE(read_command_line({"serve", "--office-name", "สพป.ตัวอย่าง เขต 1"}).misuse);
}

TEST_CASE("an address is one that a laptop can use") {
  for (const char* wrong :
       {"foo", "https://", "ftp://office", "https:///x", "https://:8443", "https://a b"}) {
    INFO(wrong);
    CHECK(read_command_line({"pair", "somsri", "--url", wrong}).misuse);
    CHECK(read_command_line({"serve", "--base-url", wrong}).misuse);
  }
  CHECK(read({"pair", "somsri", "--url", "https://office:8443"}).url == "https://office:8443");
}

TEST_CASE("a misuse is told in Thai without the library's English, and the version is told") {
  for (const std::vector<std::string>& line :
       std::vector<std::vector<std::string>>{{},
                                             {"user", "add"},
                                             {"token", "somsri", "--list"},
                                             {"token", "--days", "3"},
                                             {"--lang", "fr", "check"}}) {
    const Reading reading = read_command_line(line);
    REQUIRE(reading.misuse);
    INFO(reading.misuse->thai());
    for (const char* english : {"required", "requires", "excludes", "subcommand", " not "}) {
      CHECK(reading.misuse->thai().find(english) == std::string::npos);
    }
  }
  CHECK(read_command_line({"dance", "now"}).misuse->english().find("dance") != std::string::npos);
  CHECK(read_command_line({"pair", "somsri", "--uri", "x"}).misuse->thai().find("--uri") !=
        std::string::npos);
  CHECK(read_command_line({"--version"}).help.starts_with("khaosan-server "));
}
