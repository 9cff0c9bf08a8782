// Everything of one event at one place: photos, notes, stories, details.
#pragma once

#include "client/ui/screens/event_parts.hpp"

namespace khaosan::client {

struct EventPageShape {
  bool has_back = false;
  bool has_side = false;  // notes and stories beside the photos, else behind segments
};
void event_page(const Screen& screen, const Rect& rect, RecordId event, const EventPageShape& shape);

// Notes and stories of an event: drawn from `at`, as high as they need; what is not seen is not drawn.
float draw_notes(const Screen& screen, Point at, float width, RecordId event);
float draw_stories(const Screen& screen, Point at, float width, RecordId event);
std::int64_t note_count(const Screen& screen, RecordId event);
std::int64_t story_count(const Screen& screen, RecordId event);
// The newest story of the event that may still be written on.
RecordId open_story(const Screen& screen, RecordId event);

// One photo, large, with its caption; nothing else of the page is seen. False: it was closed.
struct SeenPhoto {
  RecordId id;             // empty: none
  std::int64_t index = 0;  // among the event's, when it was seen last
};
bool photo_view(const Screen& screen, const Rect& rect, RecordId event, SeenPhoto& photo);
// Closes the photo that was seen large, as when the event is opened anew from the list.
void close_photo(const Screen& screen);

}  // namespace khaosan::client
