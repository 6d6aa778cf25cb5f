#include "storage/seed_list.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include <memory>

namespace storage {
namespace {

constexpr std::size_t kMostNamedBytes = 1000;

Connection open() {
  Connection connection("", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX);
  connection.execute(R"sql(
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    CREATE TABLE sites(id INTEGER PRIMARY KEY, site TEXT NOT NULL UNIQUE);
    CREATE TABLE seeds(
      site     INTEGER NOT NULL,
      url      TEXT NOT NULL,
      position INTEGER NOT NULL,
      is_guess INTEGER NOT NULL,
      PRIMARY KEY (site, url)
    ) WITHOUT ROWID;
  )sql");
  return connection;
}

/// XXH3, 128 bits, of a sequence of texts.
class Hash {
 public:
  Hash() : state_(XXH3_createState()) { XXH3_128bits_reset(state_.get()); }

  void add(std::string_view text) {
    XXH3_128bits_update(state_.get(), text.data(), text.size());
    XXH3_128bits_update(state_.get(), " ", 1);
  }

  std::string hex() const {
    const XXH128_hash_t hash = XXH3_128bits_digest(state_.get());
    return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
  }

 private:
  std::unique_ptr<XXH3_state_t, Closer<XXH3_freeState>> state_;
};

}  // namespace

SeedList::SeedList()
    : connection_(open()),
      transaction_(connection_),
      find_site_(connection_.prepare("SELECT id FROM sites WHERE site = ?")),
      add_site_(connection_.prepare("INSERT INTO sites(site) VALUES (?)")),
      add_(connection_.prepare("INSERT OR IGNORE INTO seeds VALUES (?, ?, ?, ?)")) {}

void SeedList::add(std::string_view site, const Seed& seed) {
  if (site != last_site_ || sites_ == 0) {
    const auto known = find_site_.integer(site);
    if (!known) {
      add_site_.run(site);
      ++sites_;
    }
    last_id_ = known ? *known : connection_.last_insert_id();
    last_site_ = site;
  }
  add_.run(last_id_, std::string_view(seed.url), seeds_, std::uint64_t{seed.is_guess});
  seeds_ += static_cast<std::uint64_t>(sqlite3_changes(connection_.handle()));
}

lazy::generator<SeedList::Seed> SeedList::seeds_of(std::uint64_t site) {
  Statement select = connection_.prepare("SELECT url, is_guess FROM seeds WHERE site = ? ORDER BY position");
  for (const Row row : select.rows(site)) {
    Seed seed{.url = std::string(row.text(0)), .is_guess = row.integer(1) != 0};
    co_yield std::move(seed);
  }
}

std::vector<std::string> SeedList::names_of(std::uint64_t site) {
  std::vector<std::string> names;
  std::size_t bytes = 0;
  std::uint64_t others = 0;
  Hash hash;
  Statement select = connection_.prepare("SELECT url FROM seeds WHERE site = ? ORDER BY url");
  for (const Row row : select.rows(site)) {
    hash.add(row.text(0));
    bytes += row.text(0).size() + 1;
    if (bytes <= kMostNamedBytes || names.empty()) {
      names.emplace_back(row.text(0));
    } else {
      ++others;
    }
  }
  if (others == 0) return names;
  others += names.size() - 1;
  return {fmt::format("{}+{}:{}", names.front(), others, hash.hex())};
}

}  // namespace storage
