// The keyboard's place in a long list or grid: one stop for Tab; arrows, Home, End and the page keys move it,
// also to rows that are not here yet.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "client/ui/ui.hpp"

namespace khaosan::client {

struct RowCursor {
  std::int64_t current = 0;   // the stop for Tab
  std::int64_t wanted = -1;   // gets the focus when it is drawn
  std::int64_t focused = -1;  // in this frame

  // Before the rows are drawn: `from` and `to` are those that will be.
  void begin(std::int64_t from, std::int64_t to) {
    focused = -1;
    if (current < from || current >= to) current = from;
    if (wanted >= from && wanted < to) current = wanted;
  }
  Takes takes(Ui& ui, WidgetId id, std::int64_t row) {
    if (wanted == row) {
      ui.focus(id, true);
      wanted = -1;
    }
    return row == current ? Takes::clicks : Takes::mouse_only;
  }
  void after(Ui& ui, WidgetId id, std::int64_t row, const Act& act) {
    if (act.clicked && ui.memory.focus != id) {
      current = row;
      ui.focus(id, false);
    }
    if (act.focused) focused = row;
  }
  // Where a key leads from the focused row; nothing if it leads out of the list.
  std::optional<std::int64_t> key_in_list(Ui& ui, std::int64_t total, std::int64_t page) {
    if (focused < 0 || total == 0) return std::nullopt;
    const auto to = [&](Key key, std::int64_t row) -> bool {
      row = std::clamp<std::int64_t>(row, 0, total - 1);
      if (row == focused || !ui.key(key)) return false;
      wanted = row;
      return true;
    };
    const bool moved = to(Key::up, focused - 1) || to(Key::down, focused + 1) || to(Key::home, 0) ||
                       to(Key::end, total - 1) || to(Key::page_up, focused - page) ||
                       to(Key::page_down, focused + page);
    if (!moved) return std::nullopt;
    ui.again();
    return wanted;
  }
};

}  // namespace khaosan::client
