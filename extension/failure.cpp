#include "extension/failure.hpp"

#include <algorithm>
#include <new>

#include "storage/error.hpp"

namespace extension {
namespace {

int code_of(storage::StorageErrorKind kind) {
  switch (kind) {
    case storage::StorageErrorKind::kNotOurs:
      return SQLITE_NOTADB;
    case storage::StorageErrorKind::kDamaged:
      return SQLITE_CORRUPT;
    case storage::StorageErrorKind::kHeld:
      return SQLITE_BUSY;
    case storage::StorageErrorKind::kFull:
      return SQLITE_FULL;
    case storage::StorageErrorKind::kReadOnly:
      return SQLITE_READONLY;
    case storage::StorageErrorKind::kInputOutput:
      return SQLITE_IOERR;
    default:
      return SQLITE_ERROR;
  }
}

}  // namespace

Failure failure() try { throw; } catch (const storage::Interrupted& interrupted) {
  return {SQLITE_INTERRUPT, interrupted.what()};
} catch (const storage::StorageError& error) {
  return {code_of(error.kind()), error.what()};
} catch (const std::bad_alloc&) {
  return {SQLITE_NOMEM, "out of memory"};
} catch (const std::exception& error) {
  return {SQLITE_ERROR, error.what()};
} catch (...) {
  return {SQLITE_ERROR, "an unknown error"};
}

void fail(sqlite3_context* result, const Failure& failure) {
  sqlite3_result_error(result, failure.what.c_str(), -1);
  sqlite3_result_error_code(result, failure.code);
}

char* message(std::string_view text) {
  auto* const copy = static_cast<char*>(sqlite3_malloc64(text.size() + 1));
  if (copy == nullptr) return nullptr;
  *std::ranges::copy(text, copy).out = '\0';
  return copy;
}

}  // namespace extension
