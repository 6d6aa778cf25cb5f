#include "storage/sibling.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include <random>
#include <string_view>
#include <system_error>
#include <utility>

#include "storage/backup.hpp"
#include "storage/crawls.hpp"
#include "storage/error.hpp"
#include "storage/forgetting.hpp"
#include "storage/lost_texts.hpp"
#include "storage/stored_text.hpp"

namespace storage {
namespace {

namespace fs = std::filesystem;

// In `meta`: an original and its sibling have the same token. The next change of the original takes its own away.
constexpr std::string_view kInOriginal = Database::kSiblingKey;
constexpr std::string_view kInSibling = "sibling_of";

constexpr int kUrlColumn = 8;  // behind `kTextColumns`

std::string token(Database& database, std::string_view key) {
  Statement select = database.connection().prepare("SELECT value FROM meta WHERE key = ?");
  for (const Row row : select.rows(key)) return std::string(row.text(0));
  return {};
}

void set_token(Database& database, std::string_view key, std::string_view token) {
  database.change(
      [&] { database.connection().prepare("INSERT OR REPLACE INTO meta(key, value) VALUES (?, ?)").run(key, token); });
}

/// What a token ends with: which crawls are made anew.
std::string request_of(const Sibling::Names& crawls) {
  std::uint64_t hash = 0;
  for (auto&& name : crawls()) hash = XXH3_64bits_withSeed(name.data(), name.size(), hash);
  return fmt::format("-{:016x}", hash);
}

std::string new_token(const Sibling::Names& crawls) {
  std::random_device random;
  return fmt::format("{:08x}{:08x}{}", random(), random(), request_of(crawls));
}

/// Whether the file was made here, and may go: one that was killed on its way has not yet a token of its own.
bool is_sibling(Database& database) {
  return !token(database, kInSibling).empty() || !token(database, kInOriginal).empty() ||
         database.connection().integer("SELECT NOT EXISTS(SELECT * FROM crawls)") != 0;
}

/// The file itself first: without it, what a kill leaves beside it is of no account.
void remove_files(const fs::path& file, std::error_code& failure) {
  for (const char* end : {"", "-wal", "-shm", "-journal"}) {
    fs::remove(file.string() + end, failure);
    if (failure) return;
  }
}

}  // namespace

Sibling::File::~File() {
  std::error_code ignored;
  if (is_done) remove_files(path, ignored);
}

Sibling::Sibling(Database& original, Names crawls)
    : original_(original),
      crawls_(std::move(crawls)),
      file_{.path = std::string(sqlite3_db_filename(original.connection().handle(), "main")) + ".fresh"},
      database_(open()) {}

Database Sibling::open() {
  if (!is_left()) begin();
  return Database::open_writer(file_.path, {}, original_.texts());
}

/// Whether there is one to go on with.
bool Sibling::is_left() {
  if (!fs::exists(file_.path)) return false;
  Database left = Database::open_writer(file_.path);
  if (!is_sibling(left)) {
    throw StorageError(StorageErrorKind::kExists, file_.path, "is there already, and not made by --fresh");
  }
  const std::string known = token(left, kInSibling);
  return !known.empty() && known == token(original_, kInOriginal) && known.ends_with(request_of(crawls_));
}

void Sibling::begin() {
  std::error_code failure;
  remove_files(file_.path, failure);
  if (failure) throw fs::filesystem_error("cannot be made anew", file_.path, failure);
  const std::string token = new_token(crawls_);
  set_token(original_, kInOriginal, token);
  original_.commit();
  if (has_others()) back_up(original_, file_.path);
  Database made = Database::open_writer(file_.path);
  Forgetting forgetting(made);
  for (auto&& name : crawls_()) forgetting.crawl(name);
  set_token(made, kInSibling, token);
  made.commit();
}

bool Sibling::has_others() {
  std::int64_t others = original_.connection().integer("SELECT count(*) FROM crawls");
  Statement exists = original_.connection().prepare("SELECT EXISTS(SELECT * FROM crawls WHERE name = ?)");
  for (auto&& name : crawls_()) others -= exists.integer(name).value_or(0);
  return others > 0;
}

bool Sibling::are_finished() {
  Statement finished =
      database_.connection().prepare("SELECT EXISTS(SELECT * FROM crawls WHERE name = ? AND state = 'finished')");
  for (auto&& name : crawls_()) {
    if (finished.integer(name).value_or(0) == 0) return false;
  }
  return true;
}

std::vector<Sibling::Loss> Sibling::losses(const LossLimits& limits) {
  std::vector<Loss> losses;
  if (limits.are_off) return losses;
  Statement old = original_.connection().prepare(
      fmt::format("SELECT {}, pages.url FROM pages JOIN crawls ON crawls.id = pages.crawl WHERE name = ?"
                  " ORDER BY pages.id",
                  kTextColumns));
  Statement now = database_.connection().prepare(
      fmt::format("SELECT {} FROM crawls JOIN urls ON urls.crawl = crawls.id JOIN pages ON pages.id = urls.id"
                  " WHERE crawls.name = ? AND urls.url = ?",
                  kTextColumns));
  LostTexts lost_texts;
  for (auto&& name : crawls_()) {
    Loss loss{.crawl = name};
    for (const Row page : old.rows(name)) {
      ++loss.had;
      bool is_there = false;
      const std::string shown = structural_text_of_row(page).body;
      for (const Row same : now.rows(name, page.text(kUrlColumn)))
        is_there = !lost_texts.contain(shown, structural_text_of_row(same).body);
      if (!is_there) ++loss.lost;
    }
    const bool is_all = loss.had > 0 && loss.lost == loss.had;
    if (is_all || !limits.allow(loss.lost, loss.had)) losses.push_back(std::move(loss));
  }
  return losses;
}

void Sibling::replace_original() {
  database_.commit();
  copy_content(database_, original_);
  file_.is_done = true;
}

}  // namespace storage
