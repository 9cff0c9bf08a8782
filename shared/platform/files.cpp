#include "shared/platform/files.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <memory>

#include "shared/platform/clock.hpp"
#include "shared/platform/crash_point.hpp"

namespace khaosan {
namespace {

constexpr mode_t file_mode = 0600;
constexpr mode_t folder_mode = 0700;
// Short: a writer gives the lock up between its transactions for no longer than that.
constexpr int lock_retry_ms = 2;
constexpr int max_name_tries = 1000;  // a temporary name is taken only by a leftover of an earlier run

Code code_of(int error) {
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return Code::file_not_found;
    case ENOSPC:
    case EDQUOT:
      return Code::disk_full;
    case EFBIG:
      return Code::file_too_large;
    default:
      return Code::io_failed;
  }
}

Refusal system_refusal(const Path& path, int error) {
  const Code code = code_of(error);
  if (code == Code::file_not_found) return refuse(code, utf8_from_path(path));  // says it all
  return refuse(code, utf8_from_path(path) + ": " + std::strerror(error));
}
Refusal last_refusal(const Path& path) {
  return system_refusal(path, errno);
}

// Of a read: what the disk, the card or the file system's own checksums say of these very bytes.
Refusal read_refusal(const Path& path, int error) {
  const bool is_of_the_bytes = error == EIO || error == EBADMSG || error == EUCLEAN || error == ENODATA;
  if (is_of_the_bytes) return refuse(Code::file_unreadable, utf8_from_path(path));
  return system_refusal(path, error);
}

int fd_of(const Handle& handle) {
  return static_cast<int>(handle.native());
}

Path folder_of(const Path& path) {
  const Path folder = path.parent_path();
  return folder.empty() ? Path(".") : folder;
}

Result<Handle> open_handle(const Path& path, int flags,
                           Refusal (*refusal)(const Path&, int) = system_refusal) {
  for (;;) {
    const int fd = ::open(path.c_str(), flags | O_CLOEXEC, file_mode);
    if (fd >= 0) return Handle(fd);
    if (errno != EINTR) return refusal(path, errno);
  }
}

Done write_all(const Handle& handle, const Path& path, ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(fd_of(handle), bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return last_refusal(path);
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
  crash_point("file.write");
  return {};
}

Done sync_handle(const Handle& handle, const Path& path) {
  if (::fsync(fd_of(handle)) != 0) return last_refusal(path);
  crash_point("file.fsync");
  return {};
}

std::string next_temporary_name() {
  static std::atomic<unsigned> counter{0};
  return std::to_string(::getpid()) + "-" + std::to_string(++counter) + std::string(temporary_suffix);
}

struct NewFile {
  Handle handle;
  Path path;
};

Result<NewFile> create_temporary(const Path& folder, const std::string& stem) {
  for (int tries = 0; tries < max_name_tries; ++tries) {
    Path path = folder / path_from_utf8(stem + next_temporary_name());
    const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, file_mode);
    if (fd >= 0) return NewFile{Handle(fd), std::move(path)};
    if (errno != EEXIST && errno != EINTR) return last_refusal(path);
  }
  return refuse(Code::io_failed, utf8_from_path(folder) + ": no free temporary name");
}

FileInfo info_from(const struct stat& facts, std::string name) {
  FileInfo info;
  info.name = std::move(name);
  info.is_folder = S_ISDIR(facts.st_mode);
  info.size_bytes = info.is_folder ? 0 : static_cast<std::uint64_t>(facts.st_size);
  info.modified.unix_ms = facts.st_mtim.tv_sec * 1000LL + facts.st_mtim.tv_nsec / 1'000'000;
  return info;
}

}  // namespace

Path path_from_utf8(std::string_view text) {
  return Path(std::string(text));
}

std::string utf8_from_path(const Path& path) {
  return path.string();
}

Handle& Handle::operator=(Handle&& other) noexcept {
  if (this != &other) {
    close();
    native_ = other.release();
  }
  return *this;
}

std::intptr_t Handle::release() {
  return std::exchange(native_, -1);
}

void Handle::close() {
  if (open()) ::close(static_cast<int>(release()));
}

DurableFile::DurableFile(Handle handle, Path temporary, Path final_path)
    : handle_(std::move(handle)), temporary_(std::move(temporary)), final_(std::move(final_path)) {}

