#include "shared/text/wrap.hpp"

#include <algorithm>
#include <optional>

namespace khaosan::text {
namespace {

// Widths are sums of rounded numbers: a text fits in the width that was measured for it.
constexpr float slack_px = 0.01F;

bool has(std::uint8_t flags, std::uint8_t wanted) {
  return (flags & wanted) != 0;
}

// A place where the line could end, with its width there.
struct Ending {
  CellAt at;
  float width = 0;
};

// The places passed so far, best kind first.
struct Endings {
  std::optional<Ending> good;    // between words
  std::optional<Ending> fair;    // between cells
  std::optional<Ending> clumsy;  // between a consonant and its vowel
  void pass(CellAt at, std::uint8_t flags, float width, std::uint8_t good_flags) {
    if (has(flags, good_flags)) {
      good = Ending{at, width};
    } else if (!has(flags, place::inside | place::clumsy)) {
      fair = Ending{at, width};
    } else if (!has(flags, place::inside)) {
      clumsy = Ending{at, width};
    }
  }
  const std::optional<Ending>& best() const { return good ? good : fair ? fair : clumsy; }
};

}  // namespace

CellAt Pieces::cell_at(std::size_t offset) const {
  const auto after =
      std::upper_bound(placed.begin(), placed.end(), offset,
                       [](std::size_t at, const PlacedPiece& piece) { return at < piece.begin; });
  if (after == placed.begin() || offset >= text_size()) return {placed.size(), 0};
  const auto& piece = *(after - 1);
  return {static_cast<std::size_t>(after - placed.begin()) - 1, piece.piece->cell_of(offset - piece.begin)};
}

CellAt Pieces::next(CellAt at) const {
  if (at.cell + 1 < placed[at.piece].piece->cell_count()) return {at.piece, at.cell + 1};
  return {at.piece + 1, 0};
}

CellAt Pieces::prev(CellAt at) const {
  if (at.cell > 0) return {at.piece, at.cell - 1};
  return {at.piece - 1, placed[at.piece - 1].piece->cell_count() - 1};
}

std::size_t Pieces::offset(CellAt at) const {
  if (is_end(at)) return text_size();
  const PlacedPiece& piece = placed[at.piece];
  return piece.begin + piece.piece->cells[at.cell].begin;
}

std::uint8_t Pieces::flags(CellAt at) const {
  if (is_end(at)) return place::word;
  const std::uint8_t own = placed[at.piece].piece->cells[at.cell].flags;
  if (at.cell > 0) return own;
  constexpr std::uint8_t by_what_is_before = place::word | place::line;
  const std::uint8_t before = at.piece == 0 ? place::word : place_flags(placed[at.piece - 1].ending);
  return static_cast<std::uint8_t>((own & ~by_what_is_before) | before);
}

float Pieces::advance(CellAt at) const {
  const std::vector<Cell>& cells = placed[at.piece].piece->cells;
  return cells[at.cell + 1].x - cells[at.cell].x;
}

WrappedLine wrap_line(const Pieces& pieces, CellAt start, float size_px, float width_px) {
  Line line;
  line.begin = line.end = pieces.offset(start);
  const auto ended = [&](LineEnd ending, CellAt end, float width, CellAt next, std::size_t reach) {
    line.ending = ending;
    line.end = pieces.offset(end);
    line.width = width;
    return WrappedLine{line, next, reach};
  };
  Endings endings;
  float x = 0;
  float inked = 0;
  bool over = false;
  CellAt at = start;
  for (; !pieces.is_end(at); at = pieces.next(at)) {
    const std::uint8_t flags = pieces.flags(at);
    if (at != start) endings.pass(at, flags, inked, place::line);
    const auto after = [&] { return pieces.offset(pieces.next(at)); };
    if (has(flags, place::newline)) return ended(LineEnd::newline, at, inked, pieces.next(at), after());
    x += pieces.advance(at) * size_px;
    if (has(flags, place::blank)) continue;
    over = over || x > width_px + slack_px;
    if (const auto& best = endings.best(); over && best) {
      return ended(LineEnd::soft, best->at, best->width, best->at, after());
    }
    inked = x;
  }
  return ended(LineEnd::text, at, inked, at, pieces.text_size() + 1);
}

void cut_line(const Pieces& pieces, Line& line, float size_px, float width_px, float ellipsis_px) {
  Endings endings;
  Ending inked{pieces.cell_at(line.begin), 0};  // where the last cell that is not blank ends
  const auto fits = [&] { return inked.width + ellipsis_px <= width_px + slack_px; };
  float x = 0;
  for (CellAt at = inked.at; !pieces.is_end(at) && pieces.offset(at) < line.end && fits();
       at = pieces.next(at)) {
    const std::uint8_t flags = pieces.flags(at);
    if (pieces.offset(at) > line.begin && inked.at == at)
      endings.pass(at, flags, inked.width, place::word | place::line);
    x += pieces.advance(at) * size_px;
    if (!has(flags, place::blank)) inked = {pieces.next(at), x};
  }
  // All of the line, when "…" stands for what follows it.
  if (fits()) endings.good = inked;
  const Ending end = endings.best().value_or(Ending{pieces.cell_at(line.begin), 0});
  line.end = pieces.offset(end.at);
  line.width = end.width + ellipsis_px;
  line.ending = LineEnd::cut;
}

}  // namespace khaosan::text
