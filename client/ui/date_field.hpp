// A field for a date: what is typed is read aloud in พ.ศ. below before it is taken, and a small calendar
// stands ready.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "client/ui/date_reader.hpp"
#include "client/ui/fields.hpp"

namespace khaosan::client {

struct DateFieldSpec {
  std::string_view label;
  CivilDate today;
  std::optional<CivilDate> value;           // what is taken now
  std::optional<std::string> untaken = {};  // what was typed before the field was last forgotten
};
struct DateFieldAnswer {
  std::optional<CivilDate> read;     // what stands in the field, if it is a date
  std::optional<CivilDate> taken;    // in this frame: by Enter, by leaving the field, or from the calendar
  std::optional<std::string> typed;  // in this frame: what stands in the field now
  float height = 0;
};
DateFieldAnswer date_field(Ui& ui, std::string_view name, const Rect& rect, const DateFieldSpec& spec);
// Puts another value in, as when another record is edited.
void set_date_field(Ui& ui, std::string_view name, std::optional<CivilDate> value);
void forget_date_field(Ui& ui, std::string_view name);
std::string date_fault_text(const Words& words, const DateReading& reading);

// A month in พ.ศ.; answers the day that was chosen.
std::optional<CivilDate> month_calendar(Ui& ui, std::string_view name, const Rect& rect, CivilDate& month,
                                        std::optional<CivilDate> chosen, CivilDate today);
float month_calendar_height();

}  // namespace khaosan::client
