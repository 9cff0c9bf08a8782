// Files and folders: durable writes, bounded reads, the lock of a data folder. Nothing outside this room
// calls the operating system for files. Files are made readable by their owner only, folders too (0600,
// 0700).
//
// Refusals everywhere: file_not_found, disk_full (also an exhausted quota), file_too_large, io_failed; their
// detail is the path and what the system said. Of a FileReader also file_unreadable: the disk gives its bytes
// no more (a bad sector).
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/bytes.hpp"
#include "shared/base/result.hpp"
#include "shared/base/time.hpp"

namespace khaosan {

using Path = std::filesystem::path;

Path path_from_utf8(std::string_view text);
std::string utf8_from_path(const Path& path);

// An open file or folder of the system; closed with the object.
class Handle {
 public:
  Handle() = default;
  explicit Handle(std::intptr_t native) : native_(native) {}
  ~Handle() { close(); }
  Handle(Handle&& other) noexcept : native_(other.release()) {}
  Handle& operator=(Handle&& other) noexcept;
  bool open() const { return native_ >= 0; }
  std::intptr_t native() const { return native_; }
  std::intptr_t release();
  void close();

 private:
  std::intptr_t native_ = -1;
};

// A new file that is there whole or not at all. write(), then finish(): sync the bytes, rename to the final
// name (replacing what was there), sync the folder. Without finish() nothing is left behind. A kill leaves at
// most a file whose name ends in temporary_suffix.
class DurableFile {
 public:
  static Result<DurableFile> create(const Path& final_path);  // the temporary file lies beside it
  static Result<DurableFile> create_in(const Path& folder);   // for finish_as(), on the same file system
  ~DurableFile();
  DurableFile(DurableFile&&) noexcept = default;
  DurableFile& operator=(DurableFile&&) noexcept = delete;

  Done write(ByteView bytes);
  Done finish();                           // only after create()
  Done finish_as(const Path& final_path);  // its folder must exist
  std::uint64_t size_bytes() const { return size_bytes_; }

 private:
  DurableFile(Handle handle, Path temporary, Path final_path);
  Handle handle_;
  Path temporary_;  // empty once renamed
  Path final_;
  std::uint64_t size_bytes_ = 0;
};

inline constexpr std::string_view temporary_suffix = ".tmp";

// A file that grows over many runs of the program (an upload that is resumed).
class AppendFile {
 public:
  static Result<AppendFile> open(const Path& path);  // made if it is missing
  Done append(ByteView bytes);                       // after a failure the file is as long as before
  Done sync();                                       // the bytes are on the disk
  std::uint64_t size_bytes() const { return size_bytes_; }

 private:
  AppendFile(Handle handle, Path path, std::uint64_t size_bytes);
  Handle handle_;
  Path path_;
  std::uint64_t size_bytes_ = 0;
};

// Reads a regular file, in order or anywhere. A folder, pipe or device is refused with io_failed.
class FileReader {
 public:
  static Result<FileReader> open(const Path& path);
  std::uint64_t size_bytes() const { return size_bytes_; }  // when it was opened
  // How many bytes were read: fewer than asked only at the end of the file. Safe from several threads.
  Result<std::size_t> read_at(std::uint64_t offset, std::span<std::uint8_t> into) const;
  Result<std::size_t> read(std::span<std::uint8_t> into);  // goes on where the last read() stopped

 private:
  FileReader(Handle handle, Path path, std::uint64_t size_bytes);
  Handle handle_;
  Path path_;
  std::uint64_t size_bytes_ = 0;
  std::uint64_t position_ = 0;
};

Result<Bytes> read_file(const Path& path, std::uint64_t limit_bytes);  // file_too_large
Done write_file(const Path& path, ByteView bytes);                     // a DurableFile in one call
Done rename_durably(const Path& from, const Path& to);                 // one file system; syncs to's folder
Done sync_folder(const Path& folder);
Done make_folders(const Path& folder);  // with its parents, each synced into its own; existing ones are fine
Done remove_file(const Path& path);     // a missing one is fine
Result<std::uint64_t> free_space_bytes(const Path& folder);

struct FileInfo {
  std::string name;  // UTF-8, without its folder
  bool is_folder = false;
  std::uint64_t size_bytes = 0;
  Instant modified;
};
Result<FileInfo> file_info(const Path& path);
bool file_exists(const Path& path);
// What is in the folder, by name, without "." and "..". Other things than files and folders are left out.
Result<std::vector<FileInfo>> list_folder(const Path& folder);

// A lock on a data folder: the file `folder`/NAME, locked. The system drops it when the process ends, however
// it ends. store_locked: another one holds it.
enum class Hold { alone, shared };  // shared: with others that hold it shared

class FolderLock {
 public:
  static Result<FolderLock> take(const Path& folder);  // "lock", alone, without waiting; makes the folder
  // Tries again until `wait_ms` have passed.
  static Result<FolderLock> take(const Path& folder, std::string_view name, Hold hold, std::int64_t wait_ms);

 private:
  explicit FolderLock(Handle handle) : handle_(std::move(handle)) {}
  Handle handle_;
};

}  // namespace khaosan
