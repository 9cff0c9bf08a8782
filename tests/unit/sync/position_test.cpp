#include "shared/sync/position.hpp"

#include <algorithm>

#include "tests/support/catch.hpp"

using namespace khaosan;

TEST_CASE("a position stands strictly between its neighbours and ends in the tail") {
  const std::pair<const char*, const char*> gaps[] = {{"", ""},      {"", "1"},    {"", "01"}, {"", "0001"},
                                                      {"z", ""},     {"zzzz", ""}, {"V", "W"}, {"V", "V1"},
                                                      {"V", "V01"},  {"Vz", "W"},  {"1", "z"}, {"V", "V0001"},
                                                      {"Vzzz", "W"}, {"a", "aa"},  {"09", "1"}};
  for (const auto& [before, after] : gaps) {
    INFO("[" << before << "] [" << after << "]");
    for (const char* tail : {"0001", "zzzz", "Ab9x", "1"}) {
      const auto key = position_between(before, after, tail);
      REQUIRE(key.ok());
      CHECK(*key > before);
      if (*after != '\0') CHECK(*key < after);
      CHECK(is_position(*key));
      CHECK(key->ends_with(tail));
    }
  }
}

TEST_CASE("two laptops that insert at one place make two positions") {
  CHECK(*position_between("A", "B", "aaaa") != *position_between("A", "B", "aaab"));
}

TEST_CASE("a tail that ends in 0 ends in 1, so that there is always room below") {
  CHECK(position_between("A", "C", "xyz0")->ends_with("xyz1"));
  CHECK(is_position(*position_between("", "", "0000")));
}

TEST_CASE("what is no position, no tail or out of order is refused") {
  const auto code = [](const char* before, const char* after, const char* tail) {
    const auto key = position_between(before, after, tail);
    return key.ok() ? std::string_view("taken") : key.refusal().name();
  };
  CHECK(code("B", "A", "abcd") == "bad_value");
  CHECK(code("A", "A", "abcd") == "bad_value");
  CHECK(code("A", "A0", "abcd") == "bad_value");
  CHECK(code("0", "", "abcd") == "bad_value");
  CHECK(code("", "V0", "abcd") == "bad_value");
  CHECK(code("A-", "", "abcd") == "bad_value");
  CHECK(code("ก", "", "abcd") == "bad_value");
  CHECK(code("", "", "") == "bad_value");
  CHECK(code("", "", "a b") == "bad_value");
  CHECK(code("", "", "abcdefghijklmnopq") == "bad_value");
  CHECK(code("A", "B", "abcd") == "taken");
}

TEST_CASE("a long position is to be rewritten") {
  CHECK_FALSE(position_needs_rewrite(std::string(64, 'a')));
  CHECK(position_needs_rewrite(std::string(65, 'a')));
}

TEST_CASE("spread positions rise, are valid, and leave room everywhere") {
  for (std::size_t count : {0U, 1U, 2U, 60U, 61U, 62U, 63U, 1000U, 3843U, 3844U, 20000U}) {
    INFO(count);
    const std::vector<std::string> keys = spread_positions(count);
    REQUIRE(keys.size() == count);
    CHECK(std::all_of(keys.begin(), keys.end(), is_position));
    CHECK(std::adjacent_find(keys.begin(), keys.end(), std::greater_equal<>()) == keys.end());
    for (std::size_t i = 0; i + 1 < keys.size(); i += 97) {
      CHECK(position_between(keys[i], keys[i + 1], "0000").ok());
    }
    if (count > 0) CHECK(keys.back().size() <= 5);
  }
}
