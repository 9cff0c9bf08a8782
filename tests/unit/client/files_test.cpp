#include <fstream>

#include "client/store/media_file_desk.hpp"
#include "shared/crypto/sha256.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/fake_desk.hpp"

using namespace khaosan;
using namespace khaosan::client;

TEST_CASE("a photo leaves the list of files to send only when the office answers with its hash") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  REQUIRE(
      laptop.app->perform(AddFile{"a long enough photo.jpg", std::nullopt, std::nullopt, "คำบรรยาย"}).ok());
  office.lose_at = Step::send;
  REQUIRE_FALSE(laptop.sync().ok());
  CHECK(laptop.app->status()->pending_files == 1);
  REQUIRE(laptop.sync()->complete);
  CHECK(laptop.app->status()->pending_files == 0);
  CHECK(laptop.sync()->sent_files == 0);
}

TEST_CASE("a cut upload goes on where it stopped, also after a restart") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const std::string content = "a long enough photo.jpg";
  REQUIRE(laptop.app->perform(AddFile{content, std::nullopt, std::nullopt, ""}).ok());
  office.stop_upload_after = 8;
  REQUIRE_FALSE(laptop.sync().ok());
  CHECK(laptop.app->status()->pending_file_bytes == static_cast<std::int64_t>(content.size()));
  laptop.reopen();
  office.stop_upload_after = 0;
  REQUIRE(laptop.sync()->complete);
  CHECK(office.bytes_received == content.size());
  CHECK(office.uploads.size() == 1);
}

TEST_CASE("a damaged original is reported and skipped, and the rest goes on") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  REQUIRE(laptop.app->perform(AddFile{"good.jpg", std::nullopt, std::nullopt, ""}).ok());
  REQUIRE(laptop.app->perform(AddFile{"bad.jpg", std::nullopt, std::nullopt, ""}).ok());
  laptop.desk.originals[sha256("bad.jpg")][0] ^= 1;
  const auto report = laptop.sync();
  REQUIRE(report.ok());
  CHECK(report->sent_files == 1);
  CHECK_FALSE(report->complete);
  REQUIRE(report->refused.size() == 1);
  CHECK(report->refused[0].code == "file_damaged");
  CHECK(report->refused[0].verb == "file");
  CHECK_FALSE(office.files_here.contains(sha256("bad.jpg")));
  CHECK(office.uploads.size() == 1);  // not a byte of the damaged one
  CHECK(laptop.app->check()->faults.size() == 1);
  CHECK(laptop.app->status()->pending_files == 1);
}

TEST_CASE("small renditions of other people's photos are fetched once, and asked for again while missing") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  office.write("media", RecordId{Uuid{{1}}},
               {{"sha256", Value{sha256("far").hex()}}, {"type", text("photo")}});
  office.write("media", RecordId{Uuid{{2}}},
               {{"sha256", Value{sha256("talk").hex()}}, {"type", text("audio")}});
  CHECK(laptop.sync()->received_renditions == 0);
  office.small_here[sha256("far")] = {1, 2, 3};
  CHECK(laptop.sync()->received_renditions == 1);
  CHECK(laptop.desk.small.at(sha256("far")) == Bytes{1, 2, 3});
  const auto asked = std::count(office.steps.begin(), office.steps.end(), "small");
  CHECK(asked == 2);  // never for the audio
  REQUIRE(laptop.sync().ok());
  CHECK(std::count(office.steps.begin(), office.steps.end(), "small") == asked);
}

TEST_CASE("a file is taken into the folder by its hash, read back in pieces and verified") {
  TempFolder folder;
  const auto source = folder.path() / "บันทึก.txt";
  std::ofstream(source, std::ios::binary) << "บันทึกการประชุม";
  auto desk = MediaFileDesk::open(folder.path() / "home");
  REQUIRE(desk.ok());
  const auto taken = (*desk)->take_in(source);
  REQUIRE(taken.ok());
  CHECK(taken->sha == sha256("บันทึกการประชุม"));
  CHECK(taken->name == "บันทึก.txt");
  CHECK(taken->type == "other");
  CHECK_FALSE(taken->already_there);
  CHECK((*desk)->take_in(source)->already_there);
  CHECK((*desk)->has_original(taken->sha));
  Bytes piece(6);
  CHECK(*(*desk)->read_original(taken->sha, 3, piece) == 6);
  CHECK(text_of(piece) == std::string("บันทึกการประชุม").substr(3, 6));
  CHECK((*desk)->verify(taken->sha).ok());
  CHECK_FALSE((*desk)->has_small(taken->sha));
  REQUIRE((*desk)->save_small(taken->sha, Bytes{1, 2, 3}).ok());
  CHECK(*(*desk)->read_small(taken->sha) == Bytes{1, 2, 3});
  CHECK((*desk)->take_in(folder.path() / "nothing").refusal().code == Code::file_not_found);
}
