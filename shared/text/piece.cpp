#include "shared/text/piece.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "shared/base/utf8.hpp"
#include "shared/text/fonts_state.hpp"

namespace khaosan::text {
namespace {

// A piece without blanks is cut at the last good place before `piece_bytes_max`, looking `window_bytes`
// ahead: what the dictionary says of the last words of a window is not to be trusted.
constexpr std::size_t piece_bytes_max = 512;
constexpr std::size_t window_bytes = 768;

constexpr char32_t replacement = 0xFFFD;
constexpr char32_t zero_width_space = 0x200B;
constexpr char32_t colour_selector = 0xFE0F;
constexpr float spaces_of_tab = 4;

struct Signs {
  std::u32string signs;
  std::vector<std::uint32_t> bytes;  // where each begins, and the end
};

Signs signs_of(std::string_view text) {
  Signs decoded;
  decoded.signs.reserve(text.size());
  decoded.bytes.reserve(text.size() + 1);
  for (std::size_t at = 0; at < text.size();) {
    decoded.bytes.push_back(static_cast<std::uint32_t>(at));
    const auto sign = next_code_point(text, at);
    if (!sign) at = decoded.bytes.back() + 1;
    decoded.signs += sign ? static_cast<char32_t>(*sign) : replacement;
  }
  decoded.bytes.push_back(static_cast<std::uint32_t>(text.size()));
  return decoded;
}

bool is_control(char32_t sign) {
  return sign < 0x20 || (sign >= 0x7F && sign < 0xA0) || sign == 0x2028 || sign == 0x2029;
}

// Never drawn, whatever the font.
bool is_ignorable(char32_t sign) {
  return (sign >= 0x200B && sign <= 0x200F) || (sign >= 0x202A && sign <= 0x202E) ||
         (sign >= 0x2060 && sign <= 0x206F) || (sign >= 0xFE00 && sign <= 0xFE0F) || sign == 0xFEFF ||
         sign == 0x00AD || (sign >= 0xE0000 && sign <= 0xE0FFF) || is_control(sign);
}

bool is_blank(char32_t sign) {
  return sign == U' ' || sign == U'\t' || sign == 0x1680 || (sign >= 0x2000 && sign <= 0x200A) ||
         sign == 0x205F || sign == 0x3000;
}

// What HarfBuzz gets in place of a sign.
char32_t shaped_sign(char32_t sign) {
  if (sign == U'\t') return U' ';
  return is_control(sign) ? zero_width_space : sign;
}

struct CellRange {
  std::size_t begin = 0;  // signs
  std::size_t end = 0;
};

// A stretch of signs that one face shapes with one script.
struct Run {
  std::size_t begin = 0;
  std::size_t end = 0;
  FaceId face{};
  hb_script_t script = HB_SCRIPT_COMMON;
  bool orphan = false;  // a mark without a base: gets a dotted circle
};

struct RawGlyph {
  PieceGlyph glyph;
  std::size_t sign = 0;
  float advance = 0;
  bool unsafe = false;
};

class Shaper {
 public:
  Shaper(Fonts::State& fonts, Family family, Weight weight, std::string_view text)
      : fonts_(fonts), order_(fonts.order(family, weight)), emoji_(order_[3]), source_(signs_of(text)) {
    fonts_.breaks.find(source_.signs, places_);
  }

  std::shared_ptr<Piece> shape() {
    find_cells();
    find_runs();
    for (const Run& run : runs_) shape_run(run);
    auto piece = std::make_shared<Piece>();
    place_glyphs(*piece);
    return piece;
  }

 private:
  char32_t sign(std::size_t at) const { return source_.signs[at]; }

  void find_cells() {
    for (std::size_t at = 0; at < source_.signs.size(); ++at) {
      if ((places_[at] & cell_break) == 0) continue;
      if (!cells_.empty()) cells_.back().end = at;
      cells_.push_back({at, source_.signs.size()});
    }
  }

  bool covers_all(FaceId face, const CellRange& cell) {
    for (std::size_t at = cell.begin; at < cell.end; ++at) {
      if (!is_ignorable(sign(at)) && !fonts_.covers(face, sign(at))) return false;
    }
    return true;
  }