Result<DurableFile> DurableFile::create(const Path& final_path) {
  KHAOSAN_LET(file,
              create_temporary(folder_of(final_path), "." + utf8_from_path(final_path.filename()) + "."));
  return DurableFile(std::move(file.handle), std::move(file.path), final_path);
}

Result<DurableFile> DurableFile::create_in(const Path& folder) {
  KHAOSAN_LET(file, create_temporary(folder, ""));
  return DurableFile(std::move(file.handle), std::move(file.path), Path());
}

DurableFile::~DurableFile() {
  if (handle_.open() && !temporary_.empty()) ::unlink(temporary_.c_str());
}

Done DurableFile::write(ByteView bytes) {
  KHAOSAN_TRY(write_all(handle_, temporary_, bytes));
  size_bytes_ += bytes.size();
  return {};
}

Done DurableFile::finish() {
  return finish_as(Path(final_));
}

Done DurableFile::finish_as(const Path& final_path) {
  KHAOSAN_TRY(sync_handle(handle_, temporary_));
  KHAOSAN_TRY(rename_durably(temporary_, final_path));
  temporary_.clear();
  handle_.close();
  return {};
}

AppendFile::AppendFile(Handle handle, Path path, std::uint64_t size_bytes)
    : handle_(std::move(handle)), path_(std::move(path)), size_bytes_(size_bytes) {}

Result<AppendFile> AppendFile::open(const Path& path) {
  const bool is_new = !file_exists(path);
  KHAOSAN_LET(handle, open_handle(path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW));
  if (is_new) KHAOSAN_TRY(sync_folder(folder_of(path)));
  struct stat facts {};
  if (::fstat(fd_of(handle), &facts) != 0) return last_refusal(path);
  return AppendFile(std::move(handle), path, static_cast<std::uint64_t>(facts.st_size));
}

Done AppendFile::append(ByteView bytes) {
  if (auto done = write_all(handle_, path_, bytes); !done) {
    // Where half of the bytes cannot be taken back, nothing may be written after them.
    if (::ftruncate(fd_of(handle_), static_cast<off_t>(size_bytes_)) != 0) handle_.close();
    return done;
  }
  size_bytes_ += bytes.size();
  return {};
}

Done AppendFile::sync() {
  return sync_handle(handle_, path_);
}

FileReader::FileReader(Handle handle, Path path, std::uint64_t size_bytes)
    : handle_(std::move(handle)), path_(std::move(path)), size_bytes_(size_bytes) {}

Result<FileReader> FileReader::open(const Path& path) {
  // O_NONBLOCK: opening a pipe must not wait for a writer.
  KHAOSAN_LET(handle, open_handle(path, O_RDONLY | O_NONBLOCK, read_refusal));
  struct stat facts {};
  if (::fstat(fd_of(handle), &facts) != 0) return last_refusal(path);
  if (!S_ISREG(facts.st_mode)) return refuse(Code::io_failed, utf8_from_path(path) + ": not a file");
  return FileReader(std::move(handle), path, static_cast<std::uint64_t>(facts.st_size));
}

Result<std::size_t> FileReader::read_at(std::uint64_t offset, std::span<std::uint8_t> into) const {
  std::size_t done = 0;
  while (done < into.size()) {
    const ssize_t count =
        ::pread(fd_of(handle_), into.data() + done, into.size() - done, static_cast<off_t>(offset + done));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return read_refusal(path_, errno);
    if (count == 0) break;
    done += static_cast<std::size_t>(count);
  }
  return done;
}

Result<std::size_t> FileReader::read(std::span<std::uint8_t> into) {
  auto count = read_at(position_, into);
  if (count) position_ += *count;
  return count;
}

Result<Bytes> read_file(const Path& path, std::uint64_t limit_bytes) {
  KHAOSAN_LET(reader, FileReader::open(path));
  if (reader.size_bytes() > limit_bytes) return refuse(Code::file_too_large, utf8_from_path(path));
  Bytes bytes(reader.size_bytes());
  KHAOSAN_LET(count, reader.read(bytes));
  bytes.resize(count);  // it may have become shorter since it was opened
  return bytes;
}

