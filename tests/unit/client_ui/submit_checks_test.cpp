#include "client/ui/submit_checks.hpp"

#include "client/ui/marked_text.hpp"
#include "tests/support/catch.hpp"

using namespace khaosan;
using namespace khaosan::client;

namespace {

StoryFacts whole() {
  StoryFacts facts;
  facts.headline = "เปิดบ้านวิชาการ";
  facts.body = "เนื้อข่าว";
  facts.photos = {{true, false, false}, {true, false, false}};
  facts.channels = 1;
  return facts;
}

CheckKind open_kind(const StoryFacts& facts) {
  const auto checks = submit_checks(facts);
  const Check* open = first_open(checks);
  REQUIRE(open != nullptr);
  return open->kind;
}

}  // namespace

TEST_CASE("a story that has everything has no open check") {
  CHECK(first_open(submit_checks(whole())) == nullptr);
}

TEST_CASE("what the office would refuse comes before advice") {
  StoryFacts facts = whole();
  facts.headline = " \n";
  facts.photos.clear();
  CHECK(open_kind(facts) == CheckKind::headline);
  facts.headline = "มี";
  CHECK(open_kind(facts) == CheckKind::has_photo);
  facts.body = "";
  CHECK(open_kind(facts) == CheckKind::body);
  facts.body = "มี";
  facts.has_unseen_merge = true;
  CHECK(open_kind(facts) == CheckKind::merge_seen);
  facts.has_unseen_merge = false;
  facts.open_conflicts = 2;
  CHECK(open_kind(facts) == CheckKind::conflicts_settled);
  for (const Check& check : submit_checks(facts)) {
    if (check.kind == CheckKind::has_photo || check.kind == CheckKind::channels) CHECK_FALSE(check.is_must);
    if (check.kind == CheckKind::conflicts_settled) CHECK(check.is_must);
  }
}

TEST_CASE("a channel is asked for only where the office has any") {
  StoryFacts facts = whole();
  facts.channels = 0;
  CHECK(open_kind(facts) == CheckKind::channels);
  facts.office_has_channels = false;
  CHECK(first_open(submit_checks(facts)) == nullptr);
}

TEST_CASE("a story of an event that is not to be published cannot be submitted") {
  StoryFacts facts = whole();
  facts.is_event_withheld = true;
  CHECK(open_kind(facts) == CheckKind::event_allowed);
  const auto checks = submit_checks(facts);
  CHECK(first_open(checks)->is_must);
}

TEST_CASE("a check about a photo names the first one that it is about") {
  StoryFacts facts = whole();
  facts.photos[1].has_caption = false;
  auto checks = submit_checks(facts);
  REQUIRE(first_open(checks) != nullptr);
  CHECK(first_open(checks)->kind == CheckKind::captions);
  CHECK(first_open(checks)->photo == 1);
  facts.photos[0].is_missing = true;
  CHECK(open_kind(facts) == CheckKind::photos_here);
  facts.photos[0].is_missing = false;
  facts.photos[1].is_withheld = true;
  CHECK(open_kind(facts) == CheckKind::photos_allowed);
}

TEST_CASE("marked words cover what was added and removed, without the blanks at their ends") {
  using Kind = WordChange::Kind;
  const std::vector<WordChange> changes = {{Kind::same, "เวลา "},
                                           {Kind::removed, "เก้า "},
                                           {Kind::added, "สิบ "},
                                           {Kind::same, "นาฬิกา"},
                                           {Kind::added, " "}};
  const MarkedText marked = marked_text(changes);
  CHECK(marked.text == "เวลา เก้า สิบ นาฬิกา ");
  REQUIRE(marked.marks.size() == 2);
  const auto word = [&](std::size_t i) {
    return marked.text.substr(marked.marks[i].range.begin,
                              marked.marks[i].range.end - marked.marks[i].range.begin);
  };
  CHECK(word(0) == "เก้า");
  CHECK(word(1) == "สิบ");
}

TEST_CASE("a long stretch without a change is shortened to what stands about the changes") {
  using Kind = WordChange::Kind;
  std::string stretch;
  for (int i = 0; i < 400; ++i) stretch += "โรงเรียนบ้านน้ำใส ";
  const std::vector<WordChange> changes = {
      {Kind::same, stretch}, {Kind::added, "ใหม่"}, {Kind::same, stretch}};
  const MarkedText marked = marked_text(changes, 100);
  CHECK(marked.text.size() < 600);
  REQUIRE(marked.marks.size() == 1);
  CHECK(marked.text.substr(marked.marks[0].range.begin, std::string("ใหม่").size()) == "ใหม่");
}

TEST_CASE("a Thai text is cut before a consonant or a leading vowel, never before a mark") {
  const std::string text = "ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา";
  for (std::size_t bytes = 1; bytes <= text.size(); ++bytes) {
    const std::string_view head = head_of(text, bytes);
    REQUIRE(head.size() <= bytes);
    REQUIRE(head.size() % 3 == 0);
    if (head.size() < text.size() && !head.empty()) {
      const std::string next = text.substr(head.size(), 3);
      const bool begins = (next >= "ก" && next <= "ฮ") || (next >= "เ" && next <= "ไ");
      REQUIRE(begins);
    }
  }
}
