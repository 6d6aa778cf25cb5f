#include "views/hit_html.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string_view>

#include "crawler/url.hpp"
#include "views/hit_url.hpp"
#include "views/html.hpp"

namespace views {
namespace {

std::string html_of(const storage::Snippet& snippet) {
  const std::string_view text = snippet.text;
  std::string html = snippet.cut_before ? "... " : "";
  std::size_t at = 0;
  for (const auto& [begin, end] : snippet.matches) {
    html += escaped(text.substr(at, begin - at));
    html += fmt::format("<mark>{}</mark>", escaped(text.substr(begin, end - begin)));
    at = end;
  }
  html += escaped(text.substr(at));
  return snippet.cut_after ? html + " ..." : html;
}

/// What is no address of the web leads nowhere.
std::string title_of(const storage::Hit& hit) {
  std::string title = escaped(hit.title.empty() ? hit.url : hit.title);
  const auto url = crawler::Url::parse(hit.url);
  if (!url || !url->is_http()) return title;
  return fmt::format(R"(<a href="{}">{}</a>)", escaped(url_of(hit)), title);
}

std::string html_of(const storage::Hit& hit) {
  std::string html = fmt::format("  <li>\n    {}\n    <cite>{}</cite>\n", title_of(hit), escaped(url_of(hit)));
  if (!hit.section.path.empty()) {
    html += fmt::format("    <p class=\"section\">{}</p>\n",
                        escaped(fmt::format("{}", fmt::join(hit.section.path, " > "))));
  }
  html += fmt::format("    <p>{}</p>\n", html_of(hit.snippet));
  if (hit.folded > 0) html += fmt::format("    <p class=\"folded\">and {} more like it</p>\n", hit.folded);
  return html + "  </li>\n";
}

}  // namespace

std::string html_of(const storage::Results& results, std::uint64_t before) {
  std::string html = fmt::format("<ol class=\"hits\" start=\"{}\">\n", before + 1);
  for (const storage::Hit& hit : results.hits) html += html_of(hit);
  return html + "</ol>\n";
}

}  // namespace views
