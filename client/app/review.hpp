// What somebody decides on: the submitted revision of a news item, what changed since the last decision on
// it, and the decisions so far.
#pragma once

#include "client/app/view.hpp"

namespace khaosan::client {

// unknown_record, revision_missing: nothing is submitted, or its revision is not on this laptop yet.
Result<Review> review(App& app, RecordId news);

}  // namespace khaosan::client
