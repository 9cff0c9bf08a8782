// HttpFiles: originals and renditions to and from the office's server.
#pragma once

#include "client/app/office.hpp"
#include "client/net/server_link.hpp"

namespace khaosan::client {

inline constexpr std::size_t small_rendition_bytes_max = 8U << 20U;

class HttpFiles : public FileTransfer {
 public:
  HttpFiles(ServerLink& link, std::string uploads) : link_(link), uploads_(std::move(uploads)) {}
  Done send(const Sha256& sha, const std::string& file_name, std::uint64_t size_bytes, const ReadAt& read,
            const std::string& upload_url, const std::function<Done(const std::string&)>& remember,
            const TransferProgress& progress) override;
  Result<Bytes> fetch_small(const Sha256& sha) override;
  Done send_small(const Sha256& sha, ByteView jpeg) override;
  Done fetch_original(const Sha256& sha, std::uint64_t from, const TakeBytes& take) override;
  Result<std::vector<ShelfAnswer>> ask_shelf(const std::vector<Sha256>& files) override;

 private:
  // The body of a 2xx answer, from this byte on, into `take`; what `take` refuses is the refusal.
  Done download(const std::string& path, std::uint64_t from, const TakeBytes& take);
  ServerLink& link_;
  const std::string uploads_;  // the path under which they are made
};

}  // namespace khaosan::client
