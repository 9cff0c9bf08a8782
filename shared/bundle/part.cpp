#include "shared/bundle/part.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "shared/crypto/sha256.hpp"
#include "shared/wire/value_json.hpp"

namespace khaosan {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 3> kind_names = {"outbox", "answer", "share"};
constexpr std::string_view office_name = "office";
constexpr std::string_view known_messages = "hcefbagpsz";
constexpr int part_version = 1;
constexpr int part_number_max = 99'999;

std::array<std::uint8_t, 4> length_bytes(std::size_t length) {
  return {static_cast<std::uint8_t>(length >> 24U), static_cast<std::uint8_t>(length >> 16U),
          static_cast<std::uint8_t>(length >> 8U), static_cast<std::uint8_t>(length)};
}

std::string end_name(DeviceId device) {
  return device.empty() ? std::string(office_name) : device.text();
}

Result<DeviceId> end_named(const std::string& name) {
  if (name == office_name) return DeviceId{};
  KHAOSAN_LET(device, DeviceId::parse(name));
  if (device.empty()) return refuse(Code::bad_id, name);
  return device;
}

template <std::size_t size>
Result<std::array<std::uint8_t, size>> hex_member(const json& object, const char* name) {
  KHAOSAN_LET(text, text_member(object, name));
  KHAOSAN_LET(bytes, from_hex(text));
  std::array<std::uint8_t, size> array{};
  if (bytes.size() != size) return refuse(Code::bad_request, name);
  std::copy(bytes.begin(), bytes.end(), array.begin());
  return array;
}

Refusal damaged(std::string_view english, std::string_view thai) {
  return refuse(Code::bundle_damaged, in_both(english, thai));
}

Refusal cut() {
  return damaged("it ends in the middle", "แฟ้มขาดกลางคัน");
}

Refusal altered() {
  return damaged("its bytes were altered", "เนื้อหาในแฟ้มถูกเปลี่ยน");
}

Result<PartHeader> header_from_text(std::string_view text) {
  KHAOSAN_LET(object, parse_json(text));
  if (!object.is_object()) return refuse(Code::bad_json, "header");
  PartHeader header;
  KHAOSAN_LET(version, number_member(object, "v"));
  if (version != part_version) return refuse(Code::protocol_mismatch, "bundle " + std::to_string(version));
  KHAOSAN_LET(kind, text_member(object, "type"));
  const auto named = std::find(kind_names.begin(), kind_names.end(), kind);
  if (named == kind_names.end()) return refuse(Code::bad_request, "type");
  header.kind = static_cast<BundleKind>(named - kind_names.begin());
  KHAOSAN_LET(bundle_text, text_member(object, "bundle"));
  KHAOSAN_LET(bundle, BundleId::parse(bundle_text));
  header.bundle = bundle;
  KHAOSAN_LET(part, number_member(object, "part"));
  if (part < 1 || part > part_number_max) return refuse(Code::bad_request, "part");
  header.part = static_cast<int>(part);
  KHAOSAN_LET(from, text_member(object, "from"));
  KHAOSAN_LET(sender, end_named(from));
  header.from = sender;
  KHAOSAN_LET(to, text_member(object, "to"));
  KHAOSAN_LET(reader, end_named(to));
  header.to = reader;
  KHAOSAN_LET(made, text_member(object, "made_at"));
  KHAOSAN_LET(made_at, parse_iso_utc(made));
  header.made_at = made_at;
  KHAOSAN_LET(key, hex_member<sizeof(StreamStart::sealed_key)>(object, "key"));
  header.stream.sealed_key = key;
  KHAOSAN_LET(head, hex_member<sizeof(StreamStart::head)>(object, "stream"));
  header.stream.head = head;
  return header;
}

Done read_all(PartInput& input, std::span<std::uint8_t> into) {
  KHAOSAN_LET(got, input.read(into));
  if (got != into.size()) return cut();
  return {};
}

}  // namespace

std::string part_header_text(const PartHeader& header) {
  return canonical(json{{"v", part_version},
                        {"type", kind_names[static_cast<std::size_t>(header.kind)]},
                        {"bundle", header.bundle.text()},
                        {"part", header.part},
                        {"from", end_name(header.from)},
                        {"to", end_name(header.to)},
                        {"made_at", iso_utc(header.made_at)},
                        {"key", to_hex(header.stream.sealed_key)},
                        {"stream", to_hex(header.stream.head)}});
}

PartWriter::PartWriter(std::unique_ptr<PartOutput> output, SealingStream stream)
    : output_(std::move(output)), stream_(std::move(stream)) {}

Result<PartWriter> PartWriter::begin(std::unique_ptr<PartOutput> output, PartHeader header,
                                     const SignKeyPair& sender, const PublicKey& reader) {
  SealingStream stream(reader);
  header.stream = stream.start();
  const std::string text = part_header_text(header);
  const auto length = length_bytes(text.size());
  std::string front(part_magic);
  front += text_of(length);
  front += text;
  const Signature signature = sign(sha256(front).bytes, sender);
  PartWriter writer(std::move(output), std::move(stream));
  KHAOSAN_TRY(writer.put(view_of(front)));
  KHAOSAN_TRY(writer.put(signature));
  return writer;
}

