#include "storage/explanation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/common_prefix.hpp"
#include "crawler/canonicalizer.hpp"

namespace storage {
namespace {

using crawler::Url;

constexpr std::size_t kFew = 5;
constexpr int kLongestWay = 50;              // of found-from or alias steps; some crawls are thousands deep
constexpr int kMostPagesSearched = 200'000;  // for links to a URL
constexpr int kMostAliases = 10'000;

std::optional<std::int64_t> integer_or_none(const Row& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(row.integer(column));
}

/// Rows of one column of URLs: the first few, and how many there are.
Some some(Rows rows) {
  Some found;
  for (const Row row : rows) {
    if (found.urls.size() < kFew) found.urls.emplace_back(row.text(0));
    ++found.count;
  }
  return found;
}

/// The ways of one URL through the ledger.
class Explainer {
 public:
  explicit Explainer(Connection& connection) : connection_(connection) {}

  Explanation explain(const Row& row) {
    const std::int64_t id = row.integer(0);
    Explanation known{.crawl = std::string(row.text(1)),
                      .crawl_is_finished = row.integer(2) != 0,
                      .max_depth = integer_or_none(row, 3),
                      .url = std::string(row.text(4)),
                      .state = std::string(row.text(5)),
                      .reason = std::string(row.text(6)),
                      .depth = row.integer(7),
                      .status = integer_or_none(row, 8),
                      .bytes = integer_or_none(row, 9),
                      .fetched_at = integer_or_none(row, 10),
                      .took_ms = integer_or_none(row, 11),
                      .content_type = std::string(row.text(12)),
                      .attempts = row.integer(13),
                      .is_of_earlier_round = row.integer(14) != 0,
                      .is_held = row.integer(15) != 0,
                      .canonical_reason = std::string(row.text(16))};
    add_page(known, id);
    add_way(known, id);
    known.stands_for = way(id, "alias_of");
    known.aliases = aliases(id);
    known.same_content = same_content(id);
    known.linked_from = linked_from(id);
    return known;
  }

 private:
  void add_page(Explanation& known, std::int64_t id) {
    Statement select = connection_.prepare("SELECT title, canonical, needs_script FROM pages WHERE id = ?");
    for (const Row row : select.rows(id)) {
      known.is_indexed = true;
      known.title = row.text(0);
      known.canonical = row.text(1);
      known.needs_script = row.integer(2) != 0;
    }
  }

  void add_way(Explanation& known, std::int64_t id) {
    known.found_along = way(id, "found_from");
    known.is_path_cut = known.found_along.size() == kLongestWay;
    const std::string first = known.found_along.empty() ? known.url : known.found_along.back().url;
    Statement depth =
        connection_.prepare("SELECT depth FROM urls WHERE crawl = (SELECT crawl FROM urls WHERE id = ?) AND url = ?");
    known.is_listed = !known.is_path_cut && depth.integer(id, first).value_or(0) > 0;
  }

  /// Where `reference`, a column of `urls`, leads to, step by step, up to a bound: chains may be closed by mistake.
  std::vector<Step> way(std::int64_t id, std::string_view reference) {
    Statement select = connection_.prepare(fmt::format(
        "SELECT other.id, other.url, other.state, other.reason FROM urls JOIN urls AS other ON other.id = urls.{}"
        " WHERE urls.id = ?",
        reference));
    std::vector<Step> steps;
    for (bool goes_on = true; goes_on && steps.size() < kLongestWay;) {
      goes_on = false;
      for (const Row row : select.rows(id)) {
        steps.push_back(
            {.url = std::string(row.text(1)), .state = std::string(row.text(2)), .reason = std::string(row.text(3))});
        id = row.integer(0);
        goes_on = true;
        break;
      }
    }
    return steps;
  }

