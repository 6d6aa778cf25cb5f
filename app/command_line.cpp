#include "app/command_line.hpp"

#include <CLI/CLI.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/add_option.hpp"
#include "app/crawl_flags.hpp"
#include "app/help.hpp"
#include "app/ledger_flags.hpp"
#include "app/replay_flags.hpp"
#include "app/serve_flags.hpp"
#include "app/settings.hpp"
#include "base/quantity.hpp"
#include "views/printable.hpp"

namespace app {
namespace {

constexpr const char* kProgramFooter = R"(Examples:
  sitedex crawl https://docs.example.org/             index a site into sitedex.db
  sitedex search window function                      find pages that have both words
  sitedex search '"window function"' --format json    a phrase; for programs
  sitedex crawl --list -n 100 example.org             only print what a crawl would index
  sitedex explain https://docs.example.org/a          what happened to a URL, and why
  sitedex report --format html > report.html          broken links and the like, to look at
  sitedex serve --db sitedex.db                       a page to search on, and an API, at http://127.0.0.1:7878/

sitedex COMMAND --help tells more. Exit codes: 0 done (a reached limit is success), 1 failure, 2 wrong usage,
3 a seed could not be crawled, 4 storage, 5 the database is held by another writer, 6 pages would have vanished and were
kept, or a report found what --fail-on names, 130 interrupted (run it again to go on).)";

constexpr const char* kStatsFooter = R"(The file is plain SQLite. Why URLs were passed over, for example:
  sqlite3 sitedex.db 'SELECT state, reason, count(*) FROM urls GROUP BY state, reason')";

constexpr const char* kCheckFooter =
    R"(Exit code 0 if it is, 4 if not; what is wrong goes to standard output, what matters most first. While a
crawl writes to the index, or where it may not be written, a temporary copy of it is checked.)";

constexpr const char* kBackupFooter =
    R"(FILE holds what the index held when the command began, and appears whole or not at all. A crawl may go on
meanwhile. Copying sitedex.db by other means would miss what is still in sitedex.db-wal.)";

constexpr const char* kConfigFooter =
    R"(check says whether the file is right: exit code 2 if it is not, and all that is wrong. show prints all settings as
they hold, and who says so: a line of the file, the environment, a default; secrets are not shown. init writes the file
with all settings explained; it replaces none.

Examples:
  sitedex config init sitedex.toml
  sitedex config check /etc/sitedex/sitedex.toml)";

constexpr const char* kSearchFooter =
    R"(Pages that have all of the words come first, whatever forms these take: connection also finds connected. Words such as
how, is or the need not be there. Of pages with nearly the same text only the best is shown, unless --group-by says
otherwise. Where more than 20,000 pages match, the best are those of the first 20,000 that were crawled.

  "window function"     these words side by side
  vacuum -full          without pages that have it (-l, -1 and --all are words; so is "-Wall" in quotes)
  drop OR delete        one of both
  config*               whatever begins so, from three letters on
  title:join            in the title; url:tutorial in the path of the URL
  site:example.org/docs lang:en type:html     pages of a site, a language, a kind of file
  after:2024 before:2024-07-15                changed since the one and before the other

Each field may stand behind a minus. All else is looked for as it stands: c++, it's, AND, std::vector.

Examples:
  sitedex search window function
  sitedex search '"window function"' --db docs.db -n 3
  sitedex search --format jsonl python | jq -r .url)";

constexpr const char* kCompleteFooter =
    R"(First words of titles and headings, those of most pages first, then titles of pages with their URLs.)";

CLI::App* add_search(CLI::App& program, SearchOptions& options, std::vector<std::string>& words) {
  CLI::App* search = program.add_subcommand("search", "Find pages");
  search->footer(kSearchFooter);
  search->add_option("WORDS", words, "Words; in double quotes, a phrase")->required();
  add_database(*search, options.database, "The index");
  add_count<std::uint64_t, 1>(*search, "-n,--limit", options.limit, "Hits to show")
      ->default_str(fmt::to_string(options.limit));
  add_count<std::uint64_t, 0>(*search, "--offset", options.offset, "Hits to pass over")
      ->default_str(fmt::to_string(options.offset));
  add_parsed(*search, "--after", options.after, parse_place, "Go on where a list ended: as it said itself", "PLACE")
      ->excludes("--offset");
  add_choice<storage::GroupBy>(*search, "--group-by", options.group_by,
                               {{"likeness", storage::GroupBy::kLikeness},
                                {"nothing", storage::GroupBy::kNothing},
                                {"site", storage::GroupBy::kSite},
                                {"section", storage::GroupBy::kSection}},
                               "Of which kind each only the best is shown: near-duplicates, hosts, folders");
  search->add_flag("--facets", options.facets, "Tell of which sites, languages, types and years the hits are");
  search->add_flag("--explain", options.explain, "Show what each hit's score is the sum of");
  add_parsed(*search, "--timeout", options.timeout, base::parse_duration, "To look for pages; what was found is shown",
             "TIME")
      ->default_str(base::duration_text(options.timeout));
  add_choice<Format>(
      *search, "--format", options.format,
      {{"text", Format::kText}, {"json", Format::kJson}, {"jsonl", Format::kJsonLines}, {"html", Format::kHtml}},
      "For people, as one JSON object, as a JSON line for each hit, or as a list that may stand in a page");
  return search;
}

