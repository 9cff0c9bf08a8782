#include "client/app/card.hpp"

#include <map>
#include <set>

#include "shared/wire/media_id.hpp"

namespace khaosan::client {

bool CardReport::may_be_erased() const {
  if (files.empty() || stopped || office_away) return false;
  for (const CardFileReport& file : files) {
    if (file.at_office != AtOffice::whole) return false;
  }
  return true;
}

std::int64_t CardReport::here() const {
  std::int64_t count = 0;
  for (const CardFileReport& file : files) count += file.here ? 1 : 0;
  return count;
}

std::int64_t CardReport::delivered() const {
  std::int64_t count = 0;
  for (const CardFileReport& file : files) count += file.at_office == AtOffice::whole ? 1 : 0;
  return count;
}

bool CardCheck::say(const std::string& name) {
  return !progress_ || progress_({SyncStep::card, done_, total_, name});
}

Result<CardReport> CardCheck::read(const std::filesystem::path& folder) {
  KHAOSAN_LET(content, files_.read_card(folder));
  CardReport report;
  report.of_camera = content.of_camera;
  report.empty = std::move(content.empty);
  for (const auto& [name, refusal] : content.unreadable) {
    CardFileReport unread{.name = name};
    unread.fault = refusal;
    report.files.push_back(std::move(unread));
  }
  for (const CardFile& file : content.files) total_ += static_cast<std::int64_t>(file.size_bytes);
  for (const CardFile& file : content.files) {
    const std::int64_t before = done_;
    const auto sha = files_.hash_of(file.path, [&](std::uint64_t bytes) {
      done_ = before + static_cast<std::int64_t>(bytes);
      report.stopped = report.stopped || !say(file.name);
      return !report.stopped;
    });
    if (report.stopped) return report;
    done_ = before + static_cast<std::int64_t>(file.size_bytes);
    CardFileReport one{.name = file.name, .size_bytes = file.size_bytes};
    if (sha.ok()) {
      one.sha = *sha;
    } else {
      one.fault = sha.refusal();
    }
    report.files.push_back(std::move(one));
  }
  KHAOSAN_TRY(store_.read([&](StoreReader& store) -> Done {
    for (CardFileReport& file : report.files) {
      if (file.sha.empty()) continue;
      KHAOSAN_LET(known, store.file(file.sha));
      file.here = files_.has_original(file.sha) && !(known && known->damaged);
      const RecordId media = media_id(file.sha);
      KHAOSAN_LET(record, store.current("media", media));
      if (record && !record->deleted) file.media = media;
    }
    return {};
  }));
  return report;
}

Done CardCheck::ask(FileTransfer& office, CardReport& report) {
  std::set<Sha256> open;
  for (const CardFileReport& file : report.files) {
    if (!file.sha.empty()) open.insert(file.sha);
  }
  std::map<Sha256, ShelfState> known;
  total_ = static_cast<std::int64_t>(open.size());
  while (!open.empty()) {
    done_ = total_ - static_cast<std::int64_t>(open.size());
    if (progress_ && !progress_({SyncStep::card_office, done_, total_, {}})) {
      report.stopped = true;
      return {};
    }
    std::vector<Sha256> asked(open.begin(), open.end());
    if (asked.size() > files_asked_max) asked.resize(files_asked_max);
    KHAOSAN_LET(answers, office.ask_shelf(asked));
    const std::size_t before = open.size();
    for (const ShelfAnswer& answer : answers) {
      if (open.erase(answer.sha) == 1) known[answer.sha] = answer.state;
    }
    if (open.size() == before) return refuse(Code::bad_request, "files");
  }
  std::vector<Sha256> lost;
  for (CardFileReport& file : report.files) {
    if (file.sha.empty()) continue;
    switch (known.at(file.sha)) {
      case ShelfState::whole:
        file.at_office = AtOffice::whole;
        break;
      case ShelfState::missing:
        file.at_office = AtOffice::missing;
        break;
      case ShelfState::damaged:
        file.at_office = AtOffice::damaged;
        break;
    }
    if (file.at_office != AtOffice::whole && file.here) lost.push_back(file.sha);
  }
  return note_lost(lost);
}

Done CardCheck::note_lost(const std::vector<Sha256>& lost) {
  if (lost.empty()) return {};
  return store_.write([&](StoreWriter& store) -> Done {
    for (const Sha256& sha : lost) {
      KHAOSAN_LET(file, store.file(sha));
      if (!file || !file->at_office) continue;
      file->at_office = false;
      KHAOSAN_TRY(store.save_file(*file));
    }
    return {};
  });
}

}  // namespace khaosan::client
