#include "crawler/frontier.hpp"

#include <algorithm>
#include <cassert>

namespace crawler {

Frontier::Frontier(FrontierStore& store, Scope scope, Options options)
    : store_(store), scope_(std::move(scope)), options_(options), seen_(options.seen) {
  refill();
}

void Frontier::seed(const Url& url, bool is_guess) {
  const std::string name = url.without_fragment().href();
  std::optional<UrlId> id = find(name);
  if (!id) id = enqueue(name, 0, 0);
  if (is_guess) guesses_.push_back(*id);
}

void Frontier::push(Link& link, const Page& from) {
  const std::string& name = link.url.href();
  if (const auto known = find(name)) {
    link.id = *known;
    return;
  }
  const std::string_view rule = scope_.refuses(link.url);
  if (rule.empty()) {
    link.id = enqueue(name, from.id, from.depth + 1);
    return;
  }
  link.id = store_.refuse({.url = name, .found_from = from.id, .depth = from.depth + 1}, rule);
  if (link.id != 0) seen_.add(name, link.id);
}

std::optional<Request> Frontier::pop(int max_depth) {
  if (stretch_.empty() && !is_tail_held_) refill();
  if (stretch_.empty() || stretch_.front().depth > max_depth) return std::nullopt;
  Waiting next = std::move(stretch_.front());
  stretch_.pop_front();
  --options_.waiting;
  last_position_ = next.position;
  auto url = Url::parse(next.url);
  assert(url && "what was stored is the serialization of a URL");
  return Request{.position = next.position, .id = next.id, .url = *std::move(url), .depth = next.depth};
}

Frontier::Hop Frontier::judge(const Request& request, const Url& target) const {
  // Rules first: a URL that one forbids may have been seen too, as a link.
  const bool is_owners = is_seed(request) && target.is_http() && Scope::is_same_owner(request.url, target);
  if (!is_owners && !scope_.refuses(target).empty()) return Hop::kRefused;
  if (find(target.href())) return Hop::kSeen;
  return std::ranges::find(reserved_, target.href()) == reserved_.end() ? Hop::kFollow : Hop::kSeen;
}

void Frontier::reserve(const Request& request, const Url& target) {
  reserved_.push_back(target.href());
  if (is_seed(request) && std::ranges::find(scope_.sites, target.site()) == scope_.sites.end()) {
    scope_.sites.emplace_back(target.site());
  }
}

void Frontier::settle(Page& page, const Request& request, const std::vector<Url>& hops) {
  reserved_.clear();
  page.id = request.id;
  for (const Url& hop : hops) {
    page.redirects.push_back(page.id);
    if (const auto known = find(hop.href())) {
      page.id = *known;
      continue;
    }
    page.id = store_.add_redirect_target({.url = hop.href(), .found_from = page.id, .depth = request.depth});
    seen_.add(hop.href(), page.id);
    if (hop.site() != request.url.site()) store_.add_site(hop.site());
  }
  const bool got_answer = page.status != 0 || !hops.empty();
  if (!got_answer && std::ranges::find(guesses_, request.id) != guesses_.end()) {
    const std::string over_http = "http" + request.url.href().substr(request.url.scheme().size());
    if (!find(over_http)) enqueue(over_http, request.id, 0);
  }
}

std::optional<UrlId> Frontier::find(const std::string& url) const {
  if (const auto known = seen_.find(url)) return known;
  const auto stored = store_.find(url);
  if (stored) seen_.add(url, *stored);
  return stored;
}

UrlId Frontier::enqueue(const std::string& url, UrlId from, int depth) {
  Waiting added = store_.enqueue({.url = url, .found_from = from, .depth = depth});
  const UrlId id = added.id;
  seen_.add(url, id);
  ++options_.waiting;
  is_tail_held_ = is_tail_held_ && stretch_.size() < options_.stretch;
  if (is_tail_held_) stretch_.push_back(std::move(added));
  return id;
}

void Frontier::refill() {
  for (Waiting& waiting : store_.waiting(last_position_, options_.stretch)) stretch_.push_back(std::move(waiting));
  is_tail_held_ = stretch_.size() < options_.stretch;
}

}  // namespace crawler
