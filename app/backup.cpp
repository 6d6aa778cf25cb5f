#include "storage/backup.hpp"

#include <fmt/format.h>

#include "app/commands.hpp"
#include "app/interrupt.hpp"
#include "views/printable.hpp"

namespace app {

Exit backup(const BackupOptions& options) {
  const Interrupt interrupt;
  auto database = storage::Database::open_reader(options.database, storage::Database::Version::kAny);
  const auto existing = options.replace ? storage::Existing::kReplace : storage::Existing::kKeep;
  if (!storage::back_up(database, options.file, existing, [&] { return interrupt.is_requested(); })) {
    fmt::print(stderr, "Stopped. There is no copy.\n");
    return Exit::kInterrupted;
  }
  fmt::print(stderr, "{} is a copy of {}\n", views::printable(options.file), views::printable(options.database));
  return Exit::kDone;
}

}  // namespace app
