// NewsRevision: an immutable copy of everything of a news item that can be seen outside. The queue, the
// approval and the publication refer to it alone, by the SHA-256 of its canonical form
// (shared/wire/revision_json.hpp).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/base/id.hpp"
#include "shared/schema/value.hpp"

namespace khaosan {

inline constexpr int revision_version = 1;

// One value at its path: "headline", "channels/0", "photos/2/caption", "photos/2/original".
struct RevisionItem {
  std::string path;
  Value value;
  std::array<std::uint8_t, 32> salt{};  // of its commitment; erased together with the value
  Sha256 erased = {};  // the commitment that is left after an erasure; zero: nothing was erased
};

struct NewsRevision {
  RecordId news;
  std::int64_t number = 0;  // the submission: 1, 2, …
  std::vector<RevisionItem> items;

  const Value& at(std::string_view path) const;
  std::size_t photo_count() const;
  std::string text(std::string_view path) const;  // "" if the path is not there
};

// The paths whose values differ between two revisions, with both values: what changed, in words for a
// refusal.
std::string what_changed(const NewsRevision& before, const NewsRevision& after);

}  // namespace khaosan
