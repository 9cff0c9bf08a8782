// What the user sees: the base with the own pending changes laid over it. Pure.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "client/app/local_store.hpp"
#include "shared/sync/change.hpp"
#include "shared/sync/record.hpp"

namespace khaosan::client {

// `changes` of this one record, in the order of the outbox; without a base at least one. Commands change
// nothing here: only the server carries them out.
Record overlay(const std::optional<Record>& base, std::span<const Change> changes);

// The entries that are laid over this base: a lost record holds those that were settled.
std::vector<Change> laid_over(const std::optional<Record>& base, std::span<const OutboxEntry> entries);

// The latest of `changes` that stands for `field`, or nothing.
const Change* latest_of(std::span<const Change> changes, std::string_view field);

}  // namespace khaosan::client
