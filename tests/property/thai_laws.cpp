// The laws of cutting and normalising Thai text, over random signs and random office prose.
#include "shared/base/bytes.hpp"
#include "shared/base/utf8.hpp"
#include "shared/thai/normalize.hpp"
#include "shared/thai/words.hpp"
#include "tests/property/grapheme_oracle.hpp"
#include "tests/property/office_prose.hpp"
#include "tests/support/catch.hpp"

using namespace khaosan;

namespace {

constexpr std::size_t text_count = 3000;

// The signs that the rules are about, far more often than they come in life.
constexpr char32_t signs[] = {U'ก',      U'น',      U'เ',   U'เ', U'แ',      U'\u0E33', U'\u0E33', U'\u0E48',
                              U'\u0E49', U'\u0E38', U'า',   U'ิ',  U'\u0E4D', U'์',       U'ๆ',      U'ฯ',
                              U'5',      U'๕',      U'.',   U',', U' ',      U'\n',     U'\r',     U'%',
                              0xF70A,    0xF700,    0xF71A, U'e', 0x0301,    0x1F600,   0x200D,    0x200B,
                              0x1F1F9,   0x1F1ED,   U'ม',   U'ย', U'ค'};

std::string any_text(Seeded& random) {
  if (random.one_in(2)) return joined(any_prose(random, 30));
  std::string text;
  for (std::size_t i = random.below(24); i > 0; --i) append_code_point(text, random.any_of(signs));
  return text;
}

template <typename Law>
void for_each_text(Law law) {
  const std::uint64_t first_seed = property_seed();
  for (std::uint64_t seed = first_seed; seed < first_seed + text_count; ++seed) {
    Seeded random(seed);
    const std::string text = any_text(random);
    INFO("KHAOSAN_SEED=" << seed);
    INFO("text [" << text << "] " << to_hex(view_of(text)));
    law(text);
  }
}

}  // namespace

TEST_CASE("law: tokens cover every byte and end where a cluster ends") {
  for_each_text([](const std::string& text) {
    std::vector<bool> stops(text.size() + 1, false);
    std::size_t at = 0;
    for (const std::string& cluster : graphemes(text)) stops[at += cluster.size()] = true;
    at = 0;
    for (const Token& token : words(text)) {
      REQUIRE(token.begin == at);
      REQUIRE(token.end > token.begin);
      REQUIRE(stops[token.end]);
      at = token.end;
    }
    REQUIRE(at == text.size());
  });
}

TEST_CASE("law: normalising twice is normalising once, and gives UTF-8 without returns or private marks") {
  for_each_text([](const std::string& text) {
    const std::string once = normalize_text(text);
    REQUIRE(normalize_text(once) == once);
    REQUIRE(is_utf8(once));
    REQUIRE(once.find('\r') == std::string::npos);
    REQUIRE(once.find("\uF70A") == std::string::npos);
  });
}
