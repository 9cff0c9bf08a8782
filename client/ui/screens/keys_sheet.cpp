#include <algorithm>
#include <array>

#include "client/ui/screen.hpp"

namespace khaosan::client {

void draw_keys_sheet(const Screen& screen) {
  Ui& ui = screen.ui;
  const Words& words = ui.words;
  struct Row {
    std::string_view keys;
    Word word;
  };
  static constexpr std::array<Row, 15> rows = {{{"Ctrl+1 … Ctrl+4", Word::keys_places},
                                                {"Ctrl+Space", Word::keys_add},
                                                {"Ctrl+N", Word::keys_new_note},
                                                {"Ctrl+Shift+N", Word::keys_new_story},
                                                {"Ctrl+E", Word::keys_new_event},
                                                {"Ctrl+I", Word::keys_photos},
                                                {"Ctrl+Enter", Word::keys_submit},
                                                {"F8", Word::keys_next_check},
                                                {"Delete", Word::keys_delete},
                                                {"Alt+S", Word::keys_sync},
                                                {"Esc, Alt+←", Word::keys_back},
                                                {"Ctrl+Z, Ctrl+Y", Word::keys_undo},
                                                {"F9", Word::keys_theme},
                                                {"Ctrl+ +, −, 0", Word::keys_text_size},
                                                {"Tab, ← → ↑ ↓, Enter", Word::keys_move}}};
  constexpr float keys_width = 150;
  constexpr float row_least = 40;
  const Rect rect = screen.rect;
  ui.canvas.text({rect.x, rect.y}, words(Word::keys_title), Type::heading, ui.theme.text);
  if (icon_button(ui, "close", {rect.x + rect.width - 44, rect.y - 8, 44, 44}, icons::close,
                  words(Word::close)))
    screen.state.sheet = Sheet::none;
  ScrollArea area(ui, "rows", {rect.x, rect.y + 40, rect.width, rect.height - 40});
  const float text_width = rect.width - keys_width - 18;  // beside the scroll bar
  float y = area.top() + 4;
  for (const Row& row : rows) {
    const TextOptions options{text_width, 3};
    const Size text = ui.canvas.measure(words(row.word), Type::small, options);
    const Size keys = ui.canvas.measure(row.keys, Type::small_bold, {keys_width, 2});
    const float high = std::max(row_least, std::max(text.height, keys.height) + 12);
    ui.canvas.text({rect.x, y + (high - keys.height) / 2}, row.keys, Type::small_bold, ui.theme.primary,
                   {keys_width, 2});
    ui.canvas.text({rect.x + keys_width + 4, y + (high - text.height) / 2}, words(row.word), Type::small,
                   ui.theme.text, options);
    divider(ui, rect.x, y + high + 1, rect.width - 14);
    y += high + 2;
  }
  area.end(y - area.top() + 8);
}

}  // namespace khaosan::client
