#include "storage/digest.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include <unordered_map>

namespace storage {
namespace {

/// The hash of a multiset of rows: the sum of the rows' hashes, which is the same in whatever order they come, so that
/// nothing has to be sorted. Fields are told apart by their lengths, kinds of rows by a name.
class RowHash {
 public:
  explicit RowHash(std::string_view kind) { field(kind); }

  void field(std::string_view text) {
    const std::uint64_t size = text.size();
    bytes_.append(reinterpret_cast<const char*>(&size), sizeof size).append(text);
  }
  XXH128_hash_t value() const { return XXH3_128bits(bytes_.data(), bytes_.size()); }

 private:
  std::string bytes_;
};

class Digest {
 public:
  void add(XXH128_hash_t hash) {
    low_ += hash.low64;
    high_ += hash.high64;
  }
  std::string hexadecimal() const { return fmt::format("{:016x}{:016x}", high_, low_); }

 private:
  std::uint64_t low_ = 0;
  std::uint64_t high_ = 0;
};

/// Each row of `select`, all columns as text; a NULL is not an empty text.
void add_rows(Digest& digest, Connection& connection, std::string_view kind, std::string_view select) {
  Statement rows = connection.prepare(select);
  for (const Row row : rows.rows()) {
    RowHash hash(kind);
    for (int column = 0; column < row.columns(); ++column) {
      hash.field(row.is_null(column) ? "null" : "value");
      hash.field(row.text(column));
    }
    digest.add(hash.value());
  }
}

void add_postings(Digest& digest, Connection& connection) {
  std::unordered_map<std::int64_t, XXH128_hash_t> pages;
  Statement select = connection.prepare(
      "SELECT pages.id, crawls.name, pages.url FROM pages JOIN crawls"
      " ON crawls.id = pages.crawl");
  for (const Row row : select.rows()) {
    RowHash hash("page");
    hash.field(row.text(1));
    hash.field(row.text(2));
    pages.emplace(row.integer(0), hash.value());
  }

  connection.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.postings USING fts5vocab(main, page_index, instance)");
  Statement instances = connection.prepare("SELECT doc, col, offset, term FROM temp.postings");
  for (const Row row : instances.rows()) {
    const XXH128_hash_t page = pages[row.integer(0)];
    RowHash hash("posting");
    hash.field({reinterpret_cast<const char*>(&page), sizeof page});
    hash.field(row.text(1));
    hash.field(row.text(2));
    hash.field(row.text(3));
    digest.add(hash.value());
  }
}

}  // namespace

std::string digest(Database& database) {
  Connection& connection = database.connection();
  const Snapshot snapshot(connection);  // beside a writer, too, all is of one instant
  Digest digest;
  add_rows(digest, connection, "url",
           "SELECT crawls.name, urls.url, origin.url, urls.depth, urls.state, urls.reason, alias.url, urls.status,"
           "       urls.content_type, urls.bytes, urls.body_hash, urls.canonical_reason"
           "  FROM urls JOIN crawls ON crawls.id = urls.crawl LEFT JOIN urls AS origin ON origin.id = urls.found_from"
           "  LEFT JOIN urls AS alias ON alias.id = urls.alias_of");
  add_rows(digest, connection, "page",
           "SELECT crawls.name, url, title, headings, description, text_of(body), text_of(rest), sections, language, "
           "canonical, needs_script"
           "  FROM pages JOIN crawls ON crawls.id = crawl");
  add_rows(digest, connection, "link",
           "SELECT crawls.name, pages.url, json_each.key, urls.url"
           "  FROM pages JOIN crawls ON crawls.id = pages.crawl, json_each(pages.links)"
           "  LEFT JOIN urls ON urls.id = json_each.value");
  add_rows(digest, connection, "anchor",
           "SELECT crawls.name, pages.url, anchors.language, anchors.pages, anchors.texts"
           "  FROM anchors JOIN pages USING (id) JOIN crawls ON crawls.id = pages.crawl");
  add_rows(digest, connection, "refusal",
           "SELECT crawls.name, rule, host, kept, counted FROM refusals JOIN crawls ON crawls.id = crawl");
  add_rows(digest, connection, "sitemap",
           "SELECT crawls.name, url, sitemaps.reason FROM sitemaps JOIN crawls ON crawls.id = crawl");
  add_postings(digest, connection);
  return digest.hexadecimal();
}

}  // namespace storage
