// Every way of an original onto the disk with its n-th call to the system failing: what was said to be stored
// is there and whole, a file in its place never has other bytes, and the same again succeeds.
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdarg>

#include "shared/crypto/sha256.hpp"
#include "shared/media/blob_store.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/platform/temporary_folder.hpp"

namespace {

enum class Call { open, write, fsync, rename, mkdir, ftruncate, pread };
constexpr std::array calls = {Call::open,  Call::write,     Call::fsync, Call::rename,
                              Call::mkdir, Call::ftruncate, Call::pread};

struct Plan {
  bool runs = false;
  Call call = Call::open;
  int at = 0;  // the n-th from now fails; 0: they are only counted
  bool for_ever = false;
  int seen = 0;
};
Plan plan;

bool fails(Call call) {
  if (!plan.runs || plan.call != call) return false;
  ++plan.seen;
  if (plan.at == 0 || plan.seen < plan.at || (plan.seen > plan.at && !plan.for_ever)) return false;
  errno = call == Call::write && plan.for_ever ? ENOSPC : EIO;
  return true;
}

}  // namespace

// The program's own come before the library's.
extern "C" {
int open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const auto mode = (flags & O_CREAT) != 0 ? va_arg(rest, unsigned) : 0U;
  va_end(rest);
  if (fails(Call::open)) return -1;
  return static_cast<int>(syscall(SYS_openat, AT_FDCWD, path, flags, mode));
}
// Half of a write that fails once is on the disk.
ssize_t write(int fd, const void* from, size_t count) {
  if (!fails(Call::write)) return syscall(SYS_write, fd, from, count);
  const int error = errno;
  if (count > 1) static_cast<void>(syscall(SYS_write, fd, from, count / 2));
  errno = error;
  return -1;
}
int fsync(int fd) {
  return fails(Call::fsync) ? -1 : static_cast<int>(syscall(SYS_fsync, fd));
}
int rename(const char* from, const char* to) noexcept {
  return fails(Call::rename) ? -1 : static_cast<int>(syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0));
}
int mkdir(const char* path, mode_t mode) noexcept {
  return fails(Call::mkdir) ? -1 : static_cast<int>(syscall(SYS_mkdirat, AT_FDCWD, path, mode));
}
int ftruncate(int fd, off_t length) noexcept {
  return fails(Call::ftruncate) ? -1 : static_cast<int>(syscall(SYS_ftruncate, fd, length));
}
ssize_t pread(int fd, void* into, size_t count, off_t offset) {
  return fails(Call::pread) ? -1 : syscall(SYS_pread64, fd, into, count, offset);
}
}

namespace khaosan {
namespace {

const std::string content(300'000, 'p');  // more than one write

struct Ground {
  TemporaryFolder folder;
  Sha256 sha = sha256(content);
  Ground() {
    REQUIRE(write_file(folder / "card.jpg", view_of(content)).ok());
    auto whole = BlobStore::open(folder / "whole");
    REQUIRE(whole.ok());
    REQUIRE(whole->put_file(folder / "card.jpg").ok());
  }
};

struct Way {
  const char* name;
  std::function<Done(Ground&)> run;
};

Done in_pieces(Ground& ground) {
  KHAOSAN_LET(store, BlobStore::open(ground.folder / "media"));
  KHAOSAN_LET(partial, store.open_partial("p"));
  while (partial.size_bytes() < content.size()) {
    const std::size_t from = partial.size_bytes();
    KHAOSAN_TRY(partial.append(from, view_of(std::string_view(content).substr(from, 100'000))));
    KHAOSAN_TRY(partial.sync());
  }
  const auto stored = partial.finish(ground.sha);
  if (!stored.ok() && stored.refusal().code == Code::file_damaged) KHAOSAN_TRY(partial.discard());
  return stored.ok() ? Done() : Done(stored.refusal());
}

const std::array ways = {
    Way{"take a file of the person in",
        [](Ground& ground) -> Done {
          KHAOSAN_LET(store, BlobStore::open(ground.folder / "media"));
          KHAOSAN_LET(stored, store.put_file(ground.folder / "card.jpg"));
          return stored.sha256 == ground.sha ? Done() : Done(refuse(Code::internal));
        }},
    Way{"receive one in pieces", in_pieces},
    Way{"copy one for a backup",
        [](Ground& ground) -> Done {
          KHAOSAN_LET(whole, BlobStore::open(ground.folder / "whole"));
          KHAOSAN_LET(store, BlobStore::open(ground.folder / "media"));
          return whole.copy_to(store, ground.sha);
        }},
};

// What stands in the store is whole, whatever was said.
void check_whole(Ground& ground, bool must_be_there) {
  auto store = BlobStore::open(ground.folder / "media");
  REQUIRE(store.ok());
  CHECK(store->for_each([&](const Sha256& sha) { return store->verify(sha); }).ok());
  if (must_be_there) CHECK(store->verify(ground.sha).ok());
}

TEST_CASE("an original is there whole or was refused, whichever call to the system fails") {
  int faults = 0;
  for (const Way& way : ways) {
    for (const Call call : calls) {
      for (const bool for_ever : {false, true}) {
        for (int at = 1;; ++at) {
          Ground ground;
          plan = {true, call, at, for_ever, 0};
          const Done done = way.run(ground);
          const bool struck = plan.seen >= at;
          plan.runs = false;
          if (!struck) break;
          ++faults;
          INFO(way.name << ", call " << static_cast<int>(call) << ", the " << at << "th");
          check_whole(ground, done.ok());
          if (!done.ok()) {
            Done again = way.run(ground);
            if (!again.ok() && again.refusal().code == Code::file_damaged) again = way.run(ground);
            CHECK(again.ok());
            check_whole(ground, true);
          }
        }
      }
    }
  }
  CHECK(faults > 100);
}

}  // namespace
}  // namespace khaosan
