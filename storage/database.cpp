#include "storage/database.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <utility>

#include "indexer/tokenizer.hpp"
#include "storage/anchors.hpp"
#include "storage/backup.hpp"
#include "storage/compatibility.hpp"
#include "storage/file_system.hpp"
#include "storage/index_languages.hpp"
#include "storage/lent_functions.hpp"
#include "storage/schema.hpp"
#include "storage/text_compression.hpp"
#include "storage/write_gathering.hpp"

namespace storage {
namespace {

namespace fs = std::filesystem;

constexpr int kPageBytes = 8192;
constexpr int kCacheKiB = 16 * 1024;
// Pages of the log from which on a commit copies them into the file. A crawl's commit has some 1,500: what the next two
// change again is copied once.
constexpr int kCheckpointPages = 4096;
constexpr int kPagesGivenBack = 1024;  // in a transaction
constexpr int kWriterFlags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
constexpr int kReaderFlags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX;

std::int64_t big_endian(std::span<const unsigned char, 4> bytes) {
  std::int64_t value = 0;
  for (const unsigned char byte : bytes) value = value * 256 + byte;
  return value;
}

/// Whether there is something in `file`; throws if that is not ours. Not even a journal is touched: the header is read
/// without any SQL, yet through SQLite, for closing a descriptor of our own would drop the locks (fcntl, F_SETLK) that
/// other connections of this process have on the file.
bool holds_something(const fs::path& file) {
  std::error_code failure;
  const auto size = fs::file_size(file, failure);
  if (failure == std::errc::no_such_file_or_directory || (!failure && size == 0)) return false;

  if (fs::is_directory(file)) throw StorageError(StorageErrorKind::kNotOurs, file, "a folder, not a database");

  constexpr std::string_view kMagic("SQLite format 3\0", 16);
  const Connection connection(file.string(), kReaderFlags);
  std::array<unsigned char, 100> header{};  // https://www.sqlite.org/fileformat2.html#the_database_header
  sqlite3_file* opened = nullptr;
  sqlite3_file_control(connection.handle(), "main", SQLITE_FCNTL_FILE_POINTER, static_cast<void*>(&opened));
  opened->pMethods->xRead(opened, header.data(), header.size(), 0);
  const std::span bytes(header);
  if (std::string_view(reinterpret_cast<const char*>(header.data()), kMagic.size()) != kMagic ||
      big_endian(bytes.subspan<68, 4>()) != kApplicationId) {
    throw StorageError(StorageErrorKind::kNotOurs, file, "not a database of sitedex");
  }
  require_known(big_endian(bytes.subspan<60, 4>()), file.string());
  if (header[18] > 2 || header[19] > 2) {  // to write and to read it; 2 is the WAL
    throw StorageError(StorageErrorKind::kNewerVersion, file,
                       "written by a newer version of SQLite than is installed here");
  }
  return true;
}

void require_writable(const fs::path& file) {
  const fs::path folder = file.parent_path();
  if (access(folder.c_str(), W_OK) != 0) {
    throw StorageError(StorageErrorKind::kReadOnly, file,
                       errno == ENOENT ? "its folder does not exist" : "its folder may not be written");
  }
  if (access(file.c_str(), W_OK) != 0 && errno != ENOENT) {
    throw StorageError(StorageErrorKind::kReadOnly, file, "may not be written");
  }
}

/// A WAL wants memory that all connections share, and locks that hold; across machines there is neither, and what comes
/// of it is a damaged file (https://www.sqlite.org/wal.html, https://www.sqlite.org/howtocorrupt.html).
void require_local(const fs::path& file) {
  const std::string type = network_file_system(file);
  if (type.empty()) return;
  throw StorageError(StorageErrorKind::kNetwork, file,
                     fmt::format("on a network file system ({}), where it could be damaged: keep it on a local disk,"
                                 " and copy it there with sitedex backup",
                                 type));
}

/// The size of the pages comes first, for a file that is new: SQLite makes a number of pages of the cache's size at
/// once, and keeps to the number. Free pages can be given back where SQLite keeps account of who refers to a page, five
/// bytes for each: that has to be said before there is a table, and is when the statement is compiled; were it run, a
/// file would be there before it is known as ours. Debian's SQLite would fill with zeros, and write, each
/// page that is freed, as merges of the index do all the time: of all that a crawl of 300,000 pages wrote that was a
/// quarter.
void configure_writer(Connection& connection) {
  sqlite3_busy_timeout(connection.handle(), 5000);  // a tool that looks at the file may write to it, too
  connection.execute(
      fmt::format("PRAGMA page_size = {}; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -{};"
                  " PRAGMA secure_delete = FAST; PRAGMA wal_autocheckpoint = {}",
                  kPageBytes, kCacheKiB, kCheckpointPages));
  connection.prepare("PRAGMA auto_vacuum = INCREMENTAL");
  lend_functions(connection);
}

/// What a statement of the schema changes is kept until it is over, by default in a file that may find no room, and of
/// which SQLite does not tell why it could not be written.
void make_schema(Connection& connection) {
  connection.execute("PRAGMA temp_store = MEMORY");
  migrate(connection);
  connection.execute("PRAGMA temp_store = DEFAULT");
}

/// The index agrees with documents and queries only if one analyzer has made all of it.
void refresh_index(Connection& connection, const Database::Notice& notice) {
  const std::string analyzer(indexer::analyzer_version());
  if (stored_analyzer(connection) == analyzer) return;
  Transaction transaction(connection);
  if (const auto pages = connection.integer("SELECT count(*) FROM pages"); pages > 0) {
    if (notice) notice(fmt::format("The analyzer has changed: rebuilding the index of {} pages", pages));
    connection.execute("INSERT INTO page_index(page_index) VALUES ('rebuild')");
    Anchors(connection).rebuild_index();
    recount_languages(connection);
  }
  connection.prepare("INSERT OR REPLACE INTO meta VALUES ('analyzer', ?)").run(analyzer);
  transaction.commit();
}

void compress(Connection& connection, const Database::Notice& notice) {
  if (are_texts_compressed(connection)) return;
  if (const auto pages = connection.integer("SELECT count(*) FROM pages"); pages > 0 && notice) {
    notice(fmt::format("Compressing the texts of {} pages", pages));
  }
  compress_texts(connection);
}

/// For the copy, and for what a migration writes: it may make each table anew, several times, first in the log.
bool has_room_to_keep(Connection& connection, const fs::path& file) {
  constexpr std::int64_t kTimesItsSize = 5;
  const std::int64_t bytes = connection.integer("PRAGMA page_count") * connection.integer("PRAGMA page_size");
  std::error_code failure;
  const fs::space_info room = fs::space(file.parent_path(), failure);
  return !failure && room.available / kTimesItsSize >= static_cast<std::uintmax_t>(bytes);
}

/// An earlier program cannot read what a migration has made: who wants to go back to it finds here what it had. A copy
/// of the same version is of an earlier state, or of a migration that was killed.
void keep_former(Connection& connection, const fs::path& file, const Database::Notice& notice) {
  const auto tell = [&](std::string_view sentence) {
    if (notice) notice(sentence);
  };
  const fs::path copy = fmt::format("{}.v{}.bak", file.string(), connection.integer("PRAGMA user_version"));
  holds_something(copy);
  if (!has_room_to_keep(connection, file)) {
    tell("An earlier version has made this file, and there is no room to keep a copy of it");
    return;
  }
  tell(fmt::format("An earlier version has made this file: keeping a copy of it in {}", copy.filename().string()));
  Database former = Database::open_reader(file, Database::Version::kAny);
  back_up(former, copy, Existing::kReplace);
}

void renew(Connection& connection, const Database::Notice& notice) {
  if (connection.integer("PRAGMA user_version") < schema_version()) migrate(connection);
  refresh_index(connection, notice);
}

/// On a medium or in a folder that may not be written SQLite cannot make the files that readers of a WAL share. Where
/// nothing is left beside it, the file itself is all there is.
Connection connect_immutable(const fs::path& file) {
  std::string uri = "file:";
  for (const char c : file.string()) {
    uri += c == '%' || c == '?' || c == '#' ? fmt::format("%{:02X}", c) : std::string(1, c);
  }
  return Connection(uri + "?immutable=1", kReaderFlags | SQLITE_OPEN_URI);
}

/// Whether something beside the file belongs to its content: a log, or the journal of a creation that was cut short.
bool is_unsettled(const fs::path& file) {
  std::error_code none;
  const auto holds_bytes = [&](const char* end) {
    const auto size = fs::file_size(file.string() + end, none);
    return !none && size > 0;
  };
  return holds_bytes("-wal") || holds_bytes("-journal");
}

/// A copy that nobody writes to may be read from anywhere. What is being written, on the machine that has the disk,
/// cannot be read from here: the log is of no use without the memory that its users share.
Connection connect_over_network(const fs::path& file, std::string_view type) {
  if (!is_unsettled(file)) return connect_immutable(file);
  throw StorageError(
      StorageErrorKind::kNetwork, file,
      fmt::format("in use, or left so, and on a network file system ({}): read it on the machine that has it, or read"
                  " a copy that sitedex backup has made there",
                  type));
}

Connection connect_to_read(const fs::path& file) {
  if (const std::string type = network_file_system(file); !type.empty()) return connect_over_network(file, type);
  try {
    Connection connection(file.string(), kReaderFlags);
    sqlite3_busy_timeout(connection.handle(), 5000);
    connection.integer("PRAGMA user_version");
    return connection;
  } catch (const StorageError& error) {
    const bool is_refused =
        error.kind() == StorageErrorKind::kReadOnly || error.kind() == StorageErrorKind::kInputOutput;
    if (!is_refused) throw;
    if (is_unsettled(file)) {
      throw StorageError(
          error.kind(), file,
          fmt::format("was left in the middle of writing, and cannot be read where its folder may not be written:"
                      " copy it, with {}-wal, to where it may be written",
                      file.filename().string()));
    }
  }
  return connect_immutable(file);
}

}  // namespace

Database::Database(Connection connection, Lock lock) : lock_(std::move(lock)), connection_(std::move(connection)) {}

Database Database::open_writer(const fs::path& file, const Notice& notice, Texts texts) {
  const fs::path path = fs::absolute(file);
  require_local(path);
  require_writable(path);
  holds_something(path);
  Connection connection(path.string(), kWriterFlags, gathering_vfs());
  configure_writer(connection);
  // A file without content, or one whose creation was cut short and rolled back. All is there before the journal
  // becomes a WAL, so that the header of a file of ours always says so.
  if (connection.integer("PRAGMA user_version") == 0) make_schema(connection);
  connection.execute("PRAGMA journal_mode = WAL");
  require_known(connection.integer("PRAGMA user_version"), path.string());
  Lock lock = hold(path);
  if (connection.integer("PRAGMA user_version") < schema_version()) keep_former(connection, path, notice);
  renew(connection, notice);
  if (texts == Texts::kCompressed) compress(connection, notice);
  return Database(std::move(connection), std::move(lock));
}

void Database::bring_up_to_date(const Notice& notice) {
  renew(connection_, notice);
}

Database Database::open_reader(const fs::path& file, Version wanted) {
  const fs::path path = fs::absolute(file);
  if (!holds_something(path)) throw StorageError(StorageErrorKind::kMissing, path, "no such database");
  Connection connection = connect_to_read(path);
  const std::int64_t version = connection.integer("PRAGMA user_version");
  if (wanted == Version::kCurrent) {
    require_current(version, path.string());
  } else {
    require_known(version, path.string());
  }
  connection.execute(fmt::format("PRAGMA cache_size = -{}", kCacheKiB));
  lend_functions(connection);
  return Database(std::move(connection), nullptr);
}

Database Database::temporary() {
  Connection connection("", kWriterFlags);
  configure_writer(connection);
  migrate(connection);
  refresh_index(connection, {});
  return Database(std::move(connection), nullptr);
}

/// The lock is on the WAL: it is there, under one name and inode, as long as any connection is open; it goes with the
/// process; and SQLite has no lock of its own on it that closing our descriptor would drop, as it has on the database.
Database::Lock Database::hold(const fs::path& file) {
  Lock lock(std::fopen((file.string() + "-wal").c_str(), "r+e"));
  if (!lock) throw StorageError(StorageErrorKind::kInputOutput, file, "its write-ahead log cannot be opened");
  struct flock whole{};
  whole.l_type = F_WRLCK;
  whole.l_whence = SEEK_SET;
  if (fcntl(fileno(lock.get()), F_OFD_SETLK, &whole) != 0) {
    if (errno != EAGAIN && errno != EACCES)
      throw StorageError(StorageErrorKind::kInputOutput, file, std::strerror(errno));
    throw StorageError(StorageErrorKind::kHeld, file, "held by another process that writes to it");
  }
  return lock;
}

PendingPostings& Database::pending_postings() {
  if (!pending_postings_) pending_postings_ = std::make_unique<PendingPostings>(connection_);
  return *pending_postings_;
}

void Database::begin() {
  if (abandoned_) throw std::logic_error("a database that failed takes no more changes");
  if (!transaction_) transaction_.emplace(connection_);
  if (!std::exchange(has_changed_, true)) {
    connection_.prepare("DELETE FROM meta WHERE key = ?").run(kSiblingKey);
  }
}

void Database::abandon() {
  transaction_.reset();
  abandoned_ = true;
}

void Database::commit() {
  if (!transaction_) return;
  change([this] {
    if (pending_postings_) pending_postings_->write();
    transaction_->commit();
  });
  transaction_.reset();
}

void Database::shrink() {
  commit();
  const auto free_pages = [this] { return connection_.integer("PRAGMA freelist_count"); };
  for (std::int64_t left = free_pages(), before = left + 1; left > 0 && left < before; left = free_pages()) {
    before = left;
    try {
      Transaction transaction(connection_);
      connection_.execute(fmt::format("PRAGMA incremental_vacuum({})", kPagesGivenBack));
      transaction.commit();
    } catch (const StorageError& error) {
      if (error.kind() != StorageErrorKind::kFull) throw;  // that takes room on its way
      return;
    }
  }
}

Database::Texts Database::texts() {
  return are_texts_compressed(connection_) ? Texts::kCompressed : Texts::kAsTheyAre;
}

bool Database::analyzer_is_current() {
  return stored_analyzer(connection_) == indexer::analyzer_version();
}

}  // namespace storage
