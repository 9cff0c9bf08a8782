#include "client/ui/decisions.hpp"

#include "shared/base/secret.hpp"

#include <algorithm>

#include "tests/support/catch.hpp"

using namespace khaosan;
using namespace khaosan::client;

namespace {

bool offered(Status status, RoleSet roles, Move move) {
  const auto all = offers(status, roles);
  return offer_of(all, move) != nullptr;
}

}  // namespace

TEST_CASE("each set of roles is offered at each status what the flow allows, and nothing else") {
  for (std::uint8_t bits = 0; bits < 255; ++bits) {
    for (std::size_t status = 0; status < status_names.size(); ++status) {
      const auto all = offers(static_cast<Status>(status), RoleSet{bits});
      for (std::size_t move = 0; move < move_names.size(); ++move) {
        const Offer* offer = offer_of(all, static_cast<Move>(move));
        for (const Capacity capacity : {Capacity::own, Capacity::delegated, Capacity::acting}) {
          const bool has_order = capacity != Capacity::own;
          const bool allowed = news_flow::decide(static_cast<Status>(status), static_cast<Move>(move),
                                                 RoleSet{bits}, capacity, has_order)
                                   .allowed;
          const bool shown = offer != nullptr &&
                             std::count(offer->capacities.begin(), offer->capacities.end(), capacity) == 1;
          REQUIRE(shown == allowed);
        }
      }
    }
  }
}

TEST_CASE("staff submits and publishes, the reviewer passes on, the director approves in the own post") {
  const RoleSet staff = RoleSet{}.with(Role::staff);
  const RoleSet reviewer = RoleSet{}.with(Role::reviewer);
  const RoleSet director = RoleSet{}.with(Role::director);
  CHECK(offered(Status::draft, staff, Move::submit));
  CHECK(offered(Status::approved, staff, Move::publish));
  CHECK_FALSE(offered(Status::in_review, staff, Move::pass));
  CHECK(offered(Status::in_review, reviewer, Move::pass));
  CHECK_FALSE(offered(Status::in_review, director, Move::approve));
  CHECK(offers(Status::with_director, director) == std::vector<Offer>{{Move::send_back, {Capacity::own}},
                                                                      {Move::reject, {Capacity::own}},
                                                                      {Move::approve, {Capacity::own}}});
  const auto by_order = offers(Status::with_director, reviewer);
  REQUIRE(offer_of(by_order, Move::approve) != nullptr);
  CHECK(offer_of(by_order, Move::approve)->capacities == std::vector{Capacity::delegated, Capacity::acting});
}

TEST_CASE(
    "the queue of a reviewer begins with what is in review, that of a director with what was passed on") {
  CHECK(queues_of(RoleSet{}.with(Role::reviewer)).front() == Status::in_review);
  CHECK(queues_of(RoleSet{}.with(Role::director)) == std::vector{Status::with_director});
  CHECK(queues_of(RoleSet{}.with(Role::staff)).empty());
}

TEST_CASE("a secret is overwritten before it is let go") {
  std::string secret = "ความลับที่ยาวพอให้อยู่นอกตัวแปร";
  const char* at = secret.data();
  wipe(secret);
  CHECK(secret.empty());
  CHECK(at[5] == 0);
}
