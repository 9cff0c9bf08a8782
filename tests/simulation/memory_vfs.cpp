// SQLite's way to the memory disks. Everything runs in one thread, so locks only answer; nobody waits.
#include <sqlite3.h>

#include <algorithm>
#include <cstring>

#include "tests/simulation/memory_disk.hpp"

namespace khaosan::simulation {
namespace {

struct Open {
  sqlite3_file base;
  MemoryDisk* disk;  // null: a temporary file, gone when it is closed
  MemoryFile* file;
  int level;
};

Open& open_of(sqlite3_file* file) {
  return *reinterpret_cast<Open*>(file);
}

// A write that was under way when the machine died may still reach the disk.
bool was_alive_before(Open& open) {
  return open.disk != nullptr && !open.disk->dead();
}

int close(sqlite3_file* handle);
int unlock(sqlite3_file* handle, int level);

int read(sqlite3_file* handle, void* into, int count, sqlite3_int64 offset) {
  Open& open = open_of(handle);
  if (open.disk != nullptr && open.disk->dead()) return SQLITE_IOERR_READ;
  auto* bytes = static_cast<std::uint8_t*>(into);
  const auto wanted = static_cast<std::size_t>(count);
  const std::size_t there = open.file->read(static_cast<std::size_t>(offset), bytes, wanted);
  if (there == wanted) return SQLITE_OK;
  std::memset(bytes + there, 0, wanted - there);
  return SQLITE_IOERR_SHORT_READ;
}

int write(sqlite3_file* handle, const void* from, int count, sqlite3_int64 offset) {
  Open& open = open_of(handle);
  const auto at = static_cast<std::size_t>(offset);
  const auto size = static_cast<std::size_t>(count);
  const bool was_alive = was_alive_before(open);
  const auto answer =
      open.disk == nullptr ? MemoryDisk::Answer::done : open.disk->before_write(*open.file, at + size);
  if (answer == MemoryDisk::Answer::full) return SQLITE_FULL;
  if (answer == MemoryDisk::Answer::failed) return SQLITE_IOERR_WRITE;
  if (answer == MemoryDisk::Answer::done || was_alive)
    open.file->write(at, static_cast<const std::uint8_t*>(from), size);
  return answer == MemoryDisk::Answer::done ? SQLITE_OK : SQLITE_IOERR_WRITE;
}

int truncate(sqlite3_file* handle, sqlite3_int64 size) {
  Open& open = open_of(handle);
  if (open.disk != nullptr && open.disk->before_sync() != MemoryDisk::Answer::done)
    return SQLITE_IOERR_TRUNCATE;
  open.file->truncate(static_cast<std::size_t>(size));
  return SQLITE_OK;
}

int sync(sqlite3_file* handle, int) {
  Open& open = open_of(handle);
  if (open.disk != nullptr && open.disk->before_sync() != MemoryDisk::Answer::done) return SQLITE_IOERR_FSYNC;
  open.file->sync();
  return SQLITE_OK;
}

int file_size(sqlite3_file* handle, sqlite3_int64* size) {
  *size = static_cast<sqlite3_int64>(open_of(handle).file->size());
  return SQLITE_OK;
}

int lock(sqlite3_file* handle, int level) {
  Open& open = open_of(handle);
  FileSharing& sharing = open.file->sharing;
  if (open.level >= level) return SQLITE_OK;
  if (open.level == SQLITE_LOCK_NONE) {
    if (sharing.exclusive != nullptr) return SQLITE_BUSY;
    ++sharing.readers;
    open.level = SQLITE_LOCK_SHARED;
  }
  if (level == SQLITE_LOCK_SHARED) return SQLITE_OK;
  if (sharing.reserved != nullptr && sharing.reserved != handle) return SQLITE_BUSY;
  if (level == SQLITE_LOCK_RESERVED) {
    sharing.reserved = handle;
    open.level = level;
    return SQLITE_OK;
  }
  if (sharing.exclusive != nullptr && sharing.exclusive != handle) return SQLITE_BUSY;
  sharing.exclusive = handle;
  open.level = sharing.readers > 1 ? SQLITE_LOCK_PENDING : SQLITE_LOCK_EXCLUSIVE;
  return sharing.readers > 1 ? SQLITE_BUSY : SQLITE_OK;
}

int unlock(sqlite3_file* handle, int level) {
  Open& open = open_of(handle);
  FileSharing& sharing = open.file->sharing;
  if (open.level <= level) return SQLITE_OK;
  if (sharing.reserved == handle) sharing.reserved = nullptr;
  if (sharing.exclusive == handle) sharing.exclusive = nullptr;
  if (level == SQLITE_LOCK_NONE) --sharing.readers;
  open.level = level;
  return SQLITE_OK;
}

int check_reserved(sqlite3_file* handle, int* is_reserved) {
  *is_reserved = open_of(handle).file->sharing.reserved != nullptr ? 1 : 0;
  return SQLITE_OK;
}

int control(sqlite3_file*, int, void*) {
  return SQLITE_NOTFOUND;
}
int sector_size(sqlite3_file*) {
  return 4096;
}
int characteristics(sqlite3_file*) {
  return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

int shm_map(sqlite3_file* handle, int region, int size, int extend, void volatile** place) {
  auto& regions = open_of(handle).file->sharing.regions;
  *place = nullptr;
  while (extend != 0 && regions.size() <= static_cast<std::size_t>(region))
    regions.push_back(std::make_unique<std::uint8_t[]>(static_cast<std::size_t>(size)));
  if (static_cast<std::size_t>(region) < regions.size())
    *place = regions[static_cast<std::size_t>(region)].get();
  return SQLITE_OK;
}

int shm_lock(sqlite3_file* handle, int first, int count, int flags) {
  FileSharing& sharing = open_of(handle).file->sharing;
  const bool is_shared = (flags & SQLITE_SHM_SHARED) != 0;
  for (int slot = first; slot < first + count && (flags & SQLITE_SHM_LOCK) != 0; ++slot) {
    const bool held = sharing.slot_owner[slot] != nullptr && sharing.slot_owner[slot] != handle;
    if (held || (!is_shared && sharing.slot_readers[slot] > 0)) return SQLITE_BUSY;
  }
  const bool takes = (flags & SQLITE_SHM_LOCK) != 0;
  for (int slot = first; slot < first + count; ++slot) {
    if (is_shared) {
      sharing.slot_readers[slot] += takes ? 1 : -1;
    } else {
      sharing.slot_owner[slot] = takes ? handle : nullptr;
    }
  }
  return SQLITE_OK;
}

void shm_barrier(sqlite3_file*) {}

int shm_unmap(sqlite3_file* handle, int removes) {
  if (removes != 0) open_of(handle).file->sharing.regions.clear();
  return SQLITE_OK;
}

const sqlite3_io_methods methods = {
    2,         close,          read,    write,       truncate,        sync,    file_size, lock,
    unlock,    check_reserved, control, sector_size, characteristics, shm_map, shm_lock,  shm_barrier,
    shm_unmap, nullptr,        nullptr};

int close(sqlite3_file* handle) {
  unlock(handle, SQLITE_LOCK_NONE);
  Open& open = open_of(handle);
  if (open.disk == nullptr) delete open.file;
  return SQLITE_OK;
}

int open(sqlite3_vfs*, const char* name, sqlite3_file* handle, int flags, int* flags_out) {
  Open& opened = open_of(handle);
  opened = {};
  if (name == nullptr) {
    opened.file = new MemoryFile;
  } else {
    opened.disk = MemoryDisk::holding(name);
    const bool may = opened.disk != nullptr && !opened.disk->dead() &&
                     ((flags & SQLITE_OPEN_CREATE) != 0 || opened.disk->has(name));
    if (!may) return SQLITE_CANTOPEN;
    opened.file = &opened.disk->file(name);
  }
  opened.base.pMethods = &methods;
  if (flags_out != nullptr) *flags_out = flags;
  return SQLITE_OK;
}

int remove(sqlite3_vfs*, const char* name, int) {
  MemoryDisk* disk = MemoryDisk::holding(name);
  if (disk == nullptr || disk->before_sync() != MemoryDisk::Answer::done) return SQLITE_IOERR_DELETE;
  if (!disk->has(name)) return SQLITE_IOERR_DELETE_NOENT;
  disk->remove(name);
  return SQLITE_OK;
}

int access(sqlite3_vfs*, const char* name, int, int* found) {
  const MemoryDisk* disk = MemoryDisk::holding(name);
  *found = disk != nullptr && disk->has(name) ? 1 : 0;
  return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* name, int size, char* into) {
  sqlite3_snprintf(size, into, "%s", name);
  return SQLITE_OK;
}

int randomness(sqlite3_vfs*, int size, char* into) {
  std::memset(into, 7, static_cast<std::size_t>(size));
  return size;
}

int sleep_us(sqlite3_vfs*, int us) {
  return us;
}

int current_time_ms(sqlite3_vfs*, sqlite3_int64* julian_ms) {
  *julian_ms = 212'400'000'000'000;
  return SQLITE_OK;
}

int current_time(sqlite3_vfs* vfs, double* days) {
  sqlite3_int64 ms = 0;
  current_time_ms(vfs, &ms);
  *days = static_cast<double>(ms) / 86'400'000.0;
  return SQLITE_OK;
}

int last_error(sqlite3_vfs*, int, char*) {
  return 0;
}

}  // namespace

void register_memory_vfs() {
  static sqlite3_vfs vfs{};
  vfs.iVersion = 2;
  vfs.szOsFile = sizeof(Open);
  vfs.mxPathname = 512;
  vfs.zName = "memory_disk";
  vfs.xOpen = open;
  vfs.xDelete = remove;
  vfs.xAccess = access;
  vfs.xFullPathname = full_path;
  vfs.xRandomness = randomness;
  vfs.xSleep = sleep_us;
  vfs.xCurrentTime = current_time;
  vfs.xGetLastError = last_error;
  vfs.xCurrentTimeInt64 = current_time_ms;
  sqlite3_vfs_register(&vfs, 1);
}

}  // namespace khaosan::simulation
