// A rescue goes to a stick by itself: it seals what was written, and leaves to the user what can be taken
// back.
#include <map>

#include "client/app/local_store.hpp"
#include "shared/bundle/part.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/fake_desk.hpp"

using namespace khaosan;
using namespace khaosan::client;

namespace {

struct Stick : PartFolder {
  std::map<std::string, std::string> files;
  bool is_full = false;

  struct Output : PartOutput {
    Stick& stick;
    std::string name;
    std::string bytes;
    Output(Stick& its_stick, std::string its_name) : stick(its_stick), name(std::move(its_name)) {}
    Done write(ByteView more) override {
      if (stick.is_full) return refuse(Code::disk_full, name);
      bytes += text_of(more);
      return {};
    }
    Done finish() override {
      stick.files[name] = bytes;
      return {};
    }
  };
  Result<std::unique_ptr<PartOutput>> create(const std::string& name) override {
    return std::unique_ptr<PartOutput>(std::make_unique<Output>(*this, name));
  }
  Result<std::unique_ptr<PartInput>> open(const std::string& name) override {
    return refuse(Code::file_not_found, name);
  }
  Result<std::vector<std::string>> parts() override { return std::vector<std::string>{}; }
};

const BundleWish rescue{BundleWish::What::rescue};

}  // namespace

TEST_CASE("a rescue leaves an open command to be taken back, with what was written behind it") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId news = laptop.news("หนึ่ง");
  const RecordId other = laptop.put("note", {{"text", text("ก")}});
  const auto submitted = laptop.app->perform(Perform{"news", news, "submit", "", "", "", "", "", "", ""});
  REQUIRE(submitted.ok());
  laptop.put("news", {{"lead", text("เขียนต่อ")}}, news);
  Stick stick;
  const auto report = laptop.app->write_bundle(stick, rescue, {});
  REQUIRE(report.ok());
  CHECK(report->changes == 2);    // the story and the note
  CHECK(report->left_open == 2);  // the command, and the edit behind it
  CHECK(laptop.outbox("note", other).front().state == ChangeState::sealed);
  CHECK(laptop.app->status()->changes_only_here == 2);
  REQUIRE(laptop.app->perform(TakeBack{submitted->change}).ok());
  CHECK(laptop.app->write_bundle(stick, rescue, {})->changes == 3);
  CHECK(laptop.app->status()->changes_only_here == 0);
  CHECK(laptop.app->status()->pending_changes == 3);  // a bundle acknowledges nothing
  laptop.check_whole();
}

TEST_CASE(
    "a bundle that is asked for takes the commands too, and what is written later is on this laptop alone") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId news = laptop.news("หนึ่ง");
  REQUIRE(laptop.app->perform(Perform{"news", news, "submit", "", "", "", "", "", "", ""}).ok());
  REQUIRE(laptop.app->perform(AddFile{"ภาพ.jpg", std::nullopt, std::nullopt, ""}).ok());
  Stick stick;
  REQUIRE(laptop.app->write_bundle(stick, {}, {}).ok());
  auto status = *laptop.app->status();
  CHECK(status.changes_only_here == 0);
  CHECK(status.files_only_here == 0);
  CHECK(status.on_stick == status.pending_changes + status.pending_files);
  laptop.put("note", {{"text", text("ต่อมา")}});
  status = *laptop.app->status();
  CHECK(status.changes_only_here == 1);
  CHECK(laptop.sync().ok());
  status = *laptop.app->status();
  CHECK(status.changes_only_here == 0);
  CHECK(status.on_stick == 0);
}

TEST_CASE("a stick that is full is told, and what an earlier bundle holds stays so") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  laptop.put("note", {{"text", text("ก")}});
  Stick stick;
  REQUIRE(laptop.app->write_bundle(stick, rescue, {}).ok());
  laptop.put("note", {{"text", text("ข")}});
  stick.is_full = true;
  CHECK(laptop.app->write_bundle(stick, rescue, {}).refusal().code == Code::disk_full);
  CHECK(laptop.app->status()->changes_only_here == 1);
  CHECK(laptop.app->status()->pending_changes == 2);
}

TEST_CASE("a laptop that no office knows has nobody to write a bundle for") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.put("note", {{"text", text("ก")}});
  Stick stick;
  CHECK(laptop.app->write_bundle(stick, rescue, {}).refusal().code == Code::not_paired);
  CHECK(stick.files.empty());
}
