// How long a merge takes: bench_merge. Prints milliseconds, the best and the median of the runs.
#include <algorithm>
#include <chrono>
#include <cstdio>

#include "shared/sync/prose_merge.hpp"
#include "shared/thai/words.hpp"
#include "tests/property/office_prose.hpp"

using namespace khaosan;

namespace {

constexpr int runs = 15;

template <typename Work>
void measure(const char* name, std::size_t bytes, Work work) {
  std::vector<double> times_ms;
  for (int i = 0; i < runs; ++i) {
    const auto start = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - start;
    times_ms.push_back(taken.count());
  }
  std::sort(times_ms.begin(), times_ms.end());
  std::printf("%-44s %7zu bytes  best %8.2f ms  median %8.2f ms\n", name, bytes, times_ms.front(),
              times_ms[times_ms.size() / 2]);
}

Pieces prose_of(std::size_t bytes, Seeded& random) {
  Pieces prose;
  for (std::size_t size = 0; size < bytes; size += prose.back().size()) prose.push_back(any_piece(random));
  return prose;
}

// Same size, no word in common with Thai prose.
std::string foreign_text(std::size_t bytes, char mark) {
  std::string text;
  for (std::size_t i = 0; text.size() < bytes; ++i) text += mark + std::to_string(i) + "x ";
  return text;
}

void bench(std::size_t bytes) {
  Seeded random(bytes);
  const Pieces base = prose_of(bytes, random);
  const std::string base_text = joined(base);
  const std::string server = joined(edited(base, random, 20));
  const std::string incoming = joined(edited(base, random, 20));
  const std::string rewritten_one = joined(prose_of(bytes, random));
  const std::string rewritten_two = joined(prose_of(bytes, random));
  measure("words", bytes, [&] { words(base_text); });
  measure("merge, a few edits on each side", bytes, [&] { merge_prose(base_text, server, incoming); });
  measure("merge, both sides rewritten, same vocabulary", bytes,
          [&] { merge_prose(base_text, rewritten_one, rewritten_two); });
  measure("merge, nothing in common", bytes,
          [&] { merge_prose(base_text, foreign_text(bytes, 'p'), foreign_text(bytes, 'q')); });
}

}  // namespace

int main() {
  bench(10'000);
  bench(50'000);
}
