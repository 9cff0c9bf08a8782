// What of a news item can be seen outside, gathered from its records. The laptop uses it to say what the
// writer saw, the server to make the revision: the same function, so the same content.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.hpp"
#include "shared/sync/news_revision.hpp"
#include "shared/sync/record.hpp"

namespace khaosan {

struct NewsPhoto {
  Record member;  // news_photo
  Record media;   // the media it refers to
};

struct NewsParts {
  Record news;
  std::vector<NewsPhoto> photos;     // in any order, deleted ones left out
  std::vector<Record> channels;      // channel records, in any order
  std::optional<Record> event = {};  // that the news is about
};

// Where the parts are read: a store of either side.
struct PartsSource {
  std::function<Result<std::optional<Record>>(std::string_view kind, RecordId id)> record;
  // Not deleted.
  std::function<Result<std::vector<Record>>(std::string_view kind, RecordId parent)> children;
};

// event_deleted; dangling_reference: a photo, channel or event that it names is not there, or deleted.
Result<NewsParts> gather_parts(const PartsSource& source, const Record& news);
// The event of this id, if one is named. event_deleted, dangling_reference.
Result<std::optional<Record>> event_of_news(const PartsSource& source, const std::string& event_id);

// The items without salts, photos by (position, id), channels by name.
NewsRevision compose_revision(NewsParts parts, std::int64_t number);

// not_publishable: what happened there is not for the public.
Done publishable(const Record& event);

// not_a_picture: the file can be kept, and cannot be shown. `type` and `file_name` are those of a media
// record.
Done showable(std::string_view type, const std::string& file_name);

// Why it cannot be submitted yet: required_missing (names the field), not_a_picture, not_publishable;
// conflict and marks are the caller's.
Done ready_to_submit(const NewsParts& parts);

}  // namespace khaosan
