#include "shared/bundle/bundle_writer.hpp"

#include <algorithm>
#include <cstdio>

#include "shared/bundle/bundle_json.hpp"

namespace khaosan {
namespace {

constexpr std::size_t message_bytes_usual = 1U << 20U;
constexpr std::size_t messages_of_a_part_min = 4;
constexpr std::size_t part_end_bytes = 256;      // of the last message
constexpr std::size_t piece_head_bytes = 4'096;  // a piece begins where at least its head has room

}  // namespace

std::string part_name(BundleKind kind, BundleId bundle, int part) {
  constexpr std::array<std::string_view, 3> words = {"outbox", "answer", "share"};
  // The last signs of the id: its first ones are the time, which bundles of one minute share.
  const std::string id = bundle.text();
  std::array<char, 8> number{};
  std::snprintf(number.data(), number.size(), "%03d", part);
  return "khaosan-" + std::string(words[static_cast<std::size_t>(kind)]) + "-" + id.substr(id.size() - 12) +
         "-" + number.data() + std::string(part_suffix);
}

std::size_t BundleWriter::message_bytes() const {
  return static_cast<std::size_t>(
      std::min<std::uint64_t>(message_bytes_usual, terms_.part_bytes / messages_of_a_part_min));
}

Done BundleWriter::next_part() {
  if (part_) {
    KHAOSAN_TRY(part_->finish(true));
    size_bytes_ += part_->size_bytes();
  }
  const int number = static_cast<int>(names_.size()) + 1;
  const std::string name = part_name(terms_.kind, terms_.bundle, number);
  KHAOSAN_LET(output, folder_.create(name));
  PartHeader header;
  header.kind = terms_.kind;
  header.bundle = terms_.bundle;
  header.part = number;
  header.from = terms_.from;
  header.to = terms_.to;
  header.made_at = terms_.made_at;
  KHAOSAN_LET(part, PartWriter::begin(std::move(output), header, terms_.sender, terms_.reader));
  part_.emplace(std::move(part));
  names_.push_back(name);
  return part_->write(MessageKind::about, terms_.about);
}

Done BundleWriter::room_for(std::size_t bytes) {
  const std::uint64_t wanted = bytes + part_end_bytes;
  if (part_ && part_->size_bytes() + wanted <= terms_.part_bytes) return {};
  return next_part();
}

Done BundleWriter::write(MessageKind kind, std::string_view body) {
  KHAOSAN_TRY(room_for(body.size()));
  return part_->write(kind, body);
}

Done BundleWriter::write_file(const BundleFile& file, const ReadAt& read, const Progress& progress) {
  Bytes buffer(message_bytes());
  bool begins = true;
  for (std::uint64_t offset = 0; offset < file.size_bytes;) {
    const std::size_t parts_before = names_.size();
    KHAOSAN_TRY(room_for(buffer.size() + piece_head_bytes));
    if (begins || names_.size() != parts_before)
      KHAOSAN_TRY(part_->write(MessageKind::file, piece_text({file, offset})));
    begins = false;
    const std::size_t wanted =
        static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), file.size_bytes - offset));
    KHAOSAN_LET(got, read(offset, std::span(buffer).first(wanted)));
    if (got != wanted) return refuse(Code::file_damaged, file.name);
    KHAOSAN_TRY(part_->write(MessageKind::bytes, text_of(ByteView(buffer).first(wanted))));
    offset += wanted;
    if (progress) KHAOSAN_TRY(progress(offset));
  }
  return {};
}

Done BundleWriter::finish() {
  if (!part_) KHAOSAN_TRY(next_part());
  KHAOSAN_TRY(part_->finish(false));
  size_bytes_ += part_->size_bytes();
  part_.reset();
  return {};
}

}  // namespace khaosan
