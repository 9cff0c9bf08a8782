// Whole commands on a laptop with a real store and an office in memory.
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "client/cli/cli.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/fake_desk.hpp"

using namespace khaosan;
using namespace khaosan::client;
using nlohmann::json;

namespace {

class Opened : public OpenHome {
 public:
  explicit Opened(App& app) : app_(app) {}
  App& app() override { return app_; }

 private:
  App& app_;
};

struct Desk {
  FakeOffice office;
  Laptop laptop{office};
  std::string typed;  // what stands on standard input
  std::string password;
  std::string out;
  std::string err;

  int run(const std::vector<std::string>& args) {
    std::istringstream in(typed);
    std::ostringstream out_stream;
    std::ostringstream err_stream;
    CliPorts ports{in, out_stream, err_stream};
    ports.password = password;
    ports.device_name = "laptop 1";
    ports.open = [this](const std::string&, HomeUse) -> Result<std::unique_ptr<OpenHome>> {
      return std::unique_ptr<OpenHome>(std::make_unique<Opened>(*laptop.app));
    };
    const int code = run_cli(args, ports);
    out = out_stream.str();
    err = err_stream.str();
    return code;
  }

  json answer(std::vector<std::string> args, int expected = exit_done) {
    args.emplace_back("--json");
    const int code = run(args);
    INFO(err);
    CHECK(code == expected);
    return json::parse(out);
  }

  std::string put_news() { return answer({"put", "news", "headline=ข่าว", "body=เนื้อข่าว"})["id"]; }
};

}  // namespace

TEST_CASE("put prints the id alone, and get shows labels and what waits to be sent") {
  Desk desk;
  REQUIRE(desk.run({"put", "event", "title=ประชุม", "date=2569-11-23"}) == exit_done);
  const std::string id = desk.out.substr(0, desk.out.size() - 1);
  CHECK(RecordId::parse(id).ok());
  REQUIRE(desk.run({"get", "event", id}) == exit_done);
  CHECK(desk.out.find("ชื่อกิจกรรม:") != std::string::npos);
  CHECK(desk.out.find("23 พฤศจิกายน 2569 [รอส่ง]") != std::string::npos);
  CHECK(desk.answer({"get", "event", id})["pending"] == json({"date", "title"}));
}

TEST_CASE("add warns before it leaves little room, and a card without files is no success") {
  Desk desk;
  const auto file = desk.laptop.folder.path() / "photo.jpg";
  std::ofstream(file) << std::string(2'000'000, 'x');
  desk.laptop.desk.room_bytes = room_warned_bytes + 3'000'000;
  REQUIRE(desk.run({"add", file.string()}) == exit_done);
  CHECK(desk.err.empty());
  desk.laptop.desk.room_bytes = room_warned_bytes + 1'000'000;
  REQUIRE(desk.run({"add", file.string()}) == exit_done);
  CHECK(desk.err.find("พื้นที่ในเครื่องเหลือ 501.0 MB แฟ้มเหล่านี้ใช้ 2.0 MB") != std::string::npos);
  CHECK(desk.answer({"card", "/media/EOS"}, exit_refused)["error"] == "nothing_to_check");
}

TEST_CASE("Good JSON lines are kept, bad ones are named by number, and the end is 1") {
  Desk desk;
  desk.typed = "{\"text\":\"ก\"}\nbad\n\n{\"text\":\"ข\"}\n{\"nofield\":1}";
  const json document = desk.answer({"put", "note", "--jsonl", "-"}, exit_refused);
  REQUIRE(document["saved"].size() == 2);
  CHECK(document["saved"][1]["line"] == 4);
  REQUIRE(document["failed"].size() == 2);
  CHECK(document["failed"][0]["line"] == 2);
  CHECK(document["failed"][1]["error"] == "unknown_field");
  CHECK(desk.answer({"list", "note"})["total"] == 2);
  CHECK(desk.err.empty());
}

TEST_CASE("An empty list says what to do next") {
  Desk desk;
  CHECK(desk.run({"list", "note"}) == exit_done);
  CHECK(desk.out.find("khaosan put note") != std::string::npos);
}

