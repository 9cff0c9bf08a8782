#include "client/app/review.hpp"

#include <limits>
#include <set>

#include "shared/wire/revision_json.hpp"

namespace khaosan::client {
namespace {

Result<std::vector<Record>> all_of(App& app, const char* kind, RecordId news) {
  ListQuery query;
  query.kind = kind;
  query.where = {{"news", Value{news.text()}}};
  query.limit = std::numeric_limits<std::int64_t>::max();
  KHAOSAN_LET(answer, app.list(query));
  return std::move(answer.rows);
}

Result<NewsRevision> revision_of(const std::vector<Record>& revisions, const std::string& sha) {
  for (const Record& record : revisions) {
    if (text_field(record.fields, "sha256") == sha)
      return revision_from_document(text_field(record.fields, "document"));
  }
  return refuse(Code::revision_missing, sha.empty() ? std::string("news") : sha);
}

// Texts that people write and read; ids, hashes and crops are seen in the picture itself.
bool is_read_by_people(std::string_view path) {
  return path == "headline" || path == "lead" || path == "body" || path == "credit" ||
         path.ends_with("/caption");
}

}  // namespace

Result<Review> review(App& app, RecordId news) {
  KHAOSAN_LET(item, app.get("news", news));
  KHAOSAN_LET(revisions, all_of(app, "revision", news));
  KHAOSAN_LET(decisions, all_of(app, "decision", news));
  Review found;
  found.sha = text_field(item.record.fields, "revision");
  KHAOSAN_LET(revision, revision_of(revisions, found.sha));
  found.revision = std::move(revision);
  for (const RevisionItem& part : found.revision.items) found.content[part.path] = part.value;
  found.decisions = std::move(decisions);
  for (auto decision = found.decisions.rbegin(); decision != found.decisions.rend(); ++decision) {
    // One that its writer recalled was read by nobody who decides.
    const auto move = move_named(text_field(decision->fields, "verb"));
    if (!move || !news_flow::is_decision(*move)) continue;
    const std::string& decided = text_field(decision->fields, "revision");
    if (decided == found.sha) continue;
    const auto before = revision_of(revisions, decided);
    if (!before.ok()) continue;
    found.has_before = true;
    found.before_by = text_field(decision->fields, "by");
    std::set<std::string> paths;
    for (const RevisionItem& part : before->items) paths.insert(part.path);
    for (const RevisionItem& part : found.revision.items) paths.insert(part.path);
    for (const std::string& path : paths) {
      if (!is_read_by_people(path) || before->at(path) == found.revision.at(path)) continue;
      found.changes.push_back({path, word_changes(before->text(path), found.revision.text(path))});
    }
    break;
  }
  return found;
}

}  // namespace khaosan::client
