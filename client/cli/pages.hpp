// Whole lists, read page by page.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "client/app/app.hpp"

namespace khaosan::client {

inline constexpr std::int64_t page_rows = 500;

// Calls `take` with each row of the query from its `first` on, up to its `limit`. The total.
Result<std::int64_t> each_row(App& app, ListQuery query, const std::function<void(const Record&)>& take);

// Decisions, revisions, photos … of a news item, in their declared order; none if they cannot be read.
std::vector<Record> members_of_news(App& app, const std::string& kind, RecordId news);

}  // namespace khaosan::client
