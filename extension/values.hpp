#pragma once

#include <sqlite3.h>

#include <string_view>

namespace extension {

/// The text of a value, or of what SQLite makes a text of; empty for NULL. Good until the value is converted or gone.
inline std::string_view text_of(sqlite3_value* value) {
  const unsigned char* const text = sqlite3_value_text(value);
  if (text == nullptr) return {};
  return {reinterpret_cast<const char*>(text), static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

/// Makes `text` the result of a function or a column.
inline void give(sqlite3_context* result, std::string_view text) {
  sqlite3_result_text64(result, text.empty() ? "" : text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

}  // namespace extension
