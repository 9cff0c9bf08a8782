// The laws of merging prose, over random office texts.
#include <algorithm>
#include <map>
#include <set>

#include "shared/base/utf8.hpp"
#include "shared/sync/prose_merge.hpp"
#include "shared/thai/normalize.hpp"
#include "shared/thai/words.hpp"
#include "tests/property/grapheme_oracle.hpp"
#include "tests/property/office_prose.hpp"
#include "tests/support/catch.hpp"

using namespace khaosan;

namespace {

constexpr std::size_t triple_count = 3000;

struct Triple {
  std::string base, server, incoming;
};

// Short and long texts; some edits are shared by both sides.
Triple any_triple(Seeded& random) {
  const Pieces base = any_prose(random, random.one_in(3) ? 8 : 60);
  const Pieces both = random.one_in(4) ? edited(base, random, 2) : base;
  const std::size_t edits_max = random.one_in(3) ? 8 : 2;
  const auto text = [](const Pieces& pieces) { return normalize_text(joined(pieces)); };
  return {text(base), text(edited(both, random, edits_max)), text(edited(both, random, edits_max))};
}

template <typename Law>
void for_each_triple(Law law) {
  const std::uint64_t first_seed = property_seed();
  for (std::uint64_t seed = first_seed; seed < first_seed + triple_count; ++seed) {
    Seeded random(seed);
    const Triple triple = any_triple(random);
    INFO("KHAOSAN_SEED=" << seed);
    INFO("base     [" << triple.base << "]");
    INFO("server   [" << triple.server << "]");
    INFO("incoming [" << triple.incoming << "]");
    law(triple);
  }
}

using Count = std::map<std::string, int>;

Count count_tokens(const std::string& text, bool words_only) {
  Count count;
  for (const Token& token : words(text)) {
    if (!words_only || token.kind == TokenKind::word) ++count[std::string(token.of(text))];
  }
  return count;
}

ProseMerge::Collision swapped(const ProseMerge::Collision& collision) {
  return {collision.base, collision.incoming, collision.server, {}};
}

// The merged text with each collision's words taken out: what was merged.
std::string merged_parts(const ProseMerge& merge) {
  std::string parts;
  std::size_t at = 0;
  for (const ProseMerge::Collision& collision : merge.collisions) {
    parts += merge.text.substr(at, collision.range.begin - at) + "\x01";
    at = collision.range.end;
  }
  return parts + merge.text.substr(at);
}

}  // namespace

TEST_CASE("law: where one side changed nothing, the other side is the result") {
  for_each_triple([](const Triple& t) {
    for (const std::string* side : {&t.server, &t.incoming}) {
      const ProseMerge kept = merge_prose(t.base, *side, t.base);
      REQUIRE(kept.text == *side);
      REQUIRE_FALSE(kept.collided);
      const ProseMerge taken = merge_prose(t.base, t.base, *side);
      REQUIRE(taken.text == *side);
      REQUIRE_FALSE(taken.collided);
    }
  });
}

TEST_CASE("law: the same change on both sides is that change") {
  for_each_triple([](const Triple& t) {
    const ProseMerge same = merge_prose(t.base, t.server, t.server);
    REQUIRE(same.text == t.server);
    REQUIRE_FALSE(same.collided);
  });
}

// The shortcuts of equal texts must not be what keeps the laws: a far change on one side switches them off.
TEST_CASE("law: an unrelated change far away alters nothing of the two laws") {
  const std::string far = "\nผู้สื่อข่าวรายงานจากห้องประชุมใหญ่ของสำนักงานว่าทุกฝ่ายพร้อมแล้ว\n";
  const auto with_head = [&](const std::string& head, const std::string& text) { return head + far + text; };
  for_each_triple([&](const Triple& t) {
    const std::string base = with_head("หัวข้อ", t.base);
    const std::string server_side = with_head("หัวเรื่อง", t.server);
    const ProseMerge one_changed = merge_prose(base, server_side, base + " ");
    const ProseMerge both_changed = merge_prose(base, server_side, with_head("หัวข้อ", t.server));
    REQUIRE_FALSE(both_changed.collided);
    REQUIRE(both_changed.text == server_side);
    if (!one_changed.collided) REQUIRE(one_changed.text.starts_with("หัวเรื่อง"));
  });
}

TEST_CASE("law: swapping the sides gives the same merged parts and the same collisions") {
  std::size_t collided = 0;
  std::size_t clean = 0;
  for_each_triple([&](const Triple& t) {
    const ProseMerge one = merge_prose(t.base, t.server, t.incoming);
    const ProseMerge other = merge_prose(t.base, t.incoming, t.server);
    REQUIRE(one.collided == !one.collisions.empty());
    REQUIRE(one.collided == other.collided);
    REQUIRE(one.collisions.size() == other.collisions.size());
    REQUIRE(merged_parts(one) == merged_parts(other));
    for (std::size_t i = 0; i < one.collisions.size(); ++i) {
      ProseMerge::Collision mine = one.collisions[i];
      mine.range = {};
      REQUIRE(mine == swapped(other.collisions[i]));
    }
    ++(one.collided ? collided : clean);
  });
  // Both kinds must be well tried, or the laws say little.
  CHECK(collided > triple_count / 10);
  CHECK(clean > triple_count / 10);
}