Done PartWriter::put(ByteView bytes) {
  KHAOSAN_TRY(output_->write(bytes));
  size_bytes_ += bytes.size();
  return {};
}

Done PartWriter::put_message(MessageKind kind, std::string_view body, StreamPlace place) {
  if (body.size() + 1 > message_bytes_max)
    return refuse(Code::too_large, in_both("bundle", "แฟ้มรับ–ส่งทาง USB"));
  Bytes plain;
  plain.reserve(body.size() + 1);
  plain.push_back(static_cast<std::uint8_t>(kind));
  plain.insert(plain.end(), body.begin(), body.end());
  const Bytes sealed = stream_.seal(plain, place);
  KHAOSAN_TRY(put(length_bytes(sealed.size())));
  return put(sealed);
}

Done PartWriter::write(MessageKind kind, std::string_view body) {
  return put_message(kind, body, StreamPlace::inside);
}

Done PartWriter::finish(bool more) {
  KHAOSAN_TRY(put_message(MessageKind::end, canonical(json{{"more", more}}), StreamPlace::last));
  return output_->finish();
}

PartReader::PartReader(std::unique_ptr<PartInput> input, PartHeader header, Sha256 signed_hash,
                       Signature signature)
    : input_(std::move(input)), header_(header), signed_hash_(signed_hash), signature_(signature) {}

Result<PartReader> PartReader::begin(std::unique_ptr<PartInput> input) {
  Bytes front(part_magic.size() + 4);
  KHAOSAN_TRY(read_all(*input, front));
  if (text_of(front).substr(0, part_magic.size()) != part_magic)
    return damaged("it is no bundle", "ไม่ใช่แฟ้มรับ–ส่งของโปรแกรมนี้");
  std::uint32_t length = 0;
  for (std::size_t i = part_magic.size(); i < front.size(); ++i) length = length << 8U | front[i];
  if (length > part_header_bytes_max) return altered();
  const std::size_t header_at = front.size();
  front.resize(header_at + length);
  KHAOSAN_TRY(read_all(*input, std::span(front).subspan(header_at)));
  const auto header = header_from_text(text_of(front).substr(header_at));
  if (!header.ok()) {
    if (header.refusal().code == Code::protocol_mismatch) return header.refusal();
    return altered();
  }
  Signature signature{};
  KHAOSAN_TRY(read_all(*input, signature));
  return PartReader(std::move(input), *header, sha256(ByteView(front)), signature);
}

Done PartReader::admit(const PublicKey& sender, const BoxKeyPair& reader) {
  if (!verify(signed_hash_.bytes, signature_, sender))
    return refuse(Code::bad_signature, in_both("USB bundle", "แฟ้มรับ–ส่งทาง USB"));
  stream_ = OpeningStream::open(header_.stream, reader);
  if (!stream_) return refuse(Code::bundle_not_ours, end_name(header_.to));
  return {};
}

Result<std::uint32_t> PartReader::read_length() {
  std::array<std::uint8_t, 4> bytes{};
  KHAOSAN_TRY(read_all(*input_, bytes));
  std::uint32_t length = 0;
  for (const std::uint8_t byte : bytes) length = length << 8U | byte;
  if (length <= stream_message_overhead || length > message_bytes_max + stream_message_overhead)
    return altered();
  return length;
}

Done PartReader::close(const OpeningStream::Message& message, const std::string& body) {
  if (message.place != StreamPlace::last) return altered();
  KHAOSAN_LET(end, parse_json(body));
  if (!end.is_object() || !end.contains("more") || !end["more"].is_boolean()) return altered();
  more_ = end["more"].get<bool>();
  closed_ = true;
  std::array<std::uint8_t, 1> beyond{};
  KHAOSAN_LET(got, input_->read(beyond));
  if (got != 0) return altered();
  return {};
}

Result<std::optional<BundleMessage>> PartReader::next() {
  if (closed_) return std::optional<BundleMessage>{};
  if (!stream_) return refuse(Code::internal, "bundle not admitted");
  KHAOSAN_LET(length, read_length());
  Bytes sealed(length);
  KHAOSAN_TRY(read_all(*input_, sealed));
  const auto message = stream_->next(sealed);
  if (!message || message->bytes.empty()) return altered();
  const char sign = static_cast<char>(message->bytes.front());
  if (known_messages.find(sign) == std::string_view::npos) return altered();
  BundleMessage opened{static_cast<MessageKind>(sign), {}};
  opened.body.assign(message->bytes.begin() + 1, message->bytes.end());
  if (opened.kind == MessageKind::end) {
    KHAOSAN_TRY(close(*message, opened.body));
    return std::optional<BundleMessage>{};
  }
  if (message->place == StreamPlace::last) return altered();
  return std::optional<BundleMessage>{std::move(opened)};
}

}  // namespace khaosan
