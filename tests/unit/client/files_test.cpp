#include <chrono>
#include <fstream>

#include "client/app/originals.hpp"
#include "client/store/media_file_desk.hpp"
#include "shared/crypto/sha256.hpp"
#include "tests/support/bad_sector.hpp"
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
  CHECK(report->refused[0].code == "original_damaged");
  CHECK(report->refused[0].detail == "bad.jpg");
  CHECK(report->refused[0].verb == "file");
  CHECK_FALSE(office.files_here.contains(sha256("bad.jpg")));
  CHECK(office.uploads.size() == 1);  // not a byte of the damaged one
  CHECK(laptop.app->check()->faults.size() == 1);
  CHECK(laptop.app->status()->pending_files == 1);
  REQUIRE(laptop.app->status()->damaged_files.size() == 1);
  CHECK(laptop.app->status()->damaged_files[0].name == "bad.jpg");
  laptop.reopen();
  CHECK(laptop.app->get("media", laptop.app->status()->damaged_files[0].media)->original ==
        OriginalState{false, true, false});
  // The right file, taken in again.
  REQUIRE(laptop.app->perform(AddFile{"bad.jpg", std::nullopt, std::nullopt, ""})->already_there);
  CHECK(laptop.app->status()->damaged_files.empty());
  CHECK(laptop.sync()->complete);
  CHECK(office.files_here.contains(sha256("bad.jpg")));
}

TEST_CASE("a damaged original that the office has comes again, from where the line broke") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const std::string content = "a long enough photo.jpg";
  const auto added = laptop.app->perform(AddFile{content, std::nullopt, std::nullopt, ""});
  REQUIRE(added.ok());
  const Bytes bytes = laptop.desk.originals[added->sha];
  office.files_here[added->sha] = bytes;
  laptop.desk.originals[added->sha][3] ^= 1;
  office.break_fetch_after = 8;
  const auto report = laptop.sync();
  REQUIRE(report.ok());
  CHECK(report->complete);
  CHECK(report->mended_files == 1);
  CHECK(report->sent_files == 0);
  CHECK(laptop.desk.originals[added->sha] == bytes);
  CHECK(office.bytes_fetched == content.size());
  CHECK(laptop.app->status()->damaged_files.empty());
}

TEST_CASE("a bad sector is a damaged original: it is named, fetched again, and stops nobody's round") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  auto desk = MediaFileDesk::open(laptop.folder.path() / "home");
  REQUIRE(desk.ok());
  laptop.app = std::make_unique<App>(*laptop.store, **desk, office, laptop.clock);
  const auto add = [&](const char* name) {
    const auto source = laptop.folder.path() / name;
    std::ofstream(source, std::ios::binary) << "the photo " << name;
    const auto added = laptop.app->perform(AddFile{source, std::nullopt, std::nullopt, ""});
    REQUIRE(added.ok());
    return added->sha;
  };
  const Sha256 bad = add("bad.jpg");
  const Sha256 good = add("good.jpg");
  const std::string hex = bad.hex();
  const test::BadSector sector(laptop.folder.path() / "home" / "media" / hex.substr(0, 2) / hex, 4);
  const auto report = laptop.sync();
  REQUIRE(report.ok());
  CHECK(office.files_here.contains(good));
  REQUIRE(report->refused.size() == 1);
  CHECK(report->refused[0].code == "original_damaged");
  REQUIRE(laptop.app->status()->damaged_files.size() == 1);
  CHECK(laptop.app->status()->damaged_files[0].name == "bad.jpg");
  // The office has it, and its disk fails too: the round goes on.
  const std::string content = "the photo bad.jpg";
  office.files_here[bad] = Bytes(content.begin(), content.end());
  office.rotten.insert(bad);
  const auto again = laptop.sync();
  REQUIRE(again.ok());
  CHECK(again->refused.size() == 1);
  office.rotten.clear();
  CHECK(laptop.sync()->mended_files == 1);
  CHECK(laptop.app->status()->damaged_files.empty());
  CHECK((*desk)->verify(bad).ok());
}

TEST_CASE("a picture that is damaged at the office does not stop the round of others") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  office.write("media", RecordId{Uuid{{1}}},
               {{"sha256", Value{sha256("far").hex()}}, {"type", text("photo")}});
  office.small_refusal = refuse(Code::file_damaged, "far");
  CHECK(laptop.sync()->complete);
  office.small_refusal.reset();
  office.small_here[sha256("far")] = {1, 2, 3};
  CHECK(laptop.sync()->received_renditions == 1);
}

