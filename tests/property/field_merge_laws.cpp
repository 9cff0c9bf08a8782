// The laws of merging one field or group, whatever its rule, on random values. KHAOSAN_SEED replays a run.
#include <iostream>
#include <random>

#include "shared/sync/field_merge.hpp"
#include "tests/property/seeded.hpp"
#include "tests/support/catch.hpp"

using namespace khaosan;

namespace {

// Said whatever becomes of the run, so that a crash can be replayed too.
unsigned seed() {
  static const unsigned chosen = [] {
    const auto given = static_cast<unsigned>(property_seed());
    std::cout << "field laws: KHAOSAN_SEED=" << given << "\n";
    return given;
  }();
  return chosen;
}

constexpr int runs = 3'000;

class Dice {
 public:
  Dice() : engine_(seed()) {}
  int below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(engine_); }
  Value value(MergeRule rule) {
    if (below(6) == 0) return {};
    if (rule == MergeRule::set) return set();
    if (rule == MergeRule::prose) return prose();
    return below(2) ? Value{std::int64_t{below(3)}}
                    : Value{std::string(1, static_cast<char>('a' + below(3)))};
  }

 private:
  Value set() {
    TextSet members;
    for (const char* member : {"director", "reviewer", "staff"}) {
      if (below(2)) members.emplace_back(member);
    }
    return members.empty() ? Value{} : Value{members};
  }
  Value prose() {
    static const char* const words[] = {"โรงเรียน", "นักเรียน", "25 มิถุนายน", "ครู", "หอประชุม", "จัดกิจกรรม"};
    std::string text;
    for (int i = below(8); i >= 0; --i) text += std::string(words[below(6)]) + " ";
    return text;
  }
  std::mt19937 engine_;
};

}  // namespace

TEST_CASE("what no person chose never collides: the server's stays") {
  const Value base{std::string("a")};
  const Value one{std::string("b")};
  const Value other{std::string("c")};
  CHECK(merge_field(MergeRule::keep, base, base, one).outcome == MergeOutcome::taken);
  CHECK(merge_field(MergeRule::keep, base, one, one).outcome == MergeOutcome::same);
  for (const auto& seen : {std::optional(base), std::optional<Value>()}) {
    CHECK(merge_field(MergeRule::keep, seen, one, other).outcome == MergeOutcome::merged);
    CHECK(merge_field(MergeRule::keep, seen, one, other).value == one);
  }
}

TEST_CASE("merging a field: an unchanged side gives way, equal values never collide, no base never merges") {
  Dice dice;
  CAPTURE(seed());
  for (int run = 0; run < runs; ++run) {
    for (MergeRule rule : {MergeRule::scalar, MergeRule::prose, MergeRule::set}) {
      const Value base = dice.value(rule);
      const Value one = dice.value(rule);
      const Value other = dice.value(rule);
      CAPTURE(run, shown(base), shown(one), shown(other));
      REQUIRE(merge_field(rule, base, base, one).value == one);
      REQUIRE(merge_field(rule, base, one, base).value == one);
      REQUIRE(merge_field(rule, base, one, one).outcome == MergeOutcome::same);
      REQUIRE(merge_field(rule, base, base, one).outcome != MergeOutcome::collided);
      if (one != other) {
        REQUIRE(merge_field(rule, std::nullopt, one, other).outcome == MergeOutcome::collided);
        REQUIRE(merge_field(rule, std::nullopt, one, other).value == one);
      }
      const FieldMerge there = merge_field(rule, base, one, other);
      const FieldMerge back = merge_field(rule, base, other, one);
      REQUIRE((there.outcome == MergeOutcome::collided) == (back.outcome == MergeOutcome::collided));
      if (there.outcome != MergeOutcome::collided) REQUIRE(there.value == back.value);
      if (rule == MergeRule::scalar && there.outcome == MergeOutcome::collided) REQUIRE(there.value == one);
      if (rule == MergeRule::set) REQUIRE(there.outcome != MergeOutcome::collided);
    }
  }
}

TEST_CASE("a group stands or falls whole") {
  Dice dice;
  CAPTURE(seed());
  for (int run = 0; run < runs; ++run) {
    const auto group = [&] {
      return GroupValue{dice.value(MergeRule::scalar), dice.value(MergeRule::scalar)};
    };
    const GroupValue base = group();
    const GroupValue one = group();
    const GroupValue other = group();
    CAPTURE(run);
    REQUIRE(merge_group(base, base, one) == (one == base ? MergeOutcome::same : MergeOutcome::taken));
    REQUIRE(merge_group(base, one, one) == MergeOutcome::same);
    const bool all_differ = base != one && base != other && one != other;
    REQUIRE((merge_group(base, one, other) == MergeOutcome::collided) == all_differ);
    if (one != other) REQUIRE(merge_group(std::nullopt, one, other) == MergeOutcome::collided);
  }
}