  // The first face that has the whole cell; a blank stays with what is before it.
  std::optional<FaceId> face_of(const CellRange& cell) {
    const bool picture =
        is_emoji(sign(cell.begin)) ||
        source_.signs.substr(cell.begin, cell.end - cell.begin).find(colour_selector) != std::u32string::npos;
    if (picture && emoji_ != no_face && covers_all(emoji_, cell)) return emoji_;
    if (!runs_.empty() && runs_.back().face != emoji_ &&
        (is_ignorable(sign(cell.begin)) || is_blank(sign(cell.begin))) &&
        covers_all(runs_.back().face, cell)) {
      return runs_.back().face;
    }
    for (FaceId face : order_) {
      if (may_use(face, sign(cell.begin)) && covers_all(face, cell)) return face;
    }
    return std::nullopt;
  }

  // The emoji font is large: it is not read to look for a letter.
  bool may_use(FaceId face, char32_t sign) const {
    return face != no_face && (face != emoji_ || is_pictograph(sign));
  }

  FaceId face_of(char32_t sign) {
    for (FaceId face : order_) {
      if (may_use(face, sign) && fonts_.covers(face, sign)) return face;
    }
    return order_[0];
  }

  void add_run(std::size_t begin, std::size_t end, FaceId face, bool orphan) {
    hb_script_t script = HB_SCRIPT_COMMON;
    hb_unicode_funcs_t* unicode = hb_unicode_funcs_get_default();
    for (std::size_t at = begin; at < end && script == HB_SCRIPT_COMMON; ++at) {
      const hb_script_t found = hb_unicode_script(unicode, sign(at));
      if (found != HB_SCRIPT_INHERITED && found != HB_SCRIPT_UNKNOWN) script = found;
    }
    if (!runs_.empty() && !orphan) {
      Run& last = runs_.back();
      const bool same_script =
          last.script == script || last.script == HB_SCRIPT_COMMON || script == HB_SCRIPT_COMMON;
      if (last.face == face && same_script && !last.orphan) {
        last.end = end;
        if (last.script == HB_SCRIPT_COMMON) last.script = script;
        return;
      }
    }
    runs_.push_back({begin, end, face, script, orphan});
  }

  void find_runs() {
    for (const CellRange& cell : cells_) {
      const bool orphan = is_mark(sign(cell.begin));
      if (const auto face = face_of(cell)) {
        add_run(cell.begin, cell.end, *face, orphan);
        continue;
      }
      for (std::size_t at = cell.begin; at < cell.end; ++at) {
        const FaceId own = is_ignorable(sign(at)) && at > cell.begin ? runs_.back().face : face_of(sign(at));
        add_run(at, at + 1, own, orphan && at == cell.begin);
      }
    }
  }

  void fill_buffer(const Run& run) {
    hb_buffer_t* buffer = fonts_.buffer.get();
    hb_buffer_clear_contents(buffer);
    for (std::size_t at = run.begin; at < run.end; ++at) {
      hb_buffer_add(buffer, shaped_sign(sign(at)), static_cast<unsigned>(at));
    }
    hb_buffer_set_content_type(buffer, HB_BUFFER_CONTENT_TYPE_UNICODE);
    hb_buffer_set_direction(buffer, HB_DIRECTION_LTR);
    hb_buffer_set_script(buffer, run.script);
    hb_buffer_set_language(buffer, hb_language_from_string("th", -1));
    hb_buffer_set_flags(buffer, run.orphan ? HB_BUFFER_FLAG_BOT : HB_BUFFER_FLAG_DEFAULT);
  }

  void shape_run(const Run& run) {
    const Face* face = fonts_.face(run.face);
    if (face == nullptr) return;
    fill_buffer(run);
    hb_buffer_t* buffer = fonts_.buffer.get();
    hb_shape(face->shaped.get(), buffer, nullptr, 0);
    unsigned count = 0;
    const hb_glyph_info_t* infos = hb_buffer_get_glyph_infos(buffer, &count);
    const hb_glyph_position_t* positions = hb_buffer_get_glyph_positions(buffer, &count);
    const float unit = 1 / face->units_per_em;
    for (unsigned i = 0; i < count; ++i) {
      const float wide = sign(infos[i].cluster) == U'\t' ? spaces_of_tab : 1;
      RawGlyph raw;
      raw.glyph = {run.face, infos[i].codepoint, static_cast<float>(positions[i].x_offset) * unit,
                   -static_cast<float>(positions[i].y_offset) * unit, 0};
      raw.sign = infos[i].cluster;
      raw.advance = static_cast<float>(positions[i].x_advance) * unit * wide;
      raw.unsafe = (hb_glyph_info_get_glyph_flags(&infos[i]) & HB_GLYPH_FLAG_UNSAFE_TO_BREAK) != 0;
      glyphs_.push_back(raw);
    }
  }

