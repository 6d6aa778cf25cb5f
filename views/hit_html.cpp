#include "views/hit_html.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "base/cut_short.hpp"
#include "crawler/percent_encode.hpp"
#include "crawler/url.hpp"
#include "views/hit_url.hpp"
#include "views/html.hpp"

namespace views {
namespace {

constexpr std::size_t kMostTitleBytes = 200;
constexpr std::size_t kMostPathBytes = 120;

bool is_of_web(std::string_view url) {
  const auto parsed = crawler::Url::parse(url);
  return parsed && parsed->is_http();
}

std::string html_of(const storage::Snippet& snippet) {
  const std::string_view text = snippet.text;
  std::string html = snippet.cut_before ? "\u2026 " : "";
  std::size_t at = 0;
  for (const auto& [begin, end] : snippet.matches) {
    html += escaped(text.substr(at, begin - at));
    html += fmt::format("<mark>{}</mark>", escaped(text.substr(begin, end - begin)));
    at = end;
  }
  html += escaped(text.substr(at));
  return snippet.cut_after ? html + " \u2026" : html;
}

/// A URL without its scheme, as people read it: host and path.
std::string place(std::string_view url) {
  if (!is_of_web(url)) return escaped(base::cut_short(url, kMostPathBytes));
  const std::string_view rest = url.substr(url.find("//") + 2);
  const std::size_t path = std::min(rest.find('/'), rest.size());
  return fmt::format("<b>{}</b>{}", escaped(rest.substr(0, path)),
                     escaped(base::cut_short(crawler::percent_decode(rest.substr(path)), kMostPathBytes)));
}

/// What is no address of the web leads nowhere.
std::string link(std::string_view url, std::string_view html) {
  return is_of_web(url) ? fmt::format(R"(<a href="{}">{}</a>)", escaped(url), html) : std::string(html);
}

std::string title_of(std::string_view title) {
  return escaped(base::cut_short(title, kMostTitleBytes));
}

std::string section_of(const storage::Hit& hit) {
  std::string path;
  for (const std::string& heading : hit.section.path) {
    path.append(path.empty() ? "" : " <i>\u203a</i> ").append(escaped(heading));
  }
  return path.empty() ? path : fmt::format("    <p class=\"section\">{}</p>\n", path);
}

/// How many hits are folded into this one, and the first of them: by their titles, if these tell them apart.
std::string folded_of(const storage::Hit& hit) {
  if (hit.folded == 0) return {};
  std::string others;
  for (const auto& [url, title] : hit.others) {
    const bool tells_apart = !title.empty() && title != hit.title;
    others.append(others.empty() ? ": " : ", ").append(link(url, tells_apart ? title_of(title) : place(url)));
  }
  return fmt::format("    <p class=\"folded\">and {} more like it{}</p>\n", hit.folded, others);
}

std::string html_of(const storage::Hit& hit) {
  return fmt::format("  <li>\n    <h2>{}</h2>\n    <cite>{}</cite>\n{}    <p class=\"snippet\">{}</p>\n{}  </li>\n",
                     link(url_of(hit), title_of(hit.title.empty() ? hit.url : hit.title)), place(hit.url),
                     section_of(hit), html_of(hit.snippet), folded_of(hit));
}

}  // namespace

std::string html_of(const storage::Results& results, std::uint64_t before) {
  std::string html = fmt::format("<ol class=\"hits\" start=\"{}\">\n", before + 1);
  for (const storage::Hit& hit : results.hits) html += html_of(hit);
  return html + "</ol>\n";
}

}  // namespace views
