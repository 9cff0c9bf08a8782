#include <algorithm>

#include <utility>
#include "shared/crypto/sha256.hpp"
#include "shared/wire/change_json.hpp"
#include "shared/wire/record_json.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/fake_desk.hpp"

using namespace khaosan;
using namespace khaosan::client;

namespace {

RecordId some_id(std::uint8_t number) {
  return RecordId{Uuid{{1, number}}};
}

Code code_of(const Result<SyncReport>& result) {
  return result.ok() ? Code::internal : result.refusal().code;
}

}  // namespace

TEST_CASE("a round sends what was typed, fetches what others wrote, and is complete") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId mine = laptop.news("ของเรา");
  office.write("event", some_id(1), {{"title", text("งานของเขา")}});
  const auto report = laptop.sync();
  REQUIRE(report.ok());
  CHECK(report->complete);
  CHECK(report->sent_changes == 1);
  CHECK(report->received_records == 2);
  CHECK(text_field(office.records.at({"news", mine}).fields, "headline") == "ของเรา");
  CHECK(text_field(laptop.fields("event", some_id(1)), "title") == "งานของเขา");
  const auto status = *laptop.app->status();
  CHECK(status.pending_changes == 0);
  CHECK(status.cursor == office.head());
  CHECK(status.last_sync == laptop.clock.at);
  CHECK(laptop.outbox("news", mine).empty());
  laptop.check_whole();
  REQUIRE(laptop.sync().ok());
  CHECK(office.pulls == 1);  // nothing new: one exchange was enough
}

TEST_CASE("a laptop whose clock is more than five minutes off is told of it, and loses nothing") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const Instant right = laptop.clock.at;
  const auto gap_when_off_by = [&](std::int64_t ms) {
    laptop.clock.at.unix_ms = right.unix_ms + ms;
    const auto report = laptop.sync();
    REQUIRE(report.ok());
    CHECK(report->complete);
    return report->clock_gap;
  };
  CHECK_FALSE(gap_when_off_by(0));
  CHECK_FALSE(gap_when_off_by(clock_gap_ms_max));
  CHECK_FALSE(gap_when_off_by(-clock_gap_ms_max));
  for (const std::int64_t ms : {clock_gap_ms_max + 1, -clock_gap_ms_max - 1, -right.unix_ms}) {
    const auto gap = gap_when_off_by(ms);
    REQUIRE(gap);
    CHECK(gap->here.unix_ms == right.unix_ms + ms);
    CHECK(gap->office == right);
  }
}

TEST_CASE("what the user sees is the office's state with the own pending changes over it") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId id = laptop.news("หนึ่ง");
  REQUIRE(laptop.sync().ok());
  laptop.put("news", {{"headline", text("ของเรา")}}, id);
  office.write("news", id, {{"headline", text("ของเขา")}, {"lead", text("ความนำของเขา")}});
  office.lose_at = Step::push;  // the pull is not reached; the change stays
  REQUIRE_FALSE(laptop.sync().ok());
  CHECK(text_field(laptop.fields("news", id), "headline") == "ของเรา");
  CHECK(laptop.app->get("news", id)->pending_fields == std::vector<std::string>{"headline"});
  office.refuse_if = [](const Change&) { return refuse(Code::overloaded); };
  laptop.put("news", {{"credit", text("สมศรี")}}, id);
  REQUIRE(laptop.sync().ok());
  const Fields fields = laptop.fields("news", id);
  CHECK(text_field(fields, "lead") == "ความนำของเขา");
  CHECK(text_field(fields, "headline") == "ของเรา");
  CHECK(text_field(fields, "credit").empty());
  laptop.check_whole();
}

