#include "storage/deadline.hpp"

namespace storage {
namespace {

// Of SQLite's virtual machine: a row takes some five, and so does a page of the index that FTS5 reads.
constexpr int kStepsBetweenLooks = 1000;

int is_over(void* deadline) {
  return static_cast<int>(static_cast<const Deadline*>(deadline)->is_over());
}

}  // namespace

TimeLimit::TimeLimit(Connection& connection, const Deadline& deadline)
    : connection_(deadline.is_set() ? connection.handle() : nullptr) {
  if (connection_ == nullptr) return;
  sqlite3_progress_handler(connection_, kStepsBetweenLooks, is_over, const_cast<Deadline*>(&deadline));
}

TimeLimit::~TimeLimit() {
  if (connection_ != nullptr) sqlite3_progress_handler(connection_, 0, nullptr, nullptr);
}

}  // namespace storage
