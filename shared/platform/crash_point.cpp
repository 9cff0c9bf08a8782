#include "shared/platform/crash_point.hpp"

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>

namespace khaosan {
namespace {

std::atomic<long> reached{0};
const char* count_file = nullptr;

void write_count() {
  if (std::FILE* file = std::fopen(count_file, "w")) {
    std::fprintf(file, "%ld\n", reached.load());
    std::fclose(file);
  }
}

struct Plan {
  bool active = false;
  long crash_at = 0;
};

Plan read_plan() {
  Plan plan;
  if (const char* text = std::getenv("KHAOSAN_CRASH_AT")) plan.crash_at = std::strtol(text, nullptr, 10);
  count_file = std::getenv("KHAOSAN_CRASH_COUNT");
  plan.active = plan.crash_at > 0 || count_file != nullptr;
  if (count_file != nullptr) std::atexit(write_count);
  return plan;
}

// Read before main, so that the count is written even by a process that reaches no point.
const Plan& the_plan() {
  static const Plan plan = read_plan();
  return plan;
}
[[maybe_unused]] const bool plan_read = the_plan().active;

}  // namespace

void crash_point(std::string_view) {
  const Plan& plan = the_plan();
  if (!plan.active) return;
  if (reached.fetch_add(1) + 1 == plan.crash_at) ::kill(::getpid(), SIGKILL);
}

}  // namespace khaosan
