#include "app/command_line.hpp"

#include <CLI/CLI.hpp>

#include <fmt/format.h>

#include <algorithm>

#include "app/help.hpp"
#include "app/settings.hpp"
#include "app/terminal.hpp"

namespace app {
namespace {

constexpr const char* kProgramFooter = R"(Examples:
  sitedex crawl https://docs.example.org/             index a site into sitedex.db
  sitedex search window function                      find pages that have both words
  sitedex search '"window function"' --format json    a phrase; for programs
  sitedex crawl --list -n 100 example.org             only print what a crawl would index

sitedex COMMAND --help tells more. Exit codes: 0 done (a reached limit is success), 1 failure, 2 wrong usage,
3 a seed could not be crawled, 4 storage, 5 the database is held by another writer, 130 interrupted (run it
again to go on).)";

constexpr const char* kCrawlFooter =
    R"(Run it again, and it goes on where it stopped: after Ctrl-C, a crash, or a limit that has been raised since.
TIME is like 500ms, 2s or 1.5m; SIZE like 65536, 64k or 16M. Quote patterns, or the shell expands them.
Options can also stand in the environment (SITEDEX_MAX_PAGES for --max-pages) or in a file (--config FILE).

Examples:
  sitedex crawl https://docs.example.org/ --db docs.db
  sitedex crawl example.org -n 500 --delay 1s --exclude '*/archive/*'
  sitedex crawl https://example.org/docs/ --scope prefix --format jsonl >crawl.jsonl)";

constexpr const char* kStatsFooter = R"(The file is plain SQLite. Why URLs were passed over, for example:
  sqlite3 sitedex.db 'SELECT state, reason, count(*) FROM urls GROUP BY state, reason')";

constexpr const char* kCheckFooter = R"(Exit code 0 if it is, 4 if not; what is wrong goes to standard output.)";

constexpr const char* kSearchFooter =
    R"(Pages that have all of the words come first. Nothing but words and double quotes has a meaning: c++, it's and
AND are looked for as they stand.

Examples:
  sitedex search window function
  sitedex search '"window function"' --db docs.db -n 3
  sitedex search --format jsonl python | jq -r .url)";

/// An option whose value a function of ours reads. Given several times, the last one counts.
template <typename T>
CLI::Option* add_parsed(CLI::App& command, const std::string& names, T& target,
                        base::Result<T> (*parse)(std::string_view), const std::string& description,
                        const std::string& type) {
  const std::string shown = names.substr(names.find("--"));
  const auto assign = [&target, parse, shown](const std::string& text) {
    auto value = parse(text);
    if (!value) throw CLI::ValidationError(shown, value.error().what);
    target = *std::move(value);
  };
  return command.add_option_function<std::string>(names, assign, description)->type_name(type)->take_last();
}

/// The same for one that may be given several times, one value each time: what follows is not taken for another.
template <typename T>
CLI::Option* add_parsed(CLI::App& command, const std::string& names, std::vector<T>& target,
                        base::Result<T> (*parse)(std::string_view), const std::string& description,
                        const std::string& type) {
  const std::string prefix = names.starts_with("-") ? names.substr(names.find("--")) + ": " : "";
  const auto assign = [&target, parse, prefix](const std::vector<std::string>& texts) {
    for (const std::string& text : texts) {
      auto value = parse(text);
      if (!value) throw CLI::ValidationError(prefix + value.error().what);
      target.push_back(*std::move(value));
    }
  };
  return command.add_option_function<std::vector<std::string>>(names, assign, description)
      ->type_name(type)
      ->allow_extra_args(false);
}

template <typename T, std::uint64_t kLeast, std::uint64_t kMost = kMostCount>
CLI::Option* add_count(CLI::App& command, const std::string& names, T& target, const std::string& description) {
  const auto parse = [](std::string_view text) -> base::Result<T> {
    const auto count = parse_count(text, kLeast, kMost);
    if (!count) return std::unexpected(count.error());
    return static_cast<T>(*count);
  };
  return add_parsed<T>(command, names, target, parse, description, "N");
}

