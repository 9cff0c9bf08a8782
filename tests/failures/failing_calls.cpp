#include "tests/failures/failing_calls.hpp"

#include <sqlite3.h>

#include <cstdlib>
#include <map>

#include "tests/simulation/memory_disk.hpp"

namespace khaosan::failures {
namespace {

struct Counting {
  Plan plan;
  bool runs = false;
  std::int64_t seen = 0;
  std::int64_t failed = 0;
};

Counting& counting() {
  static Counting one;
  return one;
}

bool fails(Call call, std::string_view path) {
  Counting& now = counting();
  if (!now.runs || now.plan.call != call || !path.starts_with(now.plan.folder)) return false;
  ++now.seen;
  const bool strikes =
      now.plan.at > 0 && (now.seen == now.plan.at || (now.plan.for_ever && now.seen > now.plan.at));
  if (strikes) ++now.failed;
  return strikes;
}

sqlite3_vfs* real_vfs = nullptr;
const sqlite3_io_methods* real_methods = nullptr;
sqlite3_mem_methods real_memory{};

std::map<const sqlite3_file*, std::string>& paths() {
  static std::map<const sqlite3_file*, std::string> all;
  return all;
}

int close_file(sqlite3_file* file) {
  paths().erase(file);
  return real_methods->xClose(file);
}

int write_file(sqlite3_file* file, const void* from, int count, sqlite3_int64 offset) {
  if (fails(Call::write, paths()[file])) return counting().plan.for_ever ? SQLITE_FULL : SQLITE_IOERR_WRITE;
  return real_methods->xWrite(file, from, count, offset);
}

int sync_file(sqlite3_file* file, int flags) {
  if (fails(Call::sync, paths()[file])) return SQLITE_IOERR_FSYNC;
  return real_methods->xSync(file, flags);
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  if (fails(Call::truncate, paths()[file])) return SQLITE_IOERR_TRUNCATE;
  return real_methods->xTruncate(file, size);
}

int open_file(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* flags_out) {
  static sqlite3_io_methods methods{};
  file->pMethods = nullptr;
  const std::string path = name == nullptr ? "" : name;
  if (fails(Call::open, path)) return SQLITE_CANTOPEN;
  const int result = real_vfs->xOpen(real_vfs, name, file, flags, flags_out);
  if (result != SQLITE_OK) return result;
  real_methods = file->pMethods;
  methods = *real_methods;
  methods.xClose = close_file;
  methods.xWrite = write_file;
  methods.xSync = sync_file;
  methods.xTruncate = truncate_file;
  file->pMethods = &methods;
  paths()[file] = path;
  return SQLITE_OK;
}

void* allocate(int size) {
  return fails(Call::allocate, {}) ? nullptr : real_memory.xMalloc(size);
}

void* allocate_again(void* place, int size) {
  return fails(Call::allocate, {}) ? nullptr : real_memory.xRealloc(place, size);
}

}  // namespace

std::string_view name_of(Call call) {
  constexpr std::array<std::string_view, 5> names = {"write", "sync", "truncate", "open", "allocate"};
  return names.at(static_cast<std::size_t>(call));
}

void take_over_sqlite() {
  sqlite3_mem_methods memory{};
  if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real_memory) != SQLITE_OK) std::abort();
  memory = real_memory;
  memory.xMalloc = allocate;
  memory.xRealloc = allocate_again;
  if (sqlite3_config(SQLITE_CONFIG_MALLOC, &memory) != SQLITE_OK) std::abort();
  simulation::register_memory_vfs();
  real_vfs = sqlite3_vfs_find(nullptr);
  static sqlite3_vfs vfs{};
  vfs = *real_vfs;
  vfs.zName = "failing_calls";
  vfs.pNext = nullptr;
  vfs.xOpen = open_file;
  if (sqlite3_vfs_register(&vfs, 1) != SQLITE_OK) std::abort();
}

void begin(const Plan& plan) {
  counting() = {plan, true, 0, 0};
}

std::int64_t end() {
  counting().runs = false;
  return counting().seen;
}

std::int64_t failed() {
  return counting().failed;
}

}  // namespace khaosan::failures