  std::uint8_t flags_of(const CellRange& cell) const {
    const char32_t first = sign(cell.begin);
    const char32_t last = sign(cell.end - 1);
    std::uint8_t flags = 0;
    if ((places_[cell.begin] & word_break) != 0) flags |= place::word;
    if ((places_[cell.begin] & line_break) != 0) flags |= place::line;
    if (is_following_vowel(first) || (cell.begin > 0 && is_leading_vowel(sign(cell.begin - 1))))
      flags |= place::clumsy;
    if (is_blank(first) && cell.end - cell.begin == 1) flags |= place::blank;
    if (last == U'\n') flags |= place::newline;
    return flags;
  }

  void place_glyphs(Piece& piece) {
    piece.cells.reserve(cells_.size() + 1);
    for (const CellRange& cell : cells_)
      piece.cells.push_back({source_.bytes[cell.begin], -1, flags_of(cell)});
    float pen = 0;
    std::size_t cell = 0;
    piece.glyphs.reserve(glyphs_.size());
    for (RawGlyph& raw : glyphs_) {
      while (cell + 1 < cells_.size() && cells_[cell + 1].begin <= raw.sign) ++cell;
      if (piece.cells[cell].x < 0) {
        piece.cells[cell].x = pen;
        if (raw.unsafe) piece.cells[cell].flags |= place::unsafe;
      }
      raw.glyph.x += pen;
      raw.glyph.cell = static_cast<std::uint32_t>(cell);
      piece.glyphs.push_back(raw.glyph);
      pen += raw.advance;
    }
    piece.cells.push_back({source_.bytes.back(), pen, place::word});
    spread_cells(piece);
  }

  // Cells that share one glyph (a ligature) share its width.
  static void spread_cells(Piece& piece) {
    if (piece.cells.front().x < 0) piece.cells.front().x = 0;
    for (std::size_t at = 1; at < piece.cell_count(); ++at) {
      if (piece.cells[at].x >= 0) continue;
      std::size_t next = at;
      while (piece.cells[next].x < 0) ++next;
      const float from = piece.cells[at - 1].x;
      const float step = (piece.cells[next].x - from) / static_cast<float>(next - at + 1);
      for (std::size_t i = at; i < next; ++i) {
        piece.cells[i].x = from + step * static_cast<float>(i - at + 1);
        piece.cells[i].flags |= place::inside;
      }
    }
  }

