#include "storage/backup.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cassert>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

namespace storage {
namespace {

namespace fs = std::filesystem;

constexpr int kStepPages = 512;  // 4 MiB, some milliseconds
constexpr std::string_view kIsThere = "is there already (--force replaces it)";

StorageErrorKind kind_of(int error) {
  switch (error) {
    case ENOENT:
    case EACCES:
    case EPERM:
    case EROFS:
      return StorageErrorKind::kReadOnly;
    case ENOSPC:
    case EDQUOT:
      return StorageErrorKind::kFull;
    default:
      return StorageErrorKind::kInputOutput;
  }
}

[[noreturn]] void refuse(int error, const fs::path& file) {
  throw StorageError(kind_of(error), file, error == ENOENT ? "its folder does not exist" : std::strerror(error));
}

bool is_of_source(int code) {
  return code == SQLITE_IOERR_READ || code == SQLITE_IOERR_SHORT_READ || (code & 0xff) == SQLITE_CORRUPT ||
         (code & 0xff) == SQLITE_NOTADB;
}

/// Page by page, through SQLite's backup (https://www.sqlite.org/c3ref/backup_finish.html), in one transaction of `to`.
///
/// A backup starts anew whenever another connection has changed its source, which beside a busy crawl is for ever;
/// therefore it runs within a read transaction of the source, whose WAL keeps that state for it: it goes on in steps,
/// can be stopped between them, and never waits for the writer nor the writer for it. The price is that the log cannot
/// be begun anew meanwhile. VACUUM INTO has the same snapshot, but writes each row anew, which takes several times as
/// long, cannot be stopped well, and makes files only: it cannot replace the content of a database that is open.
bool copy_pages(Connection& from, Connection& to, const IsStopped& is_stopped) {
  using Backup = std::unique_ptr<sqlite3_backup, Closer<sqlite3_backup_finish>>;
  const Snapshot snapshot(from);
  const Backup backup(sqlite3_backup_init(to.handle(), "main", from.handle(), "main"));
  if (!backup) to.fail(sqlite3_extended_errcode(to.handle()));
  int code = SQLITE_OK;
  while (code == SQLITE_OK) {
    if (is_stopped && is_stopped()) return false;  // and what was written is rolled back
    code = sqlite3_backup_step(backup.get(), kStepPages);
  }
  if (code != SQLITE_DONE) (is_of_source(code) ? from : to).fail(code);
  return true;
}

/// A file beside the copy to be, held against other processes; it goes with its owner unless it was published.
class Partial {
 public:
  Partial(const fs::path& target, mode_t mode) : target_(target), file_(target.string() + ".sitedex-partial") {
    const int descriptor = open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, mode);
    if (descriptor < 0) refuse(errno, target_);
    lock_.reset(fdopen(descriptor, "r+e"));
    hold();
    is_held_ = true;
    fs::remove(journal());  // of a copy that was killed, as is what stands in the file
    if (ftruncate(descriptor, 0) != 0) refuse(errno, target_);
  }
  ~Partial() {
    if (!is_held_) return;
    std::error_code ignored;
    fs::remove(file_, ignored);
    fs::remove(journal(), ignored);
  }
  Partial(const Partial&) = delete;
  Partial& operator=(const Partial&) = delete;

  const fs::path& file() const { return file_; }

  /// Gives the file the name of the copy. (SQLite has seen to it that its content is on the disk.)
  void publish(Existing existing) {
    const unsigned flags = existing == Existing::kKeep ? RENAME_NOREPLACE : 0;
    int code = renameat2(AT_FDCWD, file_.c_str(), AT_FDCWD, target_.c_str(), flags);
    if (code != 0 && errno == EINVAL)
      code = std::rename(file_.c_str(), target_.c_str());  // the flag is not known there
    if (code != 0 && errno == EEXIST) throw StorageError(StorageErrorKind::kExists, target_, kIsThere);
    if (code != 0) refuse(errno, target_);
    is_held_ = false;
    const std::unique_ptr<std::FILE, Closer<std::fclose>> folder(std::fopen(target_.parent_path().c_str(), "re"));
    if (folder) fsync(fileno(folder.get()));
  }

 private:
  fs::path journal() const { return file_.string() + "-journal"; }

