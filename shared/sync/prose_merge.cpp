#include "shared/sync/prose_merge.hpp"

#include <algorithm>
#include <cstdint>
#include <unordered_map>
#include <utility>

#include "shared/sync/token_diff.hpp"
#include "shared/thai/words.hpp"

namespace khaosan {
namespace {

using Vocabulary = std::unordered_map<std::string_view, std::uint32_t>;

// One version of the text, cut into tokens; equal tokens have equal numbers.
struct Version {
  std::string_view text;
  std::vector<Token> tokens;
  std::vector<std::uint32_t> numbers;

  Version(std::string_view version_text, Vocabulary& vocabulary)
      : text(version_text), tokens(words(version_text)) {
    numbers.reserve(tokens.size());
    for (const Token& token : tokens) {
      const auto next = static_cast<std::uint32_t>(vocabulary.size());
      numbers.push_back(vocabulary.try_emplace(token.of(text), next).first->second);
    }
  }

  std::size_t byte_of(std::size_t token) const {
    return token < tokens.size() ? tokens[token].begin : text.size();
  }
  std::string_view slice(std::size_t begin, std::size_t end) const {
    return text.substr(byte_of(begin), byte_of(end) - byte_of(begin));
  }
};

// A stretch of base tokens that came out changed, and by whom. Two areas never touch.
struct Area {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool by_server = false;
  bool by_incoming = false;
};

bool same_change(const Hunk& a, const Version& side_a, const Hunk& b, const Version& side_b) {
  return a.old_begin == b.old_begin && a.old_end == b.old_end &&
         std::equal(side_a.numbers.begin() + a.new_begin, side_a.numbers.begin() + a.new_end,
                    side_b.numbers.begin() + b.new_begin, side_b.numbers.begin() + b.new_end);
}

Area area_of(const Hunk& hunk, bool by_server, bool by_incoming) {
  return {hunk.old_begin, hunk.old_end, by_server, by_incoming};
}

bool stands_before(const Area& a, const Area& b) {
  return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
}

// The changes of both sides against their base, seen from the base.
struct Changes {
  std::vector<Area> own;     // made by one side alone
  std::vector<Area> common;  // made by both sides alike; never touch an own one
};

Changes sort_changes(const Version& server, const std::vector<Hunk>& server_hunks, const Version& incoming,
                     const std::vector<Hunk>& incoming_hunks) {
  Changes changes;
  auto other = incoming_hunks.begin();
  for (const Hunk& hunk : server_hunks) {
    const auto before = [&](const Hunk& candidate) {
      return stands_before(area_of(candidate, false, true), area_of(hunk, true, false));
    };
    for (; other != incoming_hunks.end() && before(*other); ++other)
      changes.own.push_back(area_of(*other, false, true));
    if (other != incoming_hunks.end() && same_change(hunk, server, *other, incoming)) {
      changes.common.push_back(area_of(hunk, true, true));
      ++other;
    } else {
      changes.own.push_back(area_of(hunk, true, false));
    }
  }
  for (; other != incoming_hunks.end(); ++other) changes.own.push_back(area_of(*other, false, true));
  return changes;
}

// Entry i: how many of the first i base tokens are words that neither side changed.
std::vector<std::size_t> count_unchanged_words(const Version& base, const Changes& changes) {
  std::vector<bool> changed(base.tokens.size(), false);
  for (const auto* areas : {&changes.own, &changes.common}) {
    for (const Area& area : *areas) std::fill(changed.begin() + area.begin, changed.begin() + area.end, true);
  }
  std::vector<std::size_t> counts{0};
  for (std::size_t i = 0; i < changed.size(); ++i) {
    const bool counts_as_word = !changed[i] && base.tokens[i].kind == TokenKind::word;
    counts.push_back(counts.back() + (counts_as_word ? 1 : 0));
  }
  return counts;
}

// Changes too near to each other are one area, also those of one side: half of a reworded phrase is no text.
std::vector<Area> join_near_areas(const Changes& changes, const std::vector<std::size_t>& unchanged_words) {
  std::vector<Area> areas;
  for (const Area& area : changes.own) {
    const bool near = !areas.empty() && (area.begin <= areas.back().end ||
                                         unchanged_words[area.begin] - unchanged_words[areas.back().end] <
                                             words_between_changes_min);
    if (!near) {
      areas.push_back(area);
      continue;
    }
    areas.back().end = std::max(areas.back().end, area.end);
    areas.back().by_server |= area.by_server;
    areas.back().by_incoming |= area.by_incoming;
  }
  return areas;
}

std::vector<Area> find_areas(const Version& base, const Changes& changes) {
  std::vector<Area> areas = join_near_areas(changes, count_unchanged_words(base, changes));
  const std::size_t joined_count = areas.size();
  for (const Area& common : changes.common) {
    const auto after = std::partition_point(areas.begin(), areas.begin() + joined_count,
                                            [&](const Area& area) { return area.end < common.begin; });
    const bool inside = after != areas.begin() + joined_count && after->begin <= common.begin;
    if (!inside) areas.push_back(common);
  }
  std::sort(areas.begin(), areas.end(), stands_before);
  return areas;
}

// Follows the areas through one side and says which of its tokens stand for each.
class Follower {
 public:
  struct Span {
    std::size_t begin, end;
    std::size_t first_hunk, last_hunk;  // [first, last): the side's hunks in it
  };