/// One of a few words, told as in "text|json"; the default is the first.
template <typename T>
CLI::Option* add_choice(CLI::App& command, const std::string& names, T& target,
                        const std::vector<std::pair<std::string, T>>& choices, const std::string& description) {
  std::string words;
  for (const auto& [word, value] : choices) words += (words.empty() ? "" : "|") + word;
  const auto assign = [&target, choices, words, names](const std::string& text) {
    const auto found = std::ranges::find(choices, text, &std::pair<std::string, T>::first);
    if (found == choices.end()) throw CLI::ValidationError(names, fmt::format("'{}' is not one of {}", text, words));
    target = found->second;
  };
  return command.add_option_function<std::string>(names, assign, description)
      ->type_name(words)
      ->default_str(choices.front().first)
      ->take_last();
}

CLI::Option* add_database(CLI::App& command, std::string& file, const std::string& description) {
  return command.add_option("--db", file, description)->capture_default_str()->type_name("FILE")->take_last();
}

CLI::App* add_crawl(CLI::App& program, CrawlOptions& options) {
  CLI::App* crawl = program.add_subcommand("crawl", "Crawl sites breadth-first and index their pages");
  crawl->footer(kCrawlFooter);
  add_parsed(*crawl, "URL", options.seeds, parse_seed, "Where to start; without a scheme: https, then http", "URL")
      ->required()
      ->allow_extra_args();
  add_database(*crawl, options.database, "The index, one file; made if it is not there");
  add_count<std::uint64_t, 1>(*crawl, "-n,--max-pages", options.limits.max_pages, "Good pages of each site [no limit]");
  add_count<int, 0, 1'000'000>(*crawl, "-d,--max-depth", options.limits.max_depth, "Links from a seed [no limit]");
  add_count<std::uint64_t, 1>(*crawl, "--max-requests", options.limits.max_requests,
                              "Requests of this run, redirects included [no limit]");
  add_count<unsigned, 1, 256>(*crawl, "-c,--concurrency", options.concurrency, "Requests of one site in flight")
      ->default_str(fmt::to_string(options.concurrency));
  add_count<std::size_t, 1, 100'000>(*crawl, "--batch", options.batch,
                                     "Pages of a transaction: what a killed crawl has to do again, at most")
      ->default_str(fmt::to_string(options.batch));
  add_parsed(*crawl, "--delay", options.delay, parse_duration,
             "Pause between an answer and the next request of its host", "TIME")
      ->default_str("0");
  add_parsed(*crawl, "--timeout", options.timeout, parse_duration, "For a whole request", "TIME")->default_str("30s");
  add_parsed(*crawl, "--max-body", options.max_body_bytes, parse_size, "A longer page is cut here", "SIZE")
      ->default_str("16M");
  add_choice<ScopeKind>(*crawl, "--scope", options.scope, {{"host", ScopeKind::kHost}, {"prefix", ScopeKind::kPrefix}},
                        "All of the seed's host, or only below its folder");
  add_parsed(*crawl, "--include", options.include, crawler::Pattern::parse,
             "Only URLs like this: a glob, or RE2 syntax after re:", "PATTERN");
  add_parsed(*crawl, "--exclude", options.exclude, crawler::Pattern::parse, "No URLs like this", "PATTERN");
  crawl->add_option("-A,--user-agent", options.user_agent, "What the program calls itself")
      ->capture_default_str()
      ->type_name("TEXT")
      ->take_last();
  add_parsed(*crawl, "-H,--header", options.headers, parse_header, "A header to send, 'Name: value'", "LINE");
  crawl->add_flag("--list", options.list, "Print the URLs of good pages, one a line, and write no index");
  add_choice<Format>(*crawl, "--format", options.format, {{"text", Format::kText}, {"jsonl", Format::kJsonLines}},
                     "jsonl: each URL as a JSON line, with what came of it");
  crawl->add_flag("-q,--quiet", options.quiet, "No progress");
  crawl->add_flag("-v,--verbose", options.verbose, "A line for each URL");
  crawl->add_flag("--timings", options.timings, "At the end, CPU time for each page by stage");
  return crawl;
}