  Some aliases(std::int64_t id) {
    Statement select = connection_.prepare(R"sql(
      WITH RECURSIVE names(id) AS (
        SELECT ?1 UNION SELECT urls.id FROM names JOIN urls ON urls.alias_of = names.id LIMIT ?2)
      SELECT url FROM names JOIN urls USING (id) WHERE id <> ?1 ORDER BY id)sql");
    return some(select.rows(id, kMostAliases));
  }

  Some same_content(std::int64_t id) {
    Statement select = connection_.prepare(R"sql(
      SELECT other.url FROM urls JOIN urls AS other ON other.crawl = urls.crawl AND other.body_hash = urls.body_hash
       WHERE urls.id = ? AND urls.state = 'page' AND other.state = 'page' AND other.id <> urls.id
       ORDER BY other.id LIMIT ?)sql");
    return some(select.rows(id, kMostAliases));
  }

  /// An id is looked for in the arrays as text: a third of the time that json_each takes.
  Some linked_from(std::int64_t id) {
    Statement select = connection_.prepare(R"sql(
      SELECT url FROM (SELECT id, url, links FROM pages ORDER BY id LIMIT ?2)
       WHERE id <> ?1 AND instr(replace(replace(links, '[', ','), ']', ','), ',' || ?1 || ','))sql");
    Some found = some(select.rows(id, kMostPagesSearched));
    found.is_at_least = connection_.integer(fmt::format("SELECT EXISTS(SELECT 1 FROM pages LIMIT 1 OFFSET {})",
                                                        kMostPagesSearched)) != 0;
    return found;
  }

