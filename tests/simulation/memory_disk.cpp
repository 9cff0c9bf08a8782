#include "tests/simulation/memory_disk.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace khaosan::simulation {
namespace {

constexpr std::size_t sector_bytes = 512;

std::map<std::string, MemoryDisk*, std::less<>>& disks() {
  static std::map<std::string, MemoryDisk*, std::less<>> all;
  return all;
}

}  // namespace

std::size_t MemoryFile::read(std::size_t offset, std::uint8_t* into, std::size_t count) const {
  const std::size_t there = offset >= bytes_.size() ? 0 : std::min(count, bytes_.size() - offset);
  if (there > 0) std::memcpy(into, bytes_.data() + offset, there);
  return there;
}

void MemoryFile::write(std::size_t offset, const std::uint8_t* from, std::size_t count) {
  Step step{true, offset, {from, from + count}, {}, bytes_.size()};
  const std::size_t over = offset >= bytes_.size() ? 0 : std::min(count, bytes_.size() - offset);
  step.old.resize(over);
  read(offset, step.old.data(), over);
  apply(step, count);
  unsynced_.push_back(std::move(step));
}

void MemoryFile::truncate(std::size_t size) {
  if (size >= bytes_.size()) return;
  Step step{
      false, size, {}, {bytes_.begin() + static_cast<std::ptrdiff_t>(size), bytes_.end()}, bytes_.size()};
  apply(step, 0);
  unsynced_.push_back(std::move(step));
}

void MemoryFile::apply(const Step& step, std::size_t count) {
  if (!step.is_write) {
    bytes_.resize(step.offset);
    return;
  }
  if (step.offset + count > bytes_.size()) bytes_.resize(step.offset + count);
  std::memcpy(bytes_.data() + step.offset, step.fresh.data(), count);
}

// Back to what was synced; then some of what came after reaches the disk all the same, perhaps in pieces.
void MemoryFile::lose_power(Dice& dice) {
  sharing = {};
  for (auto step = unsynced_.rbegin(); step != unsynced_.rend(); ++step) {
    bytes_.resize(step->old_size);
    if (!step->old.empty()) std::memcpy(bytes_.data() + step->offset, step->old.data(), step->old.size());
  }
  const std::vector<Step> steps = std::exchange(unsynced_, {});
  const std::size_t fate = dice.below(4);  // 0: all is lost
  for (const Step& step : steps) {
    const bool kept = fate == 1 || (fate > 1 && dice.below(2) == 0);
    if (!kept) continue;
    std::size_t count = step.fresh.size();
    if (fate == 3 && count > sector_bytes && dice.below(3) == 0)
      count = sector_bytes * (1 + dice.below(count / sector_bytes));
    apply(step, std::min(count, step.fresh.size()));
  }
}

MemoryDisk::MemoryDisk(std::string folder) : folder_(std::move(folder)) {
  disks()[folder_] = this;
}

MemoryDisk::~MemoryDisk() {
  disks().erase(folder_);
}

MemoryDisk* MemoryDisk::holding(std::string_view path) {
  const auto found = disks().find(path.substr(0, path.rfind('/')));
  return found == disks().end() ? nullptr : found->second;
}

void MemoryDisk::copy_from(const MemoryDisk& other) {
  for (const auto& [path, file] : other.files_) {
    std::vector<std::uint8_t> bytes(file.size());
    file.read(0, bytes.data(), bytes.size());
    MemoryFile& copy = files_[folder_ + path.substr(other.folder_.size())];
    copy.write(0, bytes.data(), bytes.size());
    copy.sync();
  }
}

void MemoryDisk::power_cut(Dice& dice) {
  for (auto& [path, file] : files_) file.lose_power(dice);
  plan_nothing();
  dead_ = failed_ = filled_ = false;
}

bool MemoryDisk::is_last_step() {
  if (crash_in_ == 0 || --crash_in_ > 0) return false;
  dead_ = true;
  return true;
}

bool MemoryDisk::is_failing_step() {
  if (fail_in_ == 0 || --fail_in_ > 0) return false;
  failed_ = true;
  return true;
}

MemoryDisk::Answer MemoryDisk::before_write(const MemoryFile& file, std::size_t end) {
  if (dead_ || is_last_step()) return Answer::dead;
  if (is_failing_step()) return Answer::failed;
  if (full_ && end > file.size()) {
    filled_ = true;
    return Answer::full;
  }
  return Answer::done;
}

MemoryDisk::Answer MemoryDisk::before_sync() {
  if (dead_ || is_last_step()) return Answer::dead;
  return is_failing_step() ? Answer::failed : Answer::done;
}

}  // namespace khaosan::simulation
