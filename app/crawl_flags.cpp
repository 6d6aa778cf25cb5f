#include "app/crawl_flags.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "app/add_option.hpp"
#include "base/quantity.hpp"
#include "crawler/robots_cache.hpp"
#include "crawler/scope.hpp"
#include "jobs/credentials.hpp"

namespace app {
namespace {

constexpr const char* kFooter =
    R"(Run it again, and it goes on where it stopped: after Ctrl-C, a crash, or a limit that has been raised since. A crawl
that was finished looks for what has changed: it asks for pages on the condition that they have, replaces those, and
removes what is gone.
TIME is like 500ms, 2s or 1.5m; SIZE like 65536, 64k or 16M; RATE like 2/s or 30/m. Quote patterns, or the shell
expands them. Options can also stand in the environment (SITEDEX_MAX_PAGES for --max-pages) or in a file
(--config FILE). Others on this machine can read a command line: give passwords by SITEDEX_USER or SITEDEX_BEARER.

Examples:
  sitedex crawl https://docs.example.org/ --db docs.db
  sitedex crawl example.org -n 500 --delay 1s --exclude '*/archive/*'
  sitedex crawl ./public --base https://docs.example.org/
  sitedex crawl --seeds urls.txt --scope domain --format jsonl >crawl.jsonl)";

/// The options that decide which pages a crawl has.
constexpr auto kRules =
    std::to_array<std::string_view>({"max-pages", "max-depth", "max-requests", "max-body", "scope", "allow-host",
                                     "include", "exclude", "drop-param", "traps", "sitemap", "ignore-robots",
                                     "user-agent", "texts", "convert", "convert-memory", "select", "exclude-selector"});

/// Those of them that were given, with their values.
crawler::WarcFields given_rules(const CLI::App& command) {
  crawler::WarcFields rules;
  for (const std::string_view name : kRules) {
    const CLI::Option* option = command.get_option_no_throw("--" + std::string(name));
    if (option == nullptr || option->count() == 0) continue;
    for (const std::string& value : option->results()) rules.emplace_back(name, value);
  }
  return rules;
}

bool is_folder(const std::string& place) {
  std::error_code ignored;
  return std::filesystem::is_directory(place, ignored);
}

}  // namespace

void add_storage(CLI::App& command, std::string& database, bool& compress, std::size_t& batch) {
  add_database(command, database, "The index, one file; made if it is not there");
  command.add_flag("--compress", compress,
                   "Store texts compressed (zstd), for good: half the size, but other tools cannot read the text");
  add_count<std::size_t, 1, 100'000>(command, "--batch", batch,
                                     "Pages of a transaction: what a killed crawl has to do again, at most")
      ->default_str(fmt::to_string(batch));
}

CrawlFlags::CrawlFlags(CLI::App& program)
    : command_(program.add_subcommand("crawl", "Crawl sites breadth-first and index their pages")) {
  command_->footer(kFooter);
  command_->add_option("URL", places_, "Where to start; without a scheme: https, then http. Or a folder, with --base")
      ->allow_extra_args();
  add_start();
  add_storage(*command_, options_.database, options_.compress, options_.batch);
  add_limits();
  add_fresh();
  add_recrawl();
  add_scope();
  add_reading();
  add_politeness();
  add_network();
  add_output();
  add_recording();
}

void CrawlFlags::add_start() {
  const auto as_is = [](std::string_view text) {
    return text == "-" ? base::Result<std::string>(text) : parse_file(text);
  };
  add_parsed<std::string>(*command_, "--seeds", options_.seeds_file, +as_is,
                          "More URLs to start from, one a line; # begins a comment; - is standard input", "FILE");
  add_parsed(*command_, "--base", base_, jobs::parse_seed, "The URL that a folder will have as a site", "URL");
}

