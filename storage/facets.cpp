#include "storage/facets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "storage/hit_list.hpp"
#include "storage/page_filter.hpp"

namespace storage {
namespace {

constexpr std::size_t kMostValues = 20;
constexpr std::size_t kPagesBetweenLooks = 256;  // at the clock

std::string year_of(const PageFacts& page) {
  if (!page.date) return "unknown";
  const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(*page.date));
  return fmt::format("{:04}", static_cast<int>(day.year()));
}

/// The values of one field, and how often each was seen.
class Counter {
 public:
  Counter(std::string_view field, std::string (*value_of)(const PageFacts&)) : field_(field), value_of_(value_of) {}

  void count(const PageFacts& page) { ++hits_[value_of_(page)]; }

  Facet facet() const {
    Facet facet{.field = std::string(field_), .values = {}};
    for (const auto& [value, hits] : hits_) facet.values.push_back({value, hits});
    std::ranges::sort(facet.values, {}, [](const FacetValue& each) { return std::pair(-each.hits, each.value); });
    for (std::size_t i = kMostValues; i < facet.values.size(); ++i) facet.others += facet.values[i].hits;
    facet.values.resize(std::min(facet.values.size(), kMostValues));
    return facet;
  }

 private:
  std::string_view field_;
  std::string (*value_of_)(const PageFacts&);
  std::unordered_map<std::string, std::int64_t> hits_;
};

}  // namespace

std::vector<Facet> count_facets(Connection& connection, std::span<const std::int64_t> pages, const Deadline& deadline) {
  std::array<Counter, 5> counters{
      Counter("site", [](const PageFacts& page) { return std::string(site_of(page.url)); }),
      Counter("section", [](const PageFacts& page) { return std::string(section_of(page.url)); }),
      Counter("lang",
              [](const PageFacts& page) { return std::string(page.language.empty() ? "unknown" : page.language); }),
      Counter("type", [](const PageFacts& page) { return type_name(page.content_type); }), Counter("year", year_of)};
  Statement facts = connection.prepare(page_facts_sql("pages.id = ?"));
  for (std::size_t i = 0; i < pages.size(); ++i) {
    if (i % kPagesBetweenLooks == 0 && deadline.is_over()) break;
    for (const Row row : facts.rows(pages[i])) {
      const PageFacts page = page_facts(row);
      for (Counter& counter : counters) counter.count(page);
    }
  }
  std::vector<Facet> facets;
  for (const Counter& counter : counters) facets.push_back(counter.facet());
  return facets;
}

}  // namespace storage
