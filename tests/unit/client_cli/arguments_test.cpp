#include "client/cli/arguments.hpp"

#include "tests/support/catch.hpp"

using namespace khaosan::client;

namespace {

using Line = std::vector<std::string>;

Arguments good(const Line& line) {
  auto read = read_arguments(line);
  if (const auto* fault = std::get_if<UsageFault>(&read))
    FAIL(english_text(fault->why) << " " << fault->what);
  return std::get<Arguments>(read);
}

UsageFault bad(const Line& line) {
  auto read = read_arguments(line);
  if (!std::holds_alternative<UsageFault>(read)) FAIL("it was taken");
  return std::get<UsageFault>(read);
}

}  // namespace

TEST_CASE("Global options may stand before and after the command") {
  const Arguments before = good({"--home", "/h", "--lang", "en", "--json", "--user", "a", "status"});
  const Arguments after = good({"status", "--home", "/h", "--lang=en", "--json", "--user", "a"});
  for (const Arguments& args : {before, after}) {
    CHECK(args.command == "status");
    CHECK(args.home == "/h");
    CHECK(args.lang == Lang::en);
    CHECK(args.json);
    CHECK(args.user == "a");
  }
}

TEST_CASE("A value stays as it was typed") {
  CHECK(good({"put", "news", "headline=a=b", "lead=-", "body=--x", "credit="}).words ==
        Line{"headline=a=b", "lead=-", "body=--x", "credit="});
  CHECK(good({"add", "a.jpg", "b.jpg", "--caption", "[ก,ข]"}).caption == "[ก,ข]");
  CHECK(good({"act", "news", "1", "return", "--comment", "-5 ภาพ"}).comment == "-5 ภาพ");
  CHECK(good({"put", "note", "--jsonl", "-"}).jsonl == "-");
  CHECK(good({"list", "news", "--where", "a=[1,2]", "--where", "b=2"}).where == Line{"a=[1,2]", "b=2"});
}

TEST_CASE("A word that is also a command's name is a word after the first command") {
  const Arguments act = good({"act", "conflict", "1", "resolve", "--keep", "ours"});
  CHECK(act.command == "act");
  CHECK(act.verb == "resolve");
  CHECK(good({"sign-in", "sync"}).name == "sync");
  CHECK(good({"add", "a.jpg", "status"}).words == Line{"a.jpg", "status"});
  CHECK(good({"--user", "list", "status"}).command == "status");
}

TEST_CASE("A list in brackets is refused rather than taken apart") {
  CHECK(bad({"add", "[a,b]"}).what == "[a,b]");
  CHECK(good({"add", "./[a,b]"}).words == Line{"./[a,b]"});
}

TEST_CASE("What is missing, unknown or too much is named") {
  CHECK(bad({"get", "news"}).why == Text::usage_missing);
  CHECK(bad({"get", "news"}).what == "get: ID");
  CHECK(bad({"frobnicate"}).why == Text::usage_unknown_command);
  CHECK(bad({"get", "news", "1", "more"}).what == "more");
  CHECK(bad({"status", "--frob"}).what == "--frob");
  CHECK(bad({"list", "news", "--limit", "x"}).why == Text::usage_number);
  CHECK(bad({"list", "news", "--limit", "-1"}).why == Text::usage_number);
  CHECK(bad({"list", "news", "--first", "99999999999999999999"}).why == Text::usage_number);
  CHECK(bad({"status", "--lang", "fr"}).why == Text::usage_choice);
  CHECK(bad({"act", "news", "1", "approve", "--capacity", "boss"}).why == Text::usage_choice);
  CHECK(bad({"pair", "https://h"}).what == "pair: --code");
}

TEST_CASE("Help is given for a line that is not complete") {
  const Arguments args = good({"get", "--help"});
  CHECK(args.help);
  CHECK(args.command == "get");
  CHECK(good({"-h"}).help);
}

TEST_CASE("Language and form are known even for a line that is wrong") {
  CHECK(language_of({"--lang", "en", "nonsense"}) == Lang::en);
  CHECK(language_of({"nonsense"}) == Lang::th);
  CHECK(wants_json({"nonsense", "--json"}));
  CHECK(!wants_json({"add", "--", "--json"}));
}
