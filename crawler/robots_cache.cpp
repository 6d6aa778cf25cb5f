#include "crawler/robots_cache.hpp"

#include <fmt/format.h>

#include <utility>

namespace crawler {
namespace {

constexpr std::size_t kMaxRobotsBytes = std::size_t{500} << 10;  // RFC 9309, 2.5, asks for at least that much
constexpr std::size_t kMaxRobotsRedirects = 5;                   // RFC 9309, 2.3.1.2

}  // namespace

std::string origin_of(const Url& url) {
  return fmt::format("{}://{}", url.scheme(), url.site());
}

RobotsCache::RobotsCache(Reader& reader, RobotsStore& store, Options options)
    : reader_(reader), store_(store), options_(std::move(options)) {}

std::optional<base::Result<bool>> RobotsCache::ask(const Url& url, Asker asker) {
  Entry& entry = entry_for(url, asker);
  if (entry.retrieval) {
    if (auto response = entry.retrieval->poll()) receive(entry, *std::move(response));
  }
  if (entry.rules) return options_.is_ignored || entry.rules->allows(url.href());
  if (!entry.failure) return std::nullopt;
  if (options_.is_ignored) return true;
  return std::unexpected(*entry.failure);
}

RobotsCache::Entry& RobotsCache::entry_for(const Url& url, Asker asker) {
  if (last_ != nullptr && url.href().starts_with(last_->origin) && url.href()[last_->origin.size()] == '/')
    return *last_;
  const std::string origin = origin_of(url);
  const auto [found, is_new] = entries_.try_emplace(origin);
  last_ = &found->second;
  if (!is_new) return *last_;
  last_->origin = origin;
  if (const auto known = store_.robots(origin)) {
    learn(*last_, *known);
  } else {
    last_->retrieval.emplace(retrieve(url, asker));
  }
  return *last_;
}

Retrieval RobotsCache::retrieve(const Url& url, Asker asker) {
  Fetch fetch{.url = Url::parse("/robots.txt", url).value(),
              .urgent = true,
              .session = options_.session,
              .is_named = asker.is_named,
              .any_type = true,
              .max_body_bytes = kMaxRobotsBytes};
  return Retrieval(reader_, std::move(fetch),
                   {.max_redirects = kMaxRobotsRedirects, .is_patient = is_patient_ && !asker.is_guess});
}

std::vector<std::string> RobotsCache::sitemaps(std::string_view origin) {
  const auto known = store_.robots(origin);
  return known ? RobotsRules::parse(*known, options_.agent).sitemaps() : std::vector<std::string>();
}

void RobotsCache::forget_failures() {
  last_ = nullptr;
  is_patient_ = false;
  std::erase_if(entries_, [](const auto& entry) { return entry.second.failure.has_value(); });
}

void RobotsCache::receive(Entry& entry, base::Result<Response> response) {
  entry.retrieval.reset();
  if (!response) {
    entry.failure = std::move(response.error());
    entry.failure->what = "robots.txt: " + entry.failure->what;
    if (options_.is_ignored) store_.keep_robots(entry.origin, "");  // its sitemaps are looked for all the same
    return;
  }
  const bool is_found = response->status >= 200 && response->status < 300;
  const std::string text = is_found ? std::move(response->body) : std::string();
  store_.keep_robots(entry.origin, text);
  learn(entry, text);
}

void RobotsCache::learn(Entry& entry, std::string_view text) {
  entry.rules = RobotsRules::parse(text, options_.agent);
  using std::chrono::milliseconds;
  const milliseconds delay =
      options_.is_ignored ? milliseconds(0) : entry.rules->crawl_delay().value_or(milliseconds(0));
  const std::string_view site = std::string_view(entry.origin).substr(entry.origin.find("//") + 2);
  reader_.fetcher().set_crawl_delay(site, delay);
}

}  // namespace crawler
