#include <map>
#include <set>
#include <string>

#include "shared/schema/kinds.hpp"
#include "shared/workflow/news_flow.hpp"
#include "tests/support/catch.hpp"

using namespace khaosan;

namespace {

// The table as the office reads it, written apart from the code: status + move → next status.
const std::map<std::pair<std::string, std::string>, std::string> table = {
    {{"draft", "submit"}, "in_review"},        {{"returned", "submit"}, "in_review"},
    {{"approved", "submit"}, "in_review"},     {{"in_review", "recall"}, "draft"},
    {{"with_director", "recall"}, "draft"},    {{"in_review", "pass"}, "with_director"},
    {{"in_review", "return"}, "returned"},     {{"with_director", "return"}, "returned"},
    {{"with_director", "reject"}, "rejected"}, {{"with_director", "approve"}, "approved"},
    {{"approved", "publish"}, "published"},    {{"published", "correct"}, "in_review"},
    {{"withdrawn", "correct"}, "in_review"},   {{"published", "withdraw"}, "withdrawn"},
    {{"draft", "cancel"}, "cancelled"},        {{"returned", "cancel"}, "cancelled"},
    {{"in_review", "cancel"}, "cancelled"},    {{"with_director", "cancel"}, "cancelled"},
    {{"approved", "cancel"}, "cancelled"},     {{"rejected", "cancel"}, "cancelled"},
};

// Move (and status, where it matters) → the roles that may make it in their own post.
std::set<std::string> own_post(const std::string& status, const std::string& move) {
  if (move == "approve" || move == "reject") return {"director"};
  if (move == "return" && status == "with_director") return {"director"};
  if (move == "return") return {"reviewer", "deputy", "director"};
  if (move == "pass") return {"reviewer", "deputy"};
  if (move == "publish") return {"staff", "reviewer"};
  if (move == "withdraw") return {"staff", "reviewer", "group_sender", "deputy", "director"};
  return {"staff", "reviewer", "group_sender"};
}

}  // namespace

TEST_CASE("every status × move × role × capacity is decided as the office's table says") {
  int allowed = 0;
  for (std::size_t s = 0; s < status_names.size(); ++s) {
    for (std::size_t m = 0; m < move_names.size(); ++m) {
      for (std::size_t r = 0; r < role_names.size(); ++r) {
        for (Capacity capacity : {Capacity::own, Capacity::delegated, Capacity::acting}) {
          for (bool has_order : {false, true}) {
            const std::string status(status_names[s]);
            const std::string move(move_names[m]);
            const std::string role(role_names[r]);
            const bool for_director =
                move == "approve" || move == "reject" || (move == "return" && status == "with_director");
            const bool by_order = for_director && has_order && (role == "deputy" || role == "reviewer");
            const bool expected =
                table.contains({status, move}) &&
                (capacity == Capacity::own ? own_post(status, move).contains(role) : by_order);
            const Verdict verdict =
                news_flow::decide(static_cast<Status>(s), static_cast<Move>(m),
                                  RoleSet{}.with(static_cast<Role>(r)), capacity, has_order);
            CAPTURE(status, move, role, name_of(capacity), has_order);
            REQUIRE(verdict.allowed == expected);
            if (expected) REQUIRE(name_of(verdict.next) == table.at({status, move}));
            if (!table.contains({status, move})) REQUIRE(verdict.why == Code::wrong_status);
            allowed += expected;
          }
        }
      }
    }
  }
  CHECK(allowed == 120);
}

TEST_CASE("somebody without a role may do nothing, and roles add up") {
  for (std::size_t s = 0; s < status_names.size(); ++s) {
    for (std::size_t m = 0; m < move_names.size(); ++m) {
      const auto status = static_cast<Status>(s);
      const auto move = static_cast<Move>(m);
      CHECK_FALSE(news_flow::decide(status, move, {}, Capacity::own, true).allowed);
      const RoleSet both = RoleSet{}.with(Role::staff).with(Role::director);
      const bool either =
          news_flow::decide(status, move, RoleSet{}.with(Role::staff), Capacity::own, false).allowed ||
          news_flow::decide(status, move, RoleSet{}.with(Role::director), Capacity::own, false).allowed;
      CHECK(news_flow::decide(status, move, both, Capacity::own, false).allowed == either);
    }
  }
}

TEST_CASE("only what was not submitted is deleted, and only office people edit") {
  for (std::size_t s = 0; s < status_names.size(); ++s) {
    const std::set<std::string_view> deletable = {"draft", "returned", "rejected", "cancelled"};
    CHECK(news_flow::is_deletable(static_cast<Status>(s)) == deletable.contains(status_names[s]));
  }
  for (std::size_t r = 0; r < role_names.size(); ++r) {
    const std::set<std::string_view> outside = {"committee", "network_member"};
    CHECK(news_flow::may_edit(RoleSet{}.with(static_cast<Role>(r))) != outside.contains(role_names[r]));
  }
}

TEST_CASE("the rule's names are the schema's vocabulary") {
  const auto same = [](const FieldDecl& field, auto names) {
    REQUIRE(field.choices.size() == names.size());
    for (std::size_t i = 0; i < names.size(); ++i) CHECK(field.choices[i].name == names[i]);
  };
  same(*find_kind("news")->field("status"), status_names);
  same(*find_kind("user")->field("roles"), role_names);
  same(*find_kind("decision")->field("capacity"), capacity_names);
}
