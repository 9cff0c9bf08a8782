// Small renditions ahead of their originals, and what the office says of originals.
#include <fstream>
#include <nlohmann/json.hpp>

#include "shared/sync/ids.hpp"
#include "shared/wire/files_json.hpp"
#include "shared/wire/radar_json.hpp"
#include "tests/support/bad_sector.hpp"
#include "tests/unit/media/made_pictures.hpp"
#include "tests/unit/server_http/tus_client.hpp"

using namespace khaosan;
using namespace khaosan::test;
using nlohmann::json;

namespace {

struct PreviewOffice {
  ServedOffice served;
  Laptop laptop = served.office.laptop("somchai", {"staff"});
  std::string bearer = served.bearer_of(laptop);

  // A photo that the words are here of, and nothing else.
  Bytes announced(int width, int height) {
    const Bytes original = with_exif(jpeg_of(corners(width, height)), exif_tiff({}));
    const Sha256 sha = sha256(original);
    const RecordId media{uuid_v5(media_name_space, sha.hex())};
    REQUIRE(served.office.push(laptop, laptop.put("media", media, {{"sha256", sha.hex()}})).outcome ==
            Outcome::accepted);
    return original;
  }
  Bytes small_of(const Bytes& original) { return *served.decoder->small_rendition(MemorySource(original)); }
  std::string path_of(const Bytes& original) { return "/api/v1/files/" + sha256(original).hex() + "/small"; }
  HttpAnswer put(const std::string& path, ByteView body, const std::string& type = "image/jpeg") {
    return served.ask("PUT", path, {{"Authorization", bearer}, {"Content-Type", type}},
                      std::string(text_of(body)));
  }
  HttpAnswer get(const std::string& path) { return served.ask("GET", path, {{"Authorization", bearer}}); }
  std::string error(const HttpAnswer& answer) { return json::parse(answer.body).value("error", ""); }
};

}  // namespace

TEST_CASE(
    "a small rendition is shown while its original is on the way, and one of the original takes its place") {
  PreviewOffice office;
  const Bytes original = office.announced(1200, 900);
  const std::string path = office.path_of(original);
  CHECK(office.get(path).status == 404);
  const Bytes sent = office.small_of(office.announced(900, 900));  // another picture: to be told apart
  REQUIRE(office.put(path, sent).status == 204);
  const HttpAnswer ahead = office.get(path);
  REQUIRE(ahead.status == 200);
  CHECK(check_small_form(view_of(ahead.body)).ok());
  // The first one stays; nobody puts another one over it.
  REQUIRE(office.put(path, office.small_of(original)).status == 204);
  CHECK(office.get(path).body == ahead.body);
  const Tus tus{office.served, office.bearer};
  REQUIRE(tus.patch(tus.created(original.size()), 0, std::string(text_of(original))).status == 204);
  const HttpAnswer own = office.get(path);
  REQUIRE(own.status == 200);
  CHECK(own.body == text_of(office.small_of(original)));
  CHECK(own.header("ETag") != ahead.header("ETag"));
  // Nor over the office's own.
  REQUIRE(office.put(path, sent).status == 204);
  CHECK(office.get(path).body == own.body);
}

TEST_CASE("only a small picture of our form, of a known photo and from a laptop, is taken") {
  PreviewOffice office;
  const Bytes original = office.announced(1200, 900);
  const std::string path = office.path_of(original);
  const Bytes small = office.small_of(original);
  const Bytes unknown = jpeg_of(corners(64, 64));
  CHECK(office.error(office.put(office.path_of(unknown), small)) == "unknown_record");
  CHECK(office.error(office.put(path, with_exif(small, exif_tiff({})))) == "picture_unreadable");
  CHECK(office.error(office.put(path, jpeg_of(corners(800, 600)))) == "picture_too_large");
  CHECK(office.error(office.put(path, png_of(corners(64, 64)))) == "picture_unreadable");
  CHECK(office.error(office.put(path, view_of("\xff\xd8\xff"))) == "picture_unreadable");
  CHECK(office.error(office.put(path, {})) == "picture_unreadable");
  CHECK(office.put(path, small, "text/plain").status == 415);
  Bytes broken = small;
  broken.resize(broken.size() / 2);
  CHECK(office.put(path, broken).status == 422);
  CHECK(office.put(path, Bytes(server::preview_bytes_max + 1, 0xFF)).status == 413);
  const std::string person = office.served.bearer("somsri");
  CHECK(office.served.ask("PUT", path, {{"Authorization", person}, {"Content-Type", "image/jpeg"}}, "x")
            .status == 403);
  CHECK(office.get(path).status == 404);  // nothing of all that was kept
  CHECK(office.put(path, small).status == 204);
}

