#include "server/main/certificate_source.hpp"

#include <algorithm>

#include "shared/platform/host.hpp"

namespace khaosan::server {
namespace {

constexpr std::uint64_t pem_bytes_max = 256 * 1024;

Result<std::string> pem_text(const Path& path) {
  KHAOSAN_LET(bytes, read_file(path, pem_bytes_max));
  return std::string(text_of(bytes));
}

std::vector<std::string> own_names(const std::string& host) {
  std::vector<std::string> names = {"localhost", "127.0.0.1"};
  for (const std::string& name : {host_name(), host}) {
    const bool wildcard = name == "0.0.0.0" || name == "::";
    if (!wildcard && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
}

}  // namespace

Result<Certificate> certificate_for(const ServeRequest& request, const Path& data_folder, Instant now) {
  if (!request.tls_certificate.empty()) {
    KHAOSAN_LET(certificate, pem_text(request.tls_certificate));
    KHAOSAN_LET(key, pem_text(request.tls_key));
    return Certificate{std::move(certificate), std::move(key)};
  }
  const Path folder = data_folder / "tls";
  KHAOSAN_TRY(make_folders(folder));
  return load_or_make_certificate(folder, own_names(request.host), now);
}

}  // namespace khaosan::server
