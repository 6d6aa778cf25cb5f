#include "web/facets_html.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <utility>

#include "views/html.hpp"
#include "web/narrowing.hpp"

namespace web {
namespace {

using views::escaped;
using views::grouped;

constexpr std::size_t kMostValues = 7;

std::string_view heading_of(std::string_view field) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kHeadings{{
      {"site", "Site"},
      {"section", "Section"},
      {"lang", "Language"},
      {"type", "Type"},
      {"year", "Year"},
  }};
  const auto* const found = std::ranges::find(kHeadings, field, &std::pair<std::string_view, std::string_view>::first);
  return found == kHeadings.end() ? field : found->second;
}

/// What all sections begin with where they are of one site: its name, which says nothing there.
std::string_view shared_site(std::span<const storage::FacetValue> sections) {
  const std::string_view first = sections.front().value;
  const std::string_view site = first.substr(0, first.find('/'));
  const bool is_shared = std::ranges::all_of(sections, [&](const storage::FacetValue& each) {
    return each.value.starts_with(site) && each.value.substr(site.size()).starts_with('/');
  });
  return is_shared ? site : std::string_view();
}

std::string value_html(std::string_view typed, std::string_view field, const storage::FacetValue& value,
                       std::size_t hidden) {
  const std::string shown = escaped(std::string_view(value.value).substr(hidden));
  const std::string count = fmt::format("<span class=\"count\">{}</span>", grouped(value.hits));
  const std::string query = narrowed(typed, field, value.value);
  if (query.empty()) return fmt::format("<li><span class=\"value\">{}</span> {}</li>\n", shown, count);
  return fmt::format("<li><a href=\"{}\"><span class=\"value\">{}</span> {}</a></li>\n", escaped(search_path(query)),
                     shown, count);
}

std::string facet_html(std::string_view typed, const storage::Facet& facet) {
  const std::span<const storage::FacetValue> values(facet.values);
  if (values.size() < 2) return {};
  const auto shown = values.first(std::min(values.size(), kMostValues));
  const std::string_view site = facet.field == "section" ? shared_site(values) : std::string_view();
  if (facet.field == "section" && site.empty()) return {};  // first the site is to be chosen
  std::int64_t others = facet.others;
  for (const storage::FacetValue& value : values.subspan(shown.size())) others += value.hits;
  std::string html = fmt::format("<section data-field=\"{}\">\n<h3>{}</h3>\n<ul>\n", escaped(facet.field),
                                 escaped(heading_of(facet.field)));
  for (const storage::FacetValue& value : shown) html += value_html(typed, facet.field, value, site.size());
  if (others > 0) {
    html +=
        fmt::format("<li><span class=\"value\">others</span> <span class=\"count\">{}</span></li>\n", grouped(others));
  }
  return html + "</ul>\n</section>\n";
}

}  // namespace

std::string facets_html(std::string_view typed, const storage::Results& results) {
  std::string html;
  for (const storage::Facet& facet : results.facets) html += facet_html(typed, facet);
  if (html.empty()) return html;
  return fmt::format("<aside class=\"facets\" aria-label=\"Narrow the results\">\n<h2>Narrow</h2>\n{}</aside>\n", html);
}

}  // namespace web
