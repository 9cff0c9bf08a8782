// Repeated insertion anywhere always gives a strict order.
#include <algorithm>
#include <functional>

#include "shared/sync/position.hpp"
#include "tests/property/seeded.hpp"
#include "tests/support/catch.hpp"

using namespace khaosan;

namespace {

constexpr std::string_view tail_digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

std::string any_tail(Seeded& random) {
  std::string tail;
  for (std::size_t i = 0; i < 4; ++i) tail += tail_digits[random.below(tail_digits.size())];
  return tail;
}

using Place = std::function<std::size_t(std::size_t size)>;

std::vector<std::string> grown(std::size_t count, Seeded& random, const Place& place) {
  std::vector<std::string> keys;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t at = place(keys.size());
    const std::string before = at > 0 ? keys[at - 1] : "";
    const std::string after = at < keys.size() ? keys[at] : "";
    const auto key = position_between(before, after, any_tail(random));
    REQUIRE(key.ok());
    keys.insert(keys.begin() + static_cast<std::ptrdiff_t>(at), *key);
  }
  return keys;
}

std::size_t longest(const std::vector<std::string>& keys) {
  std::size_t length = 0;
  for (const std::string& key : keys) length = std::max(length, key.size());
  return length;
}

}  // namespace

TEST_CASE("law: inserting anywhere, at an end or always in one gap keeps a strict order") {
  const std::uint64_t first_seed = property_seed();
  for (std::uint64_t seed = first_seed; seed < first_seed + 40; ++seed) {
    Seeded random(seed);
    INFO("KHAOSAN_SEED=" << seed);
    const Place places[] = {[&](std::size_t size) { return random.below(size + 1); },
                            [](std::size_t size) { return size; }, [](std::size_t) { return std::size_t{0}; },
                            [](std::size_t size) { return size / 2; },
                            [](std::size_t size) { return std::min<std::size_t>(size, 1); }};
    for (const Place& place : places) {
      const std::vector<std::string> keys = grown(200, random, place);
      REQUIRE(std::adjacent_find(keys.begin(), keys.end(), std::greater_equal<>()) == keys.end());
      REQUIRE(std::all_of(keys.begin(), keys.end(), is_position));
    }
  }
}

TEST_CASE("law: lists grow at their ends, and anywhere, without long positions") {
  Seeded random(property_seed());
  INFO("KHAOSAN_SEED=" << property_seed());
  CHECK(longest(grown(1000, random, [](std::size_t size) { return size; })) <= 64);
  CHECK(longest(grown(1000, random, [](std::size_t) { return std::size_t{0}; })) <= 64);
  CHECK(longest(grown(2000, random, [&](std::size_t size) { return random.below(size + 1); })) <= 16);
  CHECK_FALSE(position_needs_rewrite(grown(200, random, [](std::size_t size) { return size / 2; }).front()));
}