TEST_CASE("A command that waits for the office ends with 3") {
  Desk desk;
  desk.laptop.pair();
  const std::string id = desk.put_news();
  const json document = desk.answer({"act", "news", id, "submit"}, exit_held);
  CHECK(document["state"] == "waiting");
  CHECK(document["revision"].get<std::string>().size() == 64);
  CHECK(desk.answer({"status"})["waiting_commands"] == 1);
}

TEST_CASE("A sync that brings a refusal ends with 1 and says what and why") {
  Desk desk;
  desk.laptop.pair();
  const std::string id = desk.put_news();
  desk.office.refuse_if = [](const Change&) { return std::optional(refuse(Code::not_writable, "headline")); };
  CHECK(desk.run({"sync"}) == exit_refused);
  CHECK(desk.err.find(id) != std::string::npos);
  CHECK(desk.err.find(refuse(Code::not_writable, "headline").thai()) != std::string::npos);
  CHECK(desk.answer({"refused"})["rows"].size() == 1);
}

TEST_CASE("A sync that went through ends with 0 and leaves nothing to send") {
  Desk desk;
  desk.laptop.pair();
  desk.put_news();
  CHECK(desk.answer({"sync"})["complete"] == true);
  const json status = desk.answer({"status"});
  CHECK(status["pending_changes"] == 0);
  CHECK(status["last_sync"].is_string());
}

TEST_CASE("Pairing without a password says that decisions need a sign-in") {
  Desk desk;
  CHECK(desk.run({"pair", "https://office:8443", "--code", desk.office.pairing_code}) == exit_done);
  CHECK(desk.out.find("khaosan sign-in somsri") != std::string::npos);
  Desk other;
  other.password = "a good password";
  CHECK(other.answer({"pair", "https://office:8443", "--code", other.office.pairing_code})["can_decide"] ==
        true);
}

TEST_CASE("A text of the office cannot steer the terminal") {
  Desk desk;
  desk.laptop.pair();
  const RecordId id{Uuid{{9}}};
  desk.office.write("event", id, {{"title", Value{std::string("a\x1b[2J\xc2\x9b")}}});
  REQUIRE(desk.run({"sync"}) == exit_done);
  for (const auto& line : std::vector<std::vector<std::string>>{
           {"list", "event"}, {"get", "event", id.text()}, {"get", "event", id.text(), "--json"}}) {
    CHECK(desk.run(line) == exit_done);
    CHECK(desk.out.find('\x1b') == std::string::npos);
    CHECK(desk.out.find('\x9b') == std::string::npos);
  }
}

TEST_CASE("An open conflict is listed with both texts and settled by a command") {
  Desk desk;
  desk.laptop.pair();
  const std::string news = desk.put_news();
  const RecordId id{Uuid{{8}}};
  desk.office.write("conflict", id,
                    {{"record_kind", text("news")},
                     {"record", Value{news}},
                     {"field", text("body")},
                     {"ours", text("{\"body\":\"ของสำนักงาน\"}")},
                     {"theirs", text("{\"body\":\"ของเครื่องนี้\"}")}});
  REQUIRE(desk.run({"sync"}) == exit_done);
  REQUIRE(desk.run({"conflicts"}) == exit_done);
  for (const char* shown : {"ข่าว", "เนื้อข่าว", "ของสำนักงาน", "ของเครื่องนี้", "khaosan resolve"})
    CHECK(desk.out.find(shown) != std::string::npos);
  CHECK(desk.out.find("{\"body\"") == std::string::npos);
  CHECK(desk.answer({"resolve", id.text(), "--keep", "theirs"}, exit_held)["verb"] == "resolve");
  CHECK(desk.run({"resolve", id.text(), "--keep", "/no/such/file"}) == exit_refused);
}

TEST_CASE("A conflict says whose each side is, and that it waits once it was settled") {
  Desk desk;
  desk.laptop.pair();
  const std::string news = desk.put_news();
  const RecordId id{Uuid{{8}}};
  desk.office.write("conflict", id,
                    {{"record_kind", text("news")},
                     {"record", Value{news}},
                     {"field", text("body")},
                     {"ours", text("{\"body\":\"ของสำนักงาน\"}")},
                     {"theirs", text("{\"body\":\"ของเครื่องนี้\"}")},
                     {"theirs_by", Value{desk.office.user.text()}}});
  REQUIRE(desk.run({"sync"}) == exit_done);
  REQUIRE(desk.run({"conflicts"}) == exit_done);
  CHECK(desk.out.find("--keep ours    ") != std::string::npos);
  CHECK(desk.out.find("(ท่าน): ของเครื่องนี้") != std::string::npos);
  CHECK(desk.answer({"conflicts"})["rows"][0]["state"] == "open");
  CHECK(desk.run({"resolve", id.text(), "--keep", "theirs"}) == exit_held);
  CHECK(desk.answer({"conflicts"})["rows"][0]["state"] == "waiting");
  REQUIRE(desk.run({"conflicts"}) == exit_done);
  CHECK(desk.out.find("[รอส่ง]") != std::string::npos);
  CHECK(desk.out.find("khaosan resolve ID") == std::string::npos);
}