CLI::App* add_complete(CLI::App& program, CompleteOptions& options, std::vector<std::string>& words) {
  CLI::App* complete = program.add_subcommand("complete", "What a search box proposes for what was typed so far");
  complete->footer(kCompleteFooter);
  complete->add_option("TEXT", words, "What was typed; each word may be the beginning of one")->required();
  add_database(*complete, options.database, "The index");
  add_count<std::uint64_t, 1>(*complete, "-n,--limit", options.limit, "Proposals to show")
      ->default_str(fmt::to_string(options.limit));
  add_choice<Format>(*complete, "--format", options.format, {{"text", Format::kText}, {"json", Format::kJson}},
                     "For people, or as one JSON object");
  return complete;
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

CLI::App* add_backup(CLI::App& program, BackupOptions& options) {
  CLI::App* backup = program.add_subcommand("backup", "Copy an index, also one that is being written to");
  backup->footer(kBackupFooter);
  backup->add_option("FILE", options.file, "The copy")->required()->type_name("");
  add_database(*backup, options.database, "The index");
  backup->add_flag("--force", options.replace, "Replace FILE if it is there already");
  return backup;
}

CLI::App* add_config(CLI::App& program, ConfigOptions& options) {
  using enum ConfigOptions::Action;
  CLI::App* config = program.add_subcommand("config", "Check, show or make the file of a daemon's settings");
  config->footer(kConfigFooter);
  add_choice<ConfigOptions::Action>(*config, "ACTION", options.action,
                                    {{"check", kCheck}, {"show", kShow}, {"init", kInit}}, "What to do")
      ->required()
      ->type_name("")
      ->default_str("");
  config->add_option("FILE", options.file, "The file")->capture_default_str()->type_name("");
  return config;
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
  CrawlFlags crawl(program);
  ReplayFlags replay(program);
  SearchOptions search;
  CompleteOptions complete;
  StatsOptions stats;
  CheckOptions check;
  BackupOptions backup;
  ConfigOptions settings;
  ExplainOptions explain;
  ReportOptions report;
  ForgetOptions forget;
  std::vector<std::string> words;
  const CLI::App* search_command = add_search(program, search, words);
  const CLI::App* complete_command = add_complete(program, complete, words);
  const CLI::App* stats_command = add_stats(program, stats);
  const CLI::App* explain_command = add_explain(program, explain);
  const CLI::App* report_command = add_report(program, report);
  const CLI::App* forget_command = add_forget(program, forget);
  add_check(program, check);
  const CLI::App* backup_command = add_backup(program, backup);
  ServeFlags serve(program);
  const CLI::App* config_command = add_config(program, settings);
  program.footer(kProgramFooter);
  for (CLI::App* command : program.get_subcommands({})) command->group("Commands");
  try {
    program.parse(argc, argv);
    CLI::App* command = program.get_subcommands().front();
    if (command == serve.command()) return serve.options(config);  // whose file is of another kind
    fill_in(*command, config);
    if (command == crawl.command()) return crawl.options();
    if (command == replay.command()) return replay.options();
    if (command == stats_command) return stats;
    if (command == complete_command) {
      complete.typed = fmt::format("{}", fmt::join(words, " "));
      return complete;
    }
    if (command == backup_command) return backup;
    if (command == config_command) return settings;
    if (command == explain_command) return explain;
    if (command == report_command) return report;
    if (command == forget_command) return forget;
    if (command != search_command) return check;
    search.query = fmt::format("{}", fmt::join(words, " "));
    return search;
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) {  // --help, --version
      program.exit(error);
      return Exit::kDone;
    }
    const auto commands = program.get_subcommands();
    fmt::print(stderr, "sitedex: {}\nTry 'sitedex {}--help'.\n", views::printable(complaint(program, error)),
               commands.empty() ? "" : commands.front()->get_name() + " ");
    return Exit::kUsage;
  }
}

}  // namespace app
