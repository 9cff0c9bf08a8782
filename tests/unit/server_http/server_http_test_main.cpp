// This program is also its own decoding process.
#include <string>

#include "shared/media/renditions.hpp"
#include "tests/unit/platform/run_tests.hpp"

int main(int argc, char* argv[]) {
  if (argc > 1 && std::string(argv[1]) == khaosan::decode_worker_argument)
    return khaosan::decode_worker_main();
  return run_tests(argc, argv);
}
