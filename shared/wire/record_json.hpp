// A record as the server sends it: canonical JSON, one line. The digest of both sides is over these bytes.
//   {"by":…,"deleted":[seq,true],"fields":{…},"id":…,"kind":"news","older":{"headline":12},"seq":15,"time":1764…}
// `deleted` stands there only if the record was ever deleted, `older` only if a field's seq differs from
// `seq`.
#pragma once

#include <string>
#include <string_view>

#include "shared/base/result.hpp"
#include "shared/sync/record.hpp"

namespace khaosan {

std::string record_line(const Record& record);
Result<Record> record_from_line(std::string_view line);  // bad_json, bad_request, bad_id

}  // namespace khaosan
