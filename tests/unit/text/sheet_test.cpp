// Pictures of the twenty strings. They hold for the libraries and fonts that they were made with, which a
// file beside them names; with others the pixels are not compared, and the test says so.
#include "tests/unit/text/approved_versions.hpp"
#include "tests/unit/text/picture.hpp"
#include "tests/unit/text/sample_texts.hpp"

using namespace khaosan;
using namespace khaosan::test;
using namespace khaosan::text;

namespace {

constexpr int width_1x = 360;
constexpr float size_1x = 16;
constexpr float line_1x = 26;
constexpr float margin_1x = 8;

std::string twenty() {
  std::string text;
  for (std::size_t i = 0; i < marked_strings.size(); ++i) {
    if (i > 0) text += i % 2 == 0 ? "\n" : "   ";
    text += plain(marked_strings[i]);
  }
  return text;
}

Picture sheet(Family family, int scale) {
  const auto times = static_cast<float>(scale);
  const Layout layout = laid_out(twenty(), wide((width_1x - 2 * margin_1x) * times),
                                 style_of(family, size_1x * times, line_1x * times));
  Picture picture(width_1x * scale, static_cast<int>(layout.size().height + 2 * margin_1x * times));
  Atlas atlas;
  draw(picture, fonts(), atlas, layout, {margin_1x * times, margin_1x * times});
  return picture;
}

}  // namespace

TEST_CASE("the twenty strings look as approved") {
  if (approving()) check_golden(versions_file, fonts().versions());
  const bool comparable = made_with_approved_versions();
  for (const Family family : {Family::plain, Family::looped}) {
    for (const int scale : {1, 2}) {
      const std::string name = std::string("text/twenty_") + (family == Family::plain ? "plain" : "looped") +
                               "_" + std::to_string(scale) + "x.png";
      const Picture produced = sheet(family, scale);
      INFO(name);
      if (approving()) check_golden(name, png_of(produced));
      const Picture approved = picture_of_png(golden_text(name));
      REQUIRE(approved.width > 0);
      if (comparable) CHECK((approved.height == produced.height && approved.rgb == produced.rgb));
    }
  }
}
