#pragma once

namespace storage {

/// The name of a VFS (https://www.sqlite.org/vfs.html) for a connection that writes: SQLite's own, but what goes to a
/// database and to its write-ahead log one piece behind the other is gathered, and reaches the system 64 KiB at a time.
/// SQLite by itself makes a call for each page, for the log two, one of them for 24 bytes; and the system takes three
/// times as long for as many bytes. A kill takes along only what was not committed: it is written with the frame that
/// commits, and before a sync, without which SQLite takes nothing in the database for granted.
const char* gathering_vfs();

}  // namespace storage
