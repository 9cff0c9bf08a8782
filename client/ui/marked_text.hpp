// Text with words marked: added ones filled and underlined, removed ones filled and struck through.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "client/ui/ui.hpp"
#include "shared/sync/word_changes.hpp"

namespace khaosan::client {

struct MarkedText {
  struct Mark {
    text::Range range;
    WordChange::Kind kind = WordChange::Kind::added;
  };
  std::string text;
  std::vector<Mark> marks;
};

// `context_bytes` > 0: of longer stretches that did not change only what stands about a change is shown.
MarkedText marked_text(std::span<const WordChange> changes, std::size_t context_bytes = 0);

enum class MarkTone : std::uint8_t { green, blue };  // two persons

float marked_height(Ui& ui, float width, const MarkedText& marked, Type type = Type::editor,
                    std::size_t lines_max = 0);
float draw_marked(Ui& ui, Point top_left, float width, const MarkedText& marked,
                  MarkTone tone = MarkTone::green, Type type = Type::editor, std::size_t lines_max = 0);

// The first `bytes_max` bytes or less, ending at a blank or between Thai syllables; all if it is short.
std::string_view head_of(std::string_view text, std::size_t bytes_max);

}  // namespace khaosan::client