TEST_CASE("an acknowledged change stays laid over until the pages have reached the head") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId id = laptop.news("หนึ่ง");
  REQUIRE(laptop.sync().ok());
  office.page_records_max = 1;
  laptop.put("news", {{"headline", text("สอง")}}, id);
  office.fail_at = Step::pull;
  REQUIRE_FALSE(laptop.sync().ok());
  auto entries = laptop.outbox("news", id);
  REQUIRE(entries.size() == 1);
  CHECK(entries[0].state == ChangeState::acknowledged);
  CHECK(text_field(laptop.fields("news", id), "headline") == "สอง");
  CHECK(laptop.app->status()->pending_changes == 0);
  laptop.check_whole();
  // Somebody changes it again: its row moves behind others, and the own words must not vanish in between.
  office.write("event", some_id(1), {{"title", text("ก")}});
  office.write("event", some_id(2), {{"title", text("ข")}});
  office.write("news", id, {{"lead", text("ความนำ")}});
  std::vector<std::string> seen;
  const auto watch = [&](const SyncProgress& progress) {
    if (progress.step == SyncStep::pull) seen.push_back(text_field(laptop.fields("news", id), "headline"));
    return true;
  };
  REQUIRE(laptop.app->perform(Sync{}, watch).ok());
  CHECK(seen.size() > 3);
  CHECK(std::count(seen.begin(), seen.end(), "สอง") == static_cast<std::ptrdiff_t>(seen.size()));
  CHECK(laptop.outbox("news", id).empty());
  CHECK(text_field(laptop.fields("news", id), "lead") == "ความนำ");
  const auto history = *laptop.app->history("news", id);
  CHECK(std::count_if(history.begin(), history.end(), [](const auto& e) { return e.state == "kept"; }) == 2);
  laptop.check_whole();
}

TEST_CASE("a refused change goes whole into the tray, and the record shows what is true") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId id = laptop.news("หนึ่ง");
  REQUIRE(laptop.sync().ok());
  laptop.put("news", {{"headline", text("ไม่รับ")}}, id);
  const RecordId other = laptop.news("อีกข่าว");
  office.refuse_if = [&](const Change& change) -> std::optional<Refusal> {
    if (change.record == id) return refuse(Code::account_disabled, "somsri");
    return std::nullopt;
  };
  const auto report = laptop.sync();
  REQUIRE(report.ok());
  CHECK(report->sent_changes == 1);
  REQUIRE(report->refused.size() == 1);
  CHECK(report->refused[0].code == "account_disabled");
  CHECK(report->refused[0].verb == "put");
  CHECK_FALSE(report->refused[0].thai.empty());
  CHECK(text_field(laptop.fields("news", id), "headline") == "หนึ่ง");
  CHECK(office.records.contains({"news", other}));
  CHECK(laptop.app->status()->refused == 1);
  CHECK(laptop.app->refused()->at(0).record == id);
  CHECK(laptop.app->status()->pending_changes == 0);
  laptop.check_whole();
}

TEST_CASE("a command that waits for the office's clock stays in the outbox and is asked about again") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId id = laptop.news("หนึ่ง");
  office.refuse_if = [](const Change&) { return refuse(Code::clock_wrong, "2026-11-23"); };
  const auto report = laptop.sync();
  REQUIRE(report.ok());
  REQUIRE(report->refused.size() == 1);
  CHECK(report->refused.at(0).code == "clock_wrong");
  CHECK_FALSE(report->complete);
  CHECK(laptop.app->status()->refused == 0);
  CHECK(laptop.app->status()->pending_changes == 1);
  office.refuse_if = {};
  office.forget_answers();
  REQUIRE(laptop.sync()->complete);
  CHECK(office.records.contains({"news", id}));
  laptop.check_whole();
}

TEST_CASE("a change whose answer has no id is known by its place") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId bad = laptop.news("หนึ่ง");
  const RecordId good = laptop.news("สอง");
  office.unreadable_if = [&](const Change& change) { return change.record == bad; };
  const auto report = laptop.sync();
  REQUIRE(report.ok());
  CHECK(report->sent_changes == 1);
  CHECK(report->refused.at(0).code == "bad_json");
  CHECK(laptop.app->refused()->at(0).record == bad);
  CHECK(office.records.contains({"news", good}));
  laptop.check_whole();
}

TEST_CASE("a record whose making was refused is in the tray alone") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId id = laptop.news("หนึ่ง");
  office.refuse_if = [](const Change&) { return refuse(Code::wrong_role); };
  REQUIRE(laptop.sync().ok());
  CHECK(laptop.app->get("news", id).refusal().code == Code::unknown_record);
  CHECK(laptop.app->refused()->size() == 1);
  laptop.check_whole();
}

