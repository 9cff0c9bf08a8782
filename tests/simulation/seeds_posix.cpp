#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <map>
#include <sstream>

#include "shared/sync/prose_merge.hpp"
#include "tests/simulation/coverage.hpp"
#include "tests/simulation/memory_disk.hpp"
#include "tests/simulation/seeds.hpp"

namespace khaosan::simulation {
namespace {

constexpr std::uint64_t every_nth_twice = 10;      // I15
constexpr std::uint64_t seeds_for_coverage = 100;  // fewer say nothing about what is rare

std::string as_text(const RunReport& report) {
  std::ostringstream text;
  text << report.trace_hash << '\n' << (report.violation ? report.violation->invariant : "-") << '\n';
  for (const auto& [name, count] : report.counters) text << count << ' ' << name << '\n';
  if (report.violation) text << "! " << report.violation->what << '\n';
  return text.str();
}

RunReport from_text(const std::string& text) {
  RunReport report;
  std::istringstream lines(text);
  std::string invariant;
  if (!(lines >> report.trace_hash >> invariant)) {
    report.violation = Violation{"I14", "the run itself crashed"};
    return report;
  }
  if (invariant != "-") report.violation = Violation{invariant, ""};
  lines.ignore();
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("! ")) {
      const auto at = text.find("\n! ") + 3;
      if (report.violation) report.violation->what = text.substr(at, text.size() - at - 1);
      break;
    }
    const auto space = line.find(' ');
    report.counters[line.substr(space + 1)] = std::stoll(line.substr(0, space));
  }
  return report;
}

struct Child {
  pid_t process = 0;
  int pipe = 0;
  std::uint64_t seed = 0;
};

Child start(RunPlan plan) {
  int ends[2] = {};
  if (::pipe(ends) != 0) std::abort();
  std::fflush(nullptr);
  const pid_t process = ::fork();
  if (process != 0) {
    ::close(ends[1]);
    return {process, ends[0], plan.seed};
  }
  ::close(ends[0]);
  plan.folder =
      (std::filesystem::temp_directory_path() / ("khaosan-simulation-" + std::to_string(::getpid())))
          .string();
  const std::string text = as_text(run(plan));
  std::error_code ignored;
  std::filesystem::remove_all(plan.folder, ignored);
  std::fflush(nullptr);
  for (std::size_t at = 0; at < text.size();) {
    const auto count = ::write(ends[1], text.data() + at, text.size() - at);
    if (count <= 0) break;
    at += static_cast<std::size_t>(count);
  }
  ::_exit(0);
}

RunReport wait_for(const Child& child) {
  std::string text;
  char piece[4096];
  for (ssize_t count = 0; (count = ::read(child.pipe, piece, sizeof piece)) > 0;)
    text.append(piece, static_cast<std::size_t>(count));
  ::close(child.pipe);
  int status = 0;
  ::waitpid(child.process, &status, 0);
  return from_text(text);
}

std::string command_for(const SeedsPlan& plan, std::uint64_t seed) {
  return "simulation --seed " + std::to_string(seed) + " --actions " + std::to_string(plan.run.actions) +
         " --laptops " + std::to_string(plan.run.laptops);
}

int tell_violation(const SeedsPlan& plan, std::uint64_t seed, const Violation& violation) {
  std::printf("simulation: FAILED: %s: %s\nseed %llu; to play it again: %s\n", violation.invariant.c_str(),
              violation.what.c_str(), static_cast<unsigned long long>(seed), command_for(plan, seed).c_str());
  return 1;
}

}  // namespace

int run_seeds(const SeedsPlan& plan) {
  const auto began = std::chrono::steady_clock::now();
  static_cast<void>(merge_prose("ก", "ข", "ค"));  // the dictionary is read once, before the runs are forked
  register_memory_vfs();
  Coverage coverage;
  std::vector<Child> running;
  std::uint64_t next = plan.first;
  const std::uint64_t end = plan.first + plan.seeds;
  while (next < end || !running.empty()) {
    while (next < end && running.size() < static_cast<std::size_t>(plan.jobs)) {
      RunPlan run = plan.run;
      run.seed = next++;
      run.prints = plan.one_with_trace;
      running.push_back(start(run));
    }
    const Child child = running.front();
    running.erase(running.begin());
    const RunReport report = wait_for(child);
    if (report.violation) return tell_violation(plan, child.seed, *report.violation);
    coverage.add(report.counters);
    if (child.seed % every_nth_twice != 0 && !plan.one_with_trace) continue;
    RunPlan again = plan.run;
    again.seed = child.seed;
    if (wait_for(start(again)).trace_hash != report.trace_hash)
      return tell_violation(plan, child.seed, {"I15", "the same seed twice is not the same run"});
  }
  coverage.print();
  const auto seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  const std::string missing = plan.seeds < seeds_for_coverage ? "" : coverage.too_rare();
  if (!missing.empty()) std::printf("simulation: FAILED: in under 1 %% of the seeds: %s\n", missing.c_str());
  std::printf("simulation: %llu seeds from %llu, %d actions each, %.0f s: %s\n",
              static_cast<unsigned long long>(plan.seeds), static_cast<unsigned long long>(plan.first),
              plan.run.actions, seconds, missing.empty() ? "every invariant held" : "FAILED");
  return missing.empty() ? 0 : 1;
}

}  // namespace khaosan::simulation
