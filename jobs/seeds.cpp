#include "jobs/seeds.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <stdexcept>
#include <utility>

#include "crawler/public_suffix.hpp"
#include "crawler/robots_cache.hpp"

namespace jobs {
namespace {

using crawler::Archive;

constexpr std::uint64_t kMostComplaints = 20;

/// Seeds of one host, or of one domain, are one crawl.
std::string_view site_of(const crawler::Url& url, ScopeKind scope) {
  return scope == ScopeKind::kDomain ? crawler::registrable_domain(url.host()) : url.site();
}

/// The URL in a line, without comment and white space.
std::string_view url_in(std::string_view line) {
  constexpr std::string_view kSpace = " \t\r\n\f\v";
  const std::size_t begin = line.find_first_not_of(kSpace);
  if (begin == std::string_view::npos || line[begin] == '#') return {};
  line.remove_prefix(begin);
  line = line.substr(0, std::min(line.find(" #"), line.find("\t#")));
  return line.substr(0, line.find_last_not_of(kSpace) + 1);
}

/// Calls `take` for each URL that the recorded crawl started from; for an archive that does not tell, the URL of each
/// answer in it.
void read_recorded_seeds(Archive& archive, const std::function<void(const Seed&)>& take) {
  bool has_seeds = false;
  for (auto&& notes : archive.notes()) {
    for (const auto& [name, value] : notes) {
      const bool is_guess = name == Archive::kGuessedSeed;
      if (!is_guess && name != Archive::kSeed) continue;
      auto url = crawler::Url::parse(value);
      if (!url || !url->is_http()) continue;
      take({.url = *std::move(url), .is_guess = is_guess});
      has_seeds = true;
    }
  }
  if (has_seeds) return;
  for (auto&& url : archive.urls()) take({.url = std::move(url)});
}

}  // namespace

void read_seeds(std::istream& in, std::string_view name, const std::function<void(Seed)>& take,
                const Complain& complain) {
  std::uint64_t number = 0;
  std::uint64_t bad_lines = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    const std::string_view url = url_in(line);
    if (url.empty()) continue;
    if (auto seed = parse_seed(url)) {
      take(*std::move(seed));
    } else if (++bad_lines <= kMostComplaints) {
      complain(fmt::format("{}:{}: {}", name, number, seed.error().what));
    }
  }
  if (bad_lines > kMostComplaints) complain(fmt::format("{}: {} bad lines in all", name, bad_lines));
}

Authorization gather_seeds(const CrawlOptions& options, storage::SeedList& list, const Complain& complain) {
  const auto add = [&](const Seed& seed) {
    list.add(site_of(seed.url, options.scope), {.url = seed.url.href(), .is_guess = seed.is_guess});
  };
  for (const Seed& seed : options.seeds) add(seed);
  if (options.archive) read_recorded_seeds(*options.archive, add);
  if (options.archive && list.seeds() == 0) throw std::runtime_error("no answer of a web server in the archive");
  if (options.seeds_file.empty()) return {};

  const bool is_input = options.seeds_file == "-";
  const std::string name = is_input ? "standard input" : options.seeds_file;
  std::ifstream file;
  if (!is_input) {
    file.open(options.seeds_file);
    if (!file) throw std::runtime_error(name + ": cannot be read");
  }
  Authorization authorization;
  const auto take = [&](Seed seed) {
    add(seed);
    if (!seed.authorization.empty()) authorization.emplace(crawler::origin_of(seed.url), std::move(seed.authorization));
  };
  read_seeds(is_input ? std::cin : file, name, take, complain);
  if (list.seeds() == 0) throw std::runtime_error(name + ": no URL in it");
  return authorization;
}

}  // namespace jobs