TEST_CASE("a hello whose answer was lost is asked again under the same round id") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  laptop.news();
  office.lose_at = Step::hello;
  CHECK(code_of(laptop.sync()) == Code::server_away);
  laptop.reopen();
  REQUIRE(laptop.sync().ok());
  REQUIRE(laptop.sync().ok());
  REQUIRE(office.rounds.size() == 3);
  CHECK(office.rounds[0] == office.rounds[1]);
  CHECK(office.rounds[1] != office.rounds[2]);
  CHECK(office.tokens == std::vector<std::string>{"token-0", "token-0", "token-2"});
}

TEST_CASE("a push whose answer was lost is sent again byte for byte and has no second effect") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId id = laptop.news("หนึ่ง");
  office.lose_at = Step::push;
  REQUIRE_FALSE(laptop.sync().ok());
  const Seq head = office.head();
  laptop.reopen();
  laptop.put("news", {{"headline", text("สอง")}}, id);
  const auto report = laptop.sync();
  REQUIRE(report.ok());
  CHECK(report->complete);
  REQUIRE(office.pushed.size() == 3);
  CHECK(office.pushed[0] == office.pushed[1]);
  CHECK(office.head() == head + 1);
  CHECK(text_field(laptop.fields("news", id), "headline") == "สอง");
  laptop.check_whole();
}

TEST_CASE("whatever step fails, the next round after a restart completes") {
  for (const bool answer_lost : {false, true}) {
    for (const Step step : {Step::hello, Step::push, Step::pull, Step::send, Step::fetch_small}) {
      INFO("step " << static_cast<int>(step) << " lost " << answer_lost);
      FakeOffice office;
      Laptop laptop(office);
      laptop.pair();
      const RecordId id = laptop.news("หนึ่ง");
      REQUIRE(laptop.app->perform(AddFile{"photo.jpg", std::nullopt, id, "คำบรรยาย"}).ok());
      office.write("media", some_id(3), {{"sha256", Value{sha256("far").hex()}}, {"type", text("photo")}});
      office.small_here[sha256("far")] = {1, 2, 3};
      (answer_lost && step != Step::fetch_small ? office.lose_at : office.fail_at) = step;
      REQUIRE_FALSE(laptop.sync().ok());
      laptop.check_whole();
      laptop.reopen();
      const auto report = laptop.sync();
      REQUIRE(report.ok());
      CHECK(report->complete);
      CHECK(office.files_here.contains(sha256("photo.jpg")));
      CHECK(laptop.desk.small.contains(sha256("far")));
      CHECK(laptop.app->status()->pending_files == 0);
      laptop.check_whole();
    }
  }
}

TEST_CASE("an id that the office knows with another content is given up for a fresh one") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId id = laptop.news("หนึ่ง");
  const ChangeId before = laptop.outbox("news", id)[0].change.id;
  bool once = true;
  office.refuse_if = [&](const Change&) -> std::optional<Refusal> {
    if (!std::exchange(once, false)) return std::nullopt;
    return refuse(Code::id_reused);
  };
  const auto report = laptop.sync();
  REQUIRE(report.ok());
  CHECK(report->complete);
  CHECK(report->refused.empty());
  REQUIRE(office.pushed.size() == 2);
  CHECK(change_from_payload(office.pushed[0])->id == before);
  CHECK(change_from_payload(office.pushed[1])->id != before);
  CHECK(office.records.contains({"news", id}));
  laptop.check_whole();
}

TEST_CASE("what goes on from a change that got a fresh id follows it under a fresh id of its own") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId note = laptop.put("note", {{"text", text("สัมภาษณ์ครู")}});
  const RecordId news = laptop.news();
  REQUIRE(laptop.app->perform(Perform{"news", news, "submit", "", "", "", "", "", "", ""}).ok());
  REQUIRE(laptop.app->perform(Remove{"note", note}).ok());  // behind the command: of another request
  bool once = true;
  office.refuse_if = [&](const Change& change) -> std::optional<Refusal> {
    if (change.kind != "note" || !std::exchange(once, false)) return std::nullopt;
    return refuse(Code::id_reused);
  };
  REQUIRE(laptop.sync().ok());
  std::vector<Change> of_note;
  for (const std::string& payload : office.pushed) {
    if (const auto change = change_from_payload(payload); change->kind == "note") of_note.push_back(*change);
  }
  REQUIRE(of_note.size() == 3);
  CHECK(of_note[1].id != of_note[0].id);
  CHECK(of_note[2].op == Op::remove);
  CHECK(of_note[2].seen.change == of_note[1].id);
  laptop.check_whole();
}

