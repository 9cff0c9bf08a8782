// The fonts of Khaosan: opened once from a list of files, used for shaping and for drawing. Nothing here asks
// the system which fonts it has.
//
// A Fonts object, and all that is made with it, belongs to one thread. A second thread opens its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "shared/base/result.hpp"

namespace khaosan::text {

enum class Weight : std::uint8_t { regular, bold };

// Where a family has no glyph it falls back: Thai face, Latin face, symbols, colour emoji.
enum class Family : std::uint8_t {
  plain,   // Noto Sans Thai, Noto Sans
  looped,  // Loma (Thai letters with heads), Noto Sans
  icons,   // Material Design Icons: one glyph a code point
};

// Names a face within its Fonts.
enum class FaceId : std::uint16_t {};

struct FontFiles {
  struct Pair {
    std::filesystem::path regular;
    std::filesystem::path bold;
  };
  Pair thai;
  Pair latin;
  Pair looped;
  std::filesystem::path icons;
  // May be missing; they are read only when a text needs them.
  Pair symbols;
  std::filesystem::path emoji;
};

// The default files, each in the first of `folders` that has it; a file found nowhere keeps its bare name.
FontFiles font_files_in(const std::vector<std::filesystem::path>& folders);
FontFiles debian_font_files();

class Fonts {
 public:
  // file_not_found names the file that is missing; bad_value the one that is no font. Also checks that ICU
  // has its Thai dictionary (thai_dictionary_missing).
  static Result<Fonts> open(const FontFiles& files);

  Fonts(Fonts&&) noexcept;
  Fonts& operator=(Fonts&&) noexcept;
  ~Fonts();

  // Distances from the baseline that the letters and marks of the family's first face need, both positive,
  // for a size of 1 px.
  float ascent(Family family, Weight weight) const;
  float descent(Family family, Weight weight) const;

  // For those who draw with another library: the whole font file, alive as long as this object.
  std::span<const std::byte> face_bytes(FaceId face) const;
  std::string face_name(FaceId face) const;  // "Noto Sans Thai Regular"

  // What decides how text looks: versions of the libraries and of the mandatory fonts, a line each.
  std::string versions() const;

  struct State;
  State& state() const { return *state_; }  // for the files of this room

 private:
  explicit Fonts(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace khaosan::text