TEST_CASE("the office says that an original is whole only after reading it") {
  PreviewOffice office;
  const Tus tus{office.served, office.bearer};
  const std::string good = made_bytes(10'000);
  const std::string bad = made_bytes(20'000);
  for (const std::string& file : {good, bad})
    REQUIRE(tus.patch(tus.created(file.size()), 0, file).status == 204);
  const std::string hex = sha256(bad).hex();
  const auto stored = office.served.office.folder / "media" / hex.substr(0, 2) / hex;
  std::filesystem::permissions(stored, std::filesystem::perms::owner_all);
  std::ofstream(stored, std::ios::in | std::ios::out | std::ios::binary).put('~');
  const auto ask = [&](const std::string& body) {
    return office.served.ask("POST", "/api/v1/files/whole",
                             {{"Authorization", office.bearer}, {"Content-Type", "application/json"}}, body);
  };
  const auto answers =
      shelf_answers_from_text(ask(files_asked_text({sha256(good), sha256(bad), sha256("nothing")})).body);
  REQUIRE(answers.ok());
  REQUIRE(answers->size() == 3);
  CHECK((*answers)[0].state == ShelfState::whole);
  CHECK((*answers)[1].state == ShelfState::damaged);
  CHECK((*answers)[2].state == ShelfState::missing);
  for (const char* body : {"", "[]", "{}", "{\"files\":1}", "{\"files\":[1]}", "{\"files\":[\"xyz\"]}"})
    CHECK(ask(body).status == 400);
  CHECK(ask(files_asked_text(std::vector<Sha256>(files_asked_max + 1))).status == 413);
  const std::string school = office.served.bearer("school1", {"network_member"});
  CHECK(office.served.ask("POST", "/api/v1/files/whole", {{"Authorization", school}}, "{}").status == 403);
}

TEST_CASE("an original with a bad sector is damaged at the office, and takes the bytes that come again") {
  PreviewOffice office;
  const Bytes original = office.announced(1200, 900);
  const Bytes small = office.small_of(original);
  REQUIRE(office.put(office.path_of(original), small).status == 204);
  const Tus tus{office.served, office.bearer};
  const std::string bytes(text_of(original));
  REQUIRE(tus.patch(tus.created(bytes.size()), 0, bytes).status == 204);
  const std::string hex = sha256(original).hex();
  const BadSector sector(office.served.office.folder / "media" / hex.substr(0, 2) / hex);
  const auto state = [&] {
    return shelf_answers_from_text(
               office.served
                   .ask("POST", "/api/v1/files/whole",
                        {{"Authorization", office.bearer}, {"Content-Type", "application/json"}},
                        files_asked_text({sha256(original)}))
                   .body)
        ->front()
        .state;
  };
  CHECK(state() == ShelfState::damaged);
  CHECK(office.error(office.get("/api/v1/files/" + hex)) == "file_damaged");
  CHECK(office.get(office.path_of(original)).status == 200);  // what was sent ahead
  REQUIRE(tus.patch(tus.created(bytes.size()), 0, bytes).status == 204);
  CHECK(state() == ShelfState::whole);
  CHECK(office.get("/api/v1/files/" + hex).body == bytes);
}

TEST_CASE("the laptops that the office waits for are told to its people") {
  PreviewOffice office;
  const std::string person = office.served.bearer("somsri");
  const auto ask = [&] {
    return *radar_from_text(office.served.ask("GET", "/api/v1/laptops", {{"Authorization", person}}).body);
  };
  const Hello hello{
      .round = RoundId{new_record_id().uuid}, .last_token = "first", .unsent = Unsent{2, 1, 50, {}}};
  REQUIRE(office.served.office.desk->hello(office.laptop.device, hello).ok());
  const Radar radar = ask();
  REQUIRE(radar.laptops.size() == 1);
  CHECK(radar.silent_days == silent_days_default);
  CHECK(radar.laptops[0].name == "somchai");
  CHECK(radar.laptops[0].unsent == Unsent{2, 1, 50, {}});
  CHECK(radar.laptops[0].last_seen == office.served.office.clock.at);
  PullRequest last{office.laptop.epoch, 0, pull_page_bytes_min, hello.round, Unsent{}};
  REQUIRE(office.served.office.desk->pull(office.laptop.device, last).ok());
  CHECK(ask().laptops.empty());
  const std::string school = office.served.bearer("school1", {"network_member"});
  CHECK(office.served.ask("GET", "/api/v1/laptops", {{"Authorization", school}}).status == 403);
}

TEST_CASE("an erased photo leaves neither file, small copy nor pieces, and comes in by no way") {
  PreviewOffice office;
  const Bytes original = office.announced(800, 600);
  const std::string body(text_of(original));
  const Sha256 sha = sha256(original);
  const RecordId media{uuid_v5(media_name_space, sha.hex())};
  REQUIRE(office.put(office.path_of(original), office.small_of(original)).status == 204);
  const Tus tus{office.served, office.bearer};
  const std::string announced = tus.created(body.size(), "sha256 " + base64_of(sha.hex()));
  const std::string unnamed = tus.created(body.size());
  REQUIRE(tus.patch(announced, 0, body.substr(0, 100)).status == 204);
  REQUIRE(tus.patch(unnamed, 0, body.substr(0, 100)).status == 204);
  REQUIRE(office.served.erasures->erase("media", media, "ตามคำขอ").ok());

  CHECK(office.get(office.path_of(original)).status == 404);
  CHECK(std::filesystem::is_empty(office.served.office.folder / "small"));
  CHECK(tus.head(announced).status == 404);
  const HttpAnswer again = tus.create({{"Upload-Length", std::to_string(body.size())},
                                       {"Upload-Metadata", "sha256 " + base64_of(sha.hex())}});
  CHECK(office.error(again) == "record_erased");
  CHECK(office.error(tus.patch(unnamed, 100, body.substr(100))) == "record_erased");
  CHECK_FALSE(office.served.blobs->has(sha));
  CHECK(tus.head(unnamed).status == 404);
  CHECK(office.put(office.path_of(original), office.small_of(original)).status == 404);
  CHECK(std::filesystem::is_empty(office.served.office.folder / "small"));
}
