// The certificate to serve with: the administrator's files, or our own, made at the first start.
#pragma once

#include "server/cli/command_line.hpp"
#include "shared/http/certificate.hpp"

namespace khaosan::server {

Result<Certificate> certificate_for(const ServeRequest& request, const Path& data_folder, Instant now);

}  // namespace khaosan::server