TEST_CASE("digests that differ are noticed, nothing is called complete, and the next round heals it") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  laptop.news();
  REQUIRE(laptop.sync().ok());
  laptop.news();
  office.wrong_digest = true;
  const auto first_sync = laptop.app->status()->last_sync;
  laptop.clock.at.unix_ms += 1'000;
  CHECK(code_of(laptop.sync()) == Code::digest_differs);
  CHECK(laptop.app->status()->last_sync == first_sync);
  office.wrong_digest = false;
  const auto report = laptop.sync();
  REQUIRE(report.ok());
  CHECK(report->complete);
  CHECK(report->received_records == 2);
  laptop.check_whole();
}

TEST_CASE("a journal that does not extend the one seen before is reported, and nothing is sent") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  laptop.news();
  REQUIRE(laptop.sync().ok());
  laptop.news();
  office.break_chain = true;
  const auto sent = office.pushed.size();
  CHECK(code_of(laptop.sync()) == Code::chain_differs);
  CHECK(office.pushed.size() == sent);
  office.break_chain = false;
  CHECK(laptop.sync().ok());
}

TEST_CASE("a new epoch is taken over and everything is fetched again") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId id = laptop.news("หนึ่ง");
  office.write("event", some_id(1), {{"title", text("ก")}});
  REQUIRE(laptop.sync().ok());
  office.restart_epoch(office.head());
  const auto report = laptop.sync();
  REQUIRE(report.ok());
  CHECK(report->complete);
  CHECK(report->received_records == 2);
  CHECK(laptop.state().epoch == office.epoch);
  laptop.put("news", {{"headline", text("สอง")}}, id);
  CHECK(laptop.outbox("news", id)[0].change.epoch == office.epoch);
  laptop.check_whole();
}

TEST_CASE("what a restored office has lost is shown on, and offered again with its old seq") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId old = laptop.news("ก่อนสำรอง");
  REQUIRE(laptop.sync().ok());
  const Seq backed_up = office.head();
  const RecordId mine = laptop.news("ของเครื่องนี้");
  office.write("event", some_id(7), {{"title", text("ของเครื่องอื่น")}, {"place", text("หอประชุม")}});
  office.write("news", some_id(8), {{"headline", text("มีเลขแล้ว")}, {"number", text("3/2570")}});
  REQUIRE(laptop.sync().ok());
  const std::size_t sent = office.sealed.size();

  office.restart_epoch(backed_up);
  const auto report = laptop.sync();
  REQUIRE(report.ok());
  CHECK(report->office_restored);
  CHECK(report->complete);
  REQUIRE(office.sealed.size() == sent + 1);
  CHECK(office.sealed.back().was_seq > backed_up);
  CHECK(office.records.contains({"news", mine}));
  REQUIRE(office.numbers.size() == 1);
  CHECK(office.numbers[0].number == "3/2570");
  // What only another laptop can give back stays here, and is counted.
  CHECK(text_field(laptop.fields("event", some_id(7)), "title") == "ของเครื่องอื่น");
  CHECK(laptop.counts().lost_records == 2);
  CHECK(text_field(laptop.fields("news", old), "headline") == "ก่อนสำรอง");
  laptop.check_whole();

  SECTION("an edit of a lost record says what was there") {
    laptop.put("event", {{"title", text("แก้ไขหลังกู้คืน")}}, some_id(7));
    const auto pending = laptop.outbox("event", some_id(7));
    REQUIRE(pending.size() == 1);
    CHECK(pending[0].change.bases.at("title") == Base{});
    CHECK(pending[0].base_values.at("title") == text("ของเครื่องอื่น"));
    CHECK(pending[0].change.set.at("place") == text("หอประชุม"));  // what nobody else may give back
    CHECK(pending[0].change.epoch == office.epoch);
    laptop.check_whole();
  }
  SECTION("told of again, it is lost no more") {
    office.write("event", some_id(7), {{"title", text("กลับมาแล้ว")}});
    REQUIRE(laptop.sync().ok());
    CHECK(text_field(laptop.fields("event", some_id(7)), "title") == "กลับมาแล้ว");
    CHECK(laptop.counts().lost_records == 1);
    laptop.check_whole();
  }
}

