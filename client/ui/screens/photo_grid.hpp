// The photos of an event: tiles in sections by the time of day, chosen by mouse, long press or keyboard. Only
// what is seen asks for its picture; where there are very many, only what is near is asked of the store.
#pragma once

#include <optional>

#include "client/ui/list_range.hpp"
#include "client/ui/screens/event_parts.hpp"

namespace khaosan::client {

struct PhotoGridAnswer {
  std::optional<RecordId> opened;
  std::int64_t opened_index = 0;
  std::int64_t total = 0;
  bool is_known = false;  // `total` was answered
};

// `room_below`: the height at the bottom that something floats over.
PhotoGridAnswer photo_grid(const Screen& screen, const Rect& rect, RecordId event, const Fields& event_fields,
                           float room_below);

// In the order of the grid, as far as that is known.
std::vector<RecordId> chosen_in_order(const Screen& screen, RecordId event);
// Not of another file; true while that is not known.
bool is_picture(const Screen& screen, RecordId event, RecordId media);
void remove_photos(const Screen& screen, const std::vector<RecordId>& photos);

// "เช้า (08.41–09.30 น.)" for neighbouring photos; pure, for the rows in order.
std::vector<TileGrid::Section> sections_by_time(const Words& words, const std::vector<Record>& rows,
                                                std::string_view event_date);
std::size_t grid_columns(float width);

}  // namespace khaosan::client
