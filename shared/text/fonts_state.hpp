// What the files of this room share: open faces and the pieces shaped so far.
#pragma once

#include <freetype/freetype.h>
#include <ft2build.h>
#include <hb.h>

#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "shared/text/fonts.hpp"
#include "shared/text/piece.hpp"
#include "shared/thai/breaks.hpp"

namespace khaosan::text {

template <auto free>
struct Freed {
  template <typename T>
  void operator()(T* held) const {
    free(held);
  }
};

using FreeTypeLibrary = std::unique_ptr<FT_LibraryRec_, Freed<FT_Done_FreeType>>;
using FreeTypeFace = std::unique_ptr<FT_FaceRec_, Freed<FT_Done_Face>>;
using ShaperFont = std::unique_ptr<hb_font_t, Freed<hb_font_destroy>>;
using ShaperBuffer = std::unique_ptr<hb_buffer_t, Freed<hb_buffer_destroy>>;

// HarfBuzz and FreeType read the same bytes.
struct Face {
  std::vector<std::byte> bytes;
  FreeTypeFace drawn;
  ShaperFont shaped;  // its scale is one unit of the font
  float units_per_em = 1;
  float ascent = 0;  // of 1 px, positive
  float descent = 0;
  std::string name;
};

Result<Face> open_face(FT_Library library, const std::filesystem::path& file);

// A file that is opened when it is first needed. One that cannot be opened is not tried again.
struct FaceSlot {
  std::filesystem::path file;
  std::optional<Face> face;
  bool tried = false;
};

// A face of the fallback order, or none.
constexpr FaceId no_face{0xFFFF};

struct PieceKey {
  Family family = Family::plain;
  Weight weight = Weight::regular;
  std::string_view text;
  bool operator==(const PieceKey&) const = default;
};

// Shaped pieces by their text. Holds the pieces used last: when the young half is full it becomes the old
// half.
class PieceCache {
 public:
  std::shared_ptr<const Piece> find(const PieceKey& key);
  void put(std::shared_ptr<const Piece> piece, const PieceKey& key);

 private:
  struct Hash {
    std::size_t operator()(const PieceKey& key) const;
  };
  // A key's text is that of its piece.
  using Half = std::unordered_map<PieceKey, std::shared_ptr<const Piece>, Hash>;
  Half young_;
  Half old_;
  std::size_t young_bytes_ = 0;
};

struct Fonts::State {
  FreeTypeLibrary library;
  std::vector<FaceSlot> faces;
  ShaperBuffer buffer;
  BreakFinder breaks;
  PieceCache pieces;

  // nullptr if it cannot be opened.
  Face* face(FaceId id);
  // The faces to try for a text, in order; no_face ends the list.
  std::array<FaceId, 5> order(Family family, Weight weight) const;
  bool covers(FaceId id, char32_t sign);
};

}  // namespace khaosan::text
