#include "shared/sync/news_revision.hpp"

#include <map>

#include "shared/schema/names.hpp"

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

namespace {

// "body", "photos/2/caption", "channels/0", "event/id".
std::string path_in_both(const std::string& path) {
  const std::string list = path.substr(0, path.find('/'));
  if (list == path) return field_in_both("news", path);
  const KindDecl* kind = find_kind(list == "photos"     ? "news_photo"
                                   : list == "channels" ? "channel"
                                                        : "event");
  return in_both(path, kind->th);
}

}  // namespace

std::string what_changed(const NewsRevision& before, const NewsRevision& after) {
  std::map<std::string, std::pair<Value, Value>> both;
  for (const RevisionItem& item : before.items) both[item.path].first = item.value;
  for (const RevisionItem& item : after.items) both[item.path].second = item.value;
  std::string changed;
  for (const auto& [path, values] : both) {
    if (values.first == values.second) continue;
    changed += (changed.empty() ? "" : ", ") + path_in_both(path);
  }
  return changed;
}

}  // namespace khaosan
