#include "storage/link_tally.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace storage {
namespace {

constexpr std::size_t kMostBytes = 16 << 20;
constexpr std::size_t kBytesOfEntry = 72;  // besides its text
constexpr std::size_t kMostHeld = 1000;    // texts of a target that are compared at a time

std::string key_of(std::int64_t target, std::string_view text) {
  std::string key(sizeof target, '\0');
  std::memcpy(key.data(), &target, sizeof target);
  return key.append(text);
}

std::int64_t target_in(const std::string& key) {
  std::int64_t target = 0;
  std::memcpy(&target, key.data(), sizeof target);
  return target;
}

Statement prepare_insert(Connection& connection) {
  connection.execute(
      "CREATE TEMP TABLE IF NOT EXISTS link_tally(target INTEGER, text TEXT, pages INTEGER);"
      "DELETE FROM temp.link_tally");
  return connection.prepare("INSERT INTO temp.link_tally VALUES (?, ?, ?)");
}

void keep_commonest(LinksTo& links, std::size_t most) {
  std::ranges::sort(links.commonest, [](const LinkTextCount& a, const LinkTextCount& b) {
    return a.pages != b.pages ? a.pages > b.pages : a.text < b.text;
  });
  if (links.commonest.size() > most) links.commonest.resize(most);
}

}  // namespace

LinkTally::LinkTally(Connection& connection) : connection_(connection), insert_(prepare_insert(connection)) {}

void LinkTally::add(std::int64_t target, std::string_view text) {
  const auto [entry, is_new] = pages_.try_emplace(key_of(target, text), 0);
  ++entry->second;
  if (!is_new) return;
  bytes_ += text.size() + kBytesOfEntry;
  if (bytes_ > kMostBytes) put_aside();
}

void LinkTally::put_aside() {
  for (const auto& [key, pages] : pages_) {
    insert_.run(target_in(key), std::string_view(key).substr(sizeof(std::int64_t)), pages);
  }
  pages_.clear();
  bytes_ = 0;
}

lazy::generator<LinksTo> LinkTally::targets(std::size_t most) {
  put_aside();
  Statement select =
      connection_.prepare("SELECT target, text, sum(pages) FROM temp.link_tally GROUP BY target, text ORDER BY target");
  LinksTo links;
  for (const Row row : select.rows()) {
    if (row.integer(0) != links.target) {
      if (links.pages > 0) {
        keep_commonest(links, most);
        co_yield std::move(links);
      }
      links = LinksTo{};
      links.target = row.integer(0);
    }
    links.pages += row.integer(2);
    links.commonest.push_back({.text = std::string(row.text(1)), .pages = row.integer(2)});
    if (links.commonest.size() >= kMostHeld + most) keep_commonest(links, most);
  }
  if (links.pages == 0) co_return;
  keep_commonest(links, most);
  co_yield std::move(links);
}

}  // namespace storage
