#include "client/net/http_files.hpp"

#include "client/net/tus_upload.hpp"

namespace khaosan::client {
namespace {

constexpr int partial_content = 206;
// The office reads at least one file whole before it answers: 4 GB from a disk that others use.
constexpr std::int64_t shelf_read_ms = 15 * 60 * 1000LL;

std::string file_path(const Sha256& sha) {
  return "/api/v1/files/" + sha.hex();
}

}  // namespace

Done HttpFiles::send(const Sha256& sha, const std::string& file_name, std::uint64_t size_bytes,
                     const ReadAt& read, const std::string& upload_url,
                     const std::function<Done(const std::string&)>& remember,
                     const TransferProgress& progress) {
  const TusFile file{sha, file_name, size_bytes, read};
  return TusUpload(link_, uploads_, file, remember, progress).send(upload_url);
}

Result<Bytes> HttpFiles::fetch_small(const Sha256& sha) {
  Bytes small;
  KHAOSAN_TRY(download(file_path(sha) + "/small", 0, [&](ByteView piece) -> Done {
    if (small.size() + piece.size() > small_rendition_bytes_max)
      return refuse(Code::too_large, sha.hex() + "/small");
    small.insert(small.end(), piece.begin(), piece.end());
    return {};
  }));
  return small;
}

Done HttpFiles::send_small(const Sha256& sha, ByteView jpeg) {
  HttpCall call;
  call.method = "PUT";
  call.path = file_path(sha) + "/small";
  call.headers.emplace_back("Content-Type", "image/jpeg");
  call.body = text_of(jpeg);
  KHAOSAN_LET(answer, link_.send(std::move(call)));
  return answer.ok() ? Done() : Done(refusal_of(answer));
}

Done HttpFiles::fetch_original(const Sha256& sha, std::uint64_t from, const TakeBytes& take) {
  const Done came = download(file_path(sha), from, take);
  // Nothing is behind `from`: an earlier try took all of it.
  if (!came.ok() && from > 0 && came.refusal().code == Code::bad_range) return {};
  return came;
}

Result<std::vector<ShelfAnswer>> HttpFiles::ask_shelf(const std::vector<Sha256>& files) {
  const std::string path = "/api/v1/files/whole";
  HttpCall call;
  call.method = "POST";
  call.path = path;
  call.headers.emplace_back("Content-Type", std::string(json_type));
  call.body = files_asked_text(files);
  call.read_ms = shelf_read_ms;
  KHAOSAN_LET(answer, link_.send(std::move(call)));
  if (!answer.ok()) return refusal_of(answer);
  return understood(path, shelf_answers_from_text(answer.body));
}

Done HttpFiles::download(const std::string& path, std::uint64_t from, const TakeBytes& take) {
  HttpCall call;
  call.path = path;
  if (from > 0) call.headers.emplace_back("Range", "bytes=" + std::to_string(from) + "-");
  std::optional<Refusal> fault;
  call.receive = [&](ByteView piece) {
    if (auto done = take(piece); !done.ok()) fault = done.refusal();
    return !fault;
  };
  const auto answer = link_.send(std::move(call));
  if (fault) return *fault;
  if (!answer.ok()) return answer.refusal();
  if (!answer->ok()) return refusal_of(*answer);
  if (from > 0 && answer->status != partial_content) return refuse(Code::file_damaged, "Range");
  return {};
}

}  // namespace khaosan::client
