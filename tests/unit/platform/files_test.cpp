#include "shared/platform/files.hpp"

#include <sys/stat.h>

#include "shared/platform/clock.hpp"
#include "shared/platform/process.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/platform/temporary_folder.hpp"

namespace khaosan {
namespace {

std::string content_of(const Path& path) {
  const auto bytes = read_file(path, 1 << 20);
  return bytes ? std::string(text_of(*bytes)) : "(" + std::string(bytes.refusal().name()) + ")";
}

unsigned mode_of(const Path& path) {
  struct stat facts {};
  ::stat(path.c_str(), &facts);
  return facts.st_mode & 0777U;
}

std::size_t count_in(const Path& folder) {
  return list_folder(folder)->size();
}

// Runs the writer of "new content of the file" over `path`; `crash_at` 0 lets it finish.
ChildEnd write_in_child(const Path& path, int crash_at, const Path& count_file = {}) {
  ChildOptions options;
  options.arguments = {"--child-write", path.string()};
  if (crash_at > 0) options.environment.push_back("KHAOSAN_CRASH_AT=" + std::to_string(crash_at));
  if (!count_file.empty()) options.environment.push_back("KHAOSAN_CRASH_COUNT=" + count_file.string());
  auto child = ChildProcess::start_self(options);
  REQUIRE(child.ok());
  const auto end = child->wait(monotonic_ms() + 10'000);
  REQUIRE(end.has_value());
  return *end;
}

TEST_CASE("a durable file is there whole, for its owner only, and nothing else is left") {
  const TemporaryFolder folder;
  const Path path = folder / "ข่าว.txt";
  REQUIRE(write_file(path, view_of("one")).ok());
  REQUIRE(write_file(path, view_of("two")).ok());
  CHECK(content_of(path) == "two");
  CHECK(mode_of(path) == 0600);
  CHECK(count_in(folder.path()) == 1);
}

TEST_CASE("a durable file that is not finished was never there") {
  const TemporaryFolder folder;
  {
    auto file = DurableFile::create(folder / "a");
    REQUIRE(file.ok());
    REQUIRE(file->write(view_of("half")).ok());
    CHECK(file->size_bytes() == 4);
    CHECK(count_in(folder.path()) == 1);
  }
  CHECK(count_in(folder.path()) == 0);
}

TEST_CASE("killed at every point, the old or the new file is there, never a part") {
  const TemporaryFolder folder;
  const Path path = folder / "a";
  const Path count_file = folder / "count";
  REQUIRE(write_in_child(path, 0, count_file).exit_code == 0);
  const int points = std::stoi(content_of(count_file));
  REQUIRE(points == 6);  // three writes, the file's sync, the rename, the folder's sync
  int old_files = 0;
  int new_files = 0;
  for (int at = 1; at <= points; ++at) {
    REQUIRE(write_file(path, view_of("old")).ok());
    CHECK(write_in_child(path, at).signal_number == 9);
    const std::string content = content_of(path);
    old_files += content == "old";
    new_files += content == "new content of the file";
  }
  CHECK(old_files == 4);
  CHECK(new_files == 2);
  CHECK(write_in_child(path, points + 1).exit_code == 0);
}

TEST_CASE("reading says why it cannot") {
  const TemporaryFolder folder;
  REQUIRE(write_file(folder / "a", view_of("12345")).ok());
  CHECK(read_file(folder / "a", 5).ok());
  CHECK(read_file(folder / "a", 4).refusal().code == Code::file_too_large);
  CHECK(read_file(folder / "b", 4).refusal().code == Code::file_not_found);
  CHECK(read_file(folder / "a" / "b", 4).refusal().code == Code::file_not_found);
  CHECK(read_file(folder.path(), 4).refusal().code == Code::io_failed);
  REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
  CHECK(read_file(folder / "pipe", 4).refusal().code == Code::io_failed);  // and does not wait for a writer
}

TEST_CASE("a reader reads in order and anywhere") {
  const TemporaryFolder folder;
  REQUIRE(write_file(folder / "a", view_of("0123456789")).ok());
  auto reader = FileReader::open(folder / "a");
  REQUIRE(reader.ok());
  CHECK(reader->size_bytes() == 10);
  Bytes four(4);
  CHECK(*reader->read(four) == 4);
  CHECK(*reader->read_at(8, four) == 2);
  CHECK(*reader->read(four) == 4);
  CHECK(text_of(four) == "4567");
  CHECK(*reader->read_at(10, four) == 0);
}

TEST_CASE("a full disk is said as such") {
  auto file = AppendFile::open("/dev/full");
  REQUIRE(file.ok());
  CHECK(file->append(view_of("x")).refusal().code == Code::disk_full);
}

TEST_CASE("an append file goes on where it was") {
  const TemporaryFolder folder;
  {
    auto file = AppendFile::open(folder / "a");
    REQUIRE(file->append(view_of("one ")).ok());
    REQUIRE(file->sync().ok());
  }
  auto file = AppendFile::open(folder / "a");
  CHECK(file->size_bytes() == 4);
  REQUIRE(file->append(view_of("two")).ok());
  CHECK(file->size_bytes() == 7);
  CHECK(content_of(folder / "a") == "one two");
}

TEST_CASE("folders are made with their parents, for their owner only") {
  const TemporaryFolder folder;
  REQUIRE(make_folders(folder / "ก" / "ข" / "ค").ok());
  REQUIRE(make_folders(folder / "ก" / "ข" / "ค").ok());
  CHECK(mode_of(folder / "ก" / "ข") == 0700);
  REQUIRE(write_file(folder / "file", view_of("x")).ok());
  CHECK(make_folders(folder / "file").refusal().code == Code::io_failed);
  CHECK_FALSE(make_folders(folder / "file" / "below").ok());
}

TEST_CASE("a folder is listed by name, removal may be repeated") {
  const TemporaryFolder folder;
  REQUIRE(write_file(folder / "b", view_of("22")).ok());
  REQUIRE(write_file(folder / "a", view_of("1")).ok());
  REQUIRE(make_folders(folder / "c").ok());
  const auto list = list_folder(folder.path());
  REQUIRE(list->size() == 3);
  CHECK(list->at(0).name == "a");
  CHECK(list->at(1).size_bytes == 2);
  CHECK(list->at(2).is_folder);
  CHECK(std::abs(list->at(0).modified.unix_ms - now().unix_ms) < 60'000);
  REQUIRE(remove_file(folder / "a").ok());
  REQUIRE(remove_file(folder / "a").ok());
  CHECK_FALSE(file_exists(folder / "a"));
  CHECK(file_info(folder / "a").refusal().code == Code::file_not_found);
  CHECK(*free_space_bytes(folder.path()) > 0);
}

TEST_CASE("a data folder belongs to one process until that ends") {
  const TemporaryFolder folder;
  auto child = ChildProcess::start_self({{"--child-lock", folder.path().string()}, {}, false});
  REQUIRE(child.ok());
  Bytes one(1);
  REQUIRE(child->receive(one, monotonic_ms() + 10'000) == Channel::done);
  CHECK(FolderLock::take(folder.path()).refusal().code == Code::store_locked);
  child->kill();
  REQUIRE(child->wait(monotonic_ms() + 10'000).has_value());
  {
    const auto lock = FolderLock::take(folder.path());
    CHECK(lock.ok());
    CHECK(FolderLock::take(folder.path()).refusal().code == Code::store_locked);
  }
  CHECK(FolderLock::take(folder.path()).ok());
}

}  // namespace
}  // namespace khaosan
