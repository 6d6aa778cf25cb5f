#pragma once

#include <sqlite3.h>

#include <string>
#include <string_view>

namespace extension {

/// What SQLite is told of an exception, none of which may pass through it.
struct Failure {
  int code;
  std::string what;
};

/// Of the exception that is being handled.
Failure failure();

/// Makes it the result of a function.
void fail(sqlite3_context* result, const Failure& failure);

/// A copy that SQLite frees; null if there is no memory for it.
char* message(std::string_view text);

}  // namespace extension
