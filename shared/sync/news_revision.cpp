#include "shared/sync/news_revision.hpp"

#include <map>

namespace khaosan {
namespace {
const Value nothing;
}

const Value& NewsRevision::at(std::string_view path) const {
  for (const RevisionItem& item : items) {
    if (item.path == path) return item.value;
  }
  return nothing;
}

std::string NewsRevision::text(std::string_view path) const {
  return text_or_empty(at(path));
}

std::size_t NewsRevision::photo_count() const {
  std::size_t count = 0;
  while (!is_empty(at("photos/" + std::to_string(count) + "/original"))) ++count;
  return count;
}

std::string what_changed(const NewsRevision& before, const NewsRevision& after) {
  std::map<std::string, std::pair<Value, Value>> both;
  for (const RevisionItem& item : before.items) both[item.path].first = item.value;
  for (const RevisionItem& item : after.items) both[item.path].second = item.value;
  std::string changed;
  for (const auto& [path, values] : both) {
    if (values.first == values.second) continue;
    changed += (changed.empty() ? "" : ", ") + path;
  }
  return changed;
}

}  // namespace khaosan
