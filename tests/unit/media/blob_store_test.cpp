#include "shared/media/blob_store.hpp"

#include "shared/platform/clock.hpp"
#include "shared/platform/process.hpp"
#include "tests/support/bad_sector.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/platform/temporary_folder.hpp"

namespace khaosan {
namespace {

constexpr std::string_view text = "a photo of the school";

BlobStore open_store(const TemporaryFolder& folder) {
  auto store = BlobStore::open(folder / "media");
  REQUIRE(store.ok());
  return *store;
}

StoredBlob put(const BlobStore& store, const TemporaryFolder& folder, std::string_view content) {
  REQUIRE(write_file(folder / "ภาพ.jpg", view_of(content)).ok());
  const auto stored = store.put_file(folder / "ภาพ.jpg");
  REQUIRE(stored.ok());
  return *stored;
}

int count_of(const BlobStore& store) {
  int count = 0;
  const Done done = store.for_each([&](const Sha256&) -> Done {
    ++count;
    return {};
  });
  return done ? count : -1;
}

Path stored_path(const TemporaryFolder& folder, const Sha256& sha256) {
  return folder / "media" / sha256.hex().substr(0, 2) / sha256.hex();
}

ChildEnd run_child(const std::string& what, const TemporaryFolder& folder, int crash_at) {
  ChildOptions options;
  options.arguments = {what, (folder / "media").string(), (folder / "in").string()};
  if (crash_at > 0) options.environment.push_back("KHAOSAN_CRASH_AT=" + std::to_string(crash_at));
  auto child = ChildProcess::start_self(options);
  REQUIRE(child.ok());
  const auto end = child->wait(monotonic_ms() + 10'000);
  REQUIRE(end.has_value());
  return *end;
}

TEST_CASE("a stored file has its hash as its name and reads back") {
  const TemporaryFolder folder;
  const BlobStore store = open_store(folder);
  const StoredBlob stored = put(store, folder, text);
  CHECK(stored.sha256 == sha256(text));
  CHECK(stored.size_bytes == text.size());
  CHECK_FALSE(stored.already_there);
  CHECK(file_exists(stored_path(folder, stored.sha256)));
  const auto reader = store.open_blob(stored.sha256);
  REQUIRE(reader.ok());
  Bytes part(5);
  CHECK(*reader->read_at(2, part) == 5);
  CHECK(text_of(part) == "photo");
  CHECK(store.verify(stored.sha256).ok());
  CHECK(*store.size_bytes(stored.sha256) == text.size());
}

TEST_CASE("the same content twice is one file, by either way in") {
  const TemporaryFolder folder;
  const BlobStore store = open_store(folder);
  put(store, folder, text);
  CHECK(put(store, folder, text).already_there);
  auto partial = store.open_partial("p");
  REQUIRE(partial->append(0, view_of(text)).ok());
  CHECK(partial->finish()->already_there);
  CHECK_FALSE(store.has_partial("p"));
  CHECK(count_of(store) == 1);
  put(store, folder, "another");
  CHECK(count_of(store) == 2);
  CHECK(list_folder(folder / "media" / "incoming")->empty());
}

TEST_CASE("an empty file is refused, however it comes") {
  const TemporaryFolder folder;
  const BlobStore store = open_store(folder);
  REQUIRE(write_file(folder / "empty.jpg", {}).ok());
  CHECK(store.put_file(folder / "empty.jpg").refusal().code == Code::file_empty);
  CHECK(store.put_stream([](std::span<std::uint8_t>) { return Result<std::size_t>(std::size_t{0}); })
            .refusal()
            .code == Code::file_empty);
  CHECK(store.open_partial("p")->finish().refusal().code == Code::file_empty);
  CHECK(count_of(store) == 0);
}

TEST_CASE("limits and missing files are said") {
  const TemporaryFolder folder;
  const BlobStore store = open_store(folder);
  REQUIRE(write_file(folder / "a", view_of(text)).ok());
  CHECK(store.put_file(folder / "a", text.size() - 1).refusal().code == Code::file_too_large);
  CHECK(store.put_file(folder / "b").refusal().code == Code::file_not_found);
  CHECK(store.open_blob(sha256(text)).refusal().code == Code::file_not_found);
  CHECK_FALSE(store.has(sha256(text)));
  CHECK(store.verify(sha256(text)).refusal().code == Code::file_not_found);
}

TEST_CASE("a damaged file is noticed, and healed by the same content") {
  const TemporaryFolder folder;
  const BlobStore store = open_store(folder);
  const Sha256 sha256 = put(store, folder, text).sha256;
  REQUIRE(write_file(stored_path(folder, sha256), view_of("a photo of the schooL")).ok());
  CHECK(store.verify(sha256).refusal().code == Code::file_damaged);
  CHECK_FALSE(put(store, folder, text).already_there);
  CHECK(store.verify(sha256).ok());
  REQUIRE(write_file(stored_path(folder, sha256), {}).ok());  // what a power cut makes of a file
  CHECK_FALSE(store.has(sha256));
  CHECK(store.open_blob(sha256).refusal().code == Code::file_damaged);
  REQUIRE(store.remove(sha256).ok());
  CHECK(count_of(store) == 0);
}

TEST_CASE("a file with a bad sector is a damaged one, and healed by the same content") {
  const TemporaryFolder folder;
  const BlobStore store = open_store(folder);
  const Sha256 sha256 = put(store, folder, text).sha256;
  const auto reader = store.open_blob(sha256);
  {
    const test::BadSector sector(stored_path(folder, sha256), 10);
    Bytes part(5);
    CHECK(*reader->read_at(0, part) == 5);
    CHECK(reader->read_at(8, part).refusal().code == Code::file_damaged);
    CHECK(store.verify(sha256).refusal().code == Code::file_damaged);
    CHECK_FALSE(put(store, folder, text).already_there);
    CHECK(store.verify(sha256).ok());
  }
  // Of the person's own file the disk is named, not a hash.
  REQUIRE(write_file(folder / "card.jpg", view_of(text)).ok());
  const test::BadSector sector(folder / "card.jpg");
  CHECK(store.put_file(folder / "card.jpg").refusal().code == Code::file_unreadable);
}

TEST_CASE("pieces that cannot be read back are given up") {
  const TemporaryFolder folder;
  const BlobStore store = open_store(folder);
  REQUIRE(store.open_partial("p")->append(0, view_of(text)).ok());
  auto partial = store.open_partial("p");
  const test::BadSector sector(folder / "media" / "partial" / "p.part");
  CHECK(partial->finish(sha256(text)).refusal().code == Code::file_damaged);
}

TEST_CASE("killed at every point while storing, there is no file or the whole file") {
  for (const std::string what : {"--child-put", "--child-put-in-pieces"}) {
    const TemporaryFolder counting;
    REQUIRE(write_file(counting / "in", view_of(text)).ok());
    int points = 0;
    for (int at = 1;; ++at) {
      const TemporaryFolder folder;
      REQUIRE(write_file(folder / "in", view_of(text)).ok());
      const ChildEnd end = run_child(what, folder, at);
      BlobStore store = open_store(folder);
      CHECK(count_of(store) == (store.has(sha256(text)) ? 1 : 0));
      if (store.has(sha256(text))) CHECK(store.verify(sha256(text)).ok());
      REQUIRE(store.remove_leftovers().ok());
      CHECK(list_folder(folder / "media" / "incoming")->empty());
      CHECK(run_child(what, folder, 0).exit_code == 0);  // and the same again makes it whole
      CHECK(store.verify(sha256(text)).ok());
      if (end.signal_number == 0) break;
      ++points;
    }
    CHECK(points >= 8);
  }
}

TEST_CASE("an upload goes on after a restart, and its hash is that of all pieces") {
  const TemporaryFolder folder;
  const BlobStore store = open_store(folder);
  {
    auto partial = store.open_partial("upload-1");
    REQUIRE(partial->append(0, view_of(text.substr(0, 7))).ok());
    REQUIRE(partial->sync().ok());
  }
  auto partial = open_store(folder).open_partial("upload-1");
  REQUIRE(partial.ok());
  CHECK(partial->size_bytes() == 7);
  const auto gap = partial->append(8, view_of("x"));
  CHECK(gap.refusal().code == Code::wrong_offset);
  CHECK(gap.refusal().detail == "7");
  CHECK(partial->append(7, view_of(text), 10).refusal().code == Code::file_too_large);
  REQUIRE(partial->append(7, view_of(text.substr(7))).ok());
  const auto stored = partial->finish(sha256(text));
  REQUIRE(stored.ok());
  CHECK(stored->size_bytes == text.size());
  CHECK(store.verify(sha256(text)).ok());
}

TEST_CASE("an upload of other content than was promised is refused and can be dropped") {
  const TemporaryFolder folder;
  const BlobStore store = open_store(folder);
  auto partial = store.open_partial("p");
  REQUIRE(partial->append(0, view_of("a photo")).ok());
  CHECK(partial->finish(sha256(text)).refusal().code == Code::file_damaged);
  CHECK(store.has_partial("p"));
  REQUIRE(partial->append(7, view_of(text.substr(7))).ok());
  CHECK(partial->finish(sha256(text)).ok());
  auto dropped = store.open_partial("q");
  REQUIRE(dropped->discard().ok());
  CHECK_FALSE(store.has_partial("q"));
}

TEST_CASE("names of uploads cannot leave their folder, old ones are listed") {
  const TemporaryFolder folder;
  const BlobStore store = open_store(folder);
  for (const char* name : {"", "../x", "a/b", "A", "a.b"}) {
    CHECK(store.open_partial(name).refusal().code == Code::bad_value);
  }
  CHECK(store.open_partial(std::string(65, 'a')).refusal().code == Code::bad_value);
  REQUIRE(store.open_partial("old-1")->append(0, view_of("123")).ok());
  CHECK(store.partials_older_than(Instant{now().unix_ms - 60'000})->empty());
  const auto old = store.partials_older_than(Instant{now().unix_ms + 60'000});
  REQUIRE(old->size() == 1);
  CHECK(old->front().name == "old-1");
  CHECK(old->front().size_bytes == 3);
}

}  // namespace
}  // namespace khaosan
