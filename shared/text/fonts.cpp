#include "shared/text/fonts.hpp"

#include <hb-ot.h>

#include <cstddef>
#include <fstream>
#include <functional>
#include <system_error>
#include <utility>

#include "shared/text/fonts_state.hpp"
#include "shared/thai/words.hpp"

namespace khaosan::text {
namespace {

namespace fs = std::filesystem;

// Places in State::faces.
enum Place : std::uint16_t {
  thai_regular,
  thai_bold,
  latin_regular,
  latin_bold,
  looped_regular,
  looped_bold,
  icons,
  symbols_regular,
  symbols_bold,
  emoji,
  place_count
};
constexpr std::uint16_t mandatory_count = symbols_regular;

FaceId id_of(std::uint16_t place) {
  return static_cast<FaceId>(place);
}

FaceId weighted(Place regular, Weight weight) {
  return id_of(static_cast<std::uint16_t>(regular + (weight == Weight::bold ? 1 : 0)));
}

fs::path found_in(const std::vector<fs::path>& folders, const char* name) {
  std::error_code ignored;
  for (const fs::path& folder : folders) {
    if (fs::is_regular_file(folder / name, ignored)) return folder / name;
  }
  return name;
}

std::string text_of(const fs::path& file) {
  const std::u8string text = file.generic_u8string();
  return {text.begin(), text.end()};
}

Result<std::vector<std::byte>> read_font(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary | std::ios::ate);
  if (!stream) return refuse(Code::file_not_found, text_of(file));
  const std::streamoff size = stream.tellg();
  if (size <= 0) return refuse(Code::bad_value, text_of(file));
  std::vector<std::byte> bytes(static_cast<std::size_t>(size));
  stream.seekg(0);
  stream.read(reinterpret_cast<char*>(bytes.data()), size);
  if (!stream) return refuse(Code::io_failed, text_of(file));
  return bytes;
}

ShaperFont shaper_font(const std::vector<std::byte>& bytes) {
  hb_blob_t* blob =
      hb_blob_create(reinterpret_cast<const char*>(bytes.data()), static_cast<unsigned>(bytes.size()),
                     HB_MEMORY_MODE_READONLY, nullptr, nullptr);
  hb_face_t* face = hb_face_create(blob, 0);
  ShaperFont font(hb_font_create(face));
  hb_face_destroy(face);
  hb_blob_destroy(blob);
  return font;
}

std::string name_of(const FT_FaceRec_& face) {
  std::string name = face.family_name != nullptr ? face.family_name : "";
  if (face.style_name != nullptr) name += std::string(" ") + face.style_name;
  return name;
}

std::string font_version(hb_face_t* face) {
  std::array<char, 128> text{};
  auto size = static_cast<unsigned>(text.size());
  hb_ot_name_get_utf8(face, HB_OT_NAME_ID_VERSION_STRING, HB_LANGUAGE_INVALID, &size, text.data());
  return text.data();
}

}  // namespace

FontFiles font_files_in(const std::vector<fs::path>& folders) {
  const auto pair = [&](const char* regular, const char* bold) {
    return FontFiles::Pair{found_in(folders, regular), found_in(folders, bold)};
  };
  FontFiles files;
  files.thai = pair("NotoSansThai-Regular.ttf", "NotoSansThai-Bold.ttf");
  files.latin = pair("NotoSans-Regular.ttf", "NotoSans-Bold.ttf");
  files.looped = pair("Loma.ttf", "Loma-Bold.ttf");
  files.symbols = pair("DejaVuSans.ttf", "DejaVuSans-Bold.ttf");
  files.icons = found_in(folders, "materialdesignicons-webfont.ttf");
  files.emoji = found_in(folders, "NotoColorEmoji.ttf");
  return files;
}

FontFiles debian_font_files() {
  const fs::path truetype = "/usr/share/fonts/truetype";
  return font_files_in(
      {truetype / "noto", truetype / "tlwg", truetype / "dejavu", truetype / "materialdesignicons-webfont"});
}

Result<Face> open_face(FT_Library library, const fs::path& file) {
  KHAOSAN_LET(bytes, read_font(file));
  Face face;
  face.bytes = std::move(bytes);
  FT_Face drawn = nullptr;
  if (FT_New_Memory_Face(library, reinterpret_cast<const FT_Byte*>(face.bytes.data()),
                         static_cast<FT_Long>(face.bytes.size()), 0, &drawn) != 0) {
    return refuse(Code::bad_value, text_of(file));
  }
  face.drawn.reset(drawn);
  face.shaped = shaper_font(face.bytes);
  face.units_per_em = static_cast<float>(hb_face_get_upem(hb_font_get_face(face.shaped.get())));
  hb_font_extents_t extents{};
  hb_font_get_h_extents(face.shaped.get(), &extents);
  face.ascent = static_cast<float>(extents.ascender) / face.units_per_em;
  face.descent = -static_cast<float>(extents.descender) / face.units_per_em;
  face.name = name_of(*drawn);
  return face;
}

