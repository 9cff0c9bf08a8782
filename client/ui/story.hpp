// What the story's editor knows of a story, for the parts that draw it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "client/ui/article.hpp"
#include "client/ui/screen.hpp"
#include "client/ui/submit_checks.hpp"

namespace khaosan::client {

struct StoryPhoto {
  Record member;    // news_photo
  std::string sha;  // "" until the store has answered
  std::string file_name;
  std::string own_caption;  // of the photo itself: stands where the story has none
  bool is_withheld = false;
};

struct StoryView {
  RecordId id;
  const RecordView* view = nullptr;  // nullptr: not here (yet)
  Status status = Status::draft;
  std::vector<Offer> offers;
  std::vector<StoryPhoto> photos;
  std::vector<Record> links;     // news_channel
  std::vector<Record> channels;  // of the office, in use
  std::vector<Record> decisions;
  std::size_t open_conflicts = 0;
  std::string merged;  // names of fields that were merged and not seen
  std::vector<Check> checks;
  RecordId event;
  bool is_event_withheld = false;
  bool is_waiting = false;  // a command is on its way to the office
  bool is_editable = false;
  Move submit = Move::submit;  // what the main button does

  const Fields& fields() const { return view->record.fields; }
  std::string caption(std::size_t photo) const;
  // What a command is called for this story: submitting again has its own name.
  std::string_view word(const Words& words, std::string_view verb) const;
};

StoryView story_view(const Screen& screen, RecordId id);
Article article_of(const StoryView& story);

// The text of a story's field as it stands in the editor.
const std::string& story_text(const Screen& screen, const StoryView& story, std::string_view field);

// Gives the keyboard to a widget of the story's in the next frame, when the part it stands in is drawn.
void want_focus(Ui& ui, std::string_view widget);

// Leads to what a check is about.
void go_to_check(const Screen& screen, const StoryView& story, const Check& check);
void submit_story(const Screen& screen, const StoryView& story);

// Parts. Each answers its height where it is drawn from the top on.
float draw_story_details(const Screen& screen, Point at, float width,
                         const StoryView& story);  // type, date, channels …
float draw_story_checks(const Screen& screen, Point at, float width, const StoryView& story);
void draw_story_strip(const Screen& screen, const Rect& rect, const StoryView& story);  // photos in a line
float story_strip_height(const Screen& screen, const StoryView& story);
float draw_story_photo_list(const Screen& screen, Point at, float width, const StoryView& story);  // narrow

inline constexpr std::size_t no_photo = static_cast<std::size_t>(-1);
// The photo whose caption is being written.
std::size_t chosen_photo(const Screen& screen, const StoryView& story);
void choose_photo(const Screen& screen, const StoryView& story, std::size_t photo);

}  // namespace khaosan::client
