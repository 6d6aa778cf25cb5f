#pragma once

namespace storage {

/// The name of a VFS (https://www.sqlite.org/vfs.html) for a connection that writes: SQLite's own, but what goes to the
/// write-ahead log is gathered, and reaches the system 64 KiB at a time and when a transaction is committed. SQLite by
/// itself makes two calls for each page, one of them for 24 bytes. A kill takes along only what was not committed.
const char* log_gathering_vfs();

}  // namespace storage
