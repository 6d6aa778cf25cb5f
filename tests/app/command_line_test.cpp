#include "app/command_line.hpp"

#include <gtest/gtest.h>

#include <initializer_list>
#include <sstream>
#include <string>
#include <vector>

namespace {

using app::CrawlOptions;
using app::Exit;

app::Invocation parse(std::initializer_list<const char*> words) {
  std::vector<const char*> arguments = {"sitedex"};
  arguments.insert(arguments.end(), words);
  return app::parse_command_line(static_cast<int>(arguments.size()), arguments.data());
}

TEST(CommandLine, ReadsACrawl) {
  const auto options = std::get<CrawlOptions>(parse({"crawl",     "example.org", "http://b.test/docs/",
                                                     "-n",        "500",         "-d",
                                                     "3",         "-c",          "16",
                                                     "--delay",   "500ms",       "--scope",
                                                     "prefix",    "--include",   "*/a/*",
                                                     "--include", "re:b$",       "-H",
                                                     "A: b",      "--max-body",  "1M",
                                                     "--format",  "jsonl",       "-q"}));
  ASSERT_EQ(options.seeds.size(), 2U);
  EXPECT_EQ(options.seeds[0].url.href(), "https://example.org/");
  EXPECT_EQ(options.seeds[1].url.href(), "http://b.test/docs/");
  EXPECT_EQ(options.limits.max_pages, 500U);
  EXPECT_EQ(options.max_depth, 3);
  EXPECT_EQ(options.concurrency, 16U);
  EXPECT_EQ(options.network.politeness.delay, std::chrono::milliseconds(500));
  EXPECT_EQ(options.scope, jobs::ScopeKind::kPrefix);
  EXPECT_EQ(options.include.size(), 2U);
  EXPECT_EQ(options.network.headers, std::vector<std::string>{"A: b"});
  EXPECT_EQ(options.network.receive.max_body_bytes, 1U << 20);
  EXPECT_EQ(options.format, app::Format::kJsonLines);
  EXPECT_TRUE(options.quiet);
}

TEST(CommandLine, AWrongWordIsUsage) {
  EXPECT_EQ(std::get<Exit>(parse({})), Exit::kUsage);
  EXPECT_EQ(std::get<Exit>(parse({"crawl"})), Exit::kUsage);
  EXPECT_EQ(std::get<Exit>(parse({"crawl", "example.org", "--no-such"})), Exit::kUsage);
  EXPECT_EQ(std::get<Exit>(parse({"crawl", "example.org", "-n", "0"})), Exit::kUsage);
  EXPECT_EQ(std::get<Exit>(parse({"crawl", "example.org", "--delay", "5"})), Exit::kUsage);
  EXPECT_EQ(std::get<Exit>(parse({"crawl", "example.org", "--include", "re:("})), Exit::kUsage);
  EXPECT_EQ(std::get<Exit>(parse({"crawl", "example.org", "--format", "json"})), Exit::kUsage);
  EXPECT_EQ(std::get<Exit>(parse({"--help"})), Exit::kDone);
}

std::string complaint(std::initializer_list<const char*> words) {
  testing::internal::CaptureStderr();
  const bool is_wrong = std::get<Exit>(parse(words)) == Exit::kUsage;
  const std::string told = testing::internal::GetCapturedStderr();
  return is_wrong ? told.substr(0, told.find('\n')) : "";
}

std::string help(std::initializer_list<const char*> words) {
  testing::internal::CaptureStdout();
  EXPECT_EQ(std::get<Exit>(parse(words)), Exit::kDone);
  return testing::internal::GetCapturedStdout();
}

TEST(CommandLine, AComplaintNamesWhatIsWrong) {
  EXPECT_EQ(
      complaint({}),
      "sitedex: a command is missing: crawl, replay, search, complete, stats, explain, report, forget, check, backup, "
      "serve or config");
  EXPECT_EQ(complaint({"serach", "x"}), "sitedex: there is no command 'serach'; did you mean 'search'?");
  EXPECT_EQ(complaint({"crawl"}), "sitedex: crawl wants a URL to start from");
  EXPECT_EQ(complaint({"crawl", "a.test", "--warc", "x.warc"}), "sitedex: --warc: 'x.warc' does not end with .warc.gz");
  EXPECT_EQ(complaint({"replay"}), "sitedex: replay wants an archive to read");
  EXPECT_EQ(complaint({"crawl", "--max-page", "3", "a.test"}),
            "sitedex: there is no option '--max-page'; did you mean '--max-pages'?");
  EXPECT_EQ(complaint({"search", "-x"}), "sitedex: there is no option '-x'");
  EXPECT_EQ(complaint({"stats", "more"}), "sitedex: 'more' is one word too many");
  EXPECT_EQ(complaint({"crawl", "a.test", "-c"}), "sitedex: --concurrency wants a value");
  EXPECT_EQ(complaint({"crawl", "a.test", "-c", "257"}),
            "sitedex: --concurrency: '257' is not a whole number from 1 to 256");
  EXPECT_EQ(complaint({"search", "a", "-n", "-5"}), "sitedex: --limit: '-5' is not a whole number from 1 on");
  EXPECT_EQ(complaint({"crawl", "a.test", "--scope", "hst"}),
            "sitedex: --scope: 'hst' is not one of host|domain|prefix");
  EXPECT_EQ(complaint({"crawl", "\x1b[2J://"}).find('\x1b'), std::string::npos);
}

TEST(CommandLine, AUrlMayFollowAnOptionThatMayBeGivenSeveralTimes) {
  const auto options = std::get<CrawlOptions>(parse({"crawl", "--include", "*/a/*", "-H", "A: b", "example.org"}));
  EXPECT_EQ(options.seeds.size(), 1U);
  EXPECT_EQ(options.include.size(), 1U);
  EXPECT_EQ(options.network.headers.size(), 1U);
}

TEST(CommandLine, OfAnOptionGivenTwiceTheLastCounts) {
  const auto options =
      std::get<CrawlOptions>(parse({"crawl", "a.test", "-n", "3", "-n", "4", "--db", "a", "--db", "b"}));
  EXPECT_EQ(options.limits.max_pages, 4U);
  EXPECT_EQ(options.database, "b");
}

TEST(CommandLine, HelpTellsTypesAndDefaultsInOneWay) {
  const std::string crawl = help({"crawl", "--help"});
  for (const std::string_view line :
       {"  -c, --concurrency N       Requests of one crawl in flight, and of a host of your own [8]\n",
        "      --traps on|off        Refuse URLs that a site seems to make without end [on]\n", "\n\nScope:\n",
        "\n\nPoliteness:\n", "\n\nNetwork:\n", "\n\nOutput:\n",
        "      --timeout TIME        For a whole request [60s]\n"}) {
    EXPECT_NE(crawl.find(line), std::string::npos) << line << "is not in\n" << crawl;
  }
  EXPECT_EQ(crawl.find("\n\n\n"), std::string::npos);
  std::istringstream lines(crawl);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 120U) << line;
}

