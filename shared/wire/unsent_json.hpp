// What a laptop has not delivered, as a member "unsent" of other messages.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "shared/base/result.hpp"
#include "shared/sync/service.hpp"

namespace khaosan {

nlohmann::json unsent_to_json(const Unsent& unsent);
// Nothing if there is no such member; bad_request for numbers that cannot be.
Result<std::optional<Unsent>> unsent_member(const nlohmann::json& object);

}  // namespace khaosan
