#include "app/progress.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/terminal.hpp"
#include "base/quantity.hpp"
#include "crawler/outcome.hpp"
#include "views/printable.hpp"

namespace app {
namespace {

using namespace std::chrono_literals;

using crawler::Outcome;

constexpr std::uint64_t kMostSitesAnnounced = 10;
constexpr auto kTerminalPace = 200ms;
constexpr auto kPlainPace = 10s;

std::string in_words(std::chrono::seconds time) {
  return time < 1h ? fmt::format("{:%M:%S}", time) : fmt::format("{:%H:%M:%S}", time);
}

bool writes_data(const CrawlOptions& options) {
  return options.list || options.format == Format::kJsonLines;
}

}  // namespace

Progress::Progress(const CrawlOptions& options)
    : options_(options),
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
  fmt::print(stderr, "{}\n", views::printable(sentence));
}

void Progress::opened(const jobs::Site& site, const jobs::Sites& sites) {
  const std::uint64_t all = sites.all();
  if (sites.opened() == 1 && all > kMostSitesAnnounced) {
    say(fmt::format("{} {} of {}, at most {} at a time. The first: {}", options_.list ? "Listing" : "Crawling",
                    base::counted(sites.seeds(), "seed"), base::counted(all, "site"), jobs::kMostSitesOpen,
                    site.what_is_ahead()));
  } else if (all <= kMostSitesAnnounced || options_.verbose) {
    say(site.what_is_ahead());
  }
  if (!site.wants_contact() || std::exchange(has_asked_for_contact_, true)) return;
  say("Let its operator know who asks: --contact https://example.org/crawler or --contact you@example.org");
}

void Progress::page(const crawler::Page& page, const jobs::Sites& sites) {
  if (options_.verbose) {
    say(fmt::format("{} {}{}{}", word(page.outcome), page.url.href(), page.reason.empty() ? "" : ": ", page.reason));
  }
  print(page);
  show_progress(sites);
}

void Progress::stored(std::size_t urls) {
  if (options_.verbose) say("stored " + base::counted(urls, "URL"));
}

void Progress::idle(const jobs::Sites& sites) {
  std::fflush(stdout);
  show_progress(sites);
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

void Progress::show_progress(const jobs::Sites& sites) {
  if (!shows_progress_) return;
  const auto now = std::chrono::steady_clock::now();
  if (now < next_progress_) return;
  next_progress_ = now + (has_terminal_ ? kTerminalPace : kPlainPace);
  const jobs::Tally& tally = sites.tally();
  const double rate = static_cast<double>(tally.pages()) / std::chrono::duration<double>(now - started_).count();
  std::string line = fmt::format("{}, {:.0f}/s, {} waiting, {} failed, depth {}", base::counted(tally.pages(), "page"),
                                 rate, sites.waiting(), tally.failures(), tally.depth());
  if (const std::uint64_t pages = sites.pages_to_limit(); pages > 0 && rate > 0) {
    const auto left = std::chrono::seconds(static_cast<std::int64_t>(static_cast<double>(pages) / rate));
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
