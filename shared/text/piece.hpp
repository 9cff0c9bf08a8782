// A piece: a short stretch of a text that is shaped by itself. Where a text is cut into pieces depends only
// on what follows the start of the piece, so a change of a text far away leaves a piece as it is; and no cut
// changes a shape.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "shared/text/fonts.hpp"

namespace khaosan::text {

// Bits of what holds at the start of a cell.
namespace place {
constexpr std::uint8_t word = 1;      // a word, blank or sign starts here
constexpr std::uint8_t line = 2;      // a line may end before it
constexpr std::uint8_t clumsy = 4;    // must a line be broken between words, then rather not here
constexpr std::uint8_t inside = 8;    // within one glyph of more cells
constexpr std::uint8_t blank = 16;    // the cell is a blank, which hangs at a wrap
constexpr std::uint8_t newline = 32;  // the cell is a line feed
constexpr std::uint8_t unsafe = 64;   // shaping depends on what is before it
}  // namespace place

struct Cell {
  std::uint32_t begin = 0;  // byte in the piece
  float x = 0;              // for a size of 1 px
  std::uint8_t flags = 0;
};

struct PieceGlyph {
  FaceId face{};
  std::uint32_t id = 0;
  float x = 0;  // for a size of 1 px
  float y = 0;  // down
  std::uint32_t cell = 0;
};

struct Piece {
  std::string text;
  std::vector<Cell> cells;  // the last one stands for the end
  std::vector<PieceGlyph> glyphs;

  std::size_t cell_count() const { return cells.size() - 1; }
  std::size_t cell_of(std::size_t byte) const;  // that holds this byte; cell_count() for the end
};

enum class PieceEnd : std::uint8_t {
  newline,
  blank,   // between a blank and a letter
  word,    // between two words without a blank, because the piece would grow too long
  forced,  // between two cells, because the word would
  text,
};

struct PieceCut {
  std::size_t end = 0;
  PieceEnd ending = PieceEnd::text;
  std::size_t reach = 0;  // the bytes before this offset decided it; past the text if its end did
};

std::uint8_t place_flags(PieceEnd ending);

// Where the piece that starts at `begin` (less than the text's size) ends.
PieceCut cut_piece(Fonts::State& fonts, Family family, Weight weight, std::string_view text,
                   std::size_t begin);

// Shapes a piece, or finds it shaped already.
std::shared_ptr<const Piece> shaped_piece(Fonts::State& fonts, Family family, Weight weight,
                                          std::string_view text);

}  // namespace khaosan::text
