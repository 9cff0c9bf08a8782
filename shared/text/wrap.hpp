// Pieces of a text set in lines.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "shared/text/layout.hpp"
#include "shared/text/piece.hpp"

namespace khaosan::text {

struct PlacedPiece {
  std::shared_ptr<const Piece> piece;
  std::size_t begin = 0;  // in the text
  PieceEnd ending = PieceEnd::text;
  std::size_t reach = 0;
  std::size_t end() const { return begin + piece->text.size(); }
};

// A cell of a text: a piece, and a cell of it. The end of the text is cell 0 of the piece after the last.
struct CellAt {
  std::size_t piece = 0;
  std::size_t cell = 0;
  bool operator==(const CellAt&) const = default;
};

class Pieces {
 public:
  std::vector<PlacedPiece> placed;

  std::size_t text_size() const { return placed.empty() ? 0 : placed.back().end(); }
  bool is_end(CellAt at) const { return at.piece == placed.size(); }
  CellAt cell_at(std::size_t offset) const;  // that holds this byte
  CellAt next(CellAt at) const;
  CellAt prev(CellAt at) const;  // not of the first
  std::size_t offset(CellAt at) const;
  std::uint8_t flags(CellAt at) const;  // place::
  float advance(CellAt at) const;       // for a size of 1 px
};

struct WrappedLine {
  Line line;
  CellAt next;            // where the next line starts
  std::size_t reach = 0;  // the bytes before this offset decided it; past the text if its end did
};

// The line that starts at `start`. Its width is that of a text of `size_px`.
WrappedLine wrap_line(const Pieces& pieces, CellAt start, float size_px, float width_px);

// Ends `line` earlier, so that "…" of `ellipsis_px` follows in the width.
void cut_line(const Pieces& pieces, Line& line, float size_px, float width_px, float ellipsis_px);

// Calls `visit(CellAt, x_px, advance_px)` for each cell of the line, from its left end on.
template <typename Visit>
void for_each_cell(const Pieces& pieces, const Line& line, float size_px, Visit visit) {
  float x = 0;
  for (CellAt at = pieces.cell_at(line.begin); !pieces.is_end(at) && pieces.offset(at) < line.end;
       at = pieces.next(at)) {
    const float advance = pieces.advance(at) * size_px;
    visit(at, x, advance);
    x += advance;
  }
}

}  // namespace khaosan::text
