#include "storage/check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/commands.hpp"
#include "storage/backup.hpp"
#include "storage/digest.hpp"
#include "views/printable.hpp"

namespace app {
namespace {

using storage::Database;
using storage::StorageError;
using storage::StorageErrorKind;

/// What is there now, where it is being written to or may not be written: checking takes a writer.
std::vector<std::string> check_copy(const std::string& file) {
  auto reader = Database::open_reader(file, Database::Version::kAny);
  auto copy = Database::temporary();
  storage::copy_content(reader, copy);
  copy.bring_up_to_date();
  return storage::check(copy);
}

std::vector<std::string> check_file(const std::string& file) try {
  const auto notice = [](std::string_view sentence) {
    fmt::print(stderr, "sitedex: {}\n", views::printable(sentence));
  };
  auto database = Database::open_writer(file, notice);
  return storage::check(database);
} catch (const StorageError& error) {
  switch (error.kind()) {
    case StorageErrorKind::kDamaged:
      return {error.what()};
    case StorageErrorKind::kHeld:
    case StorageErrorKind::kReadOnly:
    case StorageErrorKind::kNetwork:
      fmt::print(stderr, "{} cannot be written to now: checking a temporary copy of it\n", views::printable(file));
      return check_copy(file);
    default:
      throw;
  }
}

void advise(const std::string& file, const std::vector<std::string>& problems) {
  fmt::print(stderr,
             "Put a copy in the place of {0} that sitedex backup has made, or crawl into a new file (--db).\n"
             "Keep the old one until then: its table `pages` has all the texts, as far as they can still be read.\n",
             views::printable(file));
  const auto is_of_index = [](const std::string& problem) {
    return problem == storage::kIndexDisagrees || problem == storage::kAnchorsDisagree;
  };
  if (!std::ranges::all_of(problems, is_of_index)) return;
  fmt::print(stderr,
             "If it is the index alone that is wrong, this makes it anew from the pages:\n"
             "  sqlite3 {0} \"DELETE FROM meta WHERE key = 'analyzer'\"\n"
             "  sitedex check --db {0}\n",
             views::printable(file));
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
  for (const std::string& problem : problems) fmt::print("{}\n", views::printable(problem));
  std::fflush(stdout);  // where both streams go to one place, what to do comes last
  if (problems.empty()) {
    fmt::print(stderr, "{} is sound\n", views::printable(options.database));
  } else {
    advise(options.database, problems);
  }
  return problems.empty() ? Exit::kDone : Exit::kStorage;
}

}  // namespace app
