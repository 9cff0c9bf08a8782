// What the window shows: it names what it looks at (View), the worker answers with a Snapshot. A snapshot
// never changes, and holds what was asked for, never a whole table.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "client/app/app.hpp"
#include "shared/sync/news_revision.hpp"
#include "shared/sync/word_changes.hpp"
#include "shared/workflow/news_flow.hpp"

namespace khaosan::client {

struct RecordKey {
  std::string kind;
  RecordId id;
  auto operator<=>(const RecordKey&) const = default;
};

struct View {
  std::map<std::string, ListQuery> lists;  // by names of the screens' own
  std::set<RecordKey> records;
  std::optional<RecordId> review;  // the news item whose submitted revision is looked at
  bool refused = false;            // the refused tray
  bool operator==(const View&) const = default;
};

// A text of the revision that is not as it was when it was last decided on.
struct ReviewChange {
  std::string path;  // of the revision: "headline", "photos/1/caption"
  std::vector<WordChange> words;
};

// What a decision is about, and what led to it.
struct Review {
  std::string sha;  // of the revision
  NewsRevision revision;
  Fields content;                     // the values by their paths
  std::vector<ReviewChange> changes;  // since the revision that was last decided on; empty: the first one
  bool has_before = false;
  std::string before_by = {};     // who decided then
  std::vector<Record> decisions;  // of the news item, in order
};

struct Snapshot {
  std::uint64_t number = 0;  // rises with every snapshot
  View view;                 // that it answers
  StatusReport status;
  RoleSet roles;  // of the user who writes here; empty before the first sync
  std::string display_name;
  std::vector<UserHere> users;
  std::map<std::string, std::shared_ptr<const ListAnswer>> lists;
  std::map<RecordKey, std::shared_ptr<const RecordView>> records;  // those that exist
  std::shared_ptr<const Review> review;
  std::vector<RefusedChange> refused;
  std::map<std::string, std::string> typed;  // in forms that are not handed over, by KeepTyped's names
  std::optional<Refusal> fault;              // the store could not be read

  const ListAnswer* list(const std::string& name) const {
    const auto found = lists.find(name);
    return found == lists.end() ? nullptr : found->second.get();
  }
  const RecordView* record(const std::string& kind, RecordId id) const {
    const auto found = records.find({kind, id});
    return found == records.end() ? nullptr : found->second.get();
  }
};

}  // namespace khaosan::client
