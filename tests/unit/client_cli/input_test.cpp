#include "client/cli/line_reader.hpp"
#include "client/cli/progress.hpp"
#include "client/cli/put_parts.hpp"
#include "client/cli/shown.hpp"
#include "client/cli/sync_report.hpp"
#include "tests/support/catch.hpp"

using namespace khaosan;
using namespace khaosan::client;

namespace {

const KindDecl& event_kind() {
  return *find_kind("event");
}

// Gives the text in pieces, so that lines cross them.
LineReader lines_of(std::string text, std::size_t piece) {
  auto at = std::make_shared<std::size_t>(0);
  return LineReader([text = std::move(text), at, piece](std::span<char> into) -> Result<std::size_t> {
    const std::size_t count = std::min({piece, into.size(), text.size() - *at});
    text.copy(into.data(), count, *at);
    *at += count;
    return count;
  });
}

std::vector<std::string> all_lines(LineReader reader) {
  std::vector<std::string> lines;
  for (;;) {
    auto line = reader.next();
    REQUIRE(line.ok());
    if (!*line) return lines;
    CHECK((*line)->number == static_cast<std::int64_t>(lines.size()) + 1);
    lines.push_back((*line)->fault ? "fault" : (*line)->text);
  }
}

Record news(Fields fields) {
  Record record;
  record.kind = "news";
  record.fields = std::move(fields);
  return record;
}

}  // namespace

TEST_CASE("Lines come whole whatever the pieces, and the last needs no end") {
  for (const std::size_t piece : {1U, 2U, 3U, 100U}) {
    CHECK(all_lines(lines_of("a\n\nbc\nlast", piece)) == std::vector<std::string>{"a", "", "bc", "last"});
  }
  CHECK(all_lines(lines_of("", 10)).empty());
}

TEST_CASE("A line over the bound is named and the next one is read") {
  const std::string text = std::string(line_bytes_max + 1, 'x') + "\nok\n";
  CHECK(all_lines(lines_of(text, 1U << 16U)) == std::vector<std::string>{"fault", "ok"});
}

TEST_CASE("FIELD=VALUE becomes a typed value, and a refusal names the field") {
  const auto fields =
      fields_from_words(event_kind(), {"title=a=b", "date=2569-11-23", "do_not_publish=true"});
  REQUIRE(fields.ok());
  CHECK(text_field(*fields, "title") == "a=b");
  CHECK(text_field(*fields, "date") == "2026-11-23");
  CHECK(flag_field(*fields, "do_not_publish"));
  CHECK(fields_from_words(event_kind(), {"title"}).refusal().code == Code::usage);
  CHECK(fields_from_words(event_kind(), {"=x"}).refusal().code == Code::usage);
  CHECK(fields_from_words(event_kind(), {"nofield=x"}).refusal().code == Code::unknown_field);
  CHECK(fields_from_words(event_kind(), {"title=a", "title=b"}).refusal().code == Code::usage);
  const auto date = fields_from_words(event_kind(), {"date=x"});
  CHECK(date.refusal().detail.find("date") != std::string::npos);
}

TEST_CASE("A JSON line is an object of declared fields, with or without an id") {
  const auto put = put_from_json_line(
      event_kind(), R"({"id":"01900000-0000-7000-8000-000000000001","title":"ก","do_not_publish":true})");
  REQUIRE(put.ok());
  CHECK(put->id.has_value());
  CHECK(put->set.size() == 2);
  CHECK(put_from_json_line(event_kind(), R"({"title":null})")->set.at("title") == Value{});
  const auto code = [](std::string_view line) {
    return put_from_json_line(event_kind(), line).refusal().code;
  };
  CHECK(code("x") == Code::bad_json);
  CHECK(code("[]") == Code::bad_json);
  CHECK(code("{}") == Code::bad_json);
  CHECK(code(R"({"title":1.5})") == Code::bad_json);
  CHECK(code(R"({"id":"zz","title":"a"})") == Code::bad_id);
  CHECK(code(R"({"id":5,"title":"a"})") == Code::bad_id);
  CHECK(code(R"({"nofield":"a"})") == Code::unknown_field);
  CHECK(code(R"({"title":7})") == Code::bad_value);
  CHECK(code("{\"title\":\"\xff\"}") == Code::not_utf8);
}

TEST_CASE("The status says what the office says") {
  using std::string;
  CHECK(shown_status(Lang::th, news({}), {}) == "ร่าง");
  CHECK(shown_status(Lang::th,
                     news({{"status", Value{string("in_review")}}, {"submissions", Value{std::int64_t{2}}}}),
                     {}) == "เสนอใหม่ ครั้งที่ 2 · รอตรวจ (ผอ.กลุ่มอำนวยการ)");
  const Record approved = news({{"status", Value{string("approved")}}});
  Record decision;
  decision.fields = {{"verb", Value{string("approve")}}, {"capacity", Value{string("acting")}}};
  CHECK(shown_status(Lang::th, approved, {decision}) == "อนุมัติแล้ว (รักษาราชการแทน) รอเผยแพร่");
  CHECK(shown_status(Lang::th, approved, {}) == "อนุมัติแล้ว รอเผยแพร่");
  const Record voided = news({{"status", Value{string("in_review")}},
                              {"revision", Value{string(64, 'a')}},
                              {"approved_revision", Value{string(64, 'b')}}});
  CHECK(shown_status(Lang::en, voided, {}) == "in review · the earlier approval is void because of an edit");
}

TEST_CASE("Moments are of Bangkok, Thai ones in the Buddhist era") {
  const Instant moment = *parse_iso_utc("2026-11-22T18:05:00.000Z");
  CHECK(shown_instant(Lang::th, moment) == "23 พ.ย. 2569 01.05 น.");
  CHECK(shown_instant(Lang::en, moment) == "23 Nov 2026 01:05");
}

TEST_CASE("Sizes and progress are short") {
  CHECK(shown_bytes(0) == "0 B");
  CHECK(shown_bytes(999) == "999 B");
  CHECK(shown_bytes(34'560'000) == "34.5 MB");
  CHECK(progress_text(Lang::en, {SyncStep::files, 3, 9, "a\x1b.jpg"}) == "sending files 3/9  a\\x1b.jpg");
}
