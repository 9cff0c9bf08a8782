// What the screens of events, notes and news share: how an event is told in one line, small pictures, and
// things done at once with a way back.
#pragma once

#include "client/ui/date_reader.hpp"
#include "client/ui/screen.hpp"

namespace khaosan::client {

constexpr float list_pane_from = 1000;  // of the screen: below it the list of events takes all of it

// The record if it is here and not deleted.
const Record* living(const Screen& screen, const std::string& kind, RecordId id);
ListQuery children_of(const std::string& kind, RecordId event, std::int64_t limit);
ListQuery photos_of(RecordId event, std::int64_t limit);      // without its other files
RecordId id_in(const Fields& fields, std::string_view name);  // empty if it is none
Instant made_at(RecordId id);                                 // of an id that was made by time

std::string event_title(const Words& words, const Fields& event);
// "วันนี้ 08.30–15.30 น." or "พฤ. 19 พ.ย. 2569 · 08.30–15.30 น."
std::string event_when(const Words& words, const Fields& event, CivilDate today);
std::string event_start(const Words& words, const Fields& event,
                        CivilDate today);                             // the same, without the end
std::string moment(const Words& words, Instant at, CivilDate today);  // "13.22 น." of today, else the date

std::string_view first_line(std::string_view text);  // without blanks around it
std::string_view after_first_line(std::string_view text);

// A photo cover-cropped, or a sign in its place.
void thumb(const Screen& screen, const Rect& rect, const Record* media, char32_t sign, float radius);

// Tells what was done, with "เลิกทำ"; also for Ctrl+Z.
void remove_record(const Screen& screen, const std::string& kind, RecordId id, std::string text);

// Where a new note or story belongs: the event that is open.
RecordId event_for_new(const Screen& screen);
struct StoryStart {
  RecordId event;
  std::string headline;
  std::string body;
  std::vector<RecordId> photos;  // in order
};
// Makes it and opens it.
void start_story(const Screen& screen, StoryStart start);
// Photos go to the end of the story, which is opened.
void add_to_story(const Screen& screen, RecordId news, const std::vector<RecordId>& photos);
bool is_open_story(const Fields& news);  // may still be written on

// Notes and stories that were made here and left without anything in them are taken away.
void forget_untouched(const Screen& screen);

bool may_remove_story(const Fields& news);  // it was never submitted
// Says why where it may not be removed.
bool remove_story(const Screen& screen, const Record& story);

// The event that is open or was last; empty if there is none any more.
RecordId open_event(const Screen& screen);
// Where files go that are dropped on the page, or pasted.
FileFinder::Target target_of_files(const Screen& screen);
// Into the event, or into a new one of today.
void take_in_files(const Screen& screen, const std::vector<std::filesystem::path>& files, RecordId event);

}  // namespace khaosan::client
