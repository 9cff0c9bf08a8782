// Programs of two versions speak with each other. tests/fixtures/wire_v1.txt keeps what protocol 1 said
// first, a message a line with its name before it; it is never written again. What came later is a member
// more, and whoever does not know it passes over it.
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "shared/wire/sync_json.hpp"
#include "tests/unit/server_http/served_office.hpp"

using namespace khaosan;
using namespace khaosan::test;
using nlohmann::json;

namespace {

using Messages = std::map<std::string, std::string>;

Messages first_messages() {
  Messages all;
  std::ifstream file(std::string(KHAOSAN_TESTS_DIR) + "/fixtures/wire_v1.txt");
  for (std::string line; std::getline(file, line);) {
    const auto tab = line.find('\t');
    REQUIRE(tab != std::string::npos);
    all[line.substr(0, tab)] = line.substr(tab + 1);
  }
  REQUIRE(all.size() == 9);
  return all;
}

// The ids of the fixture, by those of an office that really stands here.
std::string with(std::string text, const std::map<std::string, std::string>& ids) {
  for (const auto& [old_id, id] : ids) {
    for (auto at = text.find(old_id); at != std::string::npos; at = text.find(old_id, at + id.size()))
      text.replace(at, old_id.size(), id);
  }
  return text;
}

// One member more, as a newer program might send it.
std::string and_more(const std::string& text) {
  json message = json::parse(text);
  message["of_a_newer_program"] = {{"list", {1, "สอง", nullptr}}, {"truth", true}};
  return message.dump();
}

// An older program reads what it knows; it needs all of that, in the form it knows.
void check_holds(const json& answer, const json& known) {
  for (const auto& [name, value] : known.items()) {
    INFO(name);
    REQUIRE(answer.contains(name));
    CHECK(answer[name].type_name() == std::string(value.type_name()));
  }
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// An office with one laptop, that says what the fixture says.
struct Skew {
  ServedOffice served;
  Laptop laptop = served.office.laptop("somsri", {"staff"});
  std::string bearer = served.bearer_of(laptop);
  Messages first = first_messages();
  std::string round = "01a20653-a5fe-7006-8102-030405060708";
  std::map<std::string, std::string> ids = {
      {"01a20653-a5fa-7002-8102-030405060708", laptop.user.id.text()},
      {"01a20653-a5fc-7004-8102-030405060708", laptop.epoch.text()},
      {"01a20653-a601-7009-8102-030405060708", laptop.device.id.text()},
      {"\"cursor\":41", "\"cursor\":0"},
      {"\"witnessed_seq\":40", "\"witnessed_seq\":0"},
      {"\"last_token\":\"t1\"", "\"last_token\":\"" + laptop.device.round_token + "\""},
      {"\"headline\":12,\"lead\":\"01a20653-a5fd-7005-8102-030405060708\"", ""},
      {"\"seen\":12", "\"seen\":0"}};

  std::string said(const std::string& name) { return with(first.at(name), ids); }
  std::string post(const std::string& path, const std::string& type, const std::string& body) {
    const HttpAnswer answer =
        served.ask("POST", path, {{"Authorization", bearer}, {"Content-Type", type}}, body);
    INFO(path << " " << answer.body);
    REQUIRE(answer.status == 200);
    return answer.body;
  }
  json hello(const std::string& body) {
    return json::parse(post("/api/v1/sync/hello", "application/json", body));
  }
  std::vector<std::string> push(const std::string& body) {
    return lines_of(*expand(post("/api/v1/sync/push", "application/zstd", compress(body))));
  }
  std::vector<std::string> pull(const std::string& body) {
    return lines_of(*expand(post("/api/v1/sync/pull", "application/json", body)));
  }
};

}  // namespace

TEST_CASE("a laptop of the first version is understood, and understands every answer") {
  Skew skew;
  check_holds(skew.hello(skew.said("hello")), json::parse(skew.first.at("hello answer")));
  const auto answers = skew.push(skew.said("push round") + "\n" + skew.said("push line") + "\n");
  REQUIRE(answers.size() == 1);
  CHECK(json::parse(answers[0]).at("outcome") == "accepted");
  check_holds(json::parse(answers[0]), json::parse(skew.first.at("push answer")));
  const auto refused = skew.push(skew.said("push round") + "\n{\"id\":\"x\"}\n");
  check_holds(json::parse(refused.at(0)), json::parse(skew.first.at("push refusal")));
  const auto page = skew.pull(skew.said("pull"));
  REQUIRE(page.size() >= 2);
  check_holds(json::parse(page[0]), json::parse(skew.first.at("pull head")));
  for (std::size_t i = 1; i < page.size(); ++i)
    check_holds(json::parse(page[i]), json::parse(skew.first.at("pull record")));
}

TEST_CASE("what an office of the first version answered is read as it was meant") {
  const Messages first = first_messages();
  const auto hello = hello_answer_from_text(first.at("hello answer"));
  REQUIRE(hello.ok());
  CHECK(hello->head == 43);
  CHECK(hello->epoch_end == 0);
  CHECK(hello->backed_up_seq == 0);
  CHECK_FALSE(hello->wants_numbers);
  const auto answers =
      push_answer_from_text(first.at("push answer") + "\n" + first.at("push refusal") + "\n");
  REQUIRE(answers.ok());
  CHECK(answers->answers.at(0).outcome == Outcome::merged);
  CHECK(answers->answers.at(1).code == "revision_superseded");
  const auto page = pull_page_from_text(first.at("pull head") + "\n" + first.at("pull record") + "\n");
  REQUIRE(page.ok());
  CHECK(page->lines == first.at("pull record") + "\n");
}

TEST_CASE("members that a newer program adds to a message are passed over, both ways") {
  Skew skew;
  skew.hello(and_more(skew.said("hello")));
  const auto answers = skew.push(and_more(skew.said("push round")) + "\n" + skew.said("push line") + "\n");
  CHECK(json::parse(answers.at(0)).at("outcome") == "accepted");
  CHECK(skew.pull(and_more(skew.said("pull"))).size() >= 2);
  const Messages& first = skew.first;
  CHECK(hello_answer_from_text(and_more(first.at("hello answer"))).ok());
  CHECK(push_answer_from_text(and_more(first.at("push answer")) + "\n").ok());
  CHECK(pull_page_from_text(and_more(first.at("pull head")) + "\n" + first.at("pull record") + "\n").ok());
}

TEST_CASE(
    "fields and kinds of a newer program come back byte for byte, also after an older one has written "
    "there") {
  Skew skew;
  skew.hello(skew.said("hello"));
  const json fresh = {{"weather", "ฝนตก \"หนัก\"\n"},
                      {"people", 9'007'199'254'740'992},
                      {"tools", json::array({"ขาตั้ง", "กล้อง"})}};
  const auto newer = [&](const std::string& id, const std::string& record, const std::string& kind,
                         json set) {
    json change = json::parse(skew.said("push line"));
    change["id"] = id;
    change["record"] = record;
    change["kind"] = kind;
    change["schema"] = 99;
    change["set"] = std::move(set);
    return change.dump(-1, ' ', false);
  };
  const std::string news = "01a20653-a5fb-7003-8102-030405060708";
  json with_headline = fresh;
  with_headline["headline"] = "ของรุ่นใหม่";
  const auto taken =
      skew.push(skew.said("push round") + "\n" +
                newer("01a20653-b001-7001-8102-030405060708", news, "news", with_headline) + "\n" +
                newer("01a20653-b002-7001-8102-030405060708", "01a20653-b003-7001-8102-030405060708",
                      "of_a_newer_program", fresh) +
                "\n");
  REQUIRE(taken.size() == 2);
  for (const std::string& answer : taken) {
    INFO(answer);
    CHECK(json::parse(answer).at("outcome") == "accepted");
  }

  // The first version's own change of the headline, on top of it.
  json change = json::parse(skew.said("push line"));
  change["bases"] = {{"headline", json::parse(taken[0]).at("seq")}};
  change["set"] = {{"headline", "ของรุ่นแรก"}};
  const auto edited = skew.push(skew.said("push round") + "\n" + change.dump(-1, ' ', false) + "\n");
  CHECK(json::parse(edited.at(0)).at("outcome") == "accepted");

  int seen = 0;
  const auto page = skew.pull(skew.said("pull"));
  for (std::size_t i = 1; i < page.size(); ++i) {
    const json record = json::parse(page[i]);
    if (record.at("kind") != "news" && record.at("kind") != "of_a_newer_program") continue;
    ++seen;
    if (record.at("kind") == "news") CHECK(record.at("fields").at("headline") == "ของรุ่นแรก");
    for (const auto& [name, value] : fresh.items()) {
      const std::string written = "\"" + name + "\":" + value.dump(-1, ' ', false);
      INFO(written << " in " << page[i]);
      CHECK(page[i].find(written) != std::string::npos);
    }
  }
  CHECK(seen == 2);
}
