// The program: runs seeds, each in a process of its own, and says what held and what happened.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "tests/simulation/seeds.hpp"

namespace khaosan::simulation {
namespace {

constexpr const char* help = R"(usage: simulation [options]

Plays one office with its laptops, people and accidents, for each seed, and holds the invariants I1 to I15.

  --seeds N      how many seeds (200)
  --first N      the first of them (1)
  --seed N       this one alone, with a trace of what happened
  --actions N    what people do in one run (1000)
  --laptops N    laptops of the office (5)
  --jobs N       runs at the same time (1)
  --help         this text

Exit code 1: an invariant was broken (the first one is named, with the seed and the command that plays it
again), or some fault, merge or conflict happened in fewer than one seed in a hundred.
)";

std::uint64_t number_of(const char* text) {
  char* end = nullptr;
  const auto number = std::strtoull(text, &end, 10);
  if (end == text || *end != '\0' || number == 0) {
    std::fprintf(stderr, "simulation: not a number above 0: %s\n", text);
    std::exit(2);
  }
  return number;
}

bool is(const char* argument, const char* name) {
  return std::strcmp(argument, name) == 0;
}

SeedsPlan plan_of(int argc, char** argv) {
  SeedsPlan plan;
  for (int i = 1; i < argc; ++i) {
    if (is(argv[i], "--help")) {
      std::fputs(help, stdout);
      std::exit(0);
    }
    if (i + 1 >= argc) {
      std::fputs(help, stderr);
      std::exit(2);
    }
    const std::uint64_t number = number_of(argv[i + 1]);
    if (is(argv[i], "--seeds")) {
      plan.seeds = number;
    } else if (is(argv[i], "--first")) {
      plan.first = number;
    } else if (is(argv[i], "--seed")) {
      plan.first = number;
      plan.seeds = 1;
      plan.one_with_trace = true;
    } else if (is(argv[i], "--actions")) {
      plan.run.actions = static_cast<int>(number);
    } else if (is(argv[i], "--laptops")) {
      plan.run.laptops = static_cast<int>(number);
    } else if (is(argv[i], "--jobs")) {
      plan.jobs = static_cast<int>(number);
    } else {
      std::fputs(help, stderr);
      std::exit(2);
    }
    ++i;
  }
  return plan;
}

}  // namespace
}  // namespace khaosan::simulation

int main(int argc, char** argv) {
  return khaosan::simulation::run_seeds(khaosan::simulation::plan_of(argc, argv));
}
