// Fields to type in: one line or many, over the text engine's editor. What is typed is the field's until the
// record has it (drafts.hpp); the field shows a value from outside only when that changed and nothing typed
// waits.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "client/ui/ui.hpp"
#include "client/ui/widgets.hpp"
#include "shared/text/editor.hpp"

namespace khaosan::client {

struct FieldSpec {
  std::string_view label = {};  // above, bold; "": none
  char32_t label_icon = 0;
  std::string_view placeholder = {};
  std::string_view help = {};   // below, at the left
  std::string_view error = {};  // takes the place of `help`
  std::size_t characters_max = 0;
  bool shows_counter = false;  // "72 / 160"
  bool many_lines = false;
  bool is_password = false;  // shown as dots; no copy, no undo
  bool is_bare = false;      // no box: the text of a note or a story
  Type type = Type::body;
  float lines_shown_max = 8;  // a boxed field of many lines grows to this, then scrolls; 0: fills `rect`
};

struct FieldAnswer {
  bool changed = false;
  bool entered = false;  // Enter in a field of one line, Ctrl+Enter in one of many
  bool left = false;     // it had the focus in the last frame
  bool focused = false;
  float height = 0;  // all of it, with label and help
};

// `value`: what the record holds. `is_pending`: what was typed here is not in the record yet.
// The text that stands in the field now is in `text` of field_text().
FieldAnswer field(Ui& ui, std::string_view name, const Rect& rect, const FieldSpec& spec,
                  std::string_view value, bool is_pending = false);
const std::string& field_text(Ui& ui, std::string_view name);
void forget_field(Ui& ui, std::string_view name);  // what was typed as well; a password is overwritten
void set_field_text(Ui& ui, std::string_view name, std::string_view text);
float field_height(Ui& ui, std::string_view name, float width, const FieldSpec& spec, std::string_view value);

}  // namespace khaosan::client
