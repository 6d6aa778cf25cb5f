#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "storage/error.hpp"
#include "storage/statement.hpp"

namespace storage {

/// An open database. One thread at a time. Statements may outlive it, unless it is borrowed. Failures throw
/// `StorageError`.
class Connection {
 public:
  /// `flags` and `vfs` are those of sqlite3_open_v2; `name` a path, a `file:` URI where they say so, or "" for a
  /// temporary file.
  Connection(const std::string& name, int flags, const char* vfs = nullptr);

  /// One that another program has opened, and closes when this and its statements are gone.
  static Connection borrowed(sqlite3* handle) { return Connection(handle); }

  Statement prepare(std::string_view sql);
  /// Runs each of the statements in `sql`.
  void execute(const std::string& sql);
  /// The first column of the only row of `sql`.
  std::int64_t integer(std::string_view sql);

  /// Throws what SQLite's `code` says of this database.
  [[noreturn]] void fail(int code);

  std::int64_t last_insert_id() const { return sqlite3_last_insert_rowid(handle_); }
  bool in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }
  bool is_read_only() const { return sqlite3_db_readonly(handle_, "main") == 1; }
  sqlite3* handle() const { return handle_; }
  std::string_view name() const;  ///< of its file, or what there is in its place

 private:
  explicit Connection(sqlite3* borrowed) : handle_(borrowed) {}

  std::unique_ptr<sqlite3, Closer<sqlite3_close_v2>> owned_;  // empty if it is borrowed
  sqlite3* handle_ = nullptr;
};

/// As long as it lives, its connection sees the database as it was when it began. Unlike a transaction it may stand
/// within another.
class Snapshot {
 public:
  explicit Snapshot(Connection& connection);
  ~Snapshot();
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

 private:
  Connection& connection_;
};

/// A write transaction: rolled back when it goes, unless committed.
class Transaction {
 public:
  /// Takes SQLite's write lock at once.
  explicit Transaction(Connection& connection);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  void commit();

 private:
  Connection& connection_;
};

/// A moment of the database: whatever others write meanwhile, it is read as it was at the first look.
class ReadTransaction {
 public:
  explicit ReadTransaction(Connection& connection);
  ~ReadTransaction();
  ReadTransaction(const ReadTransaction&) = delete;
  ReadTransaction& operator=(const ReadTransaction&) = delete;

 private:
  Connection& connection_;
};

}  // namespace storage
