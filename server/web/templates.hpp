// Templates of assets/web, filled. What is put in is escaped unless a template says otherwise; none does.
#pragma once

#include <kainjow/mustache.hpp>
#include <string>
#include <string_view>

namespace khaosan::server {

using View = kainjow::mustache::data;
using ViewList = kainjow::mustache::list;

std::string filled(std::string_view template_name, View view);
// A value that is shown only if it is not empty: an empty one hides its section.
void show(View& view, const std::string& name, const std::string& text);
// Text that XML 1.0 can hold.
std::string xml_text(std::string_view utf8);

}  // namespace khaosan::server
