// What laying text out costs: bench_text. Whole texts, a keystroke in one paragraph without a newline,
// glyphs; milliseconds, the best and the median of the runs, and the memory of this process at its end.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <string>
#include <vector>

#include "shared/text/atlas.hpp"
#include "shared/text/layout.hpp"
#include "tests/property/seeded.hpp"

using namespace khaosan;
using namespace khaosan::text;

namespace {

constexpr int runs = 25;
constexpr float size_px = 18;
constexpr float line_px = 30;
constexpr float width_px = 700;

template <typename Work>
void measure(const char* name, std::size_t bytes, int times, Work work) {
  std::vector<double> times_ms;
  for (int i = 0; i < times; ++i) {
    const std::clock_t start = std::clock();
    work(i);
    times_ms.push_back(static_cast<double>(std::clock() - start) * 1000 / CLOCKS_PER_SEC);
  }
  std::sort(times_ms.begin(), times_ms.end());
  std::printf("%-52s %6zu bytes  best %8.3f  median %8.3f  worst %8.3f ms\n", name, bytes, times_ms.front(),
              times_ms[times_ms.size() / 2], times_ms.back());
}

// Office prose: words without blanks in phrases of a few, no newline. `phrase`: words before a blank, 0:
// none.
std::string prose(std::size_t bytes, std::size_t phrase, std::uint64_t seed) {
  static constexpr const char* words[] = {
      "สำนักงาน", "เขต", "พื้นที่",   "การ", "ศึกษา",   "ประชุม", "โรงเรียน", "นักเรียน", "ผู้อำนวยการ",
      "ครู",      "และ", "ที่",     "ของ", "กิจกรรม", "พัฒนา",  "น้ำใจ",    "ร่วม",    "จัด",
      "ให้",      "เพื่อ", "คุณภาพ", "ปั้น",  "ฝัน",     "2569",  "เครือข่าย"};
  Seeded random(seed);
  std::string text;
  for (std::size_t i = 1; text.size() < bytes; ++i) {
    text += random.any_of(words);
    if (phrase > 0 && i % phrase == 0) text += ' ';
  }
  return text;
}

Style style() {
  Style made;
  made.size_px = size_px;
  made.line_height_px = line_px;
  return made;
}

LayoutOptions options() {
  LayoutOptions made;
  made.width_px = width_px;
  return made;
}

void bench_whole(Fonts& fonts, std::size_t bytes, std::size_t phrase, const char* name) {
  std::vector<std::string> texts;
  for (int i = 0; i < runs; ++i)
    texts.push_back(prose(bytes, phrase, static_cast<std::uint64_t>(i) + bytes + phrase));
  measure(name, bytes, runs,
          [&](int i) { Layout(fonts, texts[static_cast<std::size_t>(i)], style(), options()); });
}

void bench_keystroke(Fonts& fonts, std::size_t bytes, std::size_t phrase, const char* name) {
  static constexpr const char* typed[] = {"โ", "ร", "ง", "เ", "ร", "ี", "ย", "น", "ด", "ี", " ", "ม", "า", "ก"};
  Layout layout(fonts, prose(bytes, phrase, 1), style(), options());
  std::size_t at = layout.stop_at_or_before(bytes / 2);
  measure(name, bytes, 400, [&](int i) {
    const std::string_view sign = typed[static_cast<std::size_t>(i) % std::size(typed)];
    layout.edit(at, 0, sign);
    at += sign.size();
  });
}

// Of Linux; 0 elsewhere.
long resident_kb() {
  std::ifstream status("/proc/self/status");
  std::string word;
  long size = 0;
  while (status >> word) {
    if (word == "VmRSS:") status >> size;
  }
  return size;
}

}  // namespace

int main() {
  const auto start = std::chrono::steady_clock::now();
  auto opened = Fonts::open(debian_font_files());
  if (!opened.ok()) {
    std::printf("%s\n", opened.refusal().english().c_str());
    return 1;
  }
  Fonts& fonts = *opened;
  { Layout(fonts, "สำนักงานเขต", style(), options()); }
  const std::chrono::duration<double, std::milli> cold = std::chrono::steady_clock::now() - start;
  std::printf("fonts opened and a first label: %.1f ms; resident %ld kB\n", cold.count(), resident_kb());
  for (const std::size_t bytes : {2000, 10000, 50000}) {
    bench_whole(fonts, bytes, 6, "whole, never seen, blanks between phrases");
    bench_whole(fonts, bytes, 0, "whole, never seen, no blank at all");
  }
  const std::string seen = prose(50000, 6, 1);
  measure("whole, shaped before", seen.size(), runs, [&](int) { Layout(fonts, seen, style(), options()); });
  bench_keystroke(fonts, 50000, 6, "keystroke in one paragraph, blanks between phrases");
  bench_keystroke(fonts, 50000, 0, "keystroke in one paragraph, no blank at all");
  const std::string label = "โรงเรียนบ้านหนองน้ำใส";
  measure("label, shaped before", label.size(), runs, [&](int) { Layout(fonts, label, style()); });
  Atlas atlas;
  const Layout page(fonts, prose(5000, 6, 3), style(), options());
  measure("glyphs of a page, first to last time", 5000, runs, [&](int) {
    for (std::size_t line = 0; line < page.lines().size(); ++line) {
      for (const Glyph& glyph : page.glyphs(line)) atlas.find(fonts, glyph.face, glyph.id, size_px, 0);
    }
  });
  std::printf("resident at the end %ld kB\n", resident_kb());
}