Done write_file(const Path& path, ByteView bytes) {
  KHAOSAN_LET(file, DurableFile::create(path));
  KHAOSAN_TRY(file.write(bytes));
  return file.finish();
}

Done rename_durably(const Path& from, const Path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return last_refusal(to);
  crash_point("file.rename");
  return sync_folder(folder_of(to));
}

Done sync_folder(const Path& folder) {
  KHAOSAN_LET(handle, open_handle(folder, O_RDONLY | O_DIRECTORY));
  if (::fsync(fd_of(handle)) != 0) return last_refusal(folder);
  crash_point("folder.fsync");
  return {};
}

Done make_folders(const Path& folder) {
  if (folder.empty()) return {};
  if (::mkdir(folder.c_str(), folder_mode) == 0) return sync_folder(folder_of(folder));
  if (errno == EEXIST) {
    struct stat facts {};
    if (::stat(folder.c_str(), &facts) != 0) return last_refusal(folder);
    if (S_ISDIR(facts.st_mode)) return {};
    return refuse(Code::io_failed, utf8_from_path(folder) + ": not a folder");
  }
  if (errno != ENOENT || folder.parent_path() == folder) return last_refusal(folder);
  KHAOSAN_TRY(make_folders(folder.parent_path()));
  if (::mkdir(folder.c_str(), folder_mode) != 0 && errno != EEXIST) return last_refusal(folder);
  return sync_folder(folder_of(folder));
}

Done remove_file(const Path& path) {
  if (::unlink(path.c_str()) == 0 || errno == ENOENT) return {};
  return last_refusal(path);
}

Result<std::uint64_t> free_space_bytes(const Path& folder) {
  struct statvfs facts {};
  if (::statvfs(folder.c_str(), &facts) != 0) return last_refusal(folder);
  return static_cast<std::uint64_t>(facts.f_bavail) * facts.f_frsize;
}

Result<FileInfo> file_info(const Path& path) {
  struct stat facts {};
  if (::stat(path.c_str(), &facts) != 0) return last_refusal(path);
  return info_from(facts, utf8_from_path(path.filename()));
}

bool file_exists(const Path& path) {
  struct stat facts {};
  return ::stat(path.c_str(), &facts) == 0;
}

Result<std::vector<FileInfo>> list_folder(const Path& folder) {
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(::opendir(folder.c_str()), ::closedir);
  if (!stream) return last_refusal(folder);
  std::vector<FileInfo> list;
  for (;;) {
    errno = 0;
    const dirent* entry = ::readdir(stream.get());
    if (entry == nullptr && errno != 0) return last_refusal(folder);  // a bad card is no short list
    if (entry == nullptr) break;
    std::string name = entry->d_name;
    if (name == "." || name == "..") continue;
    struct stat facts {};
    if (::fstatat(::dirfd(stream.get()), name.c_str(), &facts, AT_SYMLINK_NOFOLLOW) != 0) {
      if (errno == ENOENT) continue;  // gone meanwhile
      return last_refusal(folder / path_from_utf8(name));
    }
    if (S_ISREG(facts.st_mode) || S_ISDIR(facts.st_mode)) list.push_back(info_from(facts, std::move(name)));
  }
  std::sort(list.begin(), list.end(), [](const FileInfo& a, const FileInfo& b) { return a.name < b.name; });
  return list;
}

Result<FolderLock> FolderLock::take(const Path& folder) {
  return take(folder, "lock", Hold::alone, 0);
}

Result<FolderLock> FolderLock::take(const Path& folder, std::string_view name, Hold hold,
                                    std::int64_t wait_ms) {
  KHAOSAN_TRY(make_folders(folder));
  const Path path = folder / path_from_utf8(name);
  KHAOSAN_LET(handle, open_handle(path, O_RDWR | O_CREAT | O_NOFOLLOW));
  const int how = (hold == Hold::alone ? LOCK_EX : LOCK_SH) | LOCK_NB;
  const std::int64_t deadline_ms = monotonic_ms() + wait_ms;
  while (::flock(fd_of(handle), how) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR) return last_refusal(path);
    if (monotonic_ms() >= deadline_ms) return refuse(Code::store_locked, utf8_from_path(folder));
    ::poll(nullptr, 0, lock_retry_ms);
  }
  return FolderLock(std::move(handle));
}

}  // namespace khaosan
