// Draws the twenty strings with our engine, a cell each, and tells what another program needs to do the same.
//
//   twenty_strings FOLDER
//
// FOLDER/ours.png has a row a string: plain at the left, looped at the right. FOLDER/strings.json has the
// strings, the sizes and the font files.
#include <fstream>
#include <iostream>
#include <sstream>

#include "shared/text/layout.hpp"
#include "tests/unit/text/picture.hpp"
#include "tests/unit/text/strings.hpp"

using namespace khaosan;
using namespace khaosan::test;

namespace {

constexpr int cell_width = 760;
constexpr int cell_height = 96;
constexpr float size_px = 48;
constexpr float line_px = 78;
constexpr float margin = 12;

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) out += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  return out + "\"";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: twenty_strings FOLDER\n";
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  const text::FontFiles files = text::debian_font_files();
  auto fonts = text::Fonts::open(files);
  if (!fonts.ok()) {
    std::cerr << fonts.refusal().english() << '\n';
    return 1;
  }
  Picture picture(2 * cell_width, cell_height * static_cast<int>(marked_strings.size()));
  text::Atlas atlas;
  std::ostringstream strings;
  for (std::size_t i = 0; i < marked_strings.size(); ++i) {
    const std::string text = plain(marked_strings[i]);
    strings << (i == 0 ? "" : ", ") << quoted(text);
    for (const text::Family family : {text::Family::plain, text::Family::looped}) {
      const text::Layout layout(*fonts, text, {family, text::Weight::regular, size_px, line_px});
      const float x = margin + (family == text::Family::looped ? static_cast<float>(cell_width) : 0);
      draw(picture, *fonts, atlas, layout, {x, static_cast<float>(i) * cell_height + margin});
    }
  }
  std::ofstream(folder / "ours.png", std::ios::binary) << png_of(picture);
  const auto list = [](std::initializer_list<std::filesystem::path> paths) {
    std::string out;
    for (const auto& path : paths) out += (out.empty() ? "" : ", ") + quoted(path.string());
    return "[" + out + "]";
  };
  std::ofstream(folder / "strings.json")
      << "{\"cell\": [" << cell_width << ", " << cell_height << "], \"size\": " << size_px
      << ", \"line\": " << line_px << ", \"margin\": " << margin << ",\n \"plain\": "
      << list({files.thai.regular, files.latin.regular, files.emoji, files.symbols.regular})
      << ",\n \"looped\": "
      << list({files.looped.regular, files.latin.regular, files.emoji, files.symbols.regular})
      << ",\n \"versions\": " << quoted([&] {
           std::string versions = fonts->versions();
           std::string one_line;
           for (const char c : versions) one_line += c == '\n' ? std::string("; ") : std::string(1, c);
           return one_line;
         }())
      << ",\n \"strings\": [" << strings.str() << "]}\n";
  return 0;
}
