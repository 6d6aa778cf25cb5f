#pragma once

#include <string_view>

#include "app/commands.hpp"
#include "storage/error.hpp"

namespace app {

/// What to do about it, to be put behind the message; may be empty.
std::string_view advice(storage::StorageErrorKind kind);

Exit exit_code(storage::StorageErrorKind kind);

}  // namespace app