CLI::App* add_search(CLI::App& program, SearchOptions& options, std::vector<std::string>& words) {
  CLI::App* search = program.add_subcommand("search", "Find pages");
  search->footer(kSearchFooter);
  search->add_option("WORDS", words, "Words; in double quotes, a phrase")->required();
  add_database(*search, options.database, "The index");
  add_count<std::uint64_t, 1>(*search, "-n,--limit", options.limit, "Hits to show")
      ->default_str(fmt::to_string(options.limit));
  add_count<std::uint64_t, 0>(*search, "--offset", options.offset, "Hits to pass over")
      ->default_str(fmt::to_string(options.offset));
  add_choice<Format>(*search, "--format", options.format,
                     {{"text", Format::kText}, {"json", Format::kJson}, {"jsonl", Format::kJsonLines}},
                     "For people, as one JSON object, or as a JSON line for each hit");
  return search;
}

CLI::App* add_stats(CLI::App& program, StatsOptions& options) {
  CLI::App* stats = program.add_subcommand("stats", "What an index holds");
  stats->footer(kStatsFooter);
  add_database(*stats, options.database, "The index");
  add_choice<Format>(*stats, "--format", options.format, {{"text", Format::kText}, {"json", Format::kJson}},
                     "For people, or as one JSON object");
  return stats;
}

CLI::App* add_check(CLI::App& program, CheckOptions& options) {
  CLI::App* check = program.add_subcommand("check", "Whether an index is sound");
  check->footer(kCheckFooter);
  add_database(*check, options.database, "The index");
  check->add_flag("--digest", options.digest, "Print a hash that is equal for equal crawls of equal sites");
  return check;
}

}  // namespace

Invocation parse_command_line(int argc, const char* const* argv) {
  CLI::App program("Crawls web sites breadth-first and makes them searchable.", "sitedex");
  program.formatter(help_layout());
  program.require_subcommand(1);
  program.fallthrough();
  program.set_help_flag("-h,--help", "Print this and exit");
  program.set_version_flag("--version", "sitedex " SITEDEX_VERSION, "Print the version and exit");
  std::string config;
  program.add_option("--config", config, "Settings that flags and environment leave open (configs/default.toml)")
      ->check(CLI::Validator(CLI::ExistingFile).description(""))
      ->type_name("FILE");
  CrawlOptions crawl;
  SearchOptions search;
  StatsOptions stats;
  CheckOptions check;
  std::vector<std::string> words;
  const CLI::App* crawl_command = add_crawl(program, crawl);
  const CLI::App* search_command = add_search(program, search, words);
  const CLI::App* stats_command = add_stats(program, stats);
  add_check(program, check);
  program.footer(kProgramFooter);
  for (CLI::App* command : program.get_subcommands({})) command->group("Commands");
  try {
    program.parse(argc, argv);
    CLI::App* command = program.get_subcommands().front();
    fill_in(*command, config);
    if (command == crawl_command) return crawl;
    if (command == stats_command) return stats;
    if (command != search_command) return check;
    search.query = fmt::format("{}", fmt::join(words, " "));
    return search;
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) {  // --help, --version
      program.exit(error);
      return Exit::kDone;
    }
    const auto commands = program.get_subcommands();
    fmt::print(stderr, "sitedex: {}\nTry 'sitedex {}--help'.\n", printable(complaint(program, error)),
               commands.empty() ? "" : commands.front()->get_name() + " ");
    return Exit::kUsage;
  }
}

}  // namespace app
