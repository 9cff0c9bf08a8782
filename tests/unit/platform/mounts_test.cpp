#include "shared/platform/mounts.hpp"

#include <condition_variable>
#include <mutex>

#include "tests/support/catch.hpp"
#include "tests/unit/platform/temporary_folder.hpp"

using namespace khaosan;

TEST_CASE("sticks are what is mounted where the system puts what a person plugs in") {
  const auto sticks = sticks_in(
      "/dev/sda1 / ext4 rw 0 0\n"
      "tmpfs /run/user/1000 tmpfs rw 0 0\n"
      "/dev/sdb1 /media/somsri/KINGSTON\\0408GB vfat rw 0 0\n"
      "/dev/sdc1 /run/media/somsri/\xe0\xb8\x81 exfat rw 0 0\n"
      "broken\n"
      "/dev/sdd1 /mnt/card vfat ro 0 0\n");
  REQUIRE(sticks.size() == 3);
  CHECK(utf8_from_path(sticks[0]) == "/media/somsri/KINGSTON 8GB");
  CHECK(utf8_from_path(sticks[2]) == "/mnt/card");
}

TEST_CASE("what is plugged in and out is told without being asked for") {
  const TemporaryFolder folder;
  std::mutex guard;
  std::condition_variable news;
  int told = 0;
  auto watch = StickWatch::start(folder.path(), [&] {
    const std::lock_guard hold(guard);
    ++told;
    news.notify_all();
  });
  REQUIRE(watch.ok());
  const auto waits_for = [&](int count) {
    std::unique_lock hold(guard);
    return news.wait_for(hold, std::chrono::seconds(10), [&] { return told >= count; });
  };
  std::filesystem::create_directory(folder.path() / "USB");
  CHECK(waits_for(1));
  CHECK(plugged_sticks(folder.path()).size() == 1);
  std::filesystem::remove(folder.path() / "USB");
  CHECK(waits_for(2));
  CHECK(plugged_sticks(folder.path()).empty());
  watch->reset();
  // The system's own table can be waited for too.
  CHECK(StickWatch::start(std::nullopt, [] {}).ok());
}
