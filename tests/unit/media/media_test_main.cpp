// This program is also its own decoding process, and the child that is killed while it stores a file.
#include <string>

#include "shared/media/blob_store.hpp"
#include "shared/media/renditions.hpp"
#include "tests/unit/platform/run_tests.hpp"

#if defined(__SANITIZE_ADDRESS__)
// The HEVC encoder that makes test pictures keeps a little memory for itself; the product never encodes.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libx265";
}
#endif

using namespace khaosan;

namespace {

int put_file(const Path& folder, const Path& file) {
  const auto store = BlobStore::open(folder);
  return store && store->put_file(file) ? 0 : 1;
}

int put_in_pieces(const Path& folder, const Path& file) {
  const auto store = BlobStore::open(folder);
  const auto bytes = read_file(file, 1 << 20);
  if (!store || !bytes) return 1;
  auto partial = store->open_partial("upload-1");
  if (!partial) return 1;
  const auto at = static_cast<std::size_t>(partial->size_bytes());
  if (!partial->append(at, ByteView(*bytes).subspan(at))) return 1;
  return partial->sync() && partial->finish() ? 0 : 1;
}

}  // namespace

int main(int argc, char* argv[]) {
  const std::string first = argc > 1 ? argv[1] : "";
  if (first == decode_worker_argument) return decode_worker_main();
  if (first == "--child-put" && argc == 4) return put_file(argv[2], argv[3]);
  if (first == "--child-put-in-pieces" && argc == 4) return put_in_pieces(argv[2], argv[3]);
  return run_tests(argc, argv);
}
