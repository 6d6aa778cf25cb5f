#include "app/ledger_flags.hpp"

#include "app/add_option.hpp"
#include "base/quantity.hpp"
#include "crawler/scope.hpp"
#include "views/findings.hpp"

namespace app {
namespace {

constexpr const char* kExplainFooter =
    R"(A URL that is not known as typed is looked for without tracking parameters, with or without a slash at its end,
www. and the s of https.

Exit code 0 if the URL is known, whatever became of it; 1 if it was never seen.

Examples:
  sitedex explain https://docs.example.org/old/page.html
  sitedex explain docs.example.org/a --format json | jq -r '.in_crawls[].state')";

constexpr const char* kReportFooter =
    R"(Kinds: broken (links, with the pages that hold them), redirects (that are linked to), slow, large, orphans (pages
that no page links to), duplicates, scripts (pages that show no text without JavaScript). Several are separated by
commas. Links of pages that ask not to be indexed are not counted.

Exit code 6 if there is something of a kind that --fail-on names, whether or not it is shown.

Examples:
  sitedex report                                        counts, and the worst of each kind
  sitedex report --format html > report.html            to look at
  sitedex report --kind broken --format csv > broken.csv
  sitedex report --fail-on broken                       in CI)";

constexpr const char* kForgetFooter =
    R"(What has a scheme or a path is a URL: its page leaves the index, and where other URLs stand for it as duplicates,
the first of them takes its place. HOST or HOST:PORT is a site: each crawl that began there goes with all that it
found; of crawls that began elsewhere too, what is of that site. There is no asking back, and no way back but another
crawl. Nothing of that name is exit code 1.

The file keeps its size, and later crawls use the room again; until then there are traces in it of what was removed.
To give the room back, and leave no trace:
  sqlite3 sitedex.db "INSERT INTO page_index(page_index) VALUES ('optimize'); VACUUM"

Examples:
  sitedex forget https://docs.example.org/secret.html
  sitedex forget docs.example.org)";

base::Result<std::string> parse_url(std::string_view text) {
  const auto seed = jobs::parse_seed(text);
  if (!seed) return std::unexpected(seed.error());
  return seed->url.href();
}

/// What `forget` is to remove.
struct Target {
  std::string what;
  bool is_site = false;
  bool is_guess = false;
};

base::Result<Target> parse_target(std::string_view text) {
  if (!text.contains('/')) {
    auto site = crawler::parse_site(text);
    if (!site) return std::unexpected(site.error());
    return Target{.what = *std::move(site), .is_site = true};
  }
  auto seed = jobs::parse_seed(text);
  if (!seed) return std::unexpected(seed.error());
  return Target{.what = seed->url.href(), .is_guess = seed->is_guess};
}

base::Result<std::chrono::milliseconds> parse_slow(std::string_view text) {
  return base::parse_duration(text);
}

base::Result<std::int64_t> parse_large(std::string_view text) {
  const auto bytes = base::parse_size(text);
  if (!bytes) return std::unexpected(bytes.error());
  return static_cast<std::int64_t>(*bytes);
}

/// An argument without a name that a function of ours reads.
template <typename Parsed, typename Assign>
void add_argument(CLI::App& command, const std::string& name, base::Result<Parsed> (*parse)(std::string_view),
                  Assign assign, const std::string& description) {
  const auto read = [parse, assign](const std::string& text) {
    auto value = parse(text);
    if (!value) throw CLI::ValidationError(value.error().what);
    assign(*std::move(value));
  };
  command.add_option_function<std::string>(name, read, description)->required()->type_name("");
}

}  // namespace

CLI::App* add_explain(CLI::App& program, ExplainOptions& options) {
  CLI::App* explain = program.add_subcommand("explain", "What happened to a URL, and why");
  explain->footer(kExplainFooter);
  add_argument(
      *explain, "URL", parse_url, [&options](std::string url) { options.url = std::move(url); },
      "The URL; without a scheme it means https");
  add_database(*explain, options.database, "The index");
  add_choice<Format>(*explain, "--format", options.format, {{"text", Format::kText}, {"json", Format::kJson}},
                     "For people, or as one JSON object");
  return explain;
}

CLI::App* add_report(CLI::App& program, ReportOptions& options) {
  CLI::App* report =
      program.add_subcommand("report", "Broken links, and what else a site's owner may want to look after");
  report->footer(kReportFooter);
  add_database(*report, options.database, "The index");
  add_parsed(*report, "--kind", options.kinds, views::parse_finding_kinds, "What to tell [all]", "KIND[,KIND]");
  add_choice<Format>(*report, "--format", options.format,
                     {{"text", Format::kText},
                      {"json", Format::kJson},
                      {"jsonl", Format::kJsonLines},
                      {"csv", Format::kCsv},
                      {"html", Format::kHtml}},
                     "For people; for programs; a page to look at");
  add_count<std::uint64_t, 1>(*report, "-n,--limit", options.limit,
                              "Findings of each kind [text: 10, html: 100, else all]");
  add_parsed(*report, "--slow", options.thresholds.slow, parse_slow, "A page is slow from there on", "TIME")
      ->default_str(base::duration_text(options.thresholds.slow));
  add_parsed(*report, "--large", options.thresholds.large_bytes, parse_large, "A page is large from there on", "SIZE")
      ->default_str("1M");
  add_parsed(*report, "--fail-on", options.fail_on, views::parse_finding_kinds, "Exit code 6 if there is any",
             "KIND[,KIND]");
  return report;
}

CLI::App* add_forget(CLI::App& program, ForgetOptions& options) {
  CLI::App* forget = program.add_subcommand("forget", "Remove a URL or a site");
  forget->footer(kForgetFooter);
  const auto assign = [&options](Target target) {
    options.what = std::move(target.what);
    options.is_site = target.is_site;
    options.is_guess = target.is_guess;
  };
  add_argument(*forget, "URL|SITE", parse_target, assign, "What to remove");
  add_database(*forget, options.database, "The index");
  return forget;
}

}  // namespace app
