#include "server/logic/news_board.hpp"

#include <algorithm>

#include "shared/wire/revision_json.hpp"

namespace khaosan::server {
namespace {

int small_number(const NewsRevision& revision, const std::string& path) {
  const auto* number = std::get_if<std::int64_t>(&revision.at(path));
  return number ? static_cast<int>(*number) : 0;
}

std::vector<PublicPhoto> public_photos(const NewsRevision& revision) {
  std::vector<PublicPhoto> photos;
  for (std::size_t i = 0; i < revision.photo_count(); ++i) {
    const std::string path = "photos/" + std::to_string(i) + "/";
    const auto* hidden = std::get_if<bool>(&revision.at(path + "do_not_publish"));
    const auto original = Sha256::parse(revision.text(path + "original"));
    if ((hidden && *hidden) || !original.ok()) continue;
    photos.push_back(
        {*original, small_number(revision, path + "quarter_turns"),
         small_number(revision, path + "crop_left_e4"), small_number(revision, path + "crop_top_e4"),
         small_number(revision, path + "crop_width_e4"), small_number(revision, path + "crop_height_e4"),
         revision.text(path + "caption"), revision.text(path + "credit")});
  }
  return photos;
}

// What the public may see of this news item: its public revision, found by its hash and checked against it.
Result<PublicNews> public_form(StoreReader& store, const Record& news) {
  const std::string& sha = text_field(news.fields, "public_revision");
  KHAOSAN_LET(revisions, store.children("revision", news.id));
  const auto found = std::find_if(revisions.begin(), revisions.end(), [&](const Record& record) {
    return text_field(record.fields, "sha256") == sha;
  });
  if (sha.empty() || found == revisions.end())
    return refuse(Code::not_found, text_field(news.fields, "number"));
  KHAOSAN_LET(revision, revision_from_document(text_field(found->fields, "document")));
  if (revision_sha(revision).hex() != sha) return refuse(Code::store_damaged, "revision " + sha);
  PublicNews shown;
  shown.number = text_field(news.fields, "number");
  shown.slug = slug_of(shown.number);
  shown.headline = revision.text("headline");
  shown.lead = revision.text("lead");
  shown.body = revision.text("body");
  shown.type = revision.text("type");
  shown.date = revision.text("date");
  shown.credit = revision.text("credit");
  if (const auto at = parse_iso_utc(text_field(news.fields, "published_at")); at.ok())
    shown.published_at = *at;
  if (const auto at = parse_iso_utc(text_field(found->fields, "submitted_at")); at.ok())
    shown.changed_at = *at;
  shown.changed_at = std::max(shown.changed_at, shown.published_at);
  shown.revision = revision_sha(revision);
  shown.photos = public_photos(revision);
  return shown;
}

}  // namespace

std::string slug_of(std::string_view number) {
  const auto slash = number.find('/');
  if (slash == std::string_view::npos) return std::string(number);
  return std::string(number.substr(slash + 1)) + "-" + std::string(number.substr(0, slash));
}

Result<std::vector<PublicNews>> NewsBoard::latest(std::int64_t first, std::int64_t limit) {
  std::vector<PublicNews> shown;
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    KHAOSAN_LET(records, store.published(first, limit));
    for (const Record& news : records) {
      auto one = public_form(store, news);
      if (one.ok()) {
        shown.push_back(std::move(*one));
      } else {
        tell(news, one.refusal());  // the others are shown
      }
    }
    return {};
  }));
  return shown;
}

void NewsBoard::tell(const Record& news, const Refusal& damage) {
  if (!report_) return;
  const std::string what = "news " + text_field(news.fields, "number") + ": " + damage.english();
  const std::lock_guard lock(mutex_);
  if (told_.insert(what).second) report_(what);
}

Result<std::int64_t> NewsBoard::count() {
  std::int64_t total = 0;
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    KHAOSAN_LET(counted, store.published_count());
    total = counted;
    return {};
  }));
  return total;
}

Result<PublicNews> NewsBoard::by_slug(std::string_view slug) {
  const auto dash = slug.find('-');
  if (dash == std::string_view::npos) return refuse(Code::not_found, std::string(slug));
  const std::string number = std::string(slug.substr(dash + 1)) + "/" + std::string(slug.substr(0, dash));
  PublicNews shown;
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    KHAOSAN_LET(news, store.news_numbered(number));
    if (!news || news->deleted) return refuse(Code::not_found, std::string(slug));
    auto one = public_form(store, *news);
    if (!one.ok()) {
      if (one.refusal().code != Code::not_found) tell(*news, one.refusal());
      return one.refusal();
    }
    shown = std::move(*one);
    return {};
  }));
  return shown;
}

std::string NewsBoard::office_name() {
  std::string name;
  const Done done = store_.read([&](StoreReader& store) -> Done {
    name = store.setting("office_name");
    return {};
  });
  return done.ok() ? name : std::string();
}

}  // namespace khaosan::server
