#pragma once

#include "app/commands.hpp"

namespace app {

/// `sitedex serve`: keeps the sites of a file crawled and answers searches, until it is told to stop. Throws
/// `SettingsError`, `storage::StorageError` where an index is to be served that is not there.
Exit serve(const ServeOptions& options);

}  // namespace app
