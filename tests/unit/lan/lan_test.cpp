#include "shared/lan/lan.hpp"

#include <condition_variable>
#include <mutex>

#include "shared/crypto/random.hpp"
#include "shared/crypto/sha256.hpp"
#include "tests/property/seeded.hpp"
#include "tests/support/catch.hpp"

using namespace khaosan;

namespace {

const LanOffice office{"0123456789abcdef", 8443, "สพป.ตัวอย่าง เขต 1"};
const std::string nonce = "fedcba9876543210";

}  // namespace

TEST_CASE("a question and its answer are read back, and no answer is longer than its question") {
  CHECK(nonce_of_query(lan_query(nonce)) == nonce);
  const auto read = office_of_answer(lan_answer(nonce, office), nonce);
  REQUIRE(read.has_value());
  CHECK(read->id == office.id);
  CHECK(read->port == office.port);
  CHECK(read->name == office.name);
  std::string long_name;
  for (int i = 0; i < 300; ++i) long_name += "ก";
  const std::string longest = lan_answer(nonce, {office.id, 65'535, long_name});
  CHECK(longest.size() <= query_bytes);
  CHECK(office_of_answer(longest, nonce)->name.size() == lan_name_bytes_max);
  CHECK(lan_id(sha256("key")).size() == lan_id_digits);
}

TEST_CASE("what is no question, or an answer to another one, is nothing") {
  CHECK_FALSE(nonce_of_query("khaosan-find 1\n" + nonce + "\n").has_value());  // short: no amplifier
  CHECK_FALSE(nonce_of_query(std::string(query_bytes, 'a')).has_value());
  CHECK_FALSE(office_of_answer(lan_answer(nonce, office), "0123456789abcdef").has_value());
  CHECK_FALSE(office_of_answer(lan_answer(nonce, {"../../etc", 1, ""}), nonce).has_value());
  CHECK_FALSE(office_of_answer(lan_answer(nonce, {office.id, 0, ""}), nonce).has_value());
  CHECK_FALSE(office_of_answer(lan_answer(nonce, {office.id, 70'000, ""}), nonce).has_value());
  CHECK(office_of_answer(lan_answer(nonce, {office.id, 1, "a\033[2J"}), nonce)->name.empty());
  std::mt19937_64 dice(property_seed());
  for (int round = 0; round < 5'000; ++round) {
    std::string datagram = round % 2 == 0 ? lan_query(nonce) : lan_answer(nonce, office);
    for (int i = 0; i < 3; ++i) datagram[dice() % datagram.size()] = static_cast<char>(dice());
    if (round % 3 == 0) datagram.resize(dice() % datagram.size());
    static_cast<void>(nonce_of_query(datagram));
    if (const auto read = office_of_answer(datagram, nonce)) {
      CHECK(read->port > 0);
      CHECK(read->port <= 65'535);
    }
  }
}

TEST_CASE("an office that answers on the loopback is found there, and announces itself at its start") {
  std::mutex guard;
  std::condition_variable news;
  bool announced = false;
  auto watch = LanWatch::start([&](LanWatch::News what) {
    const std::lock_guard hold(guard);
    announced = announced || what == LanWatch::News::office_announced;
    news.notify_all();
  });
  REQUIRE(watch.ok());
  const LanOffice own{to_hex(random_array<lan_id_digits / 2>()), 4711, "สำนักงาน"};
  auto responder = LanResponder::start(own, "127.0.0.1");
  REQUIRE(responder.ok());
  bool found = false;
  for (const FoundOffice& one : find_offices()) found = found || one.office.id == own.id;
  // A machine without multicast on its loopback has nothing to find; the program goes on without.
  if (!found) {
    WARN("no multicast on the loopback of this machine");
    return;
  }
  std::unique_lock hold(guard);
  CHECK(news.wait_for(hold, std::chrono::seconds(5), [&] { return announced; }));
  hold.unlock();
  responder->reset();
  for (const FoundOffice& one : find_offices()) CHECK(one.office.id != own.id);
  CHECK((*watch)->wakeups() > 0);
}
