// The one source of chance of a run: the same seed throws the same numbers on every machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace khaosan::simulation {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {  // splitmix64
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBULL;
    return mixed ^ (mixed >> 31U);
  }
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(next() % bound); }  // bound > 0
  bool chance(double per_cent) { return static_cast<double>(next() % 1'000'000) < per_cent * 10'000; }
  template <typename List>
  auto& pick(List& list) {
    return list[below(list.size())];
  }

 private:
  std::uint64_t state_;
};

// Gives the product its random bytes and cheap password hashes from this seed, for this process: every id,
// salt and key of a run comes from here.
void seed_randomness(std::uint64_t seed);

}  // namespace khaosan::simulation
