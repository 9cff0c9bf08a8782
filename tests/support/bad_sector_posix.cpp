#include "tests/support/bad_sector.hpp"

#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <mutex>
#include <optional>

namespace khaosan::test {
namespace {

struct Sector {
  dev_t device = 0;
  ino_t file = 0;
  std::uint64_t from = 0;
};

std::mutex sector_mutex;
std::optional<Sector> sector;

bool is_bad(int fd, std::uint64_t offset, std::uint64_t count) {
  const std::lock_guard lock(sector_mutex);
  if (!sector || offset + count <= sector->from) return false;
  struct stat facts {};
  return fstat(fd, &facts) == 0 && facts.st_dev == sector->device && facts.st_ino == sector->file;
}

}  // namespace

BadSector::BadSector(const std::filesystem::path& file, std::uint64_t from) {
  struct stat facts {};
  if (stat(file.c_str(), &facts) != 0) std::abort();
  const std::lock_guard lock(sector_mutex);
  sector = Sector{facts.st_dev, facts.st_ino, from};
}

BadSector::~BadSector() {
  const std::lock_guard lock(sector_mutex);
  sector.reset();
}

}  // namespace khaosan::test

// The program's own comes before the library's.
extern "C" ssize_t pread(int fd, void* into, size_t count, off_t offset) {
  if (khaosan::test::is_bad(fd, static_cast<std::uint64_t>(offset), count)) {
    errno = EIO;
    return -1;
  }
  return syscall(SYS_pread64, fd, into, count, offset);
}