void CrawlFlags::add_limits() {
  add_count<std::uint64_t, 1>(*command_, "-n,--max-pages", options_.limits.max_pages,
                              "Good pages of each site [no limit]");
  add_count<int, 0, 1'000'000>(*command_, "-d,--max-depth", options_.max_depth, "Links from a seed [no limit]");
  add_count<std::uint64_t, 1>(*command_, "--max-requests", options_.limits.max_requests,
                              "Requests of this run, redirects included [no limit]");
  add_parsed(*command_, "--max-body", options_.network.receive.max_body_bytes, base::parse_size,
             "A longer page is cut here", "SIZE")
      ->default_str("16M");
}

void CrawlFlags::add_fresh() {
  command_
      ->add_flag("--fresh", options_.fresh,
                 "Ask for all pages anew, into a file beside the index that takes its place at the end")
      ->group("Crawling again");
}

void CrawlFlags::add_recrawl() {
  const auto add = [&](CLI::Option* option) { return option->group("Crawling again"); };
  add(add_parsed(*command_, "--max-loss", options_.losses.share, base::parse_percentage,
                 "Part of the pages that may vanish in one run; ten always may", "PERCENT"))
      ->default_str("25%");
  add(command_->add_flag("--allow-mass-delete", options_.losses.are_off, "Any number of pages may vanish"));
}

void CrawlFlags::add_scope() {
  const auto add = [&](CLI::Option* option) { option->group("Scope"); };
  add(add_choice<jobs::ScopeKind>(
      *command_, "--scope", options_.scope,
      {{"host", jobs::ScopeKind::kHost}, {"domain", jobs::ScopeKind::kDomain}, {"prefix", jobs::ScopeKind::kPrefix}},
      "All of the seed's host, of its domain with all hosts, or only below its folder"));
  add(add_parsed(*command_, "--allow-host", options_.allowed, crawler::parse_site, "A further host", "HOST[:PORT]"));
  add(add_parsed(*command_, "--include", options_.include, crawler::Pattern::parse,
                 "Only URLs like this: a glob, or RE2 syntax after re:", "PATTERN"));
  add(add_parsed(*command_, "--exclude", options_.exclude, crawler::Pattern::parse, "No URLs like this", "PATTERN"));
  add(add_parsed(*command_, "--drop-param", options_.dropped_parameters, parse_parameter,
                 "Drop this parameter from URLs, and not the usual ones of tracking and sessions; '': none", "NAME"));
  add(add_choice<bool>(*command_, "--traps", options_.traps, {{"on", true}, {"off", false}},
                       "Refuse URLs that a site seems to make without end"));
  add(add_parsed(*command_, "--sitemap", options_.sitemaps, parse_sitemap_source,
                 "Take URLs from sitemaps when there are no more links", "auto|off|URL")
          ->default_str("auto"));
}

void CrawlFlags::add_reading() {
  crawler::DocumentTypes& documents = options_.documents;
  const auto add = [&](CLI::Option* option) { return option->group("Reading"); };
  add(add_choice<bool>(*command_, "--texts", documents.texts, {{"on", true}, {"off", false}},
                       "Plain text and Markdown are pages, too"));
  add(add_parsed(*command_, "--convert", documents.converters, crawler::Converter::parse,
                 "So are documents of this type, of which this command makes text, or TYPE:html, TYPE:markdown",
                 "TYPE=COMMAND"));
  add(add_parsed(*command_, "--convert-timeout", documents.conversion.time, base::parse_duration,
                 "For one document; it is tried again later", "TIME"))
      ->default_str(base::duration_text(documents.conversion.time));
  add(add_parsed(*command_, "--convert-memory", documents.conversion.memory_bytes, base::parse_size, "Likewise",
                 "SIZE"))
      ->default_str("1G");
  add(add_parsed(*command_, "--select", options_.selection.main, indexer::Selector::parse,
                 "Main content of pages that have such elements is what stands in them", "SELECTOR"));
  add(add_parsed(*command_, "--exclude-selector", options_.selection.ignored, indexer::Selector::parse,
                 "What stands in such elements is not indexed", "SELECTOR"));
}