TEST_CASE("The refused tray is listed with its content, and left by the user's act") {
  Desk desk;
  desk.laptop.pair();
  const std::string news = desk.put_news();
  desk.office.refuse_if = [](const Change&) { return refuse(Code::account_disabled, "somsri"); };
  REQUIRE(desk.run({"sync"}) == exit_refused);
  desk.office.refuse_if = nullptr;
  REQUIRE(desk.run({"refused"}) == exit_done);
  CHECK(desk.out.find("หัวข้อข่าว: ข่าว") != std::string::npos);
  const std::string change = desk.answer({"refused"})["rows"][0]["change"];
  CHECK(desk.run({"refused", "--again", change, "--dismiss", change}) == exit_usage);
  CHECK(desk.answer({"refused", "--again", change})["was"]["change"] == change);
  CHECK(desk.answer({"get", "news", news})["fields"]["headline"] == "ข่าว");
  CHECK(desk.answer({"refused"})["rows"].empty());
  desk.office.refuse_if = [](const Change&) { return refuse(Code::account_disabled, "somsri"); };
  REQUIRE(desk.run({"sync"}) == exit_refused);
  const std::string second = desk.answer({"refused"})["rows"][0]["change"];
  REQUIRE(desk.run({"refused", "--dismiss", second}) == exit_done);
  CHECK(desk.out.find("เนื้อข่าว: เนื้อข่าว") != std::string::npos);
  CHECK(desk.answer({"refused", "--dismiss", second}, exit_refused)["error"] == "unknown_record");
}

TEST_CASE("History is told in the words of the form") {
  Desk desk;
  desk.laptop.pair();
  const std::string news = desk.put_news();
  REQUIRE(desk.run({"history", "news", news}) == exit_done);
  CHECK(desk.out.find("แก้ไข: เนื้อข่าว, หัวข้อข่าว  [รอส่ง]") != std::string::npos);
  REQUIRE(desk.run({"sync"}) == exit_done);
  CHECK(desk.answer({"history", "news", news})["entries"].size() == 1);
}

TEST_CASE("A photo that belongs to another event is not moved in silence") {
  Desk desk;
  const auto event = [&](const char* title) -> std::string {
    return desk.answer({"put", "event", std::string("title=") + title, "date=2569-11-23"})["id"];
  };
  const std::string one = event("งานแรก");
  const std::string two = event("งานที่สอง");
  REQUIRE(desk.run({"add", "photo.jpg"}) == exit_done);
  const json filled = desk.answer({"add", "photo.jpg", "--event", one, "--caption", "แรก"})["files"][0];
  CHECK_FALSE(filled.contains("stays_with"));
  CHECK(desk.answer({"get", "media", filled["media"]})["fields"]["event"] == one);
  const json row = desk.answer({"add", "photo.jpg", "--event", two, "--caption", "สอง"})["files"][0];
  CHECK(row["stays_with"] == one);
  CHECK(row["caption_stays"] == true);
  CHECK(desk.err.find("งานแรก") != std::string::npos);
  CHECK(desk.answer({"add", "x.jpg", "--event", filled["media"]}, exit_refused)["error"] ==
        "dangling_reference");
}

TEST_CASE("A deleted record leaves the list and comes back") {
  Desk desk;
  const std::string id = desk.put_news();
  CHECK(desk.run({"delete", "news", id}) == exit_done);
  CHECK(desk.answer({"list", "news"})["total"] == 0);
  CHECK(desk.answer({"list", "news", "--deleted"})["total"] == 1);
  CHECK(desk.run({"restore", "news", id}) == exit_done);
  CHECK(desk.answer({"list", "news"})["total"] == 1);
}
