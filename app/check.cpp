#include "storage/check.hpp"

#include <fmt/format.h>

#include "app/commands.hpp"
#include "app/terminal.hpp"
#include "storage/backup.hpp"
#include "storage/digest.hpp"

namespace app {
namespace {

using storage::Database;
using storage::StorageError;
using storage::StorageErrorKind;

/// What is there now, where it is being written to or may not be written: checking takes a writer.
std::vector<std::string> check_copy(const std::string& file) {
  auto reader = Database::open_reader(file);
  auto copy = Database::temporary();
  storage::copy_content(reader, copy);
  return storage::check(copy);
}

std::vector<std::string> check_file(const std::string& file) try {
  const auto notice = [](std::string_view sentence) { fmt::print(stderr, "sitedex: {}\n", printable(sentence)); };
  auto database = Database::open_writer(file, notice);
  return storage::check(database);
} catch (const StorageError& error) {
  switch (error.kind()) {
    case StorageErrorKind::kDamaged:
      return {error.what()};
    case StorageErrorKind::kHeld:
    case StorageErrorKind::kReadOnly:
    case StorageErrorKind::kNetwork:
      fmt::print(stderr, "{} cannot be written to now: checking a temporary copy of it\n", printable(file));
      return check_copy(file);
    default:
      throw;
  }
}

void advise(const std::string& file, const std::vector<std::string>& problems) {
  const std::string name = printable(file);
  if (problems.size() == 1 && problems.front() == storage::kIndexDisagrees) {
    fmt::print(stderr,
               "{0}: its pages are good, and the index can be made anew from them:\n"
               "  sqlite3 {0} \"DELETE FROM meta WHERE key = 'analyzer'\"\n"
               "  sitedex check --db {0}\n",
               name);
    return;
  }
  fmt::print(stderr,
             "{} is damaged: put a copy in its place that sitedex backup has made, or crawl into a new file (--db).\n"
             "Keep it until then: what can be read of it is told by sqlite3 {} .recover\n",
             name, name);
}

}  // namespace

Exit check(const CheckOptions& options) {
  if (options.digest) {
    auto database = Database::open_reader(options.database);
    fmt::print("{}\n", storage::digest(database));
    return Exit::kDone;
  }
  Database::open_reader(options.database, Database::Version::kAny);  // a file that is not there is not to be made
  const std::vector<std::string> problems = check_file(options.database);
  for (const std::string& problem : problems) fmt::print("{}\n", printable(problem));
  std::fflush(stdout);  // where both streams go to one place, what to do comes last
  if (problems.empty()) {
    fmt::print(stderr, "{} is sound\n", printable(options.database));
  } else {
    advise(options.database, problems);
  }
  return problems.empty() ? Exit::kDone : Exit::kStorage;
}

}  // namespace app
