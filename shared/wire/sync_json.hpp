// The messages of a sync round as JSON text. Pages of records are zstd-compressed lines.
#pragma once

#include <string>
#include <string_view>

#include "shared/base/result.hpp"
#include "shared/sync/service.hpp"

namespace khaosan {

std::string hello_text(const Hello& hello);
Result<Hello> hello_from_text(std::string_view text);
std::string hello_answer_text(const HelloAnswer& answer);
Result<HelloAnswer> hello_answer_from_text(std::string_view text);

std::string push_text(const PushRequest& request);  // first line {"round":…}, then one change a line
// A line that is none is kept as it came, as a payload that nobody can read: it has its place in the answers.
Result<PushRequest> push_from_text(std::string_view text);
std::string quarantined_text(const Quarantined& answer);
Result<Quarantined> quarantined_from_text(std::string_view text);
std::string push_answer_text(const PushAnswer& answer);  // one a line, "id":"" where it could not be read
Result<PushAnswer> push_answer_from_text(std::string_view text);

std::string pull_text(const PullRequest& request);
Result<PullRequest> pull_from_text(std::string_view text);
std::string pull_page_text(const PullPage& page);  // first line the head, then the records
Result<PullPage> pull_page_from_text(std::string_view text);

// zstd level 3. `expand` refuses (too_large) what would grow over `bytes_max`, before it grows.
inline constexpr std::size_t expanded_bytes_max = 32U << 20U;
std::string compress(std::string_view text);
Result<std::string> expand(std::string_view compressed, std::size_t bytes_max = expanded_bytes_max);

}  // namespace khaosan
