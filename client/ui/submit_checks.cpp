#include "client/ui/submit_checks.hpp"

#include <algorithm>

namespace khaosan::client {
namespace {

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \n\t") == std::string_view::npos;
}

}  // namespace

std::vector<Check> submit_checks(const StoryFacts& facts) {
  std::vector<Check> checks;
  const auto add = [&](CheckKind kind, bool passed, bool is_must, std::size_t photo = 0) {
    checks.push_back({kind, passed, is_must, passed ? 0 : photo});
  };
  const auto photos = [&](CheckKind kind, bool is_must, auto is_good) {
    const auto bad = std::find_if_not(facts.photos.begin(), facts.photos.end(), is_good);
    add(kind, bad == facts.photos.end(), is_must, static_cast<std::size_t>(bad - facts.photos.begin()));
  };
  add(CheckKind::headline, !is_blank(facts.headline), true);
  add(CheckKind::body, !is_blank(facts.body), true);
  add(CheckKind::merge_seen, !facts.has_unseen_merge, true);
  add(CheckKind::conflicts_settled, facts.open_conflicts == 0, true);
  add(CheckKind::event_allowed, !facts.is_event_withheld, true);
  photos(CheckKind::photos_here, true, [](const auto& photo) { return !photo.is_missing; });
  photos(CheckKind::photos_allowed, false, [](const auto& photo) { return !photo.is_withheld; });
  add(CheckKind::has_photo, !facts.photos.empty(), false);
  if (!facts.photos.empty())
    photos(CheckKind::captions, false, [](const auto& photo) { return photo.has_caption; });
  if (facts.office_has_channels) add(CheckKind::channels, facts.channels > 0, false);
  return checks;
}

const Check* first_open(const std::vector<Check>& checks) {
  const auto open =
      std::find_if(checks.begin(), checks.end(), [](const Check& check) { return !check.passed; });
  return open == checks.end() ? nullptr : &*open;
}

}  // namespace khaosan::client
