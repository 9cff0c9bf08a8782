// Lines of a push that nobody can read.
#include "shared/wire/sync_json.hpp"
#include "tests/unit/server/desk_fixture.hpp"

using namespace khaosan;
using namespace khaosan::test;

TEST_CASE("a line that cannot be read is refused in its place, and the rest of the push goes on") {
  Office office;
  Laptop staff = office.laptop("somsri", {"staff"});
  const Change named = staff.put("note", new_record_id(), {{"text", "ก"}});
  std::string bad_op = seal(named).payload;
  bad_op.replace(bad_op.find("\"op\":\"put\""), 10, "\"op\":\"xyz\"");
  const Change good = staff.put("note", new_record_id(), {{"text", "ดี"}});
  const std::string text = push_text({RoundId{}, {}}) + "{not json\n\"\xff\xfe\"\n" + bad_op + "\n" +
                           seal(named).payload + "\t{\"signature\":\"zz\"}\n" + seal(named).payload + "\t\n" +
                           std::string((1U << 20U) + 1, 'x') + "\n" + push_line(seal(good)) + "\n";
  const auto answer = office.desk->push(staff.device, *push_from_text(text));
  REQUIRE(answer.ok());
  // As the laptop reads it.
  const auto answers = push_answer_from_text(push_answer_text(*answer))->answers;
  REQUIRE(answers.size() == 7);
  CHECK(answers[0].code == "bad_json");
  CHECK(answers[0].id.empty());
  CHECK(answers[1].code == "not_utf8");
  CHECK(answers[2].code == "bad_request");
  CHECK(answers[2].id == named.id);
  CHECK(answers[3].code == "bad_json");
  CHECK(answers[3].id == named.id);
  CHECK(answers[4].code == "bad_json");
  CHECK(answers[5].code == "too_long");
  CHECK(answers[6].id == good.id);
  CHECK(answers[6].outcome == Outcome::accepted);
  // What could not be read was not answered for good.
  CHECK(office.push(staff, seal(named)).outcome == Outcome::accepted);
}