TEST(CommandLine, ReadsWhatIsAskedOfTheLedger) {
  EXPECT_EQ(std::get<app::ExplainOptions>(parse({"explain", "example.org/a#b"})).url, "https://example.org/a");
  using storage::FindingKind;
  const auto report =
      std::get<app::ReportOptions>(parse({"report", "--kind", "scripts,broken,broken", "--fail-on", "slow", "--slow",
                                          "2s", "--large", "64k", "--format", "csv", "-n", "5"}));
  EXPECT_EQ(report.kinds, (std::vector{FindingKind::kBroken, FindingKind::kScripts}));
  EXPECT_EQ(report.fail_on, std::vector{FindingKind::kSlow});
  EXPECT_EQ(report.thresholds.slow, std::chrono::seconds(2));
  EXPECT_EQ(report.thresholds.large_bytes, 65'536);
  EXPECT_EQ(report.format, app::Format::kCsv);
  EXPECT_EQ(report.limit, 5U);
  EXPECT_EQ(std::get<app::ReportOptions>(parse({"report"})).kinds.size(), storage::kFindingKinds.size());
}

TEST(CommandLine, WhatHasASchemeOrAPathIsAUrlToForgetAndAllElseASite) {
  const auto forget = [](const char* what) { return std::get<app::ForgetOptions>(parse({"forget", what})); };
  EXPECT_EQ(forget("http://a.test").what, "http://a.test/");
  EXPECT_FALSE(forget("http://a.test").is_site);
  EXPECT_EQ(forget("a.test/").what, "https://a.test/");
  EXPECT_TRUE(forget("a.test/").is_guess);
  EXPECT_EQ(forget("A.test:8080").what, "a.test:8080");
  EXPECT_TRUE(forget("A.test:8080").is_site);
  EXPECT_EQ(complaint({"forget"}), "sitedex: forget wants a URL or a site");
  EXPECT_EQ(complaint({"explain"}), "sitedex: explain wants a URL");
}

TEST(CommandLine, ReadsAReplay) {
  const auto options = std::get<app::ReplayOptions>(
      parse({"replay", "a.warc.gz", "b.arc", "-n", "5", "--drop-param", "", "--ignore-robots", "--db", "x.db"}));
  EXPECT_EQ(options.files, (std::vector<std::string>{"a.warc.gz", "b.arc"}));
  EXPECT_EQ(options.crawl.limits.max_pages, 5U);
  EXPECT_EQ(options.crawl.database, "x.db");
  const crawler::WarcFields rules = {{"max-pages", "5"}, {"drop-param", ""}, {"ignore-robots", "true"}};
  EXPECT_EQ(options.crawl.rules, rules);
}

TEST(CommandLine, ReadsWhatIsAskedOfAFileOfSettings) {
  using Action = app::ConfigOptions::Action;
  EXPECT_EQ(std::get<app::ConfigOptions>(parse({"config", "check"})).file, "sitedex.toml");
  const auto options = std::get<app::ConfigOptions>(parse({"config", "init", "a.toml"}));
  EXPECT_EQ(options.action, Action::kInit);
  EXPECT_EQ(options.file, "a.toml");
  EXPECT_EQ(complaint({"config"}), "sitedex: config wants to be told: check, show or init");
  EXPECT_EQ(complaint({"config", "chek"}), "sitedex: ACTION: 'chek' is not one of check|show|init");
}

TEST(CommandLine, SearchWordsAreOneQuery) {
  EXPECT_EQ(std::get<app::SearchOptions>(parse({"search", "window", "function", "-n", "3"})).query, "window function");
}

// The file of defaults, --help and the option structs tell one story.
TEST(CommandLine, TheFileOfDefaultsChangesNothing) {
  const auto plain = std::get<CrawlOptions>(parse({"crawl", "example.org"}));
  const auto filed = std::get<CrawlOptions>(parse({"crawl", "example.org", "--config", "configs/default.toml"}));
  EXPECT_EQ(plain.database, filed.database);
  EXPECT_EQ(plain.concurrency, filed.concurrency);
  EXPECT_EQ(plain.batch, filed.batch);
  EXPECT_EQ(plain.fresh, filed.fresh);
  EXPECT_EQ(plain.losses.share, filed.losses.share);
  EXPECT_EQ(plain.losses.are_off, filed.losses.are_off);
  EXPECT_EQ(plain.scope, filed.scope);
  EXPECT_EQ(plain.dropped_parameters, filed.dropped_parameters);
  EXPECT_EQ(plain.traps, filed.traps);
  EXPECT_EQ(plain.sitemaps.source, filed.sitemaps.source);
  EXPECT_EQ(plain.documents.texts, filed.documents.texts);
  EXPECT_EQ(plain.documents.conversion.time, filed.documents.conversion.time);
  EXPECT_EQ(plain.documents.conversion.memory_bytes, filed.documents.conversion.memory_bytes);
  EXPECT_TRUE(filed.documents.converters.empty() && filed.selection.main.empty() && filed.selection.ignored.empty());
  EXPECT_EQ(plain.ignore_robots, filed.ignore_robots);
  const auto& network = plain.network;
  EXPECT_EQ(network.politeness.delay, filed.network.politeness.delay);
  EXPECT_EQ(network.politeness.interval, filed.network.politeness.interval);
  EXPECT_EQ(network.politeness.per_host, filed.network.politeness.per_host);
  EXPECT_EQ(network.politeness.longest_crawl_delay, filed.network.politeness.longest_crawl_delay);
  EXPECT_EQ(network.user_agent, filed.network.user_agent);
  EXPECT_EQ(network.receive.max_body_bytes, filed.network.receive.max_body_bytes);
  EXPECT_EQ(network.connect_timeout, filed.network.connect_timeout);
  EXPECT_EQ(network.first_byte_timeout, filed.network.first_byte_timeout);
  EXPECT_EQ(network.slow_timeout, filed.network.slow_timeout);
  EXPECT_EQ(network.timeout, filed.network.timeout);
  EXPECT_EQ(network.insecure, filed.network.insecure);
  EXPECT_EQ(plain.list, filed.list);
  EXPECT_EQ(plain.format, filed.format);
  EXPECT_EQ(plain.quiet, filed.quiet);
  EXPECT_EQ(plain.verbose, filed.verbose);
  EXPECT_EQ(plain.timings, filed.timings);
  EXPECT_EQ(plain.warc, filed.warc);
  EXPECT_EQ(plain.warc_bytes, filed.warc_bytes);
  const auto replay = std::get<app::ReplayOptions>(parse({"replay", "x", "--config", "configs/default.toml"}));
  EXPECT_EQ(replay.crawl.database, plain.database);
  EXPECT_EQ(replay.crawl.batch, plain.batch);
  EXPECT_EQ(replay.crawl.rules, crawler::WarcFields()) << "what the archive says holds";
  const auto found = std::get<app::SearchOptions>(parse({"search", "x", "--config", "configs/default.toml"}));
  EXPECT_EQ(found.limit, app::SearchOptions().limit);
  EXPECT_EQ(found.offset, app::SearchOptions().offset);
  EXPECT_EQ(found.timeout, app::SearchOptions().timeout);
  EXPECT_EQ(std::get<app::StatsOptions>(parse({"stats", "--config", "configs/default.toml"})).format,
            app::Format::kText);
  const auto report = std::get<app::ReportOptions>(parse({"report", "--config", "configs/default.toml"}));
  EXPECT_EQ(report.kinds, app::ReportOptions().kinds);
  EXPECT_EQ(report.thresholds.slow, storage::ReportThresholds().slow);
  EXPECT_EQ(report.thresholds.large_bytes, storage::ReportThresholds().large_bytes);
  EXPECT_EQ(report.format, app::Format::kText);
  EXPECT_TRUE(report.fail_on.empty());
  EXPECT_EQ(std::get<app::ExplainOptions>(parse({"explain", "a.test", "--config", "configs/default.toml"})).format,
            app::Format::kText);
}

}  // namespace