TEST_CASE("words and small pictures go both ways before the first original, which goes before commands") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  REQUIRE(laptop.sync().ok());
  office.write("media", RecordId{Uuid{{1}}},
               {{"sha256", Value{sha256("far").hex()}}, {"type", Value{std::string("photo")}}});
  office.small_here[sha256("far")] = {1, 2, 3};
  const RecordId news = laptop.news("หัวข้อ", "เนื้อข่าว");
  const auto added = laptop.app->perform(AddFile{"one.jpg", std::nullopt, news, ""});
  REQUIRE(added.ok());
  laptop.desk.small[added->sha] = {7, 8};
  Perform submit;
  submit.kind = "news";
  submit.id = news;
  submit.verb = "submit";
  REQUIRE(laptop.app->perform(submit).ok());
  office.steps.clear();
  REQUIRE(laptop.sync()->complete);
  const std::vector<std::string> order = {"hello", "push", "preview", "pull",
                                          "small", "send", "push",    "pull"};
  CHECK(office.steps == order);
  CHECK(office.small_here[added->sha] == Bytes{7, 8});
}

TEST_CASE("a small picture goes once, and an office that does not take it gets the original all the same") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const auto added = laptop.app->perform(AddFile{"a long enough photo.jpg", std::nullopt, std::nullopt, ""});
  laptop.desk.small[added->sha] = {7, 8};
  office.stop_upload_after = 8;
  REQUIRE_FALSE(laptop.sync().ok());
  office.stop_upload_after = 0;
  CHECK(laptop.sync()->sent_renditions == 0);
  CHECK(std::count(office.steps.begin(), office.steps.end(), "preview") == 1);
  office.preview_refusal = refuse(Code::picture_unreadable, "rendition");
  const auto other = laptop.app->perform(AddFile{"another photo.jpg", std::nullopt, std::nullopt, ""});
  laptop.desk.small[other->sha] = {9};
  CHECK(laptop.sync()->complete);
  CHECK(office.files_here.contains(other->sha));
}

TEST_CASE("an original is fetched, checked, and the office's words are plain where it has none") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const std::string content = "an original of another laptop";
  const RecordId media{Uuid{{1}}};
  office.write("media", media,
               {{"sha256", Value{sha256(content).hex()}},
                {"file_name", Value{std::string("ไกล.jpg")}},
                {"type", Value{std::string("photo")}}});
  REQUIRE(laptop.sync().ok());
  CHECK(laptop.app->get("media", media)->original == OriginalState{});
  const auto away = laptop.app->perform(FetchOriginal{media}, {});
  CHECK(away.refusal().code == Code::original_away);
  CHECK(away.refusal().detail == "ไกล.jpg");
  // Other bytes are not put in its place, and the next try begins anew.
  office.files_here[sha256(content)] = Bytes{1, 2, 3};
  CHECK(laptop.app->perform(FetchOriginal{media}, {}).refusal().code == Code::file_damaged);
  CHECK_FALSE(laptop.desk.has_original(sha256(content)));
  const ByteView bytes = view_of(content);
  office.files_here[sha256(content)] = Bytes(bytes.begin(), bytes.end());
  office.fail_at = Step::fetch_original;
  const auto fetched = laptop.app->perform(FetchOriginal{media}, {});
  REQUIRE(fetched.ok());
  CHECK(fetched->size_bytes == content.size());
  CHECK(laptop.app->get("media", media)->original == OriginalState{true, false, true});
  CHECK(laptop.app->perform(FetchOriginal{media}, {})->already_there);
  CHECK(laptop.app->status()->pending_files == 0);
  // Stopped by the user: what came stays.
  laptop.desk.originals.clear();
  const auto stopped = laptop.app->perform(FetchOriginal{media}, [](const SyncProgress& progress) {
    return progress.step != SyncStep::original || progress.done < 8;
  });
  CHECK(stopped.refusal().code == Code::stopped);
  CHECK(stopped.refusal().detail == "ไกล.jpg");
  CHECK(laptop.desk.incoming.at(sha256(content)).size() == 8);
}

TEST_CASE("a card may be erased when the office has read each of its files whole, and not before") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  for (const char* name : {"one.jpg", "two.jpg", "three.jpg"})
    laptop.desk.card.files.push_back({name, name, 7});
  const auto look = [&] { return *laptop.app->perform(CheckCard{"card"}, {}); };
  CHECK(look().here() == 0);
  for (const CardFile& file : laptop.desk.card.files)
    REQUIRE(laptop.app->perform(AddFile{file.path, std::nullopt, std::nullopt, ""}).ok());
  CHECK(look().here() == 3);
  CHECK_FALSE(look().may_be_erased());
  REQUIRE(laptop.sync()->complete);
  CHECK(look().may_be_erased());
  // The office's disk has failed since: it is sent again.
  office.rotten.insert(sha256("two.jpg"));
  CHECK(look().delivered() == 2);
  CHECK_FALSE(look().may_be_erased());
  CHECK(laptop.app->status()->pending_files == 1);
  office.rotten.clear();
  REQUIRE(laptop.sync()->sent_files == 1);
  CHECK(look().may_be_erased());
  laptop.desk.card.unreadable.emplace_back("DCIM", refuse(Code::io_failed, "DCIM"));
  CHECK_FALSE(look().may_be_erased());
  laptop.desk.card = {};  // nothing on it proves nothing
  CHECK(laptop.app->perform(CheckCard{"card"}, {}).refusal().code == Code::nothing_to_check);
}

