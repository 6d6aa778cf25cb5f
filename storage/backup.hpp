#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include "storage/database.hpp"

namespace storage {

/// What becomes of a file that has the name of the copy already.
enum class Existing : std::uint8_t { kKeep, kReplace };

/// Asked between two stretches of a few MiB: whether to give up.
using IsStopped = std::function<bool()>;

/// Copies what `from` holds at this instant into the file `to`, while others read it and a writer in another process
/// goes on. The copy gets its name when all of it is on the disk: whoever looks finds the old file or the new one.
/// False if it was stopped. A copy that failed or was stopped leaves nothing; one that was killed leaves a file whose
/// name ends in ".sitedex-partial", which the next one to the same name takes over.
///
/// This process must not have `to` open. Throws `StorageError`: `kExists` where `to` is there and to be kept, or is
/// `from` itself or no file; `kHeld` where another process copies to the same name or has `to` open, or a user of `to`
/// that was killed has left a "-wal" or "-journal" beside it: SQLite would take its content for a part of the copy.
bool back_up(Database& from, const std::filesystem::path& to, Existing existing = Existing::kKeep,
             const IsStopped& is_stopped = {});

/// Replaces all that `to`, a writer, holds by what `from` holds, in one transaction: readers of `to` in other processes
/// see the old content or the new, and so does the next to open it if this process is killed in the middle. False if it
/// was stopped, and then, as when it throws, `to` is as it was. Neither may have changes that are not committed. What
/// the program remembers of rows of `to` is no longer so. The write-ahead log of `to` grows to the size of `from`.
bool copy_content(Database& from, Database& to, const IsStopped& is_stopped = {});

}  // namespace storage
