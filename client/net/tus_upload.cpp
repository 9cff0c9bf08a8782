#include "client/net/tus_upload.hpp"

#include <algorithm>
#include <charconv>

namespace khaosan::client {
namespace {

std::optional<std::uint64_t> number_of(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool is_gone(int status) {
  return status == 404 || status == 410;
}

// The server stands elsewhere than we thought, or is busy with this very upload: ask again.
bool is_out_of_step(int status) {
  return status == 409 || status == 423;
}

HttpCall tus_call(std::string method, std::string path) {
  HttpCall call;
  call.method = std::move(method);
  call.path = std::move(path);
  call.headers.emplace_back("Tus-Resumable", "1.0.0");
  return call;
}

}  // namespace

std::string tus_metadata(const Sha256& sha, const std::string& file_name) {
  return "sha256 " + to_base64(view_of(sha.hex())) + ",filename " + to_base64(view_of(file_name));
}

Result<std::string> tus_path(std::string_view location, std::string_view uploads) {
  const bool plain = std::all_of(location.begin(), location.end(),
                                 [](unsigned char sign) { return sign > ' ' && sign < 0x7F; });
  if (!plain || location.empty() || location.size() > tus_location_bytes_max)
    return refuse(Code::bad_request, "Location");
  if (const auto scheme = location.find("://"); scheme != std::string_view::npos) {
    const auto slash = location.find('/', scheme + 3);
    if (slash == std::string_view::npos) return refuse(Code::bad_request, "Location");
    return std::string(location.substr(slash));
  }
  if (location.starts_with('/')) return std::string(location);
  return std::string(uploads) + std::string(location);
}

TusUpload::TusUpload(ServerLink& link, std::string uploads, const TusFile& file, Remember remember,
                     TransferProgress progress)
    : link_(link),
      uploads_(std::move(uploads)),
      file_(file),
      remember_(std::move(remember)),
      progress_(std::move(progress)) {}

Done TusUpload::send(std::string upload_url) {
  if (!upload_url.empty()) {
    KHAOSAN_LET(path, tus_path(upload_url, uploads_));
    if (path.starts_with(uploads_)) url_ = path;
  }
  int idle_tries = 0;
  while (!finished_) {
    const std::uint64_t before = confirmed_;
    KHAOSAN_TRY(step());
    idle_tries = confirmed_ > before ? 0 : idle_tries + 1;
    if (idle_tries > tus_idle_tries_max) return last_fault_.value_or(refuse(Code::overloaded, file_.name));
  }
  return {};
}

Done TusUpload::step() {
  read_fault_.reset();
  if (url_.empty()) KHAOSAN_TRY(create());
  if (!offset_) {
    KHAOSAN_LET(known, ask_offset());
    if (!known) {
      url_.clear();
      return {};
    }
    if (finished_) return {};
  }
  return send_rest();
}

Done TusUpload::create() {
  if (++new_uploads_ > tus_new_uploads_max) return refuse(Code::file_damaged, file_.name);
  HttpCall call = tus_call("POST", uploads_);
  call.headers.emplace_back("Upload-Length", std::to_string(file_.size_bytes));
  call.headers.emplace_back("Upload-Metadata", tus_metadata(file_.sha, file_.name));
  KHAOSAN_LET(answer, link_.send(std::move(call)));
  if (!answer.ok()) return refusal_of(answer);
  KHAOSAN_LET(path, tus_path(answer.header("Location"), uploads_));
  KHAOSAN_TRY(remember_(path));
  url_ = path;
  confirmed_ = 0;
  offset_.reset();
  // Where the server has the bytes already (or there are none to send), HEAD tells the hash.
  const std::uint64_t offset = number_of(answer.header("Upload-Offset")).value_or(0);
  if (offset < file_.size_bytes) stands_at(offset);
  return {};
}

Result<bool> TusUpload::ask_offset() {
  KHAOSAN_LET(answer, link_.send(tus_call("HEAD", url_)));
  if (is_gone(answer.status)) return false;
  if (!answer.ok()) return refusal_of(answer);
  const auto offset = number_of(answer.header("Upload-Offset"));
  if (!offset || *offset > file_.size_bytes) return false;  // not an upload of this file
  if (*offset == file_.size_bytes) {
    // Whole, yet not ours: its bytes were damaged on the way. Only a new upload helps.
    if (!finish(answer).ok()) return false;
    finished_ = true;
    return true;
  }
  stands_at(*offset);
  return true;
}

void TusUpload::stands_at(std::uint64_t offset) {
  offset_ = offset;
  confirmed_ = std::max(confirmed_, offset);
}

Done TusUpload::send_rest() {
  const auto answer = patch();
  offset_.reset();  // only the server knows how much arrived
  if (read_fault_) return *read_fault_;
  if (stopped_) return link_.stopped();
  if (!answer.ok()) {
    if (answer.refusal().code != Code::server_away) return answer.refusal();
    last_fault_ = answer.refusal();
    return {};
  }
  if (is_gone(answer->status)) {
    url_.clear();
    return {};
  }
  if (is_out_of_step(answer->status)) return {};
  if (!answer->ok()) return refusal_of(*answer);
  const auto offset = number_of(answer->header("Upload-Offset"));
  if (offset && *offset < file_.size_bytes) {  // a server may take less than all
    stands_at(*offset);
    return {};
  }
  KHAOSAN_TRY(finish(*answer));
  finished_ = true;
  return {};
}

Result<HttpAnswer> TusUpload::patch() {
  const std::uint64_t from = *offset_;
  HttpCall call = tus_call("PATCH", url_);
  call.headers.emplace_back("Content-Type", "application/offset+octet-stream");
  call.headers.emplace_back("Upload-Offset", std::to_string(from));
  call.upload = BodySource{file_.size_bytes - from,
                           [this, from](std::uint64_t offset, std::uint64_t length, const ByteSink& sink) {
                             return feed(from + offset, length, sink);
                           }};
  return link_.send(std::move(call));
}

bool TusUpload::feed(std::uint64_t offset, std::uint64_t length, const ByteSink& sink) {
  if (progress_ && !progress_(offset)) {
    stopped_ = true;
    return false;
  }
  piece_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(length, tus_piece_bytes)));
  const auto got = file_.read(offset, piece_);
  if (!got.ok()) {
    read_fault_ = got.refusal();
    return false;
  }
  if (*got == 0) {
    read_fault_ = refuse(Code::file_damaged, file_.name);
    return false;
  }
  return sink(ByteView(piece_.data(), *got));
}

Done TusUpload::finish(const HttpAnswer& answer) {
  const auto hash = Sha256::parse(answer.header("Upload-Sha256"));
  if (!hash.ok() || *hash != file_.sha) return refuse(Code::file_damaged, file_.name + " " + file_.sha.hex());
  if (progress_) static_cast<void>(progress_(file_.size_bytes));
  return {};
}

}  // namespace khaosan::client
