#include "storage/write_gathering.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstddef>
#include <new>
#include <span>
#include <vector>

namespace storage {
namespace {

constexpr std::size_t kGatheredBytes = 64 << 10;

// A frame is a header and a page (https://www.sqlite.org/fileformat2.html#walformat). SQLite writes one after the
// other.
constexpr std::size_t kFrameHeaderBytes = 24;

/// Whether a frame ends a transaction: in its header alone the size of the database is not 0.
bool is_commit(std::span<const char> header) {
  return std::ranges::any_of(header.subspan<4, 4>(), [](char byte) { return byte != 0; });
}

/// A database or its write-ahead log. SQLite provides the memory, in which the file as the system's VFS has it lies
/// behind this. What other connections may read is in the file before SQLite tells them so, in memory that they share:
/// of a log after the page of a commit's frame, or after its header where that alone is written again; of a database
/// after a sync, or before a lock is given back.
class GatheringFile : public sqlite3_file {
 public:
  explicit GatheringFile(bool is_log) : sqlite3_file{}, is_log_(is_log) { gathered_.reserve(kGatheredBytes); }

  sqlite3_file* file() { return reinterpret_cast<sqlite3_file*>(this + 1); }

  int write(std::span<const char> bytes, sqlite3_int64 offset) {
    if (offset != end() || gathered_.size() + bytes.size() > kGatheredBytes) {
      if (const int code = settle(); code != SQLITE_OK) return code;
      offset_ = offset;
    }
    gathered_.insert(gathered_.end(), bytes.begin(), bytes.end());
    if (is_log_ && bytes.size() == kFrameHeaderBytes) is_committing_ = is_commit(bytes);
    return is_committing_ ? flush() : SQLITE_OK;
  }

  /// Makes what is gathered reach the file, or fails. Of a database it is given up then: SQLite is told, and takes none
  /// of it for written; another connection may have taken the matter up when there is room again, and written later
  /// pages.
  int settle() {
    const int code = flush();
    if (!is_log_) gathered_.clear();
    return code;
  }

  int read(void* into, int size, sqlite3_int64 offset) {
    if (offset < end() && offset + size > offset_) {
      if (const int code = flush(); code != SQLITE_OK) return code;
    }
    return file()->pMethods->xRead(file(), into, size, offset);
  }

  /// What could not be written stays, and is tried again with the next call: of an error SQLite may undo a statement
  /// alone, and go on.
  int flush() {
    if (gathered_.empty()) return SQLITE_OK;
    const int code = file()->pMethods->xWrite(file(), gathered_.data(), static_cast<int>(gathered_.size()), offset_);
    if (code != SQLITE_OK) return code;
    offset_ = end();
    gathered_.clear();
    return SQLITE_OK;
  }

 private:
  sqlite3_int64 end() const { return offset_ + static_cast<sqlite3_int64>(gathered_.size()); }

  const bool is_log_;
  std::vector<char> gathered_;
  sqlite3_int64 offset_ = 0;  ///< in the file, of what is gathered
  bool is_committing_ = false;
};

GatheringFile& gathering(sqlite3_file* file) {
  return *static_cast<GatheringFile*>(file);
}

/// A method of the file, as it is.
template <auto method, typename... Arguments>
auto forward(sqlite3_file* gathering_file, Arguments... arguments) {
  sqlite3_file* const file = gathering(gathering_file).file();
  return (file->pMethods->*method)(file, arguments...);
}

/// A method that wants all to be in the file.
template <auto method, typename... Arguments>
int settle_and_forward(sqlite3_file* file, Arguments... arguments) {
  const int code = gathering(file).settle();
  return code == SQLITE_OK ? forward<method>(file, arguments...) : code;
}

/// A lock is given back whatever became of what was written under it.
template <auto method, typename... Arguments>
int settle_and_give_back(sqlite3_file* file, Arguments... arguments) {
  const int settled = gathering(file).settle();
  const int code = forward<method>(file, arguments...);
  return settled == SQLITE_OK ? code : settled;
}

/// Under exclusive ones a checkpoint writes into the database.
int lock_memory(sqlite3_file* file, int offset, int count, int flags) {
  constexpr int kGivesBack = SQLITE_SHM_UNLOCK | SQLITE_SHM_EXCLUSIVE;
  constexpr auto kMethod = &sqlite3_io_methods::xShmLock;
  return flags == kGivesBack ? settle_and_give_back<kMethod>(file, offset, count, flags)
                             : forward<kMethod>(file, offset, count, flags);
}

int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  return gathering(file).write({static_cast<const char*>(bytes), static_cast<std::size_t>(size)}, offset);
}

int read(sqlite3_file* file, void* into, int size, sqlite3_int64 offset) {
  return gathering(file).read(into, size, offset);
}

int close(sqlite3_file* file) {
  const int flushed = gathering(file).settle();  // of a database nothing is left: it has no lock any more
  const int closed = forward<&sqlite3_io_methods::xClose>(file);
  gathering(file).~GatheringFile();
  return flushed != SQLITE_OK ? flushed : closed;
}

constexpr sqlite3_io_methods kMethods = {
    .iVersion = 3,
    .xClose = close,
    .xRead = read,
    .xWrite = write,
    .xTruncate = settle_and_forward<&sqlite3_io_methods::xTruncate>,
    .xSync = settle_and_forward<&sqlite3_io_methods::xSync>,
    .xFileSize = settle_and_forward<&sqlite3_io_methods::xFileSize>,
    .xLock = forward<&sqlite3_io_methods::xLock>,
    .xUnlock = settle_and_give_back<&sqlite3_io_methods::xUnlock>,
    .xCheckReservedLock = forward<&sqlite3_io_methods::xCheckReservedLock>,
    .xFileControl = forward<&sqlite3_io_methods::xFileControl>,
    .xSectorSize = forward<&sqlite3_io_methods::xSectorSize>,
    .xDeviceCharacteristics = forward<&sqlite3_io_methods::xDeviceCharacteristics>,
    .xShmMap = forward<&sqlite3_io_methods::xShmMap>,
    .xShmLock = lock_memory,
    .xShmBarrier = forward<&sqlite3_io_methods::xShmBarrier>,
    .xShmUnmap = forward<&sqlite3_io_methods::xShmUnmap>,
    .xFetch = settle_and_forward<&sqlite3_io_methods::xFetch>,
    .xUnfetch = forward<&sqlite3_io_methods::xUnfetch>,
};

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* opened_flags) {
  sqlite3_vfs* const system = sqlite3_vfs_find(nullptr);
  const bool is_log = (flags & SQLITE_OPEN_WAL) != 0;
  if (!is_log && (flags & SQLITE_OPEN_MAIN_DB) == 0) return system->xOpen(system, name, file, flags, opened_flags);
  auto* const opened = new (file) GatheringFile(is_log);
  const int code = system->xOpen(system, name, opened->file(), flags, opened_flags);
  if (code == SQLITE_OK) {
    opened->pMethods = &kMethods;
  } else {
    opened->~GatheringFile();
    file->pMethods = nullptr;  // it is not to be closed
  }
  return code;
}

}  // namespace

const char* gathering_vfs() {
  static sqlite3_vfs vfs = [] {
    sqlite3_vfs made = *sqlite3_vfs_find(nullptr);
    made.zName = "sitedex";
    made.szOsFile += static_cast<int>(sizeof(GatheringFile));
    made.xOpen = open;
    return made;
  }();
  static const int registered = sqlite3_vfs_register(&vfs, 0);
  return registered == SQLITE_OK ? vfs.zName : nullptr;
}

}  // namespace storage