  Fonts::State& fonts_;
  std::array<FaceId, 5> order_;
  FaceId emoji_;
  Signs source_;
  std::vector<std::uint8_t> places_;
  std::vector<CellRange> cells_;
  std::vector<Run> runs_;
  std::vector<RawGlyph> glyphs_;
};

unsigned char byte_at(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

bool is_ascii_alnum(unsigned char byte) {
  return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

// The bytes from `at` on begin a Thai consonant, a leading vowel, or an ASCII letter or digit: a sign that no
// rule of any kind joins to what stands before the blank in front of it.
bool starts_plainly(std::string_view text, std::size_t at) {
  if (is_ascii_alnum(byte_at(text, at))) return true;
  if (at + 2 >= text.size() || byte_at(text, at) != 0xE0) return false;
  const unsigned char second = byte_at(text, at + 1);
  const unsigned char third = byte_at(text, at + 2);
  return (second == 0xB8 && third >= 0x81 && third <= 0xAE) ||
         (second == 0xB9 && third >= 0x80 && third <= 0x84);
}

bool ends_plainly(std::string_view text, std::size_t end) {
  if (is_ascii_alnum(byte_at(text, end - 1))) return true;
  if (end < 3 || byte_at(text, end - 3) != 0xE0) return false;
  const unsigned char second = byte_at(text, end - 2);
  const unsigned char third = byte_at(text, end - 1);
  return (second == 0xB8 && third >= 0x81 && third <= 0xBA) ||
         (second == 0xB9 && third >= 0x80 && third <= 0x8E);
}

// Whether `text` (from the piece's start) may be cut at `at`, right after a blank.
bool is_blank_cut(std::string_view text, std::size_t at) {
  if (text[at - 1] != ' ' || !starts_plainly(text, at)) return false;
  std::size_t end = at;
  while (end > 0 && text[end - 1] == ' ') --end;
  return end > 0 && ends_plainly(text, end);
}

// A number that depends only on the bytes around a place.
std::uint32_t number_of_place(std::string_view text, std::size_t at) {
  static constexpr std::size_t around = 12;
  std::uint32_t number = 2166136261U;  // FNV-1a
  const std::size_t end = std::min(text.size(), at + around);
  for (std::size_t i = at - std::min(at, around); i < end; ++i)
    number = (number ^ byte_at(text, i)) * 16777619U;
  return number ^ (number >> 15U);
}

// The best cut of a window, in bytes, or nothing. Of equally good ones it is the one whose surroundings have
// the lowest number, not the last: so after an edit the cuts soon fall where they fell before.
std::optional<PieceCut> cut_in(const Piece& window, std::string_view text, std::size_t limit) {
  const auto best_cell = [&](auto&& good) -> std::size_t {
    std::size_t best = 0;
    std::uint32_t lowest = 0;
    for (std::size_t at = 1; at < window.cell_count(); ++at) {
      const Cell& cell = window.cells[at];
      if (cell.begin > limit) break;
      if (!good(cell.flags)) continue;
      const std::uint32_t number = number_of_place(text, cell.begin);
      if (best < limit / 2 || number < lowest) {
        best = cell.begin;
        lowest = number;
      }
    }
    return best;
  };
  const auto has = [](std::uint8_t flags, std::uint8_t wanted) { return (flags & wanted) != 0; };
  if (const std::size_t at = best_cell([&](std::uint8_t flags) {
        return has(flags, place::word) && has(flags, place::line) && !has(flags, place::unsafe);
      })) {
    return PieceCut{at, PieceEnd::word, 0};
  }
  if (const std::size_t at = best_cell(
          [&](std::uint8_t flags) { return !has(flags, place::inside | place::clumsy | place::unsafe); })) {
    return PieceCut{at, PieceEnd::forced, 0};
  }
  if (const std::size_t at = best_cell([&](std::uint8_t flags) { return !has(flags, place::inside); })) {
    return PieceCut{at, PieceEnd::forced, 0};
  }
  return std::nullopt;
}

// A sign is not cut by the end of a window.
std::size_t whole_signs_end(std::string_view text, std::size_t end) {
  while (end < text.size() && (byte_at(text, end) & 0xC0U) == 0x80) ++end;
  return end;
}

}  // namespace

std::size_t Piece::cell_of(std::size_t byte) const {
  const auto after = std::upper_bound(cells.begin(), cells.end(), byte,
                                      [](std::size_t at, const Cell& cell) { return at < cell.begin; });
  return static_cast<std::size_t>(after - cells.begin()) - 1;
}

std::uint8_t place_flags(PieceEnd ending) {
  switch (ending) {
    case PieceEnd::newline:
    case PieceEnd::blank:
    case PieceEnd::word:
    case PieceEnd::text:
      return place::word | place::line;
    case PieceEnd::forced:
      break;
  }
  return 0;
}

PieceCut cut_piece(Fonts::State& fonts, Family family, Weight weight, std::string_view text,
                   std::size_t begin) {
  const std::string_view rest = text.substr(begin);
  const std::size_t looked_at = std::min(rest.size(), piece_bytes_max);
  for (std::size_t at = 1; at <= looked_at; ++at) {
    if (rest[at - 1] == '\n') return {begin + at, PieceEnd::newline, begin + at};
    if (at < rest.size() && is_blank_cut(rest, at)) return {begin + at, PieceEnd::blank, begin + at + 3};
  }
  if (rest.size() <= piece_bytes_max) return {text.size(), PieceEnd::text, text.size() + 1};
  for (std::size_t size = window_bytes;; size *= 2) {
    std::size_t end = whole_signs_end(rest, std::min(size, rest.size()));
    end = std::min(end, rest.substr(0, end).find('\n'));
    Shaper shaper(fonts, family, weight, rest.substr(0, end));
    const auto window = shaper.shape();
    const std::size_t limit = std::max(piece_bytes_max, end / 2);
    const std::size_t reach = begin + end + 1;
    if (const auto cut = cut_in(*window, rest.substr(0, end), limit))
      return {begin + cut->end, cut->ending, reach};
    if (end >= rest.size()) return {text.size(), PieceEnd::text, reach};
    if (rest[end] == '\n') return {begin + end + 1, PieceEnd::newline, reach};
  }
}

std::shared_ptr<const Piece> shaped_piece(Fonts::State& fonts, Family family, Weight weight,
                                          std::string_view text) {
  const PieceKey key{family, weight, text};
  if (auto found = fonts.pieces.find(key)) return found;
  Shaper shaper(fonts, family, weight, text);
  auto piece = shaper.shape();
  piece->text = text;
  fonts.pieces.put(piece, key);
  return piece;
}

}  // namespace khaosan::text
