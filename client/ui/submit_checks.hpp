// What is looked at before a story is submitted. The office has the last word; this says what to do, in
// order.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace khaosan::client {

struct StoryFacts {
  struct Photo {
    bool has_caption = false;
    bool is_missing = false;   // no file and no rendition of it is here
    bool is_withheld = false;  // marked as not to be published
  };
  std::string_view headline;
  std::string_view body;
  std::vector<Photo> photos;
  std::size_t channels = 0;
  bool office_has_channels = true;
  bool is_event_withheld = false;  // nothing of the event may be published
  std::size_t open_conflicts = 0;
  bool has_unseen_merge = false;
};

enum class CheckKind : std::uint8_t {
  headline,
  body,
  merge_seen,
  conflicts_settled,
  event_allowed,
  photos_here,
  photos_allowed,
  has_photo,
  captions,
  channels
};

struct Check {
  CheckKind kind = CheckKind::headline;
  bool passed = false;
  bool is_must = false;   // the office refuses without it; the rest is advice
  std::size_t photo = 0;  // the first one that it is about
  bool operator==(const Check&) const = default;
};

// What must be comes first.
std::vector<Check> submit_checks(const StoryFacts& facts);
const Check* first_open(const std::vector<Check>& checks);

}  // namespace khaosan::client
