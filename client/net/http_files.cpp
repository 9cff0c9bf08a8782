#include "client/net/http_files.hpp"

#include "client/net/tus_upload.hpp"

namespace khaosan::client {
namespace {

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
  KHAOSAN_TRY(download(file_path(sha) + "/small", [&](ByteView piece) -> Done {
    if (small.size() + piece.size() > small_rendition_bytes_max)
      return refuse(Code::too_large, sha.hex() + "/small");
    small.insert(small.end(), piece.begin(), piece.end());
    return {};
  }));
  return small;
}

Done HttpFiles::download(const std::string& path, const std::function<Done(ByteView)>& take) {
  HttpCall call;
  call.path = path;
  std::optional<Refusal> fault;
  call.receive = [&](ByteView piece) {
    if (auto done = take(piece); !done.ok()) fault = done.refusal();
    return !fault;
  };
  const auto answer = link_.send(std::move(call));
  if (fault) return *fault;
  if (!answer.ok()) return answer.refusal();
  if (!answer->ok()) return refusal_of(*answer);
  return {};
}

}  // namespace khaosan::client
