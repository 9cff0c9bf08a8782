#include "client/cli/texts.hpp"

#include <algorithm>
#include <set>

#include "client/cli/arguments.hpp"
#include "client/cli/commands.hpp"
#include "tests/support/catch.hpp"

using namespace khaosan::client;

namespace {

std::multiset<char> holes(std::string_view text) {
  std::multiset<char> found;
  for (std::size_t at = 0; at + 2 < text.size(); ++at) {
    if (text[at] == '{' && text[at + 2] == '}') found.insert(text[at + 1]);
  }
  return found;
}

bool has_thai(std::string_view text) {
  return text.find("\xe0\xb8") != std::string_view::npos;
}

}  // namespace

TEST_CASE("Every text stands in both languages and takes the same values") {
  for (const Text text : all_texts) {
    INFO(static_cast<int>(text) << " " << english_text(text));
    CHECK(!thai_text(text).empty());
    CHECK(!english_text(text).empty());
    const auto thai = holes(thai_text(text));
    const auto english = holes(english_text(text));
    CHECK(std::set<char>(thai.begin(), thai.end()) == std::set<char>(english.begin(), english.end()));
    if (text != Text::of_this) CHECK(has_thai(thai_text(text)));
  }
}

TEST_CASE("The help of each command names everything that may be typed after it, with an example") {
  for (const std::string& name : command_names()) {
    const CommandEntry* command = find_command(name);
    REQUIRE(command != nullptr);
    for (const Lang lang : {Lang::th, Lang::en}) {
      const std::string_view page = text_in(lang, command->help);
      INFO(name << "\n" << page);
      for (const std::string& parameter : parameters_of(name))
        CHECK(page.find(parameter) != std::string_view::npos);
      CHECK(page.find(lang == Lang::th ? "ตัวอย่าง" : "Example") != std::string_view::npos);
      CHECK(text_in(lang, Text::help_main).find("\n  " + name + " ") != std::string_view::npos);
    }
  }
}

TEST_CASE("Values fill their places in any order and are not filled again") {
  CHECK(filled("{2} {1}", {"a", "b"}) == "b a");
  CHECK(filled("{1} {2}", {"{2}", "b"}) == "{2} b");
  CHECK(filled("{3} {1", {"a"}) == "{3} {1");
}

TEST_CASE("Buttons are called as the office calls them") {
  CHECK(verb_text(Lang::th, "approve") == "อนุมัติเผยแพร่");
  CHECK(verb_text(Lang::th, "submit") == "เสนอตรวจ");
  CHECK(verb_text(Lang::th, "later_verb") == "later_verb");
  CHECK(is_act_verb("return"));
  CHECK(!is_act_verb("put"));
  CHECK(!is_act_verb("explode"));
}
