// A revision in two forms. The document holds values and salts: {"items":[["headline","<salt
// hex>",value],…],…}. The canonical form holds commitments in their place: {"items":[["headline","<commitment
// hex>"],…],"kind":"news","news":…, "number":1,"v":1}; its SHA-256 is the revision's name, and stays right
// after a value and its salt were erased.
// An erased item is [path,null,"<commitment>"] in the document: the hash stays what it was.
#pragma once

#include <string>
#include <string_view>

#include "shared/base/result.hpp"
#include "shared/sync/news_revision.hpp"
#include "shared/sync/record.hpp"

namespace khaosan {

// SHA-256(32 random bytes ‖ canonical JSON of the value): what the journal's chain and a revision's hash are
// built over.
Sha256 commitment(const std::array<std::uint8_t, 32>& salt, std::string_view canonical_value);

std::string revision_document(const NewsRevision& revision);
Result<NewsRevision> revision_from_document(std::string_view document);
std::string revision_canonical(const NewsRevision& revision);
Sha256 revision_sha(const NewsRevision& revision);

// SHA-256 of the record's present values of these fields. A resolve carries it in `revision`, so that a value
// that was changed since the person looked is not overwritten.
Sha256 seen_values_sha(const Record& record, const Fields& fields);

// "body,lead" as empty fields of these names: a `seen` names what was read.
Fields fields_named(std::string_view names);

// SHA-256 of the items without salts: the same on every machine for the same content. A submit carries it, so
// that the server notices when a merge changed what the writer saw.
Sha256 content_sha(const NewsRevision& revision);

}  // namespace khaosan
