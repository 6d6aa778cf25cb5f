#include "storage/overview.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

namespace storage {
namespace {

Histogram histogram(std::vector<std::int64_t> limits) {
  const std::size_t bins = limits.size() + 1;
  return {.limits = std::move(limits), .counts = std::vector<std::int64_t>(bins)};
}

std::vector<Count> counts_of(const std::map<std::int64_t, std::int64_t>& by_number) {
  std::vector<Count> counts;
  for (const auto& [number, count] : by_number) counts.push_back({.name = std::to_string(number), .count = count});
  return counts;
}

/// The value of `column` that so many of a hundred good pages have at most.
std::optional<std::int64_t> percentile(Connection& connection, std::string_view column, int percent) {
  return connection
      .prepare(fmt::format("SELECT {0} FROM urls WHERE state = 'page' AND {0} IS NOT NULL ORDER BY {0} LIMIT 1 OFFSET"
                           " (SELECT count(*) * {1} / 100 FROM urls WHERE state = 'page' AND {0} IS NOT NULL)",
                           column, percent))
      .integer();
}

}  // namespace

void Histogram::add(std::int64_t value) {
  const auto bin = std::ranges::upper_bound(limits, value) - limits.begin();
  ++counts[static_cast<std::size_t>(bin)];
}

Overview overview(Database& database) {
  Connection& connection = database.connection();
  Overview overview{.pages = connection.integer("SELECT count(*) FROM pages"),
                    .states = {},
                    .statuses = {},
                    .depths = {},
                    .took_ms = histogram({10, 20, 50, 100, 200, 500, 1'000, 2'000, 5'000}),
                    .bytes = histogram({1 << 10, 1 << 12, 1 << 14, 1 << 16, 1 << 18, 1 << 20, 1 << 22}),
                    .crawls = Crawls(database).all()};
  std::map<std::string, std::int64_t, std::less<>> states;
  std::map<std::int64_t, std::int64_t> statuses, depths;
  Statement select = connection.prepare("SELECT state, status, depth, took_ms, bytes FROM urls");
  for (const Row row : select.rows()) {
    const auto state = states.try_emplace(std::string(row.text(0))).first;
    ++state->second;
    if (!row.is_null(1)) ++statuses[row.integer(1)];
    if (state->first != "page") continue;
    ++depths[row.integer(2)];
    if (!row.is_null(3)) overview.took_ms.add(row.integer(3));
    if (!row.is_null(4)) overview.bytes.add(row.integer(4));
  }
  for (const auto& [state, count] : states) overview.states.push_back({.name = state, .count = count});
  std::ranges::sort(overview.states, {}, [](const Count& each) { return std::pair(-each.count, each.name); });
  overview.statuses = counts_of(statuses);
  overview.depths = counts_of(depths);
  overview.median_ms = percentile(connection, "took_ms", 50);
  overview.most_ms = percentile(connection, "took_ms", 95);
  overview.median_bytes = percentile(connection, "bytes", 50);
  overview.most_bytes = percentile(connection, "bytes", 95);
  overview.first_answer =
      connection.prepare("SELECT fetched_at FROM urls WHERE fetched_at > 0 ORDER BY 1 LIMIT 1").integer();
  overview.last_answer =
      connection.prepare("SELECT fetched_at FROM urls WHERE fetched_at > 0 ORDER BY 1 DESC LIMIT 1").integer();
  return overview;
}

}  // namespace storage
