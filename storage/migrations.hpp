#pragma once

#include <span>

namespace storage {

/// What made each version of the schema of the one before it, in SQL: the first one of an empty file, the n-th of
/// version n - 1.
std::span<const char* const> migrations();

}  // namespace storage