TEST_CASE("a change that the office had answered is kept until a backup holds it") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId id = laptop.news("หนึ่ง");
  REQUIRE(laptop.sync().ok());
  CHECK(laptop.past("news", id).size() == 1);
  REQUIRE(laptop.sync().ok());
  CHECK(laptop.past("news", id).size() == 1);
  office.backed_up_seq = office.head();
  REQUIRE(laptop.sync().ok());
  CHECK(laptop.past("news", id).empty());
}

TEST_CASE("a laptop that was shut out leaves its work at the office and keeps all of it") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  laptop.news("ของเรา");
  REQUIRE(
      laptop.app->perform(AddFile{"a long enough photo.jpg", std::nullopt, std::nullopt, "คำบรรยาย"}).ok());
  const Sha256 photo = sha256(std::string_view("a long enough photo.jpg"));
  office.shuts_out = GENERATE(Code::revoked, Code::account_disabled);
  for (int rounds = 0; rounds < 2; ++rounds) {
    const auto report = laptop.sync();
    CHECK(code_of(report) == *office.shuts_out);
    CHECK(report.refusal().english().find("the office keeps") != std::string::npos);
    CHECK(laptop.app->status()->pending_changes > 0);
    CHECK(laptop.app->status()->pending_files == 1);
  }
  CHECK(office.pushed.empty());
  CHECK(office.quarantined_files.contains(photo));
  CHECK(office.quarantined.size() == 2 * static_cast<std::size_t>(laptop.app->status()->pending_changes));
  office.shuts_out.reset();
  const auto report = laptop.sync();
  REQUIRE(report.ok());
  CHECK(report->complete);
  CHECK(office.files_here.contains(photo));
  CHECK(laptop.app->status()->pending_changes == 0);
}

TEST_CASE("a page that cannot be read changes nothing") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  laptop.news();
  office.forged_page = "{\"kind\":\"news\"}\n";
  CHECK(code_of(laptop.sync()) == Code::bad_request);
  CHECK(laptop.app->status()->cursor == 0);
  office.forged_page = "not json\n";
  CHECK(code_of(laptop.sync()) == Code::bad_json);
  office.forged_page.reset();
  CHECK(laptop.sync()->complete);
  laptop.check_whole();
}

TEST_CASE("deleting is seen at once, sent with what was seen, and lifted by a restore") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId id = laptop.news("หนึ่ง");
  REQUIRE(laptop.sync().ok());
  const Seq seen = office.records.at({"news", id}).seq;
  REQUIRE(laptop.app->perform(Remove{"news", id}).ok());
  CHECK(laptop.outbox("news", id)[0].change.seen == Base{seen, {}});
  CHECK(laptop.app->list({.kind = "news", .where = {}})->total == 0);
  CHECK(laptop.app->list({.kind = "news", .where = {}, .with_deleted = true})->total == 1);
  REQUIRE(laptop.sync().ok());
  CHECK(office.records.at({"news", id}).deleted);
  CHECK(laptop.app->perform(Put{"news", id, {{"lead", text("x")}}}).refusal().code == Code::record_deleted);
  REQUIRE(laptop.app->perform(Restore{"news", id}).ok());
  CHECK(laptop.app->list({.kind = "news", .where = {}})->total == 1);
  REQUIRE(laptop.sync().ok());
  CHECK_FALSE(office.records.at({"news", id}).deleted);
  laptop.check_whole();
}

