// I9: what is published is what was approved, whole, by somebody who might.
#include "tests/simulation/auditor.hpp"
#include "tests/simulation/violation.hpp"

namespace khaosan::simulation {
namespace {

using nlohmann::json;

std::string row_of(const JournalEntry& entry) {
  return "row " + std::to_string(entry.seq) + " (" + entry.what + "): ";
}

// Everything of a news item that can be seen outside, as the records stood.
class Content {
 public:
  explicit Content(const std::map<std::string, ReplayedRecord>& records) : records_(records) {}
  json of(const std::string& news) {
    const json& fields = records_.at("news/" + news).fields;
    for (const char* name : {"headline", "lead", "body", "type", "date", "credit"}) add(name, fields, name);
    if (fields.contains("event")) {
      const json& event = referred("event", fields["event"]);
      items_["event/id"] = fields["event"];
      items_["event/do_not_publish"] = event.value("do_not_publish", false);
    }
    add_photos(news);
    return items_;
  }

 private:
  const json& referred(const std::string& kind, const json& id) {
    return records_.at(kind + "/" + hex_of_id(id.get<std::string>())).fields;
  }
  void add(const std::string& path, const json& fields, const std::string& name) {
    if (fields.contains(name)) items_[path] = fields[name];
  }
  void add_photos(const std::string& news) {
    std::map<std::pair<std::string, std::string>, const json*> photos;
    for (const auto& [key, record] : records_) {
      const bool is_member = key.starts_with("news_photo/") && !record.deleted &&
                             hex_of_id(record.fields.value("news", "")) == news;
      if (is_member) photos[{record.fields.value("position", ""), key}] = &record.fields;
    }
    std::size_t place = 0;
    for (const auto& [order, photo] : photos) {
      const std::string path = "photos/" + std::to_string(place++) + "/";
      const json& media = referred("media", (*photo)["media"]);
      add(path + "original", media, "sha256");
      for (const char* edit :
           {"quarter_turns", "crop_left_e4", "crop_top_e4", "crop_width_e4", "crop_height_e4"})
        add(path + edit, *photo, edit);
      add(path + "caption", photo->contains("caption") ? *photo : media, "caption");
      add(path + "credit", media, "credit");
      add(path + "do_not_publish", media, "do_not_publish");
    }
  }
  const std::map<std::string, ReplayedRecord>& records_;
  json items_ = json::object();
};

std::string salt_bytes(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  return bytes;
}

}  // namespace

// The document that is decided on holds everything, and its name is the hash over it.
void Auditor::i9_revision_is_all_that_shows(const JournalEntry& entry) {
  if (entry.kind != "revision" || entry.what == "erased") return;
  const std::string news = hex_of_id(entry.resulted.value("news", ""));
  const json document = json::parse(entry.resulted.value("document", "{}"));
  json values = json::object();
  json commitments = json::array();
  for (const json& item : document.at("items")) {
    values[item[0].get<std::string>()] = item[2];
    commitments.push_back({item[0], sha256_hex(salt_bytes(item[1].get<std::string>()) + item[2].dump())});
  }
  const json expected = Content(journal_.records()).of(news);
  if (values != expected)
    throw Violation{"I9",
                    row_of(entry) + "the revision is not what shows: " + json::diff(expected, values).dump()};
  const json canonical = {{"items", commitments},
                          {"kind", "news"},
                          {"news", document.at("news")},
                          {"number", document.at("number")},
                          {"v", 1}};
  if (sha256_hex(canonical.dump()) != entry.resulted.value("sha256", ""))
    throw Violation{"I9", row_of(entry) + "the revision's name is not its hash"};
}

void Auditor::i9_approval(const JournalEntry& entry, const ReplayedRecord& before) {
  if (entry.kind != "news") return;
  for (const auto& [field, value] : entry.set.items()) {
    for (const char* own : {"status", "revision", "approved_revision", "public_revision", "number",
                            "published_at", "joined_into"}) {
      if (field == own) throw Violation{"I9", row_of(entry) + "a person wrote " + field};
    }
  }
  const json number = before.fields.value("number", json());
  if (entry.resulted.contains("number") && !number.is_null() && entry.resulted["number"] != number)
    throw Violation{"I9",
                    row_of(entry) + "number " + number.dump() + " became " + entry.resulted["number"].dump()};
  if (entry.resulted.contains("number")) {
    const auto given = numbers_.emplace(entry.resulted["number"].get<std::string>(), entry.record).first;
    if (given->second != entry.record)
      throw Violation{"I9", row_of(entry) + "number " + given->first + " was given to " + given->second};
  }
  if (entry.what == "approve") {
    const auto user = journal_.records().find("user/" + entry.author);
    const json roles =
        user == journal_.records().end() ? json::array() : user->second.fields.value("roles", json::array());
    const auto has = [&](const char* role) {
      return std::find(roles.begin(), roles.end(), role) != roles.end();
    };
    const bool on_order = (has("deputy") || has("reviewer")) && entry.capacity != "own";
    if (!has("director") && !on_order) throw Violation{"I9", row_of(entry) + "approved by " + roles.dump()};
    const std::string named = entry.submitted.at("act").value("revision", "");
    if (named.empty() || named != before.fields.value("revision", ""))
      throw Violation{"I9", row_of(entry) + "approved another revision than the current one"};
    approved_[entry.record].insert(named);
    if (!number.is_null()) ++approved_again_;
    if (before.fields.value("number", json()).is_null() && !entry.resulted.contains("number"))
      throw Violation{"I9", row_of(entry) + "approved without a number"};
  } else if (entry.resulted.contains("number")) {
    throw Violation{"I9", row_of(entry) + "a number outside an approval"};
  }
  const json shown = entry.resulted.value("public_revision", json());
  if (!shown.is_string()) return;
  const bool is_approved = approved_[entry.record].contains(shown.get<std::string>()) &&
                           shown == before.fields.value("approved_revision", json());
  if (entry.what != "publish" || !is_approved)
    throw Violation{"I9", row_of(entry) + "published without an approval: " + shown.dump()};
}

// Each book counts 1, 2, 3 … without gaps, and no two news items have one number.
void Auditor::i9_numbers() {
  std::map<std::string, std::set<std::int64_t>> books;
  for (const auto& [key, record] : journal_.records()) {
    const std::string number = key.starts_with("news/") ? record.fields.value("number", "") : "";
    if (number.empty()) continue;
    const auto slash = number.find('/');
    if (!books[number.substr(slash)].insert(std::stoll(number.substr(0, slash))).second)
      throw Violation{"I9", "two news items have the number " + number};
  }
  if (was_restored_) return;  // a number may be of a story that nobody could bring back
  for (const auto& [year, numbers] : books) {
    if (*numbers.rbegin() != static_cast<std::int64_t>(numbers.size()))
      throw Violation{"I9", "the book " + year + " has a gap below " + std::to_string(*numbers.rbegin())};
  }
}

}  // namespace khaosan::simulation
