// `sitedex_sqlite.so`: what makes an SQLite that loads it find in an index of ours what `sitedex search` finds.

#include <sqlite3.h>

#include "extension/failure.hpp"
#include "extension/functions.hpp"
#include "extension/host_sqlite.hpp"
#include "extension/search_table.hpp"
#include "storage/compatibility.hpp"
#include "storage/lent_functions.hpp"
#include "storage/rank_function.hpp"

namespace extension {
namespace {

constexpr int kLeastSqlite = 3'040'000;

/// Into a connection of another file nothing is lent: its FTS5 tables that name the tokenizer would get another one
/// than they had. Those of ours that FTS5 has opened already have the built-in one: when the schema is read again, they
/// are opened again.
void lend_all(storage::Connection connection) {
  storage::require_index(connection);
  storage::lend_functions(connection, storage::Use::kRead);
  storage::lend_rank_function(connection);
  lend_sql_functions(connection);
  lend_search_table(connection);
  connection.execute("PRAGMA writable_schema = RESET");
}

}  // namespace
}  // namespace extension

/// By the name that SQLite makes of that of the file.
extern "C" [[gnu::visibility("default")]] int sqlite3_sitedexsqlite_init(sqlite3* handle, char** why,
                                                                         const sqlite3_api_routines* host) try {
  extension::use_host_sqlite(host);
  if (sqlite3_libversion_number() < extension::kLeastSqlite) {
    *why = extension::message("sitedex_sqlite wants SQLite 3.40 or later");
    return SQLITE_ERROR;
  }
  extension::lend_all(storage::Connection::borrowed(handle));
  return SQLITE_OK;
} catch (...) {
  const extension::Failure failed = extension::failure();
  *why = extension::message(failed.what);
  return failed.code;
}
