#include "client/app/auto_sync.hpp"

#include "tests/support/catch.hpp"

using namespace khaosan::client;

namespace {

constexpr std::int64_t hour_ms = 60 * AutoSync::minute_ms;

// How many syncs begin by themselves in so long, asked twice a second as the window does.
int tries(AutoSync& sync, std::int64_t& now_ms, std::int64_t for_ms, bool reached, bool waits, bool network) {
  int count = 0;
  for (const std::int64_t end = now_ms + for_ms; now_ms < end; now_ms += 500) {
    if (!sync.take_turn(now_ms, waits, network)) continue;
    ++count;
    sync.ended(now_ms + 1'000, reached);
  }
  return count;
}

}  // namespace

TEST_CASE("without a network nothing is tried, and an address that comes is used at once") {
  std::int64_t now_ms = 0;
  AutoSync sync(now_ms);
  CHECK(tries(sync, now_ms, 10 * hour_ms, false, true, false) == 0);
  sync.news(now_ms);
  CHECK(tries(sync, now_ms, 3'000, true, true, true) == 1);
}

TEST_CASE("an office that is away is asked for less and less") {
  std::int64_t now_ms = 0;
  AutoSync sync(now_ms);
  CHECK(tries(sync, now_ms, hour_ms, false, true, true) <= 6);
  CHECK(tries(sync, now_ms, hour_ms, false, true, true) <= 2);
  CHECK(tries(sync, now_ms, 10 * hour_ms, false, true, true) <= 20);
}

TEST_CASE("with the office there it is four times an hour, and soon after something was written") {
  std::int64_t now_ms = 0;
  AutoSync sync(now_ms);
  CHECK(tries(sync, now_ms, hour_ms, true, false, true) == 4);
  CHECK(tries(sync, now_ms, 10'000, true, false, true) == 1);
  CHECK(tries(sync, now_ms, AutoSync::after_writing_ms - 1'000, true, true, true) == 0);
  CHECK(tries(sync, now_ms, 2'000, true, true, true) == 1);
}

TEST_CASE("who announces an office again and again does not wear out the battery") {
  std::int64_t now_ms = 0;
  AutoSync sync(now_ms);
  int count = 0;
  for (; now_ms < hour_ms; now_ms += 500) {
    sync.news(now_ms);
    if (!sync.take_turn(now_ms, false, true)) continue;
    ++count;
    sync.ended(now_ms, false);
  }
  CHECK(count <= hour_ms / AutoSync::between_news_ms + 1);
}
