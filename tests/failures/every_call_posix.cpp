// Every operation with its n-th call to the disk or for memory failing, once or from then on: nothing that
// was said to be done is gone, also after a power cut; no store is damaged; and it goes on once the calls
// succeed again. Each run is a process of its own, so that a crash is a failure like any other.
//   every_call                        some n of each, spread evenly
//   KHAOSAN_LONG=1 every_call         every n
//   every_call NAME CALL N once|ever  that one again
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "tests/failures/failing_calls.hpp"
#include "tests/failures/operations.hpp"
#include "tests/simulation/violation.hpp"

namespace khaosan::failures {
namespace {

constexpr std::int64_t points_everyday = 6;  // of one kind of call of one operation, in each way

struct Outcome {
  std::int64_t calls = 0;
  std::int64_t failed = 0;
  bool refused = false;
  bool held = false;
  char what[400] = {};
};

void hold(const Operation& operation, Scene& scene, const Plan& plan, Outcome& outcome) {
  RecordId record;
  begin(plan);
  Done done;
  try {
    done = operation.run(scene, record);
  } catch (const simulation::Violation& violation) {  // it does not start
    done = refuse(Code::io_failed, violation.what);
  }
  outcome.calls = end();
  outcome.failed = failed();
  outcome.refused = !done.ok();
  scene.cut_the_power();
  scene.whole();
  if (done.ok() && !operation.is_there(scene, record))
    throw simulation::Violation{"I2", "it was said to be done, and is not there"};
  if (!done.ok()) {
    if (const Done again = operation.run(scene, record); !again.ok())
      throw simulation::Violation{"I14", "it does not go on: " + again.refusal().english()};
    if (!operation.is_there(scene, record)) throw simulation::Violation{"I2", "done again, and not there"};
  }
  scene.all_synced();
  scene.whole();
}

// In a process of its own, on a copy of the scene.
Outcome run(const Operation& operation, Scene& scene, const Plan& plan) {
  int ends[2];
  if (pipe(ends) != 0) std::abort();
  const pid_t child = fork();
  if (child == 0) {
    Outcome outcome;
    try {
      hold(operation, scene, plan, outcome);
      outcome.held = true;
    } catch (const simulation::Violation& violation) {
      std::snprintf(outcome.what, sizeof outcome.what, "%s %s", violation.invariant.c_str(),
                    violation.what.c_str());
    }
    if (write(ends[1], &outcome, sizeof outcome) != sizeof outcome) _exit(2);
    _exit(0);
  }
  close(ends[1]);
  Outcome outcome;
  const bool told = read(ends[0], &outcome, sizeof outcome) == sizeof outcome;
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  if (!told) {
    outcome = {};
    std::snprintf(outcome.what, sizeof outcome.what, "it crashed: signal %d",
                  WIFSIGNALED(status) ? WTERMSIG(status) : 0);
  }
  return outcome;
}

struct Sums {
  std::int64_t runs = 0;
  std::int64_t faults = 0;
  std::int64_t refused = 0;
  std::int64_t broken = 0;
};

void one(const Operation& operation, Scene& scene, const Plan& plan, Sums& sums) {
  const Outcome outcome = run(operation, scene, plan);
  ++sums.runs;
  sums.faults += outcome.failed > 0 ? 1 : 0;
  sums.refused += outcome.refused ? 1 : 0;
  if (outcome.held) return;
  ++sums.broken;
  std::printf("BROKEN: every_call '%s' %s %lld %s: %s\n", std::string(operation.name).c_str(),
              std::string(name_of(plan.call)).c_str(), static_cast<long long>(plan.at),
              plan.for_ever ? "ever" : "once", outcome.what);
}

Sums all_of(const Operation& operation, bool every_one) {
  Scene scene;
  operation.prepare(scene);
  Sums sums;
  for (const Call call : calls) {
    const std::string folder =
        call == Call::allocate ? std::string() : (scene.folder() / operation.machine).string();
    const Outcome counted = run(operation, scene, {call, 0, false, folder});
    if (!counted.held) {
      std::printf("BROKEN without a fault: %s: %s\n", std::string(operation.name).c_str(), counted.what);
      ++sums.broken;
      return sums;
    }
    const std::int64_t points = every_one ? counted.calls : std::min(counted.calls, points_everyday);
    for (const bool for_ever : {false, true}) {
      for (std::int64_t n = 0; n < points; ++n)
        one(operation, scene, {call, 1 + n * counted.calls / points, for_ever, folder}, sums);
    }
  }
  std::printf("%s: %lld runs, %lld with a fault, %lld refused, %lld broken\n",
              std::string(operation.name).c_str(), static_cast<long long>(sums.runs),
              static_cast<long long>(sums.faults), static_cast<long long>(sums.refused),
              static_cast<long long>(sums.broken));
  std::fflush(stdout);
  return sums;
}

int again(char** argv) {
  for (const Operation& operation : operations()) {
    for (const Call call : calls) {
      if (operation.name != argv[1] || name_of(call) != argv[2]) continue;
      Scene scene;
      operation.prepare(scene);
      const std::string folder =
          call == Call::allocate ? std::string() : (scene.folder() / operation.machine).string();
      Sums sums;
      one(operation, scene, {call, std::atoll(argv[3]), std::strcmp(argv[4], "ever") == 0, folder}, sums);
      return sums.broken > 0 ? 1 : 0;
    }
  }
  std::fputs("every_call: no such operation or call\n", stderr);
  return 2;
}

int all() {
  const char* asked = std::getenv("KHAOSAN_LONG");
  const bool every_one = asked != nullptr && std::strcmp(asked, "1") == 0;
  Sums sums;
  for (const Operation& operation : operations()) {
    const Sums its = all_of(operation, every_one);
    sums.runs += its.runs;
    sums.faults += its.faults;
    sums.refused += its.refused;
    sums.broken += its.broken;
  }
  std::printf("every_call: %lld runs, %lld with a fault, %lld refused: %s\n",
              static_cast<long long>(sums.runs), static_cast<long long>(sums.faults),
              static_cast<long long>(sums.refused), sums.broken == 0 ? "nothing was lost" : "FAILED");
  const bool proves_something = sums.faults > sums.runs / 2 && sums.refused > 0;
  return sums.broken == 0 && proves_something ? 0 : 1;
}

}  // namespace
}  // namespace khaosan::failures

int main(int argc, char** argv) {
  using namespace khaosan::failures;
  take_over_sqlite();
  try {
    return argc == 5 ? again(argv) : all();
  } catch (const khaosan::simulation::Violation& violation) {
    std::printf("every_call: the scene cannot be made: %s %s\n", violation.invariant.c_str(),
                violation.what.c_str());
    return 1;
  }
}
