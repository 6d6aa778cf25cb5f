#include "web/search_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "views/hit_html.hpp"
#include "views/html.hpp"
#include "web/facets_html.hpp"
#include "web/narrowing.hpp"

namespace web {
namespace {

using views::escaped;
using views::grouped;

constexpr std::string_view kDocument = R"html(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>{title}</title>
<link rel="icon" type="image/svg+xml" href="{icon}">
<link rel="stylesheet" href="{base}">
<link rel="stylesheet" href="{style}">
<link rel="stylesheet" href="{results}">
<link rel="search" type="application/opensearchdescription+xml" title="{name}" href="/opensearch.xml">
<script type="module" src="{script}"></script>
<script type="module" src="{completions}"></script>
</head>
<body class="{state}">
<a class="skip" href="#results">Skip to the results</a>
<header>
<a class="name" href="/">{name}</a>
<form role="search" action="/" method="get">
<label class="unseen" for="q">Search for</label>
<div class="box">
<input id="q" name="q" type="text" inputmode="search" value="{query}" maxlength="4096" placeholder="Search"
 autocomplete="off" autocapitalize="none" spellcheck="false" enterkeyhint="search"{focus}>
<button type="submit">Search</button>
</div>
</form>
</header>
<main id="results" tabindex="-1">
{main}</main>
<footer><p id="hints" hidden><kbd>/</kbd> search <kbd>&darr;</kbd> <kbd>&uarr;</kbd> move <kbd>Enter</kbd> open
 <kbd>Esc</kbd> back</p></footer>
</body>
</html>
)html";

std::string pages_in_words(std::int64_t count) {
  return fmt::format("{} {}", grouped(count), count == 1 ? "page" : "pages");
}

/// How many hits there are, no more exactly than that is known.
std::string total_in_words(const storage::Results& results) {
  std::string pages = pages_in_words(results.total);
  if (results.is_out_of_time) return fmt::format("At least {}; there was no time to look at all", pages);
  if (results.total_is_least) return "More than " + pages;
  if (results.total_is_estimate) return "About " + pages;
  return pages;
}

std::string summary(const Asked& asked, const storage::Results& results) {
  if (results.total == 0) return "Nothing found";
  std::string text = total_in_words(results);
  if (results.only_some_words) text = "No page has all of the words. With some of them: " + text;
  return asked.page > 1 ? fmt::format("{}, from number {} on", text, (asked.page - 1) * kHitsOnPage + 1) : text;
}

std::string notices_html(const Asked& asked, const storage::Results& results) {
  std::string html;
  if (asked.wider) {
    html +=
        "<p class=\"notice\">No page has all of this as it stands. These have words that begin like the last "
        "one.</p>\n";
  }
  for (const std::string& notice : results.notices) {
    html += fmt::format("<p class=\"notice\">{}</p>\n", escaped(notice));
  }
  return html;
}

std::string suggestion_html(const storage::Results& results) {
  if (!results.suggestion) return {};
  return fmt::format("<p class=\"meant\">Did you mean <a href=\"{}\">{}</a>?</p>\n",
                     escaped(search_path(*results.suggestion)), escaped(*results.suggestion));
}

/// The conditions that hold, each a link to the query without it.
std::string conditions_html(const Asked& asked) {
  std::string html;
  for (const auto& [text, without] : narrowings(asked.searched())) {
    html += fmt::format(
        "<li><a href=\"{}\"><span class=\"unseen\">Remove the condition </span>{}<span class=\"cross\" "
        "aria-hidden=\"true\">&times;</span></a></li>\n",
        escaped(search_path(without)), escaped(text));
  }
  return html.empty() ? html : fmt::format("<ul class=\"conditions\" aria-label=\"Conditions\">\n{}</ul>\n", html);
}

std::string pager_html(const Asked& asked, const storage::Results& results) {
  const bool goes_on = results.next && asked.page < kMostPages;
  if (!goes_on && asked.page == 1) return {};
  std::string html = "<nav class=\"pager\" aria-label=\"Pages of results\">\n";
  if (asked.page > 1) {
    html += fmt::format("<a rel=\"prev\" href=\"{}\">Previous</a>\n",
                        escaped(search_path(asked.searched(), asked.page - 1)));
  }
  html += fmt::format("<span aria-current=\"page\">Page {}</span>\n", asked.page);
  if (goes_on) {
    html +=
        fmt::format("<a rel=\"next\" href=\"{}\">Next</a>\n", escaped(search_path(asked.searched(), asked.page + 1)));
  }
  return html + "</nav>\n";
}

std::string nothing_html(const Asked& asked, const storage::Results& results) {
  if (asked.page > 1) {
    return fmt::format("<p>The list ends before this page. <a href=\"{}\">Back to its beginning</a>.</p>\n",
                       escaped(search_path(asked.searched())));
  }
  if (results.suggestion) return {};
  std::string advice = "<li>Look for other words, or fewer.</li>\n<li>Check how they are spelt.</li>\n";
  if (!narrowings(asked.searched()).empty()) advice += "<li>Remove a condition.</li>\n";
  return fmt::format("<p>No page has <q>{}</q>.</p>\n<ul class=\"advice\">\n{}</ul>\n", escaped(asked.query), advice);
}

}  // namespace

std::string SearchPage::empty() const {
  return document({}, title_, "<p id=\"summary\" class=\"unseen\" role=\"status\"></p>\n");
}

std::string SearchPage::found(const Asked& asked, const storage::Results& results) const {
  const std::string summary_html =
      fmt::format("<p id=\"summary\" role=\"status\">{}</p>\n", escaped(summary(asked, results)));
  const std::string facets = facets_html(asked.searched(), results);
  const std::string hits =
      results.hits.empty() ? nothing_html(asked, results) : views::html_of(results, (asked.page - 1) * kHitsOnPage);
  const std::string main = fmt::format("{}{}{}{}<div class=\"columns\">\n<div class=\"list\">\n{}{}</div>\n{}</div>\n",
                                       summary_html, suggestion_html(results), notices_html(asked, results),
                                       conditions_html(asked), hits, pager_html(asked, results), facets);
  const std::string of_page = asked.page > 1 ? fmt::format(", page {}", asked.page) : "";
  return document(asked, fmt::format("{}{} - {}", asked.query, of_page, title_), main);
}

std::string SearchPage::failed(const Asked& asked, std::string_view what, std::string_view advice) const {
  const std::string main = fmt::format("<p id=\"summary\" class=\"failed\" role=\"status\">{}</p>\n<p>{}</p>\n",
                                       escaped(what), escaped(advice));
  return document(asked, fmt::format("{} - {}", what, title_), main);
}

std::string SearchPage::document(const Asked& asked, std::string_view title, std::string_view main) const {
  const bool is_empty = asked.query.empty();
  return fmt::format(
      kDocument, fmt::arg("title", escaped(title)), fmt::arg("name", escaped(title_)),
      fmt::arg("icon", assets_.path_of("icon.svg")), fmt::arg("base", assets_.path_of("base.css")),
      fmt::arg("style", assets_.path_of("search.css")), fmt::arg("results", assets_.path_of("results.css")),
      fmt::arg("script", assets_.path_of("search.js")), fmt::arg("completions", assets_.path_of("completions.js")),
      fmt::arg("state", is_empty ? "empty" : "asked"), fmt::arg("query", escaped(asked.query)),
      fmt::arg("focus", is_empty ? " autofocus" : ""), fmt::arg("main", main));
}

}  // namespace web
