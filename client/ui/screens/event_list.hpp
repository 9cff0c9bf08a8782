// The list of events: newest first, parted at today. Only the rows near what is seen are asked for.
#pragma once

#include "client/ui/screens/event_parts.hpp"

namespace khaosan::client {

struct EventListAnswer {
  std::optional<RecordId> opened;
  std::int64_t total = 0;
  bool is_known = false;
  std::optional<RecordId> proposed;  // the one of today, else the next one, else the last one
};
EventListAnswer event_list(const Screen& screen, const Rect& rect, RecordId selected);

// One event on a row of 92: small picture, title, when and where, counts. Also for choosing one elsewhere.
void event_row(const Screen& screen, const Rect& row, const Record& event, CivilDate today);

}  // namespace khaosan::client
