#include "shared/media/worker_protocol.hpp"

#include <algorithm>

namespace khaosan::worker {
namespace {

class Writer {
 public:
  void number(std::uint64_t value, std::size_t width) {
    for (std::size_t i = 0; i < width; ++i) bytes_.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
  }
  void whole(int value) { number(static_cast<std::uint32_t>(value), 4); }
  void text(const std::string& value) {
    number(value.size(), 2);
    bytes_.insert(bytes_.end(), value.begin(), value.end());
  }
  Bytes take() { return std::move(bytes_); }
  template <std::size_t size>
  std::array<std::uint8_t, size> frame() const {
    std::array<std::uint8_t, size> out{};
    std::copy_n(bytes_.begin(), std::min(size, bytes_.size()), out.begin());
    return out;
  }

 private:
  Bytes bytes_;
};

// Reads past the end give zeros and make it bad.
class Reader {
 public:
  explicit Reader(ByteView bytes) : bytes_(bytes) {}
  std::uint64_t number(std::size_t width) {
    std::uint64_t value = 0;
    const ByteView part = take(width);
    for (std::size_t i = 0; i < part.size(); ++i) value |= static_cast<std::uint64_t>(part[i]) << (8 * i);
    return value;
  }
  std::uint32_t number_32() { return static_cast<std::uint32_t>(number(4)); }
  int whole() { return static_cast<int>(number_32()); }
  std::string text() { return std::string(text_of(take(static_cast<std::size_t>(number(2))))); }
  bool good() const { return good_; }

 private:
  ByteView take(std::size_t count) {
    good_ = good_ && count <= bytes_.size();
    if (!good_) return {};
    const ByteView part = bytes_.first(count);
    bytes_ = bytes_.subspan(count);
    return part;
  }
  ByteView bytes_;
  bool good_ = true;
};

}  // namespace

ReadyFrame ready_frame() {
  Writer writer;
  writer.number(worker_sign, 4);
  return writer.frame<ready_bytes>();
}

RequestFrame frame_of(const Request& request) {
  Writer writer;
  writer.number(worker_sign, 4);
  writer.number(static_cast<std::uint32_t>(request.task), 4);
  writer.number(request.file_bytes, 8);
  writer.whole(request.edit.rotate_quarter_turns);
  writer.whole(request.edit.crop.left_e4);
  writer.whole(request.edit.crop.top_e4);
  writer.whole(request.edit.crop.width_e4);
  writer.whole(request.edit.crop.height_e4);
  return writer.frame<request_bytes>();
}

std::optional<Request> parse_request(const RequestFrame& frame) {
  Reader reader(frame);
  if (reader.number_32() != worker_sign) return std::nullopt;
  Request request;
  request.task = static_cast<Task>(reader.number_32());
  request.file_bytes = reader.number(8);
  request.edit.rotate_quarter_turns = reader.whole();
  request.edit.crop.left_e4 = reader.whole();
  request.edit.crop.top_e4 = reader.whole();
  request.edit.crop.width_e4 = reader.whole();
  request.edit.crop.height_e4 = reader.whole();
  if (request.file_bytes > media_limits::max_picture_bytes) return std::nullopt;
  return request;
}

AnswerFrame frame_of(const Answer& answer) {
  Writer writer;
  writer.number(worker_sign, 4);
  writer.number(static_cast<std::uint32_t>(answer.outcome), 4);
  writer.number(answer.facts_bytes, 4);
  writer.number(answer.picture_bytes, 8);
  return writer.frame<answer_bytes>();
}

std::optional<Answer> parse_answer(const AnswerFrame& frame) {
  Reader reader(frame);
  if (reader.number_32() != worker_sign) return std::nullopt;
  const std::uint32_t outcome = reader.number_32();
  if (outcome < 1 || outcome > static_cast<std::uint32_t>(Outcome::too_large)) return std::nullopt;
  Answer answer;
  answer.outcome = static_cast<Outcome>(outcome);
  answer.facts_bytes = reader.number_32();
  answer.picture_bytes = reader.number(8);
  if (answer.facts_bytes > max_facts_bytes || answer.picture_bytes > media_limits::max_answer_bytes) {
    return std::nullopt;
  }
  return answer;
}

Bytes facts_to_bytes(const PhotoFacts& facts) {
  Writer writer;
  writer.number(static_cast<std::uint32_t>(facts.type), 4);
  writer.whole(facts.width_px);
  writer.whole(facts.height_px);
  writer.whole(facts.orientation);
  writer.text(facts.taken_at);
  writer.text(facts.camera_make);
  writer.text(facts.camera_model);
  writer.number(facts.place ? 1 : 0, 1);
  writer.whole(facts.place ? facts.place->latitude_e7 : 0);
  writer.whole(facts.place ? facts.place->longitude_e7 : 0);
  return writer.take();
}

std::optional<PhotoFacts> facts_from_bytes(ByteView bytes) {
  Reader reader(bytes);
  PhotoFacts facts;
  const std::uint32_t type = reader.number_32();
  if (type > static_cast<std::uint32_t>(FileType::wav)) return std::nullopt;
  facts.type = static_cast<FileType>(type);
  facts.width_px = reader.whole();
  facts.height_px = reader.whole();
  facts.orientation = reader.whole();
  facts.taken_at = reader.text();
  facts.camera_make = reader.text();
  facts.camera_model = reader.text();
  const bool has_place = reader.number(1) != 0;
  const Place place{reader.whole(), reader.whole()};
  if (has_place) facts.place = place;
  if (!reader.good()) return std::nullopt;
  return checked_facts(std::move(facts));
}

Bytes probe_to_bytes(const SandboxProbe& probe) {
  return {static_cast<std::uint8_t>(probe.filtered), static_cast<std::uint8_t>(probe.opened_a_file),
          static_cast<std::uint8_t>(probe.made_a_socket), static_cast<std::uint8_t>(probe.started_a_process),
          static_cast<std::uint8_t>(probe.mapped_code)};
}

std::optional<SandboxProbe> probe_from_bytes(ByteView bytes) {
  if (bytes.size() != 5) return std::nullopt;
  return SandboxProbe{bytes[0] != 0, bytes[1] != 0, bytes[2] != 0, bytes[3] != 0, bytes[4] != 0};
}

}  // namespace khaosan::worker
