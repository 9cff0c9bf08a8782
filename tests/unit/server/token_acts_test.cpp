// Commands of a person with a token.
#include "tests/unit/server/desk_fixture.hpp"

using namespace khaosan;
using namespace khaosan::test;

TEST_CASE("a refused command of a token is answered once: sent again it gets the same refusal") {
  Office office;
  Laptop staff = office.laptop("somsri", {"staff"});
  const RecordId news = new_record_id();
  office.push(staff, staff.put("news", news, {{"headline", "ก"}}));
  const Change submit = staff.act(news, "submit");
  CHECK(office.desk->act(staff.user, submit).refusal().code == Code::required_missing);
  office.push(staff, staff.put("news", news, {{"body", "ข"}}));
  CHECK(office.desk->act(staff.user, submit).refusal().code == Code::required_missing);
  CHECK(office.desk->act(staff.user, staff.act(news, "submit")).ok());
}