Face* Fonts::State::face(FaceId id) {
  const auto place = static_cast<std::size_t>(id);
  if (place >= faces.size()) return nullptr;
  FaceSlot& slot = faces[place];
  if (!slot.face && !slot.tried) {
    slot.tried = true;
    // An optional font that is not there is not a fault: the next of the order is used.
    if (auto opened = open_face(library.get(), slot.file); opened.ok()) slot.face = std::move(*opened);
  }
  return slot.face ? &*slot.face : nullptr;
}

std::array<FaceId, 5> Fonts::State::order(Family family, Weight weight) const {
  const FaceId latin = weighted(latin_regular, weight);
  const FaceId symbols = weighted(symbols_regular, weight);
  switch (family) {
    case Family::plain:
      return {weighted(thai_regular, weight), latin, symbols, id_of(emoji), no_face};
    case Family::looped:
      return {weighted(looped_regular, weight), latin, symbols, id_of(emoji), no_face};
    case Family::icons:
      break;
  }
  return {id_of(icons), latin, no_face, no_face, no_face};
}

bool Fonts::State::covers(FaceId id, char32_t sign) {
  const Face* at = face(id);
  hb_codepoint_t glyph = 0;
  return at != nullptr && hb_font_get_nominal_glyph(at->shaped.get(), sign, &glyph) != 0;
}

Fonts::Fonts(std::unique_ptr<State> state) : state_(std::move(state)) {}
Fonts::Fonts(Fonts&&) noexcept = default;
Fonts& Fonts::operator=(Fonts&&) noexcept = default;
Fonts::~Fonts() = default;

Result<Fonts> Fonts::open(const FontFiles& files) {
  KHAOSAN_TRY(check_break_dictionary());
  auto state = std::make_unique<State>();
  FT_Library library = nullptr;
  if (FT_Init_FreeType(&library) != 0) return refuse(Code::internal, "FreeType");
  state->library.reset(library);
  state->buffer.reset(hb_buffer_create());
  for (const fs::path* file :
       {&files.thai.regular, &files.thai.bold, &files.latin.regular, &files.latin.bold, &files.looped.regular,
        &files.looped.bold, &files.icons, &files.symbols.regular, &files.symbols.bold, &files.emoji}) {
    FaceSlot slot{*file, std::nullopt, false};
    if (state->faces.size() < mandatory_count) {
      KHAOSAN_LET(face, open_face(library, *file));
      slot.face = std::move(face);
    }
    state->faces.push_back(std::move(slot));
  }
  return Fonts(std::move(state));
}

float Fonts::ascent(Family family, Weight weight) const {
  return state_->face(state_->order(family, weight)[0])->ascent;
}

float Fonts::descent(Family family, Weight weight) const {
  return state_->face(state_->order(family, weight)[0])->descent;
}

std::span<const std::byte> Fonts::face_bytes(FaceId face) const {
  const Face* at = state_->face(face);
  return at != nullptr ? std::span<const std::byte>(at->bytes) : std::span<const std::byte>();
}

std::string Fonts::face_name(FaceId face) const {
  const Face* at = state_->face(face);
  return at != nullptr ? at->name : std::string();
}

std::string Fonts::versions() const {
  FT_Int major = 0;
  FT_Int minor = 0;
  FT_Int patch = 0;
  FT_Library_Version(state_->library.get(), &major, &minor, &patch);
  std::string lines = std::string("HarfBuzz ") + hb_version_string() + "\nFreeType " + std::to_string(major) +
                      "." + std::to_string(minor) + "." + std::to_string(patch) + "\n" +
                      std::string(break_rules_version()) + "\n";
  for (std::uint16_t place = 0; place < place_count; ++place) {
    const Face* at = state_->face(id_of(place));
    if (at == nullptr) continue;
    lines += at->name + ": " + font_version(hb_font_get_face(at->shaped.get())) + "\n";
  }
  return lines;
}

std::size_t PieceCache::Hash::operator()(const PieceKey& key) const {
  const auto kind = static_cast<std::size_t>(key.family) * 2 + static_cast<std::size_t>(key.weight);
  return std::hash<std::string_view>()(key.text) * 7 + kind;
}

std::shared_ptr<const Piece> PieceCache::find(const PieceKey& key) {
  if (const auto at = young_.find(key); at != young_.end()) return at->second;
  const auto at = old_.find(key);
  if (at == old_.end()) return nullptr;
  auto piece = at->second;
  old_.erase(at);
  put(piece, key);
  return piece;
}

void PieceCache::put(std::shared_ptr<const Piece> piece, const PieceKey& key) {
  static constexpr std::size_t half_bytes_max =
      256 * 1024;  // of text; what is kept of it is fifteen times as large
  static constexpr std::size_t piece_overhead = 16;
  if (young_bytes_ >= half_bytes_max) {
    old_ = std::move(young_);
    young_.clear();
    young_bytes_ = 0;
  }
  young_bytes_ += piece->text.size() + piece_overhead;
  const PieceKey own{key.family, key.weight, piece->text};
  young_.emplace(own, std::move(piece));
}

}  // namespace khaosan::text
