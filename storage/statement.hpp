#pragma once

#include <sqlite3.h>

#include <concepts>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace storage {

template <auto close>
struct Closer {
  template <typename Handle>
  void operator()(Handle* handle) const noexcept {
    close(handle);
  }
};

/// The current row of a statement. Views stay good until the statement moves on.
class Row {
 public:
  explicit Row(sqlite3_stmt* statement) : statement_(statement) {}

  std::int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
  double real(int column) const { return sqlite3_column_double(statement_, column); }
  std::string_view text(int column) const;  ///< bytes of a text or a blob; empty for NULL
  std::span<const std::uint8_t> bytes(int column) const {
    const std::string_view blob = text(column);
    return {reinterpret_cast<const std::uint8_t*>(blob.data()), blob.size()};
  }
  bool is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  int columns() const { return sqlite3_column_count(statement_); }

 private:
  sqlite3_stmt* statement_;
};

/// The rows of a running statement, fetched one by one as they are asked for; an input range, iterated over once. When
/// it goes, the statement is reset.
class Rows {
 public:
  class iterator {
   public:
    using value_type = Row;
    using difference_type = std::ptrdiff_t;

    explicit iterator(sqlite3_stmt* statement) : statement_(statement) { ++*this; }
    Row operator*() const { return Row(statement_); }
    iterator& operator++();
    void operator++(int) { ++*this; }
    friend bool operator==(const iterator& i, std::default_sentinel_t) { return i.done_; }

   private:
    sqlite3_stmt* statement_;
    bool done_ = false;
  };

  explicit Rows(sqlite3_stmt* statement) : running_(statement) {}

  iterator begin() { return iterator(running_.get()); }
  std::default_sentinel_t end() const { return std::default_sentinel; }

 private:
  std::unique_ptr<sqlite3_stmt, Closer<sqlite3_reset>> running_;
};

/// An object for a function of ours that is called in a statement; `type` is what that function asks for it by.
struct Lent {
  void* object;
  const char* type;  ///< a literal
};

/// A prepared statement, kept and run many times. Values are bound by position; `nullptr` and an empty optional are
/// NULL, a span of bytes is a blob. Failures throw `StorageError`.
class Statement {
 public:
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}

  /// Runs to the end; rows, if there are any, are passed over.
  template <typename... Values>
  void run(const Values&... values) {
    bind_all(SQLITE_STATIC, values...);
    Rows rows(statement_.get());
    for (auto row = rows.begin(); row != rows.end(); ++row) {
    }
  }

  /// The rows, as they are asked for. Values are copied; one use at a time.
  template <typename... Values>
  Rows rows(const Values&... values) {
    bind_all(SQLITE_TRANSIENT, values...);
    return Rows(statement_.get());
  }

  /// The first column of the first row; nothing if there is no row.
  template <typename... Values>
  std::optional<std::int64_t> integer(const Values&... values) {
    bind_all(SQLITE_STATIC, values...);
    for (const Row row : Rows(statement_.get())) return row.integer(0);
    return std::nullopt;
  }

 private:
  template <typename... Values>
  void bind_all([[maybe_unused]] sqlite3_destructor_type copied, const Values&... values) {
    [[maybe_unused]] int position = 0;
    (check(bind(++position, copied, values)), ...);
  }

  int bind(int position, sqlite3_destructor_type, std::integral auto value) {
    return sqlite3_bind_int64(statement_.get(), position, static_cast<std::int64_t>(value));
  }
  int bind(int position, sqlite3_destructor_type, double value) {
    return sqlite3_bind_double(statement_.get(), position, value);
  }
  int bind(int position, sqlite3_destructor_type, std::nullptr_t) {
    return sqlite3_bind_null(statement_.get(), position);
  }
  int bind(int position, sqlite3_destructor_type, Lent lent) {
    return sqlite3_bind_pointer(statement_.get(), position, lent.object, lent.type, nullptr);
  }
  int bind(int position, sqlite3_destructor_type copied, std::string_view text);
  int bind(int position, sqlite3_destructor_type copied, std::span<const std::uint8_t> bytes);
  template <typename Value>
  int bind(int position, sqlite3_destructor_type copied, const std::optional<Value>& value) {
    return value ? bind(position, copied, *value) : bind(position, copied, nullptr);
  }
  void check(int code) const;

  std::unique_ptr<sqlite3_stmt, Closer<sqlite3_finalize>> statement_;
};

}  // namespace storage
