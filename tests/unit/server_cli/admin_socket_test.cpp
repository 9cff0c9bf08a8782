// The socket that the commands of khaosan-server go through.
#include "server/cli/admin_socket.hpp"

#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "server/cli/admin_request.hpp"
#include "shared/crypto/random.hpp"
#include "tests/support/catch.hpp"

using namespace khaosan;
using namespace khaosan::server;

TEST_CASE("a request that faults is told so, and the server goes on") {
  const auto folder = std::filesystem::temp_directory_path() / ("khaosan-cli-" + to_hex(random_bytes(8)));
  std::filesystem::create_directories(folder);
  {
    const auto socket = AdminSocket::open(folder, [](const std::string& request) -> std::string {
      if (request == "fault") throw std::runtime_error("a fault");
      return "{\"done\":true}";
    });
    REQUIRE(socket.ok());
    const auto reply = ask_running_server(folder, "fault");
    REQUIRE(reply.ok());
    CHECK(admin_reply_from_text(*reply).refusal().code == Code::internal);
    CHECK(*admin_reply_from_text(*ask_running_server(folder, "other")) == true);
  }
  std::filesystem::remove_all(folder);
}
