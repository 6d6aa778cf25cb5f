#include "web/pages.hpp"

#include <algorithm>
#include <charconv>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/completion.hpp"
#include "storage/error.hpp"
#include "web/assets.hpp"
#include "web/open_search.hpp"
#include "web/search_page.hpp"
#include "web/typed_search.hpp"

namespace web {
namespace {

using server::Request;
using server::Response;
using server::Runs;

constexpr std::size_t kCompletionsOfABox = 8;
constexpr std::string_view kRetryAfter = "5";

/// The page that a number in the query names; the first where that is none.
std::size_t page_of(const Request& request) {
  const std::string_view text = request.parameter("page").value_or("1");
  std::size_t page = 1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), page);
  if (error != std::errc() || end != text.data() + text.size()) return 1;
  return std::clamp<std::size_t>(page, 1, kMostPages);
}

Asked asked_in(const Request& request) {
  return {.query = std::string(request.parameter("q").value_or("")), .page = page_of(request)};
}

/// A page made for one who asks: compressed, and not sent again as long as it would be the same.
Response html_response(std::string html) {
  return {.headers = {{"Cache-Control", "private, no-cache"}},
          .body = server::asset(std::move(html), "text/html; charset=utf-8")};
}

Response unavailable(std::string html) {
  Response response = html_response(std::move(html));
  response.status = 503;
  response.headers.add("Retry-After", kRetryAfter);
  response.headers.set("Cache-Control", "no-store");
  return response;
}

storage::SearchOptions search_options(const Asked& asked, const storage::Deadline& deadline) {
  return {.limit = kHitsOnPage,
          .offset = (asked.page - 1) * kHitsOnPage,
          .group_by = storage::GroupBy::kLikeness,
          .suggestion = true,
          .facets = true,
          .deadline = deadline};
}

class Pages {
 public:
  Pages(Searchers& searchers, PageOptions options)
      : searchers_(searchers), options_(std::move(options)), search_page_(options_.title, assets_) {}

  Response search(const Request& request) const {
    const Asked asked = asked_in(request);
    if (asked.query.empty()) return html_response(search_page_.empty());
    try {
      return search_for(asked);
    } catch (const storage::Interrupted&) {
      return out_of_time(asked);
    } catch (const storage::StorageError& failure) {
      if (failure.kind() != storage::StorageErrorKind::kMissing) throw;
      return unavailable(search_page_.failed(asked, "There is nothing to search yet",
                                             "No page has been indexed so far. Please try again a little later."));
    }
  }

  Response suggestions(const Request& request) const {
    const std::string typed(request.parameter("q").value_or(""));
    return {.headers = {{"Content-Type", "application/x-suggestions+json"}},
            .body = open_search_suggestions(typed, completions(typed), base_url(request))};
  }

  Response description(const Request& request) const {
    return {.headers = {{"Content-Type", "application/opensearchdescription+xml"}},
            .body = open_search_description(options_.title, base_url(request), assets_.path_of("icon.svg"))};
  }

  Response file(const Request& request) const { return assets_.answer(request); }

  /// Whatever site asks for it.
  Response embed() const {
    return {.headers = {{"Cache-Control", "public, max-age=3600"}, {"Cross-Origin-Resource-Policy", "cross-origin"}},
            .body = assets_.file("embed.js")};
  }

  Response api_document() const { return {.headers = {}, .body = assets_.file("openapi.json")}; }

  Response admin() const { return {.headers = {}, .body = assets_.file("admin.html")}; }

 private:
  std::vector<storage::Completion> completions(std::string_view typed) const {
    try {
      auto reader = searchers_.borrow();
      return storage::complete(reader->database, typed, kCompletionsOfABox);
    } catch (const storage::StorageError& failure) {
      if (failure.kind() != storage::StorageErrorKind::kMissing) throw;
      return {};
    }
  }

  Response search_for(Asked asked) const {
    auto reader = searchers_.borrow();
    const storage::Deadline deadline(options_.patience);
    const TypedResults found = search_as_typed(reader->searcher, asked.query, search_options(asked, deadline));
    if (found.results.is_out_of_time && found.results.hits.empty()) return out_of_time(asked);
    asked.wider = found.wider;
    return html_response(search_page_.found(asked, found.results));
  }

  Response out_of_time(const Asked& asked) const {
    return unavailable(search_page_.failed(asked, "This search took too long",
                                           "Please try again a little later, or look for fewer or rarer words."));
  }

  Searchers& searchers_;
  const PageOptions options_;
  const Assets assets_;
  const SearchPage search_page_;
};

}  // namespace

void add_pages(server::Router& router, Searchers& searchers, PageOptions options) {
  const bool has_admin = options.has_admin;
  const auto pages = std::make_shared<const Pages>(searchers, std::move(options));
  const auto add = [&](const char* pattern, Runs runs, auto answer) {
    router.add({.pattern = pattern,
                .handler = [pages, answer](const Request& request) { return answer(*pages, request); },
                .runs = runs});
  };
  add("/", Runs::kOnWorkers, [](const Pages& all, const Request& request) { return all.search(request); });
  add("/suggest", Runs::kOnWorkers, [](const Pages& all, const Request& request) { return all.suggestions(request); });
  add("/opensearch.xml", Runs::kHere,
      [](const Pages& all, const Request& request) { return all.description(request); });
  add("/static/{version}/{name}", Runs::kHere,
      [](const Pages& all, const Request& request) { return all.file(request); });
  add("/embed.js", Runs::kHere, [](const Pages& all, const Request&) { return all.embed(); });
  add("/api/v1/openapi.json", Runs::kHere, [](const Pages& all, const Request&) { return all.api_document(); });
  if (has_admin) add("/admin", Runs::kHere, [](const Pages& all, const Request&) { return all.admin(); });
}

}  // namespace web