void CrawlFlags::add_politeness() {
  crawler::PolitenessLimits& limits = options_.network.politeness;
  const auto add = [&](CLI::Option* option) { return option->group("Politeness"); };
  add(add_parsed(*command_, "--delay", limits.delay, base::parse_duration,
                 "From an answer to its host's next request [public hosts: as long as the answer took]", "TIME"));
  add(add_parsed(*command_, "--rate", limits.interval, base::parse_rate, "Requests of a host at most", "RATE"));
  add(add_count<std::size_t, 1, 256>(*command_, "--per-host", limits.per_host,
                                     "Requests of a host in flight [public hosts: 2]"));
  add(add_count<unsigned, 1, 256>(*command_, "-c,--concurrency", options_.concurrency,
                                  "Requests of one crawl in flight, and of a host of your own"))
      ->default_str(fmt::to_string(options_.concurrency));
  add(add_parsed(*command_, "--max-crawl-delay", limits.longest_crawl_delay, base::parse_duration,
                 "A robots.txt that asks for a longer pause gets this", "TIME"))
      ->default_str(base::duration_text(limits.longest_crawl_delay));
  add(add_parsed(*command_, "--retry-delay", options_.retry_delay, base::parse_duration,
                 "Before a URL that failed is asked for again; four times as long before the last attempt", "TIME"))
      ->default_str(base::duration_text(options_.retry_delay));
  add(add_parsed(*command_, "--max-backoff", limits.longest_backoff, base::parse_duration,
                 "Pause for a host that says it is busy, at most", "TIME"))
      ->default_str(base::duration_text(limits.longest_backoff));
  add(command_->add_flag("--ignore-robots", options_.ignore_robots,
                         "Crawl what robots.txt forbids: a site of your own"));
}

void CrawlFlags::add_network() {
  crawler::CurlFetcherOptions& network = options_.network;
  const auto add = [&](CLI::Option* option) { return option->group("Network"); };
  const auto add_time = [&](const std::string& name, std::chrono::milliseconds& time, const std::string& description) {
    add(add_parsed(*command_, name, time, base::parse_duration, description, "TIME"))
        ->default_str(base::duration_text(time));
  };
  add(add_parsed(*command_, "--contact", contact_, parse_contact, "Where the crawler's operator can be reached",
                 "URL|EMAIL"));
  add(command_->add_option("-A,--user-agent", network.user_agent, "What the program calls itself, contact and all")
          ->capture_default_str()
          ->type_name("TEXT")
          ->take_last());
  add(add_parsed(*command_, "-H,--header", network.headers, parse_header, "A header to send, 'Name: value'", "LINE"));
  add(add_parsed(*command_, "--user", login_, jobs::parse_login, "Told to the origins of the URLs above only (basic)",
                 "NAME:PASSWORD"));
  add(add_parsed(*command_, "--bearer", bearer_, jobs::parse_bearer, "Likewise", "TOKEN"));
  add_time("--connect-timeout", network.connect_timeout, "To resolve the name, to connect, to shake hands");
  add_time("--first-byte-timeout", network.first_byte_timeout, "To the answer's first line");
  add_time("--slow-timeout", network.slow_timeout, "An answer ends when less than 1 kB of it comes in this time");
  add_time("--timeout", network.timeout, "For a whole request");
  add(add_parsed(*command_, "--proxy", network.proxy, parse_proxy, "http, https or socks5h", "URL"));
  add(add_parsed(*command_, "--ca-file", network.ca_file, parse_file,
                 "Certificates (PEM) of authorities to trust beside the system's", "FILE"));
  add(command_->add_flag("--insecure", network.insecure, "Take any certificate"));
  add(add_parsed(*command_, "--resolve", network.resolve, parse_resolve, "Where a host is, whatever name servers say",
                 "HOST:PORT:ADDRESS"));
}

