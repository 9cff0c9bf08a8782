// What stretches a password needs 64 MiB. A child that may not have them must be told so and live on.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "shared/crypto/pairing.hpp"
#include "shared/crypto/password.hpp"
#include "tests/support/catch.hpp"

using namespace khaosan;

namespace {

constexpr rlim_t spare_bytes = 32ULL << 20U;  // half of what is needed

rlim_t bytes_mapped_now() {
  rlim_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  return pages * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE));
}

template <typename T>
bool tells(const Result<T>& result) {
  return !result.ok() && result.refusal().code == Code::memory_short;
}

// The number of the first step that went otherwise; 0: all were refused as they should be.
int steps_without_memory(const std::string& hash, const Bytes& sealed) {
  const rlimit limit{bytes_mapped_now() + spare_bytes, RLIM_INFINITY};
  if (::setrlimit(RLIMIT_AS, &limit) != 0) return 1;
  if (!tells(hash_password("รหัสผ่าน"))) return 2;
  if (!tells(password_matches(hash, "รหัสผ่าน"))) return 3;
  if (!tells(password_matches(hash, "ผิด"))) return 4;
  if (!tells(key_from_secret("รหัสผ่าน", Salt{}))) return 5;
  if (!tells(pairing_key("ABCDEFGHJK", Salt{}))) return 6;
  if (!tells(seal_with_password(view_of("secret"), "รหัสผ่าน"))) return 7;
  if (!tells(open_with_password(sealed, "รหัสผ่าน"))) return 8;
  return 0;
}

}  // namespace

TEST_CASE("without memory for its stretching a password is refused as memory_short, and nothing aborts") {
  const std::string hash = *hash_password("รหัสผ่าน");
  const Bytes sealed = *seal_with_password(view_of("secret"), "รหัสผ่าน");
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) ::_exit(steps_without_memory(hash, sealed));
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
}