TEST_CASE("what was refused is dismissed or written again by the user's act alone") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId id = laptop.news("หนึ่ง");
  REQUIRE(laptop.sync().ok());
  laptop.put("news", {{"headline", text("ไม่รับ")}}, id);
  const RecordId made = laptop.news("สร้างใหม่");
  office.refuse_if = [](const Change&) { return refuse(Code::account_disabled, "somsri"); };
  REQUIRE(laptop.sync().ok());
  office.refuse_if = nullptr;
  office.write("news", id, {{"headline", text("ของผู้อื่น")}});
  REQUIRE(laptop.sync().ok());
  REQUIRE(laptop.app->status()->refused == 2);

  const auto tray = *laptop.app->refused();
  REQUIRE(tray[0].record == id);
  CHECK(text_field(tray[0].set, "headline") == "ไม่รับ");
  const auto again = laptop.app->perform(Resubmit{tray[0].change, ""});
  REQUIRE(again.ok());
  CHECK(again->change != tray[0].change);
  CHECK(text_field(laptop.fields("news", id), "headline") == "ไม่รับ");
  // Based on what the office has now, so that it does not collide with what the writer has seen.
  CHECK(laptop.outbox("news", id).at(0).change.bases.at("headline").seq == office.head());
  const auto remade = laptop.app->perform(Resubmit{tray[1].change, ""});
  REQUIRE(remade.ok());
  CHECK(text_field(laptop.fields("news", made), "headline") == "สร้างใหม่");
  CHECK(laptop.app->status()->refused == 0);
  REQUIRE(laptop.sync()->complete);
  CHECK(text_field(office.records.at({"news", id}).fields, "headline") == "ไม่รับ");
  CHECK(office.records.contains({"news", made}));

  laptop.put("news", {{"headline", text("ทิ้ง")}}, id);
  office.refuse_if = [](const Change&) { return refuse(Code::wrong_role); };
  REQUIRE(laptop.sync().ok());
  const ChangeId refused = laptop.app->refused()->at(0).change;
  laptop.reopen();
  const auto dismissed = laptop.app->perform(DismissRefused{refused});
  REQUIRE(dismissed.ok());
  CHECK(text_field(dismissed->set, "headline") == "ทิ้ง");
  CHECK(laptop.app->status()->refused == 0);
  CHECK(laptop.app->perform(DismissRefused{refused}).refusal().code == Code::unknown_record);
  CHECK(laptop.app->perform(Resubmit{refused, ""}).refusal().code == Code::unknown_record);
  laptop.check_whole();
}

namespace {

Perform submit_of(RecordId news) {
  Perform submit;
  submit.kind = "news";
  submit.id = news;
  submit.verb = "submit";
  return submit;
}

}  // namespace

TEST_CASE("a sync says when somebody else's change ran into an own text, once") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const auto collide = [&](int number, UserId ours, UserId theirs) {
    office.write("conflict", RecordId{Uuid{{static_cast<std::uint8_t>(number)}}},
                 {{"record_kind", text("news")},
                  {"field", text("headline")},
                  {"ours_by", Value{ours.text()}},
                  {"theirs_by", Value{theirs.text()}}});
  };
  const UserId somebody{Uuid{{77}}};
  const UserId another{Uuid{{78}}};
  collide(1, office.user, somebody);
  collide(2, another, somebody);
  collide(3, somebody, office.user);
  CHECK(laptop.sync()->conflicts_of_others == 1);
  CHECK(laptop.sync()->conflicts_of_others == 0);
  collide(4, office.user, somebody);
  CHECK(laptop.sync()->conflicts_of_others == 1);
}

TEST_CASE("a command that is taken later settles the refused one; what was typed stays in the tray") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId id = laptop.news();
  REQUIRE(laptop.sync().ok());
  const auto act = [&](const char* verb, const char* comment) {
    Perform intent;
    intent.kind = "news";
    intent.id = id;
    intent.verb = verb;
    intent.comment = comment;
    REQUIRE(laptop.app->perform(intent).ok());
    REQUIRE(laptop.sync().ok());
  };
  office.refuse_if = [](const Change& change) -> std::optional<Refusal> {
    if (change.op == Op::act) return refuse(Code::photo_missing, "one.jpg");
    return std::nullopt;
  };
  act("submit", "");
  act("cancel", "งานถูกยกเลิก เพราะฝนตก");
  CHECK(laptop.app->refused()->size() == 2);
  office.refuse_if = {};
  act("submit", "");
  REQUIRE(laptop.app->refused()->size() == 1);
  CHECK(laptop.app->refused()->front().verb == "cancel");
  act("cancel", "เหตุผลอื่น");
  CHECK(laptop.app->refused()->size() == 1);
}

