#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

#include "shared/http/private_file.hpp"

namespace khaosan::guard {
namespace {

Refusal failed(const std::filesystem::path& path) {
  const int error = errno;
  const Code code = error == ENOSPC || error == EDQUOT ? Code::disk_full : Code::io_failed;
  return refuse(code, path.filename().string() + ": " + std::generic_category().message(error));
}

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

bool sync_folder(const std::filesystem::path& folder) {
  const int descriptor = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool synced = ::fsync(descriptor) == 0;
  ::close(descriptor);
  return synced;
}

}  // namespace

Done write_private_file(const std::filesystem::path& path, std::string_view text) {
  std::filesystem::path sibling = path;
  sibling += ".new";
  ::unlink(sibling.c_str());
  const int descriptor = ::open(sibling.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor < 0) return failed(path);
  const bool written = write_all(descriptor, text) && ::fsync(descriptor) == 0;
  const int error = errno;
  ::close(descriptor);
  if (!written || ::rename(sibling.c_str(), path.c_str()) != 0) {
    if (!written) errno = error;
    const Refusal refusal = failed(path);
    ::unlink(sibling.c_str());
    return refusal;
  }
  if (!sync_folder(path.parent_path())) return failed(path);
  return {};
}

}  // namespace khaosan::guard