TEST_CASE("law: where two changes collide, the server's words stay there") {
  for_each_triple([](const Triple& t) {
    const ProseMerge merge = merge_prose(t.base, t.server, t.incoming);
    for (const ProseMerge::Collision& collision : merge.collisions) {
      const std::string kept =
          merge.text.substr(collision.range.begin, collision.range.end - collision.range.begin);
      REQUIRE(kept == collision.server);
      REQUIRE(collision.server != collision.incoming);
      REQUIRE(t.base.find(collision.base) != std::string::npos);
      REQUIRE(t.server.find(collision.server) != std::string::npos);
      REQUIRE(t.incoming.find(collision.incoming) != std::string::npos);
    }
  });
}

TEST_CASE("law: without a collision, every token that a side inserted is there, and no other") {
  for_each_triple([](const Triple& t) {
    const ProseMerge merge = merge_prose(t.base, t.server, t.incoming);
    if (merge.collided) return;
    Count base = count_tokens(t.base, false);
    Count server = count_tokens(t.server, false);
    Count incoming = count_tokens(t.incoming, false);
    for (const auto& [token, count] : count_tokens(merge.text, false)) {
      INFO("token [" << token << "]");
      REQUIRE((base.contains(token) || server.contains(token) || incoming.contains(token)));
      REQUIRE(count <= server[token] + incoming[token]);
    }
    Count result = count_tokens(merge.text, false);
    for (const Count* side : {&server, &incoming}) {
      for (const auto& [token, count] : *side) {
        INFO("token [" << token << "]");
        if (count > base[token]) REQUIRE(result[token] > 0);
      }
    }
  });
}

TEST_CASE("law: no cluster and no number is cut, and the text is UTF-8") {
  for_each_triple([](const Triple& t) {
    const ProseMerge merge = merge_prose(t.base, t.server, t.incoming);
    REQUIRE(is_utf8(merge.text));
    std::set<std::string> clusters;
    std::set<std::string> numbers;
    for (const std::string* text : {&t.base, &t.server, &t.incoming}) {
      for (const std::string& cluster : graphemes(*text)) clusters.insert(cluster);
      for (const Token& token : words(*text)) {
        if (token.kind == TokenKind::number) numbers.insert(std::string(token.of(*text)));
      }
    }
    for (const std::string& cluster : graphemes(merge.text)) REQUIRE(clusters.contains(cluster));
    for (const Token& token : words(merge.text)) {
      INFO("merged [" << merge.text << "]");
      INFO("number [" << token.of(merge.text) << "]");
      if (token.kind == TokenKind::number) REQUIRE(numbers.contains(std::string(token.of(merge.text))));
    }
  });
}

TEST_CASE("law: marks are in order, inside the text, on whole clusters, and outside collisions") {
  for_each_triple([](const Triple& t) {
    const ProseMerge merge = merge_prose(t.base, t.server, t.incoming);
    std::set<std::size_t> stops{0};
    for (const std::string& cluster : graphemes(merge.text)) stops.insert(*stops.rbegin() + cluster.size());
    std::size_t at = 0;
    for (const ProseMerge::Range& mark : merge.merged_marks) {
      REQUIRE(mark.begin >= at);
      REQUIRE(mark.end >= mark.begin);
      REQUIRE(stops.contains(mark.begin));
      REQUIRE(stops.contains(mark.end));
      at = mark.end;
      for (const ProseMerge::Collision& collision : merge.collisions) {
        REQUIRE((mark.end <= collision.range.begin || mark.begin >= collision.range.end));
      }
    }
  });
}

TEST_CASE("law: what is outside the marks is the server's own text") {
  for_each_triple([](const Triple& t) {
    const ProseMerge merge = merge_prose(t.base, t.server, t.incoming);
    if (merge.merged_marks.empty() && t.server != t.base) REQUIRE(merge.text == t.server);
    if (t.server == t.base || t.server == t.incoming) REQUIRE(merge.merged_marks.empty());
    std::size_t found = 0;  // each stretch between two marks stands in the server's text, in this order
    std::size_t at = 0;
    for (std::size_t i = 0; i <= merge.merged_marks.size(); ++i) {
      const bool last = i == merge.merged_marks.size();
      const std::size_t end = last ? merge.text.size() : merge.merged_marks[i].begin;
      if (t.server == t.base) break;
      const std::string stretch = merge.text.substr(at, end - at);
      found = t.server.find(stretch, found);
      REQUIRE(found != std::string::npos);
      found += stretch.size();
      if (!last) at = merge.merged_marks[i].end;
    }
  });
}
