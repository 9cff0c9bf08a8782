#include "client/ui/round_seen.hpp"

#include <algorithm>
#include <array>

namespace khaosan::client {
namespace {

// Where each part begins on the bar. Files are counted in bytes and are most of the time, if there are any.
constexpr std::array<float, RoundSeen::parts + 1> begins_without_files = {0, 0.4F, 0.4F, 0.9F, 1};
constexpr std::array<float, RoundSeen::parts + 1> begins_with_files = {0, 0.06F, 0.88F, 0.97F, 1};

}  // namespace

std::size_t RoundSeen::part_of(SyncStep step) {
  switch (step) {
    case SyncStep::connect:
    case SyncStep::push:
    case SyncStep::previews:
    case SyncStep::original:
    case SyncStep::card:
    case SyncStep::card_office:
      return 0;
    case SyncStep::files:
      return 1;
    case SyncStep::pull:
    case SyncStep::renditions:
      return 2;
    case SyncStep::compare:
      return 3;
  }
  return 0;
}

void RoundSeen::look(const SlowWork& slow, bool files_wait) {
  if (!slow.syncing) return;
  if (!running) {
    *this = RoundSeen{};
    running = true;
    has_files = files_wait;
  }
  advance(slow.sync);
}

void RoundSeen::end(const SlowWork& slow) {
  if (!running) *this = RoundSeen{};
  advance(slow.sync);
  running = false;
}

// A round sends commands after the files: that is no step back.
void RoundSeen::advance(const SyncProgress& progress) {
  const std::size_t now = part_of(progress.step);
  if (now < reached) return;
  if (now > reached) reached = now, part = 0;
  if (now == 1) has_files = true;
  if (progress.total > 0)
    part = std::max(part,
                    std::min(1.0F, static_cast<float>(progress.done) / static_cast<float>(progress.total)));
}

float RoundSeen::whole() const {
  const auto& begins = has_files ? begins_with_files : begins_without_files;
  return begins[reached] + part * (begins[reached + 1] - begins[reached]);
}

}  // namespace khaosan::client
