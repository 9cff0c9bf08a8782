// The disk of one machine, in memory. SQLite opens its stores on it through a VFS that is this process's
// default (memory_vfs.cpp), so that the product opens them as it always does.
//
// What was written and not synced may be gone or torn after a crash. Making and removing a file is durable at
// once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/simulation/dice.hpp"

namespace khaosan::simulation {

// The shared memory and the locks of the connections to one file.
struct FileSharing {
  static constexpr int slots = 8;  // SQLITE_SHM_NLOCK
  int readers = 0;                 // connections that hold SHARED or more
  const void* reserved = nullptr;
  const void* exclusive = nullptr;  // pending too
  std::vector<std::unique_ptr<std::uint8_t[]>> regions;
  int slot_readers[slots] = {};
  const void* slot_owner[slots] = {};
};

class MemoryFile {
 public:
  std::size_t size() const { return bytes_.size(); }
  std::size_t read(std::size_t offset, std::uint8_t* into, std::size_t count) const;
  void write(std::size_t offset, const std::uint8_t* from, std::size_t count);
  void truncate(std::size_t size);
  void sync() { unsynced_.clear(); }
  void lose_power(Dice& dice);
  FileSharing sharing;

 private:
  struct Step {  // a write, or a truncation to `offset`
    bool is_write = true;
    std::size_t offset = 0;
    std::vector<std::uint8_t> fresh;
    std::vector<std::uint8_t> old;
    std::size_t old_size = 0;
  };
  void apply(const Step& step, std::size_t count);
  std::vector<std::uint8_t> bytes_;
  std::vector<Step> unsynced_;
};

class MemoryDisk {
 public:
  explicit MemoryDisk(std::string folder);  // the disk holds all files of this folder
  ~MemoryDisk();
  MemoryDisk(const MemoryDisk&) = delete;
  MemoryDisk& operator=(const MemoryDisk&) = delete;
  static MemoryDisk* holding(std::string_view path);  // null: no disk has that folder

  const std::string& folder() const { return folder_; }
  std::string store_path() const { return folder_ + "/store.db"; }
  void copy_from(const MemoryDisk& other);  // a folder copied while nobody writes

  // Faults. Each one that is planned happens once.
  void crash_at(int steps) { crash_in_ = steps; }  // the n-th write or sync from now is this machine's last
  void fail_at(int steps) { fail_in_ = steps; }
  void set_full(bool full) { full_ = full; }
  bool full() const { return full_; }
  void plan_nothing() { crash_in_ = fail_in_ = 0; }
  bool dead() const { return dead_; }
  bool take_failed() { return std::exchange(failed_, false); }  // one was told of since the last call
  bool take_filled() { return std::exchange(filled_, false); }
  void power_cut(Dice& dice);  // what was not synced is lost, kept or torn; the machine can start again

  enum class Answer { done, failed, full, dead };
  Answer before_write(const MemoryFile& file, std::size_t end);  // `dead`: this one may be half done
  Answer before_sync();

  MemoryFile& file(const std::string& path) { return files_[path]; }
  bool has(const std::string& path) const { return files_.contains(path); }
  void remove(const std::string& path) { files_.erase(path); }

 private:
  bool is_last_step();
  bool is_failing_step();
  std::string folder_;
  std::map<std::string, MemoryFile> files_;
  int crash_in_ = 0;
  int fail_in_ = 0;
  bool full_ = false;
  bool dead_ = false;
  bool failed_ = false;
  bool filled_ = false;
};

// Makes the disks above what SQLite opens, in this process. Once.
void register_memory_vfs();

}  // namespace khaosan::simulation