void CrawlFlags::add_output() {
  const auto add = [&](CLI::Option* option) { option->group("Output"); };
  add(command_->add_flag("--list", options_.list, "Print the URLs of good pages, one a line, and write no index"));
  add(add_choice<Format>(*command_, "--format", options_.format,
                         {{"text", Format::kText}, {"jsonl", Format::kJsonLines}},
                         "jsonl: each URL as a JSON line, with what came of it"));
  add(command_->add_flag("-q,--quiet", options_.quiet, "No progress"));
  add(command_->add_flag("-v,--verbose", options_.verbose, "A line for each URL"));
  add(command_->add_flag("--timings", options_.timings, "At the end, CPU time for each page by stage"));
}

void CrawlFlags::add_recording() {
  const auto add = [&](CLI::Option* option) { return option->group("Output"); };
  add(add_parsed(*command_, "--warc", options_.warc, parse_warc,
                 "Record all requests and answers, for `sitedex replay`; ends with .warc.gz", "FILE"));
  add(add_parsed(*command_, "--warc-size", options_.warc_bytes, base::parse_size,
                 "A longer file is followed by the next one, named FILE-00001", "SIZE"))
      ->default_str("1G");
}

void CrawlFlags::complain(const std::string& what) {
  throw CLI::ValidationError(what);
}

bool CrawlFlags::is_rule(std::string_view name) {
  return std::ranges::find(kRules, name) != kRules.end();
}

void CrawlFlags::finish() {
  if (options_.fresh && options_.list) complain("--fresh and --list: one of them");
  std::vector<std::string>& dropped = options_.dropped_parameters;
  if (dropped.size() > 1 && std::ranges::find(dropped, "") != dropped.end()) {
    complain("--drop-param: the empty name stands for no parameter at all, and goes with no other");
  }
  std::erase(dropped, "");
  options_.rules = given_rules(*command_);
  options_.titles = options_.format == Format::kJsonLines;
}

CrawlOptions CrawlFlags::options() {
  take_places();
  introduce();
  finish();
  options_.network.keeps_requests = !options_.warc.empty();
  return options_;
}

void CrawlFlags::introduce() {
  take_authorization();
  std::string& agent = options_.network.user_agent;
  if (!contact_.empty() && agent == jobs::kUserAgent) agent += fmt::format(" (+{})", contact_);
}

void CrawlFlags::take_places() {
  std::vector<std::string> folders;
  for (const std::string& place : places_) {
    if (place == "-") {
      if (!options_.seeds_file.empty() && options_.seeds_file != "-") complain("--seeds and -: one of them");
      options_.seeds_file = place;
    } else if (is_folder(place)) {
      folders.push_back(place);
    } else {
      auto seed = jobs::parse_seed(place);
      if (!seed) complain(seed.error().what);
      options_.seeds.push_back(*std::move(seed));
    }
  }
  const bool has_urls = !options_.seeds.empty() || !options_.seeds_file.empty();
  if (!folders.empty()) {
    if (has_urls || folders.size() > 1) complain("a folder is crawled by itself: no other URL or folder beside it");
    take_folder(folders.front());
  } else if (base_) {
    complain("--base says what a folder will be, and there is no folder to crawl");
  } else if (!has_urls) {
    throw CLI::RequiredError("URL");
  }
}

void CrawlFlags::take_folder(const std::string& folder) {
  if (!base_) {
    complain(fmt::format(
        "'{}' is a folder: say with --base which URL it will have, like --base https://docs.example.org/", folder));
  }
  const crawler::Url& base = base_->url;
  const std::string path = fmt::format("{}{}", base.path(), base.path().ends_with('/') ? "" : "/");
  options_.folder = folder;
  options_.seeds = {{.url = crawler::Url::parse(path, base).value()}};
}

void CrawlFlags::take_authorization() {
  if (!login_.empty() && !bearer_.empty()) complain("--user and --bearer: one of them");
  const std::string& all = login_.empty() ? bearer_ : login_;
  for (const jobs::Seed& seed : options_.seeds) {
    const std::string& own = seed.authorization.empty() ? all : seed.authorization;
    if (!own.empty()) options_.network.authorization.emplace(crawler::origin_of(seed.url), own);
  }
}

}  // namespace app
