#include <fmt/format.h>

#include <exception>
#include <variant>

#include "app/command_line.hpp"
#include "app/commands.hpp"
#include "app/complete.hpp"
#include "app/config.hpp"
#include "app/explain.hpp"
#include "app/forget.hpp"
#include "app/problems.hpp"
#include "app/replay.hpp"
#include "app/report.hpp"
#include "app/serve.hpp"
#include "app/storage_failure.hpp"
#include "storage/error.hpp"
#include "views/printable.hpp"

namespace {

struct Run {
  app::Exit operator()(app::Exit answered) const { return answered; }
  app::Exit operator()(const app::CrawlOptions& options) const { return app::crawl(options); }
  app::Exit operator()(const app::ReplayOptions& options) const { return app::replay(options); }
  app::Exit operator()(const app::SearchOptions& options) const { return app::search(options); }
  app::Exit operator()(const app::CompleteOptions& options) const { return app::complete(options); }
  app::Exit operator()(const app::StatsOptions& options) const { return app::stats(options); }
  app::Exit operator()(const app::ExplainOptions& options) const { return app::explain(options); }
  app::Exit operator()(const app::ReportOptions& options) const { return app::report(options); }
  app::Exit operator()(const app::ForgetOptions& options) const { return app::forget(options); }
  app::Exit operator()(const app::CheckOptions& options) const { return app::check(options); }
  app::Exit operator()(const app::BackupOptions& options) const { return app::backup(options); }
  app::Exit operator()(const app::ConfigOptions& options) const { return app::config(options); }
  app::Exit operator()(const app::ServeOptions& options) const { return app::serve(options); }
};

app::Exit run(int argc, char** argv) {
  try {
    return std::visit(Run(), app::parse_command_line(argc, argv));
  } catch (const app::SettingsError& error) {
    for (const std::string& problem : error.problems()) fmt::print(stderr, "sitedex: {}\n", problem);
    return app::Exit::kUsage;
  } catch (const storage::StorageError& error) {
    fmt::print(stderr, "sitedex: {}{}\n", views::printable(error.what()), app::advice(error.kind()));
    return app::exit_code(error.kind());
  } catch (const std::exception& error) {
    fmt::print(stderr, "sitedex: {}\n", views::printable(error.what()));
    return app::Exit::kFailure;
  }
}

}  // namespace

int main(int argc, char** argv) {
  return static_cast<int>(run(argc, argv));
}
