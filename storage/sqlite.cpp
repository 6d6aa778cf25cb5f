#include "storage/sqlite.hpp"

#include <fmt/format.h>

#include <cassert>
#include <cerrno>
#include <new>

namespace storage {
namespace {

/// What the operating system said last of the database and of its log. SQLite's own "full" is ENOSPC alone, and its
/// sqlite3_system_errno no longer knows once the rollback is done.
bool ran_out_of_room(sqlite3* connection) {
  for (const int which : {SQLITE_FCNTL_FILE_POINTER, SQLITE_FCNTL_JOURNAL_POINTER}) {
    sqlite3_file* file = nullptr;
    sqlite3_file_control(connection, "main", which, static_cast<void*>(&file));
    if (file == nullptr || file->pMethods == nullptr) continue;
    int error = 0;
    file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &error);
    if (error == ENOSPC || error == EDQUOT || error == EFBIG) return true;
  }
  return false;
}

/// Whether it was the map of the log, beside the file, that could not grow: of that SQLite keeps no error of the
/// system.
bool cannot_extend_map(sqlite3* connection, int code) {
  return code == SQLITE_IOERR_SHMSIZE || sqlite3_extended_errcode(connection) == SQLITE_IOERR_SHMSIZE;
}

StorageErrorKind kind_of(sqlite3* connection, int code) {
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return StorageErrorKind::kHeld;
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return StorageErrorKind::kReadOnly;
    case SQLITE_FULL:
      return StorageErrorKind::kFull;
    case SQLITE_IOERR:
      return ran_out_of_room(connection) || cannot_extend_map(connection, code) ? StorageErrorKind::kFull
                                                                                : StorageErrorKind::kInputOutput;
    case SQLITE_CANTOPEN:
    case SQLITE_AUTH:
      return StorageErrorKind::kInputOutput;
    case SQLITE_NOTADB:
      return StorageErrorKind::kNotOurs;
    default:
      // Corruption, and whatever our statements do not meet in a sound file: missing tables, broken constraints.
      return StorageErrorKind::kDamaged;
  }
}

std::string_view words_for(StorageErrorKind kind) {
  switch (kind) {
    case StorageErrorKind::kMissing:
      return "no such file";
    case StorageErrorKind::kNotOurs:
      return "not a database of sitedex";
    case StorageErrorKind::kNewerVersion:
      return "written by a newer version of sitedex";
    case StorageErrorKind::kOlderVersion:
      return "written by an earlier version of sitedex";
    case StorageErrorKind::kReadOnly:
      return "may not be written";
    case StorageErrorKind::kNetwork:
      return "on a network file system";
    case StorageErrorKind::kFull:
      return "no room left to write";
    case StorageErrorKind::kHeld:
      return "held by another process that writes to it";
    case StorageErrorKind::kExists:
      return "is there already";
    case StorageErrorKind::kDamaged:
      return "damaged, or changed by another program";
    case StorageErrorKind::kInputOutput:
      return "cannot be read or written";
  }
  return {};
}

[[noreturn]] void throw_error(sqlite3* connection, int code, std::string_view name) {
  if (code == SQLITE_NOMEM) throw std::bad_alloc();
  if (code == SQLITE_INTERRUPT) throw Interrupted();
  const StorageErrorKind kind = kind_of(connection, code);
  const bool is_its_last = sqlite3_extended_errcode(connection) == code || sqlite3_errcode(connection) == code;
  const char* const words = is_its_last ? sqlite3_errmsg(connection) : sqlite3_errstr(code);
  throw StorageError(kind, fmt::format("{}: {} ({})", name, words_for(kind), words));
}

std::string_view name_of(sqlite3* connection) {
  const char* const file = sqlite3_db_filename(connection, "main");
  return file != nullptr && *file != '\0' ? file : "the temporary database";
}

void check_code(sqlite3* connection, int code) {
  if (code != SQLITE_OK) throw_error(connection, code, name_of(connection));
}

}  // namespace

std::string_view Row::text(int column) const {
  const void* const bytes = sqlite3_column_blob(statement_, column);
  return {static_cast<const char*>(bytes), static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

Rows::iterator& Rows::iterator::operator++() {
  const int code = sqlite3_step(statement_);
  done_ = code == SQLITE_DONE;
  if (!done_ && code != SQLITE_ROW) check_code(sqlite3_db_handle(statement_), code);
  return *this;
}

int Statement::bind(int position, sqlite3_destructor_type copied, std::string_view text) {
  // An empty view may have no pointer, which SQLite would take for NULL.
  return sqlite3_bind_text64(statement_.get(), position, text.empty() ? "" : text.data(), text.size(), copied,
                             SQLITE_UTF8);
}

int Statement::bind(int position, sqlite3_destructor_type copied, std::span<const std::uint8_t> bytes) {
  if (bytes.empty()) return sqlite3_bind_zeroblob(statement_.get(), position, 0);
  return sqlite3_bind_blob64(statement_.get(), position, bytes.data(), bytes.size(), copied);
}

void Statement::check(int code) const {
  check_code(sqlite3_db_handle(statement_.get()), code);
}

Connection::Connection(const std::string& name, int flags, const char* vfs) {
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(name.c_str(), &opened, flags, vfs);
  owned_.reset(opened);
  handle_ = opened;
  if (!owned_) throw std::bad_alloc();
  if (code != SQLITE_OK) throw_error(opened, code, name);
  sqlite3_extended_result_codes(opened, 1);
}

void Connection::fail(int code) {
  throw_error(handle_, code, name_of(handle_));
}

std::string_view Connection::name() const {
  return name_of(handle_);
}

Statement Connection::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  check_code(handle_, sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                         &statement, nullptr));
  return Statement(statement);
}

void Connection::execute(const std::string& sql) {
  check_code(handle_, sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr));
}

std::int64_t Connection::integer(std::string_view sql) {
  const auto value = prepare(sql).integer();
  assert(value);
  return value.value_or(0);
}

Snapshot::Snapshot(Connection& connection) : connection_(connection) {
  connection_.execute("SAVEPOINT snapshot");
  connection_.integer("SELECT count(*) FROM sqlite_schema");  // only a read begins it
}

Snapshot::~Snapshot() {
  sqlite3_exec(connection_.handle(), "RELEASE snapshot", nullptr, nullptr, nullptr);
}

Transaction::Transaction(Connection& connection) : connection_(connection) {
  connection_.execute("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
  // A failed statement may have rolled back by itself; a rollback that fails leaves what the next opening rolls back.
  if (connection_.in_transaction()) sqlite3_exec(connection_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
  connection_.execute("COMMIT");
}

ReadTransaction::ReadTransaction(Connection& connection) : connection_(connection) {
  connection_.execute("BEGIN");
}

ReadTransaction::~ReadTransaction() {
  if (connection_.in_transaction()) sqlite3_exec(connection_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

}  // namespace storage
