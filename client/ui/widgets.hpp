// The parts of the design system. Each draws itself in `rect` and answers what was done to it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "client/ui/icons.hpp"
#include "client/ui/ui.hpp"

namespace khaosan::client {

enum class Look : std::uint8_t { primary, tonal, outlined, text, danger };

struct ButtonSpec {
  std::string_view label = {};
  char32_t icon = 0;  // at the left; 0: none
  Look look = Look::tonal;
  bool busy = false;  // the icon turns into the sync sign; no clicks
  std::string_view why_not =
      {};  // "": it can be used; else it is drawn so, and why stands beside the pointer
};
float button_width(Ui& ui, const ButtonSpec& spec);
bool button(Ui& ui, std::string_view name, const Rect& rect, const ButtonSpec& spec);
// `label` is said to assistive tools and shown as a tooltip.
bool icon_button(Ui& ui, std::string_view name, const Rect& rect, char32_t icon, std::string_view label);

struct ChipSpec {
  std::string_view label = {};
  char32_t icon = 0;
  bool selected = false;
};
float chip_width(Ui& ui, const ChipSpec& spec);
bool chip(Ui& ui, std::string_view name, const Rect& rect, const ChipSpec& spec);

enum class Tone : std::uint8_t { neutral, ok, warn, err, info, opinion, primary };
struct Tint {
  Colour fill, ink;
};
Tint tint_of(const Theme& theme, Tone tone);
float pill_width(Ui& ui, char32_t icon, std::string_view label);
void pill(Ui& ui, Point top_left, char32_t icon, std::string_view label, Tone tone);  // 26 high
void status_pill(Ui& ui, Point top_left, std::string_view status);                    // of news
float status_pill_width(Ui& ui, std::string_view status);

// Answers the part that was chosen.
std::optional<std::size_t> segments(Ui& ui, std::string_view name, const Rect& rect,
                                    std::span<const std::string> labels, std::size_t chosen);
bool checkbox(Ui& ui, std::string_view name, const Rect& rect, std::string_view label, bool checked);
bool radio(Ui& ui, std::string_view name, const Rect& rect, std::string_view label, bool chosen);
// A row: icon, label, a line below it, the switch at the right. Clicked anywhere.
struct SwitchSpec {
  char32_t icon = 0;
  std::string_view label = {};
  std::string_view line = {};
  bool on = false;
};
bool switch_row(Ui& ui, std::string_view name, const Rect& rect, const SwitchSpec& spec);
bool link(Ui& ui, std::string_view name, Point top_left, std::string_view label);

void card(Ui& ui, const Rect& rect);
void divider(Ui& ui, float x, float y, float width);
void progress_bar(Ui& ui, const Rect& rect, float part);
void initials(Ui& ui, const Rect& rect, std::string_view person_name);
void badge(Ui& ui, Point centre, std::int64_t count);

struct BannerSpec {
  char32_t icon = 0;
  std::string_view text = {};
  std::string_view action = {};  // "": none
  Tone tone = Tone::warn;
};
float banner_height(Ui& ui, float width, const BannerSpec& spec);
bool banner(Ui& ui, std::string_view name, const Rect& rect,
            const BannerSpec& spec);  // its action was chosen

struct EmptySpec {
  char32_t icon = 0;
  std::string_view title = {};
  std::string_view sentence = {};
  std::string_view action = {};  // "": none
  char32_t action_icon = 0;
};
bool empty_state(Ui& ui, std::string_view name, const Rect& rect, const EmptySpec& spec);

// A row of a list: the ground, the ring, the chevron; the caller draws on it.
Act row_ground(Ui& ui, WidgetId id, const Rect& rect, bool selected, Takes takes = Takes::clicks);

// A scroll area: content of any height in `rect`. Use:
//   ScrollArea area(ui, "list", rect); … draw at area.top() … ; area.end(content_height);
class ScrollArea {
 public:
  ScrollArea(Ui& ui, std::string_view name, const Rect& rect);
  ~ScrollArea();
  ScrollArea(const ScrollArea&) = delete;
  ScrollArea& operator=(const ScrollArea&) = delete;
  float top() const { return rect_.y - offset(); }  // where the content begins
  float offset() const;
  Rect rect() const { return rect_; }
  void end(float content_height);
  void show(float from, float to);  // scrolls so that this part of the content is seen

 private:
  struct Kept {
    float offset = 0;
    float speed = 0;  // px a frame of 16 ms
    float last_pointer_y = 0;
    std::int64_t moved_ms = 0;
    float content_height = 0;
    bool dragging_bar = false;
  };
  Ui& ui_;
  WidgetId id_;
  Rect rect_;
  Kept& kept_;
  bool ended_ = false;
};

// Lines of flowing boxes: chips, pills.
class Flow {
 public:
  Flow(const Rect& rect, float gap, float line_height)
      : rect_(rect), gap_(gap), line_(line_height), x_(rect.x), y_(rect.y) {}
  Rect next(float width);
  float bottom() const { return y_ + line_; }

 private:
  Rect rect_;
  float gap_;
  float line_;
  float x_;
  float y_;
};

}  // namespace khaosan::client