TEST_CASE("a file that the camera left empty does not keep a card, and is named") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  laptop.desk.card.files.push_back({"one.jpg", "one.jpg", 7});
  laptop.desk.card.empty.emplace_back("two.jpg");
  REQUIRE(laptop.app->perform(AddFile{"one.jpg", std::nullopt, std::nullopt, ""}).ok());
  REQUIRE(laptop.sync()->complete);
  const auto report = *laptop.app->perform(CheckCard{"card"}, {});
  CHECK(report.may_be_erased());
  CHECK(report.empty == std::vector<std::string>{"two.jpg"});
}

TEST_CASE("a fetch leaves room on the disk, and none of its pieces where there is none") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const std::string content = "an original of another laptop";
  const Sha256 sha = sha256(content);
  const RecordId media{Uuid{{1}}};
  office.files_here[sha] = Bytes(content.begin(), content.end());
  office.write("media", media,
               {{"sha256", Value{sha.hex()}},
                {"size_bytes", Value{static_cast<std::int64_t>(content.size())}},
                {"type", Value{std::string("photo")}}});
  REQUIRE(laptop.sync().ok());
  laptop.desk.incoming[sha] = Bytes(content.begin(), content.begin() + 8);
  laptop.desk.room_bytes = fetch_leaves_free_bytes + content.size() - 9;
  const auto fetched = laptop.app->perform(FetchOriginal{media}, {});
  CHECK(fetched.refusal().code == Code::disk_full);
  CHECK(fetched.refusal().thai().find("เหลือ 100 MB") != std::string::npos);
  CHECK(laptop.desk.incoming[sha].empty());
  CHECK(office.bytes_fetched == 0);
  laptop.desk.room_bytes = fetch_leaves_free_bytes + content.size();
  CHECK(laptop.app->perform(FetchOriginal{media}, {}).ok());
}

TEST_CASE("no room for a damaged original stops no round") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const auto added = laptop.app->perform(AddFile{"one.jpg", std::nullopt, std::nullopt, ""});
  REQUIRE(laptop.app->perform(AddFile{"two.jpg", std::nullopt, std::nullopt, ""}).ok());
  office.files_here[added->sha] = laptop.desk.originals[added->sha];
  laptop.desk.originals[added->sha][0] ^= 1;
  laptop.desk.room_bytes = 0;
  const auto report = laptop.sync();
  REQUIRE(report.ok());
  CHECK(report->sent_files == 1);
  CHECK(report->refused.size() == 1);
  laptop.desk.room_bytes = 10'000'000'000;
  CHECK(laptop.sync()->mended_files == 1);
}

