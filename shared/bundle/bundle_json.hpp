// What the messages of a bundle say, as text.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/bundle/bundle_writer.hpp"
#include "shared/sync/service.hpp"

namespace khaosan {

// First in every part of a laptop's bundle: where the laptop stands, so that the answer begins there.
struct OutboxAbout {
  int protocol = protocol_version;
  int schema = schema_version;
  EpochId epoch;
  Seq cursor = 0;
  Seq witnessed_seq = 0;
  std::int64_t changes = 0;
  std::int64_t files = 0;
};
std::string outbox_about_text(const OutboxAbout& about);
Result<OutboxAbout> outbox_about_from_text(std::string_view text);

// First in every part of an office's answer: which range of its records it covers, (from, to].
struct AnswerAbout {
  int protocol = protocol_version;
  int schema = schema_version;
  std::string office;
  EpochId epoch;
  Seq from = 0;
  Seq to = 0;
  Seq witnessed_seq = 0;  // that the laptop had named, and the journal's hash there
  Sha256 chain_at_witness;
};
std::string answer_about_text(const AnswerAbout& about);
Result<AnswerAbout> answer_about_from_text(std::string_view text);

// First in every part of an event that a laptop shares with another one.
struct ShareAbout {
  int schema = schema_version;
  RecordId event;
  EpochId epoch;
};
std::string share_about_text(const ShareAbout& about);
Result<ShareAbout> share_about_from_text(std::string_view text);

// Sealed changes in the order they were written. `after` is the change before them: they wait until the
// office has answered that one.
struct ChangeRun {
  ChangeId after;
  std::vector<SealedChange> changes;
};
std::string change_run_text(ChangeId after, const std::vector<SealedChange>& changes);
// A line that is none is kept as it came, as in a push.
Result<ChangeRun> change_run_from_text(std::string_view text);

std::string page_run_text(Seq after, const PullPage& page);
Result<std::pair<Seq, PullPage>> page_run_from_text(std::string_view text);

std::string hashes_text(const std::vector<Sha256>& hashes);  // one a line
Result<std::vector<Sha256>> hashes_from_text(std::string_view text);

struct FilePiece {
  BundleFile file;
  std::uint64_t offset = 0;
};
std::string piece_text(const FilePiece& piece);
Result<FilePiece> piece_from_text(std::string_view text);

}  // namespace khaosan
