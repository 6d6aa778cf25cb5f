#pragma once

#include <cstdint>
#include <string_view>

#include "storage/sqlite.hpp"

namespace storage {

/// Throws `StorageError`, which names `file`, if a schema of this version is one of a later program.
void require_known(std::int64_t version, std::string_view file);

/// The same if it is not this program's own.
void require_current(std::int64_t version, std::string_view file);

/// What made the index, as `indexer::analyzer_version` names it; empty if nothing has.
std::string stored_analyzer(Connection& connection);

/// Throws `StorageError` unless the database of `connection`, which another program may have opened, is one of ours
/// that can be searched as it is: of this program's schema and analyzer.
void require_index(Connection& connection);

}  // namespace storage