  /// On one byte far from those that SQLite locks, for on the same ones it would shut SQLite out.
  void hold() {
    struct flock byte{};
    byte.l_type = F_WRLCK;
    byte.l_whence = SEEK_SET;
    byte.l_start = off_t{1} << 62;
    byte.l_len = 1;
    struct stat ours{};
    struct stat named{};
    const bool is_locked = fcntl(fileno(lock_.get()), F_OFD_SETLK, &byte) == 0;
    if (!is_locked && errno != EAGAIN && errno != EACCES) refuse(errno, target_);
    // Between our opening and our lock another copy may have been published: then the file has another name now.
    const bool is_still_here = fstat(fileno(lock_.get()), &ours) == 0 && stat(file_.c_str(), &named) == 0 &&
                               ours.st_dev == named.st_dev && ours.st_ino == named.st_ino;
    if (!is_locked || !is_still_here) {
      throw StorageError(StorageErrorKind::kHeld, target_, "another process is copying to it");
    }
  }

  fs::path target_;
  fs::path file_;
  std::unique_ptr<std::FILE, Closer<std::fclose>> lock_;  // closed after SQLite's: that would drop SQLite's locks
  bool is_held_ = false;
};

/// Whether a connection of SQLite's, in whatever process, has the file open: in WAL mode it has a lock there as long as
/// it is open, on bytes from 1 GiB on (https://www.sqlite.org/src/file/src/os.h: PENDING_BYTE).
/// Looking drops the locks that this process itself has on the file (fcntl): it must not have it open.
bool is_open_elsewhere(const fs::path& file) {
  const std::unique_ptr<std::FILE, Closer<std::fclose>> opened(std::fopen(file.c_str(), "re"));
  if (!opened) return false;
  struct flock bytes{};
  bytes.l_type = F_WRLCK;
  bytes.l_whence = SEEK_SET;
  bytes.l_start = 0x40000000;
  bytes.l_len = 512;
  return fcntl(fileno(opened.get()), F_OFD_GETLK, &bytes) == 0 && bytes.l_type != F_UNLCK;
}

void require_free(const fs::path& target, const fs::path& source, Existing existing) {
  std::error_code ignored;
  if (fs::equivalent(target, source, ignored)) {
    throw StorageError(StorageErrorKind::kExists, target, "is the index itself");
  }
  if (fs::exists(target, ignored) && !fs::is_regular_file(target, ignored)) {
    throw StorageError(StorageErrorKind::kExists, target, "is there, and not a file");
  }
  if (fs::exists(target, ignored) && existing == Existing::kKeep) {
    throw StorageError(StorageErrorKind::kExists, target, kIsThere);
  }
  if (is_open_elsewhere(target)) throw StorageError(StorageErrorKind::kHeld, target, "is in use");
  for (const std::string_view end : {"-wal", "-journal"}) {
    const std::string beside = target.string() + std::string(end);
    if (!fs::exists(beside, ignored) || fs::file_size(beside, ignored) == 0) continue;  // readers leave an empty one
    throw StorageError(StorageErrorKind::kHeld, target,
                       fmt::format("{} was left there: remove it if nothing needs it", beside));
  }
}

}  // namespace

bool back_up(Database& from, const fs::path& to, Existing existing, const IsStopped& is_stopped) {
  const fs::path source = sqlite3_db_filename(from.connection().handle(), "main");
  const fs::path target = fs::weakly_canonical(fs::absolute(to));  // what a link leads to is replaced, not the link
  require_free(target, source, existing);
  struct stat status{};
  constexpr mode_t kReadWrite = 0666;
  const mode_t mode = stat(source.c_str(), &status) == 0 ? (status.st_mode & kReadWrite) | S_IRUSR | S_IWUSR : 0600;
  Partial partial(target, mode);
  {
    // With SQLite's journal, so that half a copy is rolled back to an empty file by whoever should open it.
    Connection copy(partial.file().string(), SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX);
    if (!copy_pages(from.connection(), copy, is_stopped)) return false;
  }
  require_free(target, source, existing);
  partial.publish(existing);
  return true;
}

bool copy_content(Database& from, Database& to, const IsStopped& is_stopped) {
  assert(!from.connection().in_transaction() && !to.connection().in_transaction());
  return copy_pages(from.connection(), to.connection(), is_stopped);
}

}  // namespace storage
