#include "crawler/frontier.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace crawler {
namespace {

constexpr std::string_view kNofollow = "nofollow";

UrlId row_of(const std::optional<Known>& known) {
  return known ? known->id : 0;
}

}  // namespace

Frontier::Frontier(FrontierStore& store, Rules rules, Options options)
    : store_(store),
      scope_(std::move(rules.scope)),
      canonicalizer_(std::move(rules.canonicalizer)),
      traps_(rules.traps),
      options_(options),
      seen_(options.seen) {
  refill();
}

void Frontier::seed(const Url& url, bool is_guess) {
  const std::string name = canonical(url).href();
  const auto known = find(name);
  const UrlId id = known && !known->is_open ? known->id : enqueue({.url = name, .row = row_of(known)});
  if (is_guess) guesses_.insert(id);
}

void Frontier::push(Link& link, const Page& from) {
  const bool nofollow = link.nofollow || from.content.metadata.directives.nofollow;
  if (canonicalizer_) link.url = canonicalizer_->canonicalize(std::move(link.url));
  link.id = discover(link.url, from.id, from.depth + 1, nofollow).id;
}

void Frontier::push_canonical(Page& page) {
  if (!page.content.metadata.canonical) return;
  Url url = canonical(*std::exchange(page.content.metadata.canonical, std::nullopt));
  if (url == page.url) return;
  const bool is_wanted = scope_.refuses(url).empty() && traps_.refuses(url).empty();
  page.canonical = is_wanted ? discover(url, page.id, page.depth + 1, page.content.metadata.directives.nofollow).id : 0;
  page.content.metadata.canonical = std::move(url);
}

Frontier::Listed Frontier::push_listed(const Url& url) {
  return discover(canonical(url), 0, 1, false);
}

Url Frontier::canonical(const Url& url) const {
  return canonicalizer_ ? canonicalizer_->canonicalize(url.without_fragment()) : url.without_fragment();
}

Frontier::Listed Frontier::discover(const Url& url, UrlId from, int depth, bool nofollow) {
  const std::string& name = url.href();
  const auto known = find(name);
  if (known && (!known->is_open || nofollow)) return {.id = known->id};
  const Discovery discovery{.url = name, .found_from = from, .depth = depth, .row = row_of(known)};
  const std::string_view rule = rule_against(url, depth, nofollow);
  if (rule.empty()) return {.id = enqueue(discovery), .is_queued = true};
  if (known) return {.id = known->id};
  const UrlId id = store_.refuse(discovery, rule);
  if (rule == kNofollow) {
    has_open_ = true;
  } else if (id != 0) {
    seen_.add(name, id);
  }
  return {.id = id};
}

/// Asked once for each URL that is new: what counts toward a bound is counted here, in the order of the crawl.
std::string_view Frontier::rule_against(const Url& url, int depth, bool nofollow) {
  if (const std::string_view rule = scope_.refuses(url); !rule.empty()) return rule;
  if (const std::string_view trap = traps_.refuses(url); !trap.empty()) return trap;
  if (nofollow) return kNofollow;
  const Traps::Bounds bounds = traps_.bounds(url, depth);
  for (const Traps::Bound& bound : bounds) {
    if (store_.counted(bound.key) >= bound.most) return bound.reason;
  }
  for (const Traps::Bound& bound : bounds) store_.count(bound.key);
  return {};
}

std::optional<Request> Frontier::pop() {
  if (stretch_.empty() && !is_tail_held_) refill();
  if (stretch_.empty()) return std::nullopt;
  Waiting next = std::move(stretch_.front());
  stretch_.pop_front();
  --options_.waiting;
  last_position_ = next.position;
  auto url = Url::parse(next.url);
  assert(url && "what was stored is the serialization of a URL");
  const bool is_guess = guesses_.contains(next.id);
  return Request{.position = next.position,
                 .id = next.id,
                 .url = *std::move(url),
                 .depth = next.depth,
                 .is_last = next.is_last,
                 .is_guess = is_guess};
}

Frontier::Hop Frontier::judge(const Request& request, const Url& target) const {
  // Rules first: a URL that one forbids may have been seen too, as a link.
  const bool is_owners = is_seed(request) && target.is_http() && Scope::is_same_owner(request.url, target);
  if (!is_owners && !scope_.refuses(target).empty()) return Hop::kRefused;
  if (const auto known = find(target.href()); known && !known->is_open) return Hop::kSeen;
  return std::ranges::find(reserved_, target.href()) == reserved_.end() ? Hop::kFollow : Hop::kSeen;
}

void Frontier::reserve(const Request& request, const Url& target) {
  reserved_.push_back(target.href());
  if (is_seed(request) && !scope_.has_site(target)) {
    scope_.sites.emplace_back(target.site());
  }
}

void Frontier::settle(Page& page, const Request& request, const std::vector<Url>& hops) {
  reserved_.clear();
  page.id = request.id;
  for (const Url& hop : hops) {
    page.redirects.push_back(page.id);
    const auto known = find(hop.href());
    if (known && !known->is_open) {
      page.id = known->id;
      continue;
    }
    page.id = store_.add_redirect_target(
        {.url = hop.href(), .found_from = page.id, .depth = request.depth, .row = row_of(known)});
    seen_.add(hop.href(), page.id);
    if (is_seed(request) && Scope::is_same_owner(request.url, hop) && hop.site() != request.url.site()) {
      store_.add_site(hop.site());
    }
  }
  if (page.outcome == Outcome::kDeferred) ++options_.waiting;
  if (page.is_unchanged) store_.recall(page);
  const bool got_answer = page.status != 0 || !hops.empty();
  if (!got_answer && request.is_guess) {
    const std::string over_http = "http" + request.url.href().substr(request.url.scheme().size());
    if (!find(over_http)) enqueue({.url = over_http, .found_from = request.id});
  }
}

Stored Frontier::stored(const Url& url) const {
  return options_.has_stored ? store_.stored(url.href()) : Stored();
}

std::optional<Known> Frontier::find(const std::string& url) const {
  if (const auto id = seen_.find(url)) return Known{.id = *id};
  if (remembers_all()) return std::nullopt;
  const auto stored = store_.find(url);
  if (stored && !stored->is_open) seen_.add(url, stored->id);
  return stored;
}

std::uint64_t Frontier::requeue_deferred() {
  is_tail_held_ = false;
  return store_.requeue_deferred();
}

UrlId Frontier::enqueue(const Discovery& discovery) {
  Waiting added = store_.enqueue(discovery);
  const UrlId id = added.id;
  seen_.add(discovery.url, id);
  ++options_.waiting;
  if (discovery.depth > options_.max_depth) return id;
  is_tail_held_ = is_tail_held_ && stretch_.size() < options_.stretch;
  if (is_tail_held_) stretch_.push_back(std::move(added));
  return id;
}

void Frontier::refill() {
  for (Waiting& waiting : store_.waiting(last_position_, options_.stretch, options_.max_depth))
    stretch_.push_back(std::move(waiting));
  is_tail_held_ = stretch_.size() < options_.stretch;
}

}  // namespace crawler
