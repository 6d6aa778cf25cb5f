#include "app/progress.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/terminal.hpp"

namespace app {
namespace {

using namespace std::chrono_literals;

using crawler::Outcome;

constexpr std::string_view kRobots = "robots.txt";  // the rule, as the reason of a refusal
constexpr std::size_t kMostFailedSeeds = 1000;
constexpr auto kTerminalPace = 200ms;
constexpr auto kPlainPace = 10s;

std::string in_words(std::chrono::seconds time) {
  return time < 1h ? fmt::format("{:%M:%S}", time) : fmt::format("{:%H:%M:%S}", time);
}

bool writes_data(const CrawlOptions& options) {
  return options.list || options.format == Format::kJsonLines;
}

/// What an alias stands for, and what was deferred, has yet to come.
bool came_to_nothing(Outcome outcome) {
  return outcome == Outcome::kFailed || outcome == Outcome::kSkipped || outcome == Outcome::kRefused;
}

}  // namespace

std::string described(const storage::Crawl& crawl) {
  const std::size_t end = crawl.name.rfind(' ');  // of the seeds: a URL has no spaces
  std::string seeds = crawl.name.substr(0, end);
  const bool is_one = seeds.find(' ') == std::string::npos;
  const std::string_view scope = std::string_view(crawl.name).substr(end + 1);
  const std::string_view reach = scope == "prefix" ? "folder" : scope;
  return fmt::format("{} ({} {})", seeds, is_one ? "its" : "their", reach);
}

Progress::Progress(const CrawlOptions& options, std::function<Standing()> standing)
    : options_(options),
      standing_(std::move(standing)),
      has_terminal_(is_terminal(stderr)),
      shows_progress_(!options.quiet && !(has_terminal_ && is_terminal(stdout) && writes_data(options))),
      started_(std::chrono::steady_clock::now()),
      next_progress_(started_ + (has_terminal_ ? kTerminalPace : kPlainPace)) {}

Progress::~Progress() {
  clear_line();
  std::fflush(stdout);
}

void Progress::say(const std::string& sentence) {
  if (options_.quiet) return;
  clear_line();
  fmt::print(stderr, "{}\n", printable(sentence));
}

void Progress::page(const crawler::Page& page) {
  depth_ = page.depth;
  const bool is_forbidden = page.outcome == Outcome::kRefused && page.reason == kRobots;
  if (page.outcome == Outcome::kPage) {
    ++pages_;
    good_crawls_.insert(page.crawl);
  } else if (page.depth == 0 && came_to_nothing(page.outcome) && failed_seeds_.size() < kMostFailedSeeds) {
    const std::string_view reason =
        is_forbidden ? "robots.txt forbids it: --ignore-robots if the site is yours" : std::string_view(page.reason);
    failed_seeds_.emplace_back(page.crawl, fmt::format("{}: {}", page.url.href(), reason));
  }
  if (page.outcome == Outcome::kFailed) ++failures_;
  if (is_forbidden) ++forbidden_;
  if (options_.verbose) {
    say(fmt::format("{} {}{}{}", word(page.outcome), page.url.href(), page.reason.empty() ? "" : ": ", page.reason));
  }
  print(page);
  show_progress();
}

void Progress::stored(std::size_t urls) {
  if (options_.verbose) say("stored " + counted(urls, "URL"));
}

void Progress::idle() {
  std::fflush(stdout);
  show_progress();
}

std::chrono::steady_clock::duration Progress::elapsed() const {
  return std::chrono::steady_clock::now() - started_;
}

std::vector<std::string> Progress::failed_seeds() const {
  std::vector<std::string> seeds;
  for (const auto& [crawl, seed] : failed_seeds_) {
    if (!good_crawls_.contains(crawl)) seeds.push_back(seed);
  }
  return seeds;
}

void Progress::print(const crawler::Page& page) {
  if (options_.format == Format::kJsonLines) {
    nlohmann::ordered_json line = {{"url", page.url.href()}, {"outcome", word(page.outcome)}, {"depth", page.depth}};
    if (page.status != 0) line["status"] = page.status;
    if (!page.reason.empty()) line["reason"] = page.reason;
    if (page.outcome == Outcome::kPage) line["title"] = page.content.metadata.title;
    line["bytes"] = page.body_bytes;
    line["took_ms"] = page.took.count();
    fmt::print("{}\n", line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  } else if (options_.list && page.outcome == Outcome::kPage) {
    fmt::print("{}\n", page.url.href());
  }
}

void Progress::show_progress() {
  if (!shows_progress_) return;
  const auto now = std::chrono::steady_clock::now();
  if (now < next_progress_) return;
  next_progress_ = now + (has_terminal_ ? kTerminalPace : kPlainPace);
  const Standing standing = standing_();
  const double seconds = std::chrono::duration<double>(elapsed()).count();
  const double rate = static_cast<double>(pages_) / seconds;
  std::string line = fmt::format("{}, {:.0f}/s, {} waiting, {} failed, depth {}", counted(pages_, "page"), rate,
                                 standing.waiting, failures_, depth_);
  if (standing.limit > 0 && rate > 0) {
    const auto left = std::chrono::seconds(static_cast<std::int64_t>(static_cast<double>(standing.limit) / rate));
    line += fmt::format(", at most {} left", in_words(left));
  }
  if (has_terminal_) {
    fmt::print(stderr, "\r\x1b[K{}", line.substr(0, columns(stderr) - 1));
    std::fflush(stderr);
    has_line_ = true;
  } else {
    fmt::print(stderr, "{}\n", line);
  }
}

void Progress::clear_line() {
  if (std::exchange(has_line_, false)) fmt::print(stderr, "\r\x1b[K");
}

}  // namespace app