TEST_CASE("what is taken in is warned of where less than 500 MB would be left") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.desk.room_bytes = room_warned_bytes + 1'000;
  CHECK_FALSE(leaves_little_room(*laptop.app->status(), 1'000));
  CHECK(leaves_little_room(*laptop.app->status(), 1'001));
}

TEST_CASE("what a round leaves behind is told at its end") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  REQUIRE(laptop.sync().ok());
  office.left.clear();
  REQUIRE(laptop.app->perform(AddFile{"good.jpg", std::nullopt, std::nullopt, ""}).ok());
  REQUIRE(laptop.app->perform(AddFile{"bad.jpg", std::nullopt, std::nullopt, ""}).ok());
  laptop.desk.originals[sha256("bad.jpg")][0] ^= 1;
  REQUIRE(laptop.sync().ok());
  REQUIRE(office.left.size() == 1);
  CHECK(office.left[0].changes == 0);
  CHECK(office.left[0].files == 1);
  CHECK(office.left[0].file_bytes == 7);
  CHECK(office.left[0].oldest.unix_ms > 0);
  REQUIRE(laptop.sync().ok());
  CHECK(office.left.size() == 1);  // it is as hello told it
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

TEST_CASE("an original that comes in pieces takes its place only when it is whole, also over a damaged one") {
  TempFolder folder;
  const auto source = folder.path() / "ภาพ.jpg";
  std::ofstream(source, std::ios::binary) << "ต้นฉบับ";
  auto desk = MediaFileDesk::open(folder.path() / "home");
  REQUIRE(desk.ok());
  const Sha256 sha = (*desk)->take_in(source)->sha;
  const std::string hex = sha.hex();
  const auto stored = folder.path() / "home" / "media" / hex.substr(0, 2) / hex;
  std::filesystem::permissions(stored, std::filesystem::perms::owner_all);
  std::ofstream(stored, std::ios::binary) << "damaged";
  REQUIRE((*desk)->verify(sha).refusal().code == Code::file_damaged);
  const std::string content = "ต้นฉบับ";
  {
    auto first = (*desk)->receive_original(sha);
    REQUIRE(first.ok());
    CHECK((*desk)->receive_original(sha).refusal().code == Code::store_locked);
    REQUIRE((*first)->append(view_of(content.substr(0, 5))).ok());
  }
  desk = MediaFileDesk::open(folder.path() / "home");  // the program was started again
  REQUIRE((*desk)->remove_leftovers().ok());
  {
    auto second = (*desk)->receive_original(sha);
    REQUIRE((*second)->size_bytes() == 5);
    REQUIRE((*second)->append(view_of("x")).ok());
    CHECK((*second)->finish().refusal().code == Code::file_damaged);
  }
  auto third = (*desk)->receive_original(sha);
  REQUIRE((*third)->size_bytes() == 0);
  REQUIRE((*third)->append(view_of(content)).ok());
  REQUIRE((*third)->finish().ok());
  CHECK((*desk)->verify(sha).ok());
}

TEST_CASE("pieces of an original that nobody fetched on go after two weeks") {
  TempFolder folder;
  auto desk = MediaFileDesk::open(folder.path() / "home");
  REQUIRE(desk.ok());
  const Sha256 old = sha256("old");
  const Sha256 fresh = sha256("fresh");
  for (const Sha256& sha : {old, fresh}) {
    auto partial = (*desk)->receive_original(sha);
    REQUIRE((*partial)->append(view_of("some")).ok());
  }
  const auto place = folder.path() / "home" / "media" / "partial";
  std::filesystem::last_write_time(
      place / (old.hex() + ".part"),
      std::filesystem::file_time_type::clock::now() - std::chrono::hours(15 * 24));
  REQUIRE((*desk)->remove_leftovers().ok());
  CHECK_FALSE(std::filesystem::exists(place / (old.hex() + ".part")));
  CHECK(std::filesystem::exists(place / (fresh.hex() + ".part")));
}

TEST_CASE("a card is read to its last folder, without what the camera keeps for itself") {
  TempFolder folder;
  const auto card = folder.path() / "card";
  const auto put = [&](const std::filesystem::path& name) {
    std::filesystem::create_directories((card / name).parent_path());
    std::ofstream(card / name) << "x";
  };
  std::filesystem::create_directories(card / "DCIM" / "100CANON");
  std::ofstream(card / "DCIM" / "100CANON" / "IMG_0003.JPG");  // a power cut
  for (const char* name :
       {"DCIM/100CANON/IMG_0001.JPG", "DCIM/101CANON/MVI_0002.MP4", "notes.dat", "DCIM/CANONMSC/M0100.CTG",
        "MISC/AUTPRINT.MRK", ".Trashes/old.jpg", "System Volume Information/x", "DCIM/.hidden"})
    put(name);
  auto desk = MediaFileDesk::open(folder.path() / "home");
  const auto content = (*desk)->read_card(card);
  REQUIRE(content.ok());
  std::vector<std::string> names;
  for (const CardFile& file : content->files) names.push_back(file.name);
  CHECK(names ==
        std::vector<std::string>{"DCIM/100CANON/IMG_0001.JPG", "DCIM/101CANON/MVI_0002.MP4", "notes.dat"});
  CHECK(content->of_camera == 2);
  CHECK(content->unreadable.empty());
  CHECK(content->empty == std::vector<std::string>{"DCIM/100CANON/IMG_0003.JPG"});
  // Our own files are no card's.
  std::ofstream(folder.path() / "home" / "media" / "stored") << "x";
  const auto above = (*desk)->read_card(folder.path());
  REQUIRE(above->files.size() == 5);  // lists of a camera are known only at the root of its card
  for (const CardFile& file : above->files) CHECK(file.name.starts_with("card/"));
  CHECK((*desk)->read_card(folder.path() / "home").refusal().code == Code::own_folder);
  CHECK((*desk)->read_card(folder.path() / "home" / "media").refusal().code == Code::own_folder);
  CHECK((*desk)->read_card(folder.path() / "nowhere").refusal().code == Code::file_not_found);
  CHECK(*(*desk)->hash_of(card / "notes.dat", [](std::uint64_t) { return true; }) == sha256("x"));
  CHECK_FALSE((*desk)->hash_of(card / "notes.dat", [](std::uint64_t) { return false; }).ok());
}
