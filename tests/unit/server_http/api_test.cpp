// The routes: who may, what comes back, what a broken request is told.
#include <nlohmann/json.hpp>

#include "shared/wire/sync_json.hpp"
#include "tests/unit/server_http/tus_client.hpp"

using namespace khaosan;
using namespace khaosan::test;
using nlohmann::json;

namespace {

struct Door {
  std::string method;
  std::string path;
};
const std::string some_sha(64, 'a');
const std::string some_id = "00000000-0000-7000-8000-000000000001";

const std::vector<Door> device_doors = {{"POST", "/api/v1/sign-in"},
                                        {"POST", "/api/v1/sync/hello"},
                                        {"POST", "/api/v1/sync/push"},
                                        {"POST", "/api/v1/sync/pull"}};
const std::vector<Door> office_doors = {{"GET", "/api/v1/history/news/" + some_id},
                                        {"GET", "/api/v1/records/news"},
                                        {"GET", "/api/v1/records/news/" + some_id},
                                        {"GET", "/api/v1/files/" + some_sha},
                                        {"HEAD", "/api/v1/files/" + some_sha},
                                        {"GET", "/api/v1/files/" + some_sha + "/small"},
                                        {"POST", "/api/v1/media"},
                                        {"POST", "/api/v1/media/"},
                                        {"POST", "/api/v1/media/abc"},
                                        {"HEAD", "/api/v1/media/abc"},
                                        {"GET", "/api/v1/media/abc"},
                                        {"PATCH", "/api/v1/media/abc"},
                                        {"DELETE", "/api/v1/media/abc"}};

HttpFields bearing(const std::string& bearer) {
  return {{"Authorization", bearer}, {"Tus-Resumable", "1.0.0"}, {"Content-Type", "application/json"}};
}

std::string error_of(const HttpAnswer& answer) {
  const json body = json::parse(answer.body, nullptr, false);
  return body.is_object() ? body.value("error", "") : "";
}

}  // namespace

TEST_CASE("every route but pairing and health asks who is there") {
  ServedOffice served;
  std::vector<Door> doors = device_doors;
  doors.insert(doors.end(), office_doors.begin(), office_doors.end());
  doors.push_back({"POST", "/api/v1/acts"});
  doors.push_back({"GET", "/api/v1/nothing-here"});
  for (const Door& door : doors) {
    INFO(door.method << " " << door.path);
    CHECK(served.ask(door.method, door.path, {{"Tus-Resumable", "1.0.0"}}).status == 401);
    if (door.path == "/api/v1/nothing-here") continue;
    CHECK(served.ask(door.method, door.path, bearing("Bearer " + some_sha)).status == 401);
    CHECK(served.ask(door.method, door.path, bearing("Basic YTpi")).status == 401);
  }
  CHECK(served.ask("GET", "/healthz").status == 200);
  CHECK(served.ask("GET", "/metrics").status == 200);
}

TEST_CASE("sync is for laptops, acts are for people with a token, records for the office") {
  ServedOffice served;
  const std::string person = served.bearer("somsri");
  const std::string school = served.bearer("school1", {"network_member"});
  Laptop laptop = served.office.laptop("somchai", {"staff"});
  const std::string device = served.bearer_of(laptop);
  for (const Door& door : device_doors) {
    INFO(door.path);
    CHECK(served.ask(door.method, door.path, bearing(person), "{}").status == 403);
  }
  CHECK(served.ask("POST", "/api/v1/acts", bearing(device), "{}").status == 403);
  for (const Door& door : office_doors) {
    INFO(door.method << " " << door.path);
    CHECK(served.ask(door.method, door.path, bearing(school)).status == 403);
    CHECK(served.ask(door.method, door.path, bearing(person)).status != 403);
  }
}

TEST_CASE("a revoked laptop and a disabled user are turned away at once") {
  ServedOffice served;
  Laptop laptop = served.office.laptop("somchai", {"staff"});
  const std::string device = served.bearer_of(laptop);
  const std::string person = served.bearer("somsri");
  CHECK(served.ask("GET", "/api/v1/records/news", bearing(device)).status == 200);
  CHECK(served.ask("GET", "/api/v1/records/news", bearing(person)).status == 200);
  REQUIRE(served.office.accounts->revoke(laptop.device.id).ok());
  REQUIRE(served.office.accounts->set_disabled("somsri", true).ok());
  CHECK(error_of(served.ask("GET", "/api/v1/records/news", bearing(device))) == "revoked");
  CHECK(error_of(served.ask("GET", "/api/v1/records/news", bearing(person))) == "account_disabled");
}

