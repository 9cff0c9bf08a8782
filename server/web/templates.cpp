#include "server/web/templates.hpp"

#include <array>
#include <cassert>

#include "server/web/assets.hpp"
#include "shared/base/utf8.hpp"

namespace khaosan::server {
namespace {

constexpr std::array partials = {"header", "footer", "feed_icon", "runs_of_text"};

std::string template_text(std::string_view name) {
  return std::string(asset_text(std::string(name) + ".mustache"));
}

}  // namespace

std::string filled(std::string_view template_name, View view) {
  for (const char* name : partials) {
    view.set(name, View(kainjow::mustache::partial([name] { return template_text(name); })));
  }
  kainjow::mustache::mustache page(template_text(template_name));
  assert(page.is_valid());
  return page.render(view);
}

void show(View& view, const std::string& name, const std::string& text) {
  if (text.empty()) {
    view.set(name, View(View::type::bool_false));
  } else {
    view.set(name, text);
  }
}

std::string xml_text(std::string_view utf8) {
  std::string clean;
  for (std::size_t at = 0; at < utf8.size();) {
    const auto sign = next_code_point(utf8, at);
    if (!sign) break;
    const bool control = *sign < 0x20 && *sign != '\n' && *sign != '\t';
    if (!control && *sign != 0xFFFE && *sign != 0xFFFF) append_code_point(clean, *sign);
  }
  return clean;
}

}  // namespace khaosan::server