  explicit Follower(const std::vector<Hunk>& hunks) : hunks_(hunks) {}

  Span span_of(const Area& area) {
    Span span{area.begin + inserted_ - deleted_, 0, next_, next_};
    for (; next_ < hunks_.size() && hunks_[next_].old_begin <= area.end; ++next_) {
      inserted_ += hunks_[next_].new_end - hunks_[next_].new_begin;
      deleted_ += hunks_[next_].old_end - hunks_[next_].old_begin;
    }
    span.end = area.end + inserted_ - deleted_;
    span.last_hunk = next_;
    return span;
  }

 private:
  const std::vector<Hunk>& hunks_;
  std::size_t next_ = 0;
  std::size_t inserted_ = 0;
  std::size_t deleted_ = 0;
};

class Merger {
 public:
  Merger(const Version& base, const Version& server, const Version& incoming)
      : base_(base),
        server_(server),
        incoming_(incoming),
        server_hunks_(diff_tokens(base.numbers, server.numbers)),
        incoming_hunks_(diff_tokens(base.numbers, incoming.numbers)) {}

  ProseMerge run() {
    Follower in_server(server_hunks_);
    Follower in_incoming(incoming_hunks_);
    std::size_t base_at = 0;
    for (const Area& area :
         find_areas(base_, sort_changes(server_, server_hunks_, incoming_, incoming_hunks_))) {
      merge_.text += base_.slice(base_at, area.begin);
      put(area, in_server.span_of(area), in_incoming.span_of(area));
      base_at = area.end;
    }
    merge_.text += base_.slice(base_at, base_.tokens.size());
    merge_.collided = !merge_.collisions.empty();
    return std::move(merge_);
  }

 private:
  void put(const Area& area, const Follower::Span& in_server, const Follower::Span& in_incoming) {
    if (!area.by_server) return put_incoming(in_incoming);
    const std::string_view ours = server_.slice(in_server.begin, in_server.end);
    const std::string_view theirs = incoming_.slice(in_incoming.begin, in_incoming.end);
    const std::size_t begin = merge_.text.size();
    merge_.text += ours;
    if (!area.by_incoming || ours == theirs) return;
    merge_.collisions.push_back({std::string(base_.slice(area.begin, area.end)),
                                 std::string(ours),
                                 std::string(theirs),
                                 {begin, merge_.text.size()}});
  }

  void put_incoming(const Follower::Span& span) {
    const std::size_t offset = merge_.text.size() - incoming_.byte_of(span.begin);
    merge_.text += incoming_.slice(span.begin, span.end);
    for (std::size_t i = span.first_hunk; i < span.last_hunk; ++i) {
      merge_.merged_marks.push_back({incoming_.byte_of(incoming_hunks_[i].new_begin) + offset,
                                     incoming_.byte_of(incoming_hunks_[i].new_end) + offset});
    }
  }

  const Version& base_;
  const Version& server_;
  const Version& incoming_;
  std::vector<Hunk> server_hunks_;
  std::vector<Hunk> incoming_hunks_;
  ProseMerge merge_;
};

ProseMerge taken_whole(std::string_view text) {
  ProseMerge merge;
  merge.text = text;
  return merge;
}

}  // namespace

ProseMerge merge_prose(std::string_view base, std::string_view server, std::string_view incoming) {
  if (server == incoming || incoming == base) return taken_whole(server);
  if (server == base) return taken_whole(incoming);
  Vocabulary vocabulary;
  const Version base_version(base, vocabulary);
  const Version server_version(server, vocabulary);
  const Version incoming_version(incoming, vocabulary);
  return Merger(base_version, server_version, incoming_version).run();
}

}  // namespace khaosan
