#include "tests/simulation/people.hpp"
#include "tests/simulation/violation.hpp"

namespace khaosan::simulation {
namespace {

void befall(World& world) {
  world.free_disks();
  Laptop& laptop = *world.dice.pick(world.laptops());
  if (world.faults.strikes(Fault::laptop_disk_full)) world.fill_disk(laptop);
  if (world.faults.strikes(Fault::laptop_clock_jump)) world.set_clock_wrong(laptop);
  if (world.faults.strikes(Fault::server_clock_jump)) world.set_server_clock();
  if (world.faults.strikes(Fault::laptop_cloned)) world.copy_folder(laptop);
  if (world.faults.strikes(Fault::laptop_revoked)) world.revoke(laptop);
  if (world.faults.strikes(Fault::record_erased)) world.erase();
  world.look_after_the_office();
  if (world.faults.strikes(Fault::office_restored)) world.restore_office();
}

}  // namespace

RunReport run(const RunPlan& plan) {
  RunReport report;
  seed_randomness(plan.seed);
  World world(plan, report.counters);
  try {
    world.open_the_office();
    People people(world);
    world.meanwhile = [&people](Laptop& laptop) { people.write_something(laptop); };
    for (int i = 0; i < plan.actions; ++i) {
      if (i == plan.actions / 4 * 3) static_cast<void>(world.join());
      befall(world);
      people.do_something();
    }
    world.settle();
  } catch (Violation& violation) {
    report.violation = std::move(violation);
  }
  report.trace_hash = world.trace_hash();
  return report;
}

}  // namespace khaosan::simulation
