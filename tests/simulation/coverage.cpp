#include "tests/simulation/coverage.hpp"

#include <array>
#include <cstdio>

namespace khaosan::simulation {
namespace {

// What must become of changes, besides every fault.
constexpr std::array changes = {
    "change accepted",
    "change merged",
    "change conflict",
    "change same",
    "change approved again",
    "change join",
    "change differ",
    "change part",
    "change refused likeness_settled",
    "change refused record_joined",
    "change refused conflict_open",
    "change refused delete_unseen",
    "told event_deleted",
    "change refused merge_unseen",
    "change refused no_conflict",
    "change refused not_deletable",
    "change refused not_publishable",
    "change refused photo_missing",
    "change refused record_deleted",
    "change refused revision_missing",
    "change refused revision_superseded",
    "change refused text_changed",
    "change refused wrong_capacity",
    "change refused wrong_role",
    "change refused wrong_status",
    "answer clock_wrong",
    "answer id_reused",
    "preview sent",
    "told device_copied",
    "told revoked",
    "quarantined",
    "taken from quarantine",
};

std::vector<std::string> demanded() {
  std::vector<std::string> names(changes.begin(), changes.end());
  for (const std::string_view fault : fault_names) names.push_back("fault " + std::string(fault));
  return names;
}

}  // namespace

void Coverage::add(const Counters& run) {
  ++seeds_;
  for (const auto& [name, times] : run) {
    seen_[name].times += times;
    if (times > 0) ++seen_[name].seeds;
  }
}

void Coverage::print() const {
  for (const auto& [name, seen] : seen_)
    std::printf("%9lld times in %5lld seeds  %s\n", static_cast<long long>(seen.times),
                static_cast<long long>(seen.seeds), name.c_str());
}

std::string Coverage::too_rare() const {
  std::string names;
  for (const std::string& name : demanded()) {
    const auto found = seen_.find(name);
    const std::int64_t seeds = found == seen_.end() ? 0 : found->second.seeds;
    if (seeds * 100 < seeds_) names += (names.empty() ? "" : ", ") + name;
  }
  return names;
}

}  // namespace khaosan::simulation