TEST_CASE("a laptop that was shut out leaves much work at once, at that place alone, and is given nothing") {
  ServedOffice served;
  Laptop laptop = served.office.laptop("somsri", {"staff"});
  const std::string device = served.bearer_of(laptop);
  PushRequest work;
  for (int i = 0; i < 40; ++i) {
    const std::string noise = to_hex(random_bytes(2'000));  // does not compress to nothing
    work.changes.push_back(seal(laptop.put("note", new_record_id(), {{"text", noise}})));
  }
  const std::string body = compress(push_text(work));
  REQUIRE(body.size() > 64 * 1024);
  const HttpFields packed = {{"Authorization", device}, {"Content-Type", "application/zstd"}};
  CHECK(error_of(served.ask("POST", "/api/v1/quarantine/changes", packed, compress(push_text({})))) ==
        "not_revoked");
  REQUIRE(served.office.accounts->revoke(laptop.device.id).ok());
  CHECK(error_of(served.ask("POST", "/api/v1/sync/hello", bearing(device), "{}")) == "revoked");
  const HttpAnswer left = served.ask("POST", "/api/v1/quarantine/changes", packed, body);
  CHECK(left.status == 200);
  CHECK(left.body == R"({"full":false,"kept":40,"state":"revoked"})");
  CHECK(error_of(served.ask("POST", "/api/v1/sync/push", packed, compress(push_text({})))) == "revoked");
  CHECK(error_of(served.ask("GET", "/api/v1/records/note", bearing(device))) == "revoked");
  CHECK(served.office.all("note").empty());
}

TEST_CASE("broken requests are told so") {
  ServedOffice served;
  const std::string person = served.bearer("somsri");
  Laptop laptop = served.office.laptop("somchai", {"staff"});
  const std::string device = served.bearer_of(laptop);
  for (const char* body : {"", "{", "[]", "{}", "null", "\xff\xfe", "{\"a\":1}"}) {
    INFO(body);
    CHECK(served.ask("POST", "/api/v1/sync/hello", bearing(device), body).status == 400);
    CHECK(served.ask("POST", "/api/v1/sync/pull", bearing(device), body).status == 400);
    CHECK(served.ask("POST", "/api/v1/sign-in", bearing(device), body).status == 400);
    CHECK(served.ask("POST", "/api/v1/acts", bearing(person), body).status == 400);
    CHECK(served.ask("POST", "/api/v1/pair/finish", {}, body).status == 400);
  }
  const HttpFields zstd = {{"Authorization", device}, {"Content-Type", "application/zstd"}};
  CHECK(served.ask("POST", "/api/v1/sync/push", bearing(device), compress("{}")).status == 415);
  CHECK(served.ask("POST", "/api/v1/sync/push", zstd, "not zstd").status == 400);
  CHECK(served.ask("POST", "/api/v1/sync/push", zstd, compress("{}")).status == 400);
  const std::string bomb = compress(std::string(expanded_bytes_max + 1, ' '));
  REQUIRE(bomb.size() < 64 * 1024);
  CHECK(served.ask("POST", "/api/v1/sync/push", zstd, bomb).status == 413);
  CHECK(served.ask("GET", "/api/v1/records/poem", bearing(person)).status == 400);
  CHECK(served.ask("GET", "/api/v1/records/news/1", bearing(person)).status == 400);
  CHECK(served.ask("GET", "/api/v1/records/news/" + some_id, bearing(person)).status == 404);
  CHECK(served.ask("GET", "/api/v1/records/news?limit=0", bearing(person)).status == 400);
  CHECK(served.ask("GET", "/api/v1/files/xyz", bearing(person)).status == 400);
  CHECK(served.ask("GET", "/api/v1/files/" + some_sha, bearing(person)).status == 404);
  CHECK(served.ask("DELETE", "/api/v1/records/news", bearing(person)).status == 405);
}

TEST_CASE("pairing can be tried twenty times a minute from one address") {
  ServedOffice served;
  for (int i = 0; i < server::guesses_a_minute_max; ++i) {
    CHECK(served.ask("POST", "/api/v1/pair/start", {}, "{}").status == 400);
  }
  const HttpAnswer answer = served.ask("POST", "/api/v1/pair/start", {}, "{}");
  CHECK(answer.status == 429);
  CHECK_FALSE(answer.header("Retry-After").empty());
  CHECK(served.ask("POST", "/api/v1/pair/finish", {}, "{}").status == 429);
}

TEST_CASE("the rate limit slides and is bounded") {
  server::RateLimit limit(2, 1000, 3);
  CHECK(limit.take("a", 0).ok());
  CHECK(limit.take("a", 600).ok());
  CHECK_FALSE(limit.take("a", 999).ok());
  CHECK(limit.take("a", 1001).ok());
  CHECK_FALSE(limit.take("a", 1500).ok());
  CHECK(limit.take("b", 1500).ok());
  CHECK(limit.take("c", 1500).ok());
  CHECK_FALSE(limit.take("d", 1600).ok());
  CHECK(limit.take("d", 9000).ok());
}

TEST_CASE("a change that is pushed over the wire is pulled, listed, and in the history") {
  ServedOffice served;
  Laptop laptop = served.office.laptop("somchai", {"staff"});
  const std::string device = served.bearer_of(laptop);
  const std::string person = served.bearer("somsri");
  const RecordId event = new_record_id();
  const SealedChange sealed =
      laptop.signed_by_user(laptop.put("event", event, {{"title", "เปิดบ้านวิชาการ"}, {"place", "หอประชุม"}}));
  const HttpFields zstd = {{"Authorization", device}, {"Content-Type", "application/zstd"}};
  const HttpAnswer pushed =
      served.ask("POST", "/api/v1/sync/push", zstd, compress(push_text({RoundId{}, {sealed}})));
  REQUIRE(pushed.status == 200);
  const auto answers = push_answer_from_text(*expand(pushed.body));
  REQUIRE(answers.ok());
  CHECK(answers->answers.at(0).outcome == Outcome::accepted);

  PullRequest request;
  request.epoch = laptop.epoch;
  const HttpAnswer pulled = served.ask("POST", "/api/v1/sync/pull", bearing(device), pull_text(request));
  REQUIRE(pulled.status == 200);
  CHECK(pulled.header("Content-Type") == "application/zstd");
  const auto page = pull_page_from_text(*expand(pulled.body));
  REQUIRE(page.ok());
  CHECK(page->lines.find("เปิดบ้านวิชาการ") != std::string::npos);

  const json list = json::parse(served.ask("GET", "/api/v1/records/event", bearing(person)).body);
  REQUIRE(list["records"].size() == 1);
  CHECK(list["records"][0]["fields"]["title"] == "เปิดบ้านวิชาการ");
  CHECK(list["next"].is_null());
  const json one =
      json::parse(served.ask("GET", "/api/v1/records/event/" + event.text(), bearing(person)).body);
  CHECK(one == list["records"][0]);
  const json history =
      json::parse(served.ask("GET", "/api/v1/history/event/" + event.text(), bearing(person)).body);
  REQUIRE(history["entries"].size() == 1);
  const json& entry = history["entries"][0];
  CHECK(entry["by"] == "somchai");
  CHECK(entry["what"] == "put");
  CHECK(entry["detail"] == "place, title");
  CHECK(entry["at"] == iso_utc(served.office.clock.at));
  CHECK(entry["seq"].get<Seq>() > 0);
}

TEST_CASE("lists of records come in pages that miss nothing") {
  ServedOffice served;
  Laptop laptop = served.office.laptop("somchai", {"staff"});
  const std::string person = served.bearer("somsri");
  for (int i = 0; i < 7; ++i) {
    served.office.push(laptop,
                       laptop.put("event", new_record_id(), {{"title", "งานที่ " + std::to_string(i)}}));
  }
  std::set<std::string> seen;
  std::string after;
  int pages = 0;
  do {
    const json page =
        json::parse(served.ask("GET", "/api/v1/records/event?limit=3&after=" + after, bearing(person)).body);
    for (const json& record : page["records"]) seen.insert(record["id"].get<std::string>());
    after = page["next"].is_null() ? "" : page["next"].get<std::string>();
    ++pages;
  } while (!after.empty());
  CHECK(seen.size() == 7);
  CHECK(pages == 3);
}

TEST_CASE("an act is answered once, and a refused one says why under its status") {
  ServedOffice served;
  Laptop laptop = served.office.laptop("somchai", {"staff"});
  const std::string person = served.bearer("somsri");
  const RecordId news = new_record_id();
  served.office.push(laptop, laptop.put("news", news, {{"headline", "หัวข้อ"}, {"body", "เนื้อข่าว"}}));
  const auto act = [&](const json& body) {
    return served.ask("POST", "/api/v1/acts", bearing(person), body.dump());
  };
  CHECK(act({{"kind", "news"}, {"id", some_id}, {"verb", "submit"}}).status == 404);
  CHECK(act({{"kind", "news"}, {"id", news.text()}, {"verb", "dance"}}).status == 400);
  CHECK(act({{"kind", "news"}, {"id", news.text()}, {"verb", "approve"}, {"revision", some_sha}}).status >=
        400);
  const json wish = {{"kind", "news"},
                     {"id", news.text()},
                     {"verb", "submit"},
                     {"change", "0192f0c0-0000-7000-8000-00000000000a"}};
  const HttpAnswer first = act(wish);
  INFO(first.body);
  REQUIRE(first.status == 200);
  const HttpAnswer again = act(wish);
  CHECK(again.status == 200);
  CHECK(again.body == first.body);
  json other = wish;
  other["comment"] = "another";
  CHECK(error_of(act(other)) == "id_reused");
  json anew = wish;
  anew.erase("change");
  CHECK(error_of(act(anew)) == "wrong_status");
}

TEST_CASE("a stored file is given whole, in part, or not again") {
  ServedOffice served;
  const Tus tus{served, served.bearer("somsri")};
  const std::string file = made_bytes(200'000);
  REQUIRE(tus.patch(tus.created(file.size()), 0, file).status == 204);
  const std::string path = "/api/v1/files/" + sha256(file).hex();
  const HttpAnswer head = served.ask("HEAD", path, bearing(tus.bearer));
  CHECK(head.status == 200);
  CHECK(head.header("Content-Length") == "200000");
  const HttpAnswer whole = served.ask("GET", path, bearing(tus.bearer));
  CHECK(whole.body == file);
  CHECK(whole.header("X-Content-Type-Options") == "nosniff");
  HttpFields part = bearing(tus.bearer);
  part.emplace_back("Range", "bytes=1000-1999");
  const HttpAnswer slice = served.ask("GET", path, part);
  CHECK(slice.status == 206);
  CHECK(slice.header("Content-Range") == "bytes 1000-1999/200000");
  CHECK(slice.body == file.substr(1000, 1000));
  HttpFields known = bearing(tus.bearer);
  known.emplace_back("If-None-Match", std::string(whole.header("ETag")));
  CHECK(served.ask_if(path, known).status == 304);
  CHECK(served.ask("GET", path + "/small", bearing(tus.bearer)).status == 422);
}

TEST_CASE("metrics count what was answered") {
  ServedOffice served;
  served.ask("GET", "/healthz");
  served.ask("GET", "/healthz");
  served.ask("POST", "/api/v1/pair/start", {}, "{}");
  const std::string text = served.ask("GET", "/metrics").body;
  CHECK(text.find("khaosan_requests_total{class=\"health\",status=\"2xx\"} 2\n") != std::string::npos);
  CHECK(text.find("khaosan_requests_total{class=\"pairing\",status=\"4xx\"} 1\n") != std::string::npos);
  CHECK(text.find("\nkhaosan_journal_head ") != std::string::npos);
  CHECK(text.find("\nkhaosan_uptime_seconds 0\n") != std::string::npos);
  CHECK(text.find("khaosan_store_bytes 0\n") == std::string::npos);
}
