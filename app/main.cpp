#include <fmt/format.h>

#include <exception>
#include <variant>

#include "app/command_line.hpp"
#include "app/commands.hpp"
#include "app/terminal.hpp"
#include "storage/error.hpp"

namespace {

struct Run {
  app::Exit operator()(app::Exit answered) const { return answered; }
  app::Exit operator()(const app::CrawlOptions& options) const { return app::crawl(options); }
  app::Exit operator()(const app::SearchOptions& options) const { return app::search(options); }
  app::Exit operator()(const app::StatsOptions& options) const { return app::stats(options); }
  app::Exit operator()(const app::CheckOptions& options) const { return app::check(options); }
};

app::Exit run(int argc, char** argv) {
  try {
    return std::visit(Run(), app::parse_command_line(argc, argv));
  } catch (const storage::StorageError& error) {
    const bool is_missing = error.kind() == storage::StorageErrorKind::kMissing;
    fmt::print(stderr, "sitedex: {}{}\n", app::printable(error.what()),
               is_missing ? "; sitedex crawl makes one, --db names another" : "");
    return error.kind() == storage::StorageErrorKind::kHeld ? app::Exit::kHeld : app::Exit::kStorage;
  } catch (const std::exception& error) {
    fmt::print(stderr, "sitedex: {}\n", app::printable(error.what()));
    return app::Exit::kFailure;
  }
}

}  // namespace

int main(int argc, char** argv) {
  return static_cast<int>(run(argc, argv));
}
