#include <set>

#include "shared/schema/kinds.hpp"
#include "shared/schema/validate.hpp"
#include "tests/support/catch.hpp"

using namespace khaosan;

namespace {
const FieldDecl& field(std::string_view kind, std::string_view name) {
  return *find_kind(kind)->field(name);
}
}  // namespace

TEST_CASE("every declaration is whole: labels, unique names, references to kinds that exist") {
  std::set<std::string_view> names;
  for (const KindDecl& kind : all_kinds()) {
    INFO(kind.name);
    CHECK(names.insert(kind.name).second);
    CHECK_FALSE(kind.th.empty());
    CHECK_FALSE(kind.en.empty());
    for (std::string_view named : {kind.parent, kind.sort, kind.title}) {
      if (!named.empty()) CHECK(kind.field(named) != nullptr);
    }
    std::set<std::string_view> fields;
    for (const FieldDecl& decl : kind.fields) {
      INFO(decl.name);
      CHECK(fields.insert(decl.name).second);
      CHECK_FALSE(decl.th.empty());
      CHECK_FALSE(decl.en.empty());
      if (!decl.refers_to.empty()) CHECK(find_kind(decl.refers_to) != nullptr);
      if (kind.writer == Writer::server) CHECK(decl.writer == Writer::server);
    }
  }
}

TEST_CASE("status, number and revisions of a news item are not written by people") {
  for (const char* name :
       {"status", "revision", "approved_revision", "public_revision", "number", "published_at"}) {
    CHECK(field("news", name).writer != Writer::person);
  }
}

TEST_CASE("a value is brought to its one form, or refused with a reason") {
  CHECK(text_or_empty(*validate(field("event", "date"), std::string("2569-11-23"))) == "2026-11-23");
  CHECK(text_or_empty(*validate(field("event", "start_time"), std::string("09.30"))) == "09:30");
  CHECK(is_empty(*validate(field("event", "title"), std::string())));
  CHECK(std::get<TextSet>(*validate(field("user", "roles"), TextSet{"staff", "director", "staff"})) ==
        TextSet{"director", "staff"});
  const auto code = [](std::string_view kind, std::string_view name, Value value) {
    return validate(field(kind, name), std::move(value)).refusal().code;
  };
  CHECK(code("event", "date", std::string("tomorrow")) == Code::bad_date);
  CHECK(code("event", "title", std::string("a\xFFz")) == Code::not_utf8);
  CHECK(code("event", "title", std::string("two\nlines")) == Code::control_character);
  CHECK(code("event", "title", std::string(201, 'x')) == Code::too_long);
  CHECK(code("event", "title", std::int64_t{4}) == Code::bad_value);
  CHECK(code("event", "school", std::string("x")) == Code::bad_id);
  CHECK(code("news", "type", std::string("gossip")) == Code::bad_value);
  CHECK(code("media", "orientation", std::int64_t{9}) == Code::bad_value);
  CHECK(code("media", "width", std::int64_t{-1}) == Code::bad_value);
  CHECK(code("media", "taken_at", std::string("2026-11-23T10:00:00")) == Code::bad_value);
}

TEST_CASE("what a person types is read by the field's type") {
  CHECK(std::get<std::int64_t>(*read_typed(field("media", "width"), "4000")) == 4000);
  CHECK(std::get<bool>(*read_typed(field("event", "do_not_publish"), "true")));
  CHECK(std::get<TextSet>(*read_typed(field("user", "roles"), "staff,reviewer")) ==
        TextSet{"reviewer", "staff"});
  CHECK(text_or_empty(*read_typed(field("event", "date"), "๒๕๖๙-๑๑-๒๓")) == "2026-11-23");
  CHECK(text_or_empty(*read_typed(field("event", "date"), "2569-2-3")) == "2026-02-03");
  CHECK(text_or_empty(*read_typed(field("event", "start_time"), "๙.๓๐")) == "09:30");
  CHECK(std::get<std::int64_t>(*read_typed(field("media", "latitude_e7"), "-๑๒")) == -12);
  CHECK(text_or_empty(*read_typed(field("event", "title"), "ปี ๒๕๖๙ ครั้งที่ 1-2")) == "ปี ๒๕๖๙ ครั้งที่ 1-2");
  CHECK_FALSE(read_typed(field("event", "date"), "-").ok());
  CHECK_FALSE(read_typed(field("media", "width"), "wide").ok());
  CHECK_FALSE(read_typed(field("event", "do_not_publish"), "maybe").ok());
}

TEST_CASE("a place is on the earth and a date within living memory or plans") {
  const auto ok = [](std::string_view name, Value value) {
    return validate(field("event", name), std::move(value)).ok();
  };
  CHECK(ok("latitude_e7", std::int64_t{-900'000'000}));
  CHECK_FALSE(ok("latitude_e7", std::int64_t{900'000'001}));
  CHECK(ok("longitude_e7", std::int64_t{1'800'000'000}));
  CHECK_FALSE(ok("longitude_e7", std::int64_t{-1'800'000'001}));
  CHECK(ok("date", std::string("1900-01-01")));
  CHECK(ok("date", std::string("2742-12-31")));  // พ.ศ.
  for (const char* slip : {"0001-01-01", "1899-12-31", "2200-01-01", "9569-11-23"}) {
    INFO(slip);
    CHECK(validate(field("event", "date"), std::string(slip)).refusal().code == Code::bad_value);
  }
  CHECK_FALSE(validate(field("media", "taken_at"), std::string("0001-01-01 00:00:00")).ok());
}

TEST_CASE("an event does not end before it starts") {
  const KindDecl& event = *find_kind("event");
  const auto fits = [&](const Fields& present, const Fields& set) {
    return check_order(event, present, set).ok();
  };
  const auto at = [](std::string text) { return Value{std::move(text)}; };
  CHECK(fits({}, {{"start_time", at("09:30")}, {"end_time", at("09:30")}}));
  CHECK_FALSE(fits({}, {{"start_time", at("09:30")}, {"end_time", at("09:29")}}));
  CHECK_FALSE(fits({{"start_time", at("09:30")}}, {{"end_time", at("08:00")}}));
  CHECK_FALSE(fits({{"end_time", at("09:30")}}, {{"start_time", at("10:00")}}));
  CHECK(fits({{"end_time", at("09:30")}}, {{"start_time", at("10:00")}, {"end_time", Value{}}}));
  CHECK(fits({{"start_time", at("09:30")}, {"end_time", at("08:00")}}, {{"title", at("ประชุม")}}));
}
