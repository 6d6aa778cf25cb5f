#pragma once

#include "storage/sqlite.hpp"

namespace storage {

/// "Sdex": the bytes 68 to 71 of every database of ours (https://www.sqlite.org/fileformat2.html#application_id).
inline constexpr std::int64_t kApplicationId = 0x53646578;

/// The version of the schema that this program writes: how many migrations there are.
std::int64_t schema_version();

/// Brings an empty file, or one of an earlier version, to `to`, in one transaction.
void migrate(Connection& connection, std::int64_t to = schema_version());

/// Makes of a file whose texts are all plain one in which they may be frames of zstd, too (`TextCompressor`): the index
/// finds them in a view then, which only connections with `text_of` can read. Within a transaction.
void admit_compressed_texts(Connection& connection);

}  // namespace storage
