#include "storage/fts5.hpp"

#include <stdexcept>

namespace storage {

fts5_api& fts5_of(Connection& connection) {
  fts5_api* api = nullptr;
  sqlite3_stmt* prepared = nullptr;
  sqlite3_prepare_v2(connection.handle(), "SELECT fts5(?1)", -1, &prepared, nullptr);
  const std::unique_ptr<sqlite3_stmt, Closer<sqlite3_finalize>> select(prepared);
  sqlite3_bind_pointer(select.get(), 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
  sqlite3_step(select.get());
  if (api == nullptr) throw std::runtime_error("this SQLite has been built without FTS5");
  return *api;
}

}  // namespace storage
