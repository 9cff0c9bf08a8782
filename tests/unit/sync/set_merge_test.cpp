#include "shared/sync/set_merge.hpp"

#include "tests/support/catch.hpp"

using namespace khaosan;

using Set = std::vector<std::string>;

TEST_CASE("what either side added is in, what either side took out is out") {
  const Set base{"facebook", "web"};
  CHECK(merge_sets(base, {"facebook", "line", "web"}, {"facebook"}) == Set{"facebook", "line"});
  CHECK(merge_sets(base, {}, {"facebook", "web", "youtube"}) == Set{"youtube"});
  CHECK(merge_sets({}, {"web"}, {"web"}) == Set{"web"});
}

TEST_CASE("the result is sorted and unique whatever the order of the inputs") {
  CHECK(merge_sets({"web", "line"}, {"web", "web", "line", "a"}, {"z", "line", "web"}) ==
        Set{"a", "line", "web", "z"});
}

TEST_CASE("every combination of four values keeps the laws") {
  const auto set_of = [](unsigned bits) {
    Set set;
    for (unsigned i = 0; i < 4; ++i) {
      if ((bits >> i & 1U) != 0) set.push_back(std::string(1, static_cast<char>('a' + i)));
    }
    return set;
  };
  for (unsigned base = 0; base < 16; ++base) {
    for (unsigned one = 0; one < 16; ++one) {
      CHECK(merge_sets(set_of(base), set_of(one), set_of(base)) == set_of(one));
      CHECK(merge_sets(set_of(base), set_of(one), set_of(one)) == set_of(one));
      for (unsigned other = 0; other < 16; ++other) {
        const unsigned expected = (base & one & other) | (one & ~base) | (other & ~base);
        REQUIRE(merge_sets(set_of(base), set_of(one), set_of(other)) == set_of(expected));
      }
    }
  }
}
