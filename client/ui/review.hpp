// One story to decide on: what changed, how it will be read, the way it went, and the buttons.
#pragma once

#include "client/ui/screen.hpp"

namespace khaosan::client {

// `rect`: all the place there is for it.
void draw_decision(const Screen& screen, const Rect& rect, RecordId news);

// A place in a revision as people call it: "photos/1/caption" → "คำบรรยายภาพที่ 2".
std::string path_word(const Words& words, std::string_view path);

}  // namespace khaosan::client