  Connection& connection_;
};

std::vector<Explanation> in_crawls(Connection& connection, std::string_view url) {
  Statement select = connection.prepare(R"sql(
    SELECT urls.id, name, crawls.state = 'finished', max_depth, url, urls.state, urls.reason, depth, status, bytes,
           fetched_at, took_ms, content_type, attempts, urls.round < crawls.round, held, canonical_reason
      FROM crawls CROSS JOIN urls ON urls.crawl = crawls.id AND urls.url = ? ORDER BY name)sql");
  Explainer explainer(connection);
  std::vector<Explanation> found;
  for (const Row row : select.rows(url)) found.push_back(explainer.explain(row));
  return found;
}

Url with_scheme(const Url& url, std::string_view scheme) {
  const auto changed = Url::parse(std::string(scheme).append(url.href().substr(url.scheme().size())));
  return changed ? *changed : url;
}

Url without_tracking(const Url& url) {
  return crawler::Canonicalizer::parse(crawler::Canonicalizer::default_names()).value().canonicalize(url);
}

Url other_www(const Url& url) {
  constexpr std::string_view kWww = "www.";
  std::string href = url.href();
  const std::size_t host = static_cast<std::size_t>(url.host().data() - url.href().data());
  if (url.host().starts_with(kWww)) {
    href.erase(host, kWww.size());
  } else {
    href.insert(host, kWww);
  }
  const auto changed = Url::parse(href);
  return changed ? *changed : url;
}

Url other_slash(const Url& url) {
  std::string href = url.href();
  const std::size_t end = href.size() - url.query().size() - url.fragment().size();
  if (url.path() == "/") return url;
  if (url.path().ends_with('/')) {
    href.erase(end - 1, 1);
  } else {
    href.insert(end, "/");
  }
  const auto changed = Url::parse(href);
  return changed ? *changed : url;
}

/// What may be meant by `typed`, the nearest first.
std::vector<Url> meanings(const Url& typed) {
  std::vector<Url> meanings = {typed.without_fragment()};
  const auto add = [&](auto&& change) {
    for (std::size_t i = 0, known = meanings.size(); i < known; ++i) {
      Url changed = change(meanings[i]);
      if (std::ranges::find(meanings, changed) == meanings.end()) meanings.push_back(std::move(changed));
    }
  };
  add(without_tracking);
  add(other_slash);
  add([](const Url& url) { return with_scheme(url, url.scheme() == "http" ? "https" : "http"); });
  add(other_www);
  return meanings;
}

/// Of each crawl, some of the URLs that stand beside `url` in the order of letters: they share the longest beginnings.
void add_neighbours(Connection& connection, const Url& url, std::vector<std::string>& neighbours) {
  const std::string href = url.without_fragment().href();
  const std::string origin = href.substr(0, href.find('/', url.scheme().size() + 3) + 1);
  const std::string end = origin.substr(0, origin.size() - 1) + '0';  // '/' + 1
  constexpr int kBeside = 8;
  Statement before =
      connection.prepare("SELECT url FROM urls WHERE crawl = ? AND url >= ? AND url < ? ORDER BY url DESC LIMIT ?");
  Statement after =
      connection.prepare("SELECT url FROM urls WHERE crawl = ? AND url >= ? AND url < ? ORDER BY url LIMIT ?");
  Statement crawls = connection.prepare(R"sql(
    SELECT id FROM crawls WHERE EXISTS(SELECT 1 FROM urls WHERE crawl = crawls.id AND url >= ? AND url < ?) LIMIT 100)sql");
  for (const Row crawl : crawls.rows(origin, end)) {
    for (const Row row : before.rows(crawl.integer(0), origin, href, kBeside)) neighbours.emplace_back(row.text(0));
    for (const Row row : after.rows(crawl.integer(0), href, end, kBeside)) neighbours.emplace_back(row.text(0));
  }
}

std::vector<std::string> nearest(Connection& connection, const Url& typed) {
  std::vector<std::string> neighbours;
  for (const Url& url : meanings(typed)) add_neighbours(connection, url, neighbours);
  std::ranges::sort(neighbours);
  neighbours.erase(std::ranges::unique(neighbours).begin(), neighbours.end());
  const auto behind_scheme = [](std::string_view href) { return href.substr(href.find("//")); };
  const std::string_view wanted = behind_scheme(typed.href());
  std::ranges::sort(neighbours, {}, [&](const std::string& url) {
    const auto shared = static_cast<std::int64_t>(base::common_prefix(behind_scheme(url), wanted));
    return std::pair(static_cast<std::int64_t>(url.size()) - 4 * shared, url);
  });
  if (neighbours.size() > kFew) neighbours.resize(kFew);
  return neighbours;
}

}  // namespace

Sighting find_url(Database& database, const Url& typed) {
  for (const Url& url : meanings(typed)) {
    auto known = in_crawls(database.connection(), url.href());
    if (!known.empty()) return {.url = url.href(), .in_crawls = std::move(known)};
  }
  return {.url = typed.without_fragment().href(), .in_crawls = {}};
}

Surroundings surroundings(Database& database, const Url& typed) {
  Connection& connection = database.connection();
  Surroundings found{.nearest = nearest(connection, typed), .refusals = {}, .crawls = {}};
  Statement refusals = connection.prepare(
      "SELECT rule, sum(kept + counted), sum(counted) FROM refusals WHERE host = ? GROUP BY rule ORDER BY 2 DESC, 1");
  for (const Row row : refusals.rows(typed.host())) {
    found.refusals.push_back({.rule = std::string(row.text(0)), .count = row.integer(1)});
    found.has_uncounted |= row.integer(2) > 0;
  }
  Statement crawls = connection.prepare(R"sql(
    SELECT name FROM crawls WHERE EXISTS(
      SELECT 1 FROM urls WHERE crawl = crawls.id AND url >= ?1 AND url < ?2 AND state <> 'refused')
     ORDER BY name LIMIT ?3)sql");
  for (const std::string_view scheme : {"http", "https"}) {
    const std::string origin = fmt::format("{}://{}/", scheme, typed.site());
    for (const Row row : crawls.rows(origin, origin.substr(0, origin.size() - 1) + '0', kFew)) {
      if (std::ranges::find(found.crawls, row.text(0)) == found.crawls.end()) found.crawls.emplace_back(row.text(0));
    }
  }
  return found;
}

}  // namespace storage