TEST_CASE("a refused command that cannot be written again stays in the tray") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId id = laptop.news("หนึ่ง");
  REQUIRE(laptop.sync().ok());
  REQUIRE(laptop.app->perform(submit_of(id)).ok());
  office.refuse_if = [](const Change&) { return refuse(Code::text_changed); };
  REQUIRE(laptop.sync().ok());
  office.refuse_if = nullptr;
  laptop.put("news", {{"body", Value{}}}, id);
  const ChangeId refused = laptop.app->refused()->at(0).change;
  CHECK(laptop.app->perform(Resubmit{refused, ""}).refusal().code == Code::required_missing);
  CHECK(laptop.app->status()->refused == 1);
  laptop.put("news", {{"body", text("เนื้อใหม่")}}, id);
  const auto again = laptop.app->perform(Resubmit{refused, ""});
  REQUIRE(again.ok());
  CHECK(laptop.app->status()->refused == 0);
  CHECK(laptop.app->get("news", id)->waiting_verbs == std::vector<std::string>{"submit"});
}

TEST_CASE(
    "another process reads and writes while a sync waits for the office, and a second sync is refused") {
  FakeOffice office;
  Laptop laptop(office);
  laptop.pair();
  const RecordId id = laptop.news("หนึ่ง");
  std::optional<RecordId> note;
  const auto other_process = [&](Step step) {
    if (step != Step::push || note) return;
    auto store = SqliteLocalStore::open(laptop.folder.path() / "store.db", Access::write);
    REQUIRE(store.ok());
    FakeClock clock;
    App app(**store, laptop.desk, office, clock);
    CHECK(app.get("news", id).ok());
    const auto put = app.perform(Put{"note", std::nullopt, {{"text", text("ระหว่างซิงก์")}}});
    REQUIRE(put.ok());
    note = put->id;
    CHECK(app.perform(Put{"news", id, {{"lead", text("ระหว่างซิงก์")}}}).ok());
    CHECK(app.perform(Sync{}, {}).refusal().code == Code::store_locked);
  };
  office.meanwhile = other_process;
  const auto report = laptop.sync();
  REQUIRE(report.ok());
  CHECK(report->complete);
  CHECK(office.rounds.size() == 2);
  REQUIRE(note);
  CHECK(office.records.contains({"note", *note}));
  CHECK(text_field(office.records.at({"news", id}).fields, "lead") == "ระหว่างซิงก์");
  laptop.check_whole();
}

TEST_CASE("a reader waits for no writer") {
  FakeOffice office;
  Laptop laptop(office);
  const RecordId id = laptop.news("หนึ่ง");
  REQUIRE(laptop.store
              ->write([&](StoreWriter& writer) -> Done {
                auto reading = SqliteLocalStore::open(laptop.folder.path() / "store.db", Access::read);
                REQUIRE(reading.ok());
                FakeClock clock;
                App app(**reading, laptop.desk, office, clock);
                CHECK(app.get("news", id).ok());
                CHECK(app.status().ok());
                CHECK_FALSE(app.perform(Put{"note", std::nullopt, {{"text", text("ก")}}}).ok());
                return writer.save_id_clock({});
              })
              .ok());
}

TEST_CASE("a sync stops where it is asked to, and the next one goes on from there") {
  for (const SyncStep at : {SyncStep::connect, SyncStep::push, SyncStep::pull, SyncStep::compare}) {
    FakeOffice office;
    Laptop laptop(office);
    laptop.pair();
    office.write("note", RecordId{Uuid{{7}}}, {{"text", text("ของสำนักงาน")}});
    laptop.news("หนึ่ง");
    bool connected = false;
    const auto report = laptop.app->perform(Sync{}, [&](const SyncProgress& progress) {
      const bool first = progress.step == SyncStep::connect && !std::exchange(connected, true);
      return first || progress.step != at;
    });
    INFO(static_cast<int>(at));
    REQUIRE(report.ok());
    CHECK(report->stopped);
    CHECK_FALSE(report->complete);
    laptop.reopen();
    CHECK(laptop.sync()->complete);
    laptop.check_whole();
  }
}
