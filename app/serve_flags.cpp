#include "app/serve_flags.hpp"

#include <fmt/format.h>

#include <cstdlib>

#include "app/add_option.hpp"
#include "app/crawl_flags.hpp"
#include "app/settings.hpp"

namespace app {
namespace {

constexpr const char* kStorage = "Storage";
constexpr const char* kJobs = "Jobs";

constexpr const char* kFooter =
    R"(Crawls the sites of a file (--config) when they are due, and answers searches: a page for people at /, an API for
programs below /api/v1. With --db alone it only serves an index that is there. Without more it listens on loopback.
From elsewhere, and where --hosts or --trusted-proxies say that others come to it, the operator's page and API want a
token: a file of one line (--admin-token-file), or SITEDEX_ADMIN_TOKEN in the environment.

SIGHUP reads the file again; one that is wrong changes nothing, and the log says why. SIGTERM finishes the batch.
TIME is like 500ms, 2s or 1.5m; RATE like 2/s or 30/m. Options can also stand in the environment (SITEDEX_LISTEN for
--listen) or in the file: flag before environment before file.

Examples:
  sitedex config init sitedex.toml                 a file to begin with, commented
  sitedex config check sitedex.toml                what is wrong with it
  sitedex serve --config sitedex.toml
  sitedex serve --db docs.db --listen 127.0.0.1:8080)";

}  // namespace

ServeFlags::ServeFlags(CLI::App& program)
    : command_(program.add_subcommand("serve", "Keep sites crawled, and answer searches over HTTP")) {
  command_->footer(kFooter);
  add_reach();
  add_load();
  add_log();
  add_storage(*command_, storage_.database, storage_.compress, storage_.batch);
  for (const char* name : {"--db", "--compress", "--batch"}) command_->get_option(name)->group(kStorage);
  add_jobs();
}

void ServeFlags::add_reach() {
  add_parsed(*command_, "--listen", server_.listen, parse_listen, "Where to listen", "ADDRESS:PORT")
      ->default_str(fmt::format("{}:{}", server_.listen.address, server_.listen.port));
  add_parsed(*command_, "--hosts", server_.hosts, parse_host_name,
             "A name by which it may be asked, beside localhost and addresses", "NAME");
  add_parsed(*command_, "--admin-token-file", admin_token_file_, parse_file,
             "What the operator's page and API want to be told, in one line", "FILE");
  add_parsed(*command_, "--cors-origins", server_.cors_origins, parse_origin,
             "A site whose pages may read answers (CORS)", "URL");
  add_parsed(*command_, "--trusted-proxies", server_.trusted_proxies, parse_network,
             "Who may say for whom it asks (X-Forwarded-For)", "ADDRESS[/BITS]");
  add_parsed(*command_, "--title", server_.title, parse_title, "What the search page is called", "TITLE")
      ->default_str(server_.title);
}

void ServeFlags::add_load() {
  add_parsed(*command_, "--rate", server_.request_interval, base::parse_rate, "Requests of a client in the long run",
             "RATE")
      ->default_str("20/s");
  add_count<std::size_t, 1, 1'000'000>(*command_, "--burst", server_.burst, "Likewise, at once after a pause")
      ->default_str(fmt::to_string(server_.burst));
  add_count<std::size_t, 1, 256>(*command_, "--workers", server_.workers, "Threads that search")
      ->default_str(fmt::to_string(server_.workers));
  add_parsed(*command_, "--search-timeout", server_.search_timeout, base::parse_duration,
             "To look for pages; what was found is shown", "TIME")
      ->default_str(base::duration_text(server_.search_timeout));
}

void ServeFlags::add_log() {
  add_choice<base::LogFormat>(*command_, "--log-format", server_.log_format,
                              {{"text", base::LogFormat::kText}, {"json", base::LogFormat::kJson}},
                              "Lines for people, or a JSON object each");
  using enum base::LogLevel;
  add_choice<base::LogLevel>(*command_, "--log-level", server_.log_level,
                             {{"info", kInfo}, {"debug", kDebug}, {"warning", kWarning}, {"error", kError}},
                             "What is below it is not written");
}

void ServeFlags::add_jobs() {
  add_count<std::size_t, 1, 10'000>(*command_, "--most-jobs", jobs_.most, "Crawls at a time; others wait")
      ->default_str(fmt::to_string(jobs_.most))
      ->group(kJobs);
  add_count<std::size_t, 1, 1'000'000>(*command_, "--kept-jobs", jobs_.kept,
                                       "Crawls of a site that are over and remembered")
      ->default_str(fmt::to_string(jobs_.kept))
      ->group(kJobs);
}

std::vector<CLI::Option*> ServeFlags::options_of(const std::string& group) const {
  auto options = settable(*command_);
  std::erase_if(options, [&](const CLI::Option* option) { return option->get_group() != group; });
  return options;
}

std::vector<CLI::Option*> ServeFlags::server_options() const {
  auto options = settable(*command_);
  std::erase_if(options, [](const CLI::Option* option) {
    return option->get_group() == kStorage || option->get_group() == kJobs;
  });
  return options;
}

std::vector<CLI::Option*> ServeFlags::storage_options() const {
  return options_of(kStorage);
}

std::vector<CLI::Option*> ServeFlags::jobs_options() const {
  return options_of(kJobs);
}

ServeOptions ServeFlags::options(const std::string& file) const {
  ServeOptions options{.file = file};
  for (const CLI::Option* option : settable(*command_)) {
    for (const std::string& value : option->results()) options.given.emplace_back(option->get_lnames().front(), value);
  }
  const bool has_index = command_->get_option("--db")->count() > 0 || std::getenv("SITEDEX_DB") != nullptr;
  if (file.empty() && !has_index) {
    throw CLI::ValidationError("serve wants --config FILE, with the sites to crawl, or --db FILE, an index to serve");
  }
  return options;
}

}  // namespace app
