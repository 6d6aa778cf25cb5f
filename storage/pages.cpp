#include "storage/pages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "storage/link_texts.hpp"
#include "storage/stored_text.hpp"

namespace storage {
namespace {

using crawler::UrlId;

constexpr std::string_view kPageColumns =
    "id, crawl, url, born, is_whole, status, content_type, bytes, body_hash, etag, last_modified, changed_at,"
    " fingerprint, needs_script, language, canonical, title, description, headings, links, nofollow, body, rest,"
    " sections, link_texts, layout, moved";

constexpr std::string_view kValues = "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?";

// Of the statement that selects a page, behind `kTextColumns`.
constexpr int kBornColumn = 8;
constexpr int kPlaceColumn = 9;

// No statement here may need a savepoint of its own, as REPLACE and INSERT ... SELECT do: FTS5 answers each savepoint
// by writing out what postings it has gathered, and a page took twice as long.

/// A page's links as JSON: their rows, and the places of those not to be followed. Links that were counted but not kept
/// have no row.
struct LinkRows {
  explicit LinkRows(const crawler::Page& page) {
    std::size_t place = 0;
    for (const crawler::Link& link : page.content.links) {
      if (link.id == 0) {
        are_whole = false;
        continue;
      }
      add(all, link.id);
      if (link.nofollow) add(nofollow, place);
      ++place;
    }
    all += ']';
    nofollow += ']';
  }

  template <typename Number>
  static void add(std::string& json, Number number) {
    fmt::format_to(std::back_inserter(json), "{}{}", json.size() == 1 ? "" : ",", number);
  }

  std::string all = "[";
  std::string nofollow = "[";
  bool are_whole = true;
};

/// The sections of a page as JSON: which block each begins with, its level and, if one leads to it, its fragment.
std::string sections_of(const indexer::Document& document) {
  std::string json = "[";
  for (const auto& [block, level, fragment] : document.sections) {
    fmt::format_to(std::back_inserter(json), "{}[{},{}", json.size() == 1 ? "" : ",", block, level);
    if (!fragment.empty()) json.append(",\"").append(fragment) += '"';
    json += ']';
  }
  return json += ']';
}

/// Whether what is stored will do in the place of the page's answer. What a whole page asks of robots is not stored,
/// and may stand in a header that comes and goes.
bool is_whole(const crawler::Page& page, const LinkRows& links) {
  return links.are_whole && page.reason.empty() && !page.content.metadata.directives.nofollow;
}

std::optional<std::string> href_of(const std::optional<crawler::Url>& url) {
  return url ? std::optional(url->href()) : std::nullopt;
}

std::int64_t seconds(std::chrono::system_clock::time_point time) {
  return std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count();
}

std::span<const std::uint8_t> bytes_of(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

bool have_same_text(const indexer::Document& one, const indexer::Document& other) {
  return one.title == other.title && one.headings == other.headings && one.description == other.description &&
         one.body == other.body && one.rest == other.rest && one.layout == other.layout &&
         one.language == other.language;
}

/// A text as the file has it: as it is, or compressed.
class StoredText {
 public:
  StoredText(const std::string& text, std::optional<TextCompressor>& compressor) : text_(text) {
    const auto frame = compressor ? compressor->compress(text) : std::nullopt;
    if (frame) frame_.emplace(frame->begin(), frame->end());
  }

  std::size_t bytes() const { return frame_ ? frame_->size() : text_.size(); }

  /// Calls `take` with what is to be bound.
  void give_to(auto take) const { frame_ ? take(std::span<const std::uint8_t>(*frame_)) : take(text_); }

 private:
  const std::string& text_;
  std::optional<std::vector<std::uint8_t>> frame_;
};

/// What is stored of a page.
class PageRow {
 public:
  PageRow(const crawler::Page& page, const indexer::Document& document, std::optional<TextCompressor>& compressor)
      : page_(page),
        document_(document),
        links_(page),
        link_texts_(write_link_texts(document.link_texts, page.content.links)),
        canonical_(href_of(page.content.metadata.canonical)),
        sections_(sections_of(document)),
        body_(document.body, compressor),
        rest_(document.rest, compressor) {}

  /// About as long as the row is in the file.
  std::size_t bytes() const {
    constexpr std::size_t kOtherBytes = 64;  // numbers, and what says how long the columns are
    return kOtherBytes + page_.url.href().size() + page_.content_type.size() + page_.body_hash.size() +
           page_.validators.etag.size() + page_.validators.last_modified.size() + document_.language.size() +
           (canonical_ ? canonical_->size() : 0) + document_.title.size() + document_.description.size() +
           document_.headings.size() + links_.all.size() + links_.nofollow.size() + body_.bytes() + rest_.bytes() +
           sections_.size() + link_texts_.size() + document_.layout.size() + document_.moved.size();
  }

  /// `place` is for the table that has one.
  void insert(Statement& into, std::int64_t born, std::same_as<std::int64_t> auto... place) const {
    body_.give_to([&](const auto& body) {
      rest_.give_to([&](const auto& rest) { insert_with(body, rest, into, born, place...); });
    });
  }

 private:
  void insert_with(const auto& body, const auto& rest, Statement& into, std::int64_t born, auto... place) const {
    into.run(place..., page_.id, page_.crawl, page_.url.href(), born, is_whole(page_, links_), page_.status,
             page_.content_type, page_.body_bytes, std::span<const std::uint8_t>(page_.body_hash),
             page_.validators.etag, page_.validators.last_modified, seconds(page_.fetched_at),
             document_.fingerprint.bits, page_.content.metadata.needs_script, document_.language, canonical_,
             document_.title, document_.description, document_.headings, links_.all, links_.nofollow, body, rest,
             sections_, bytes_of(link_texts_), bytes_of(document_.layout), bytes_of(document_.moved));
  }

  const crawler::Page& page_;
  const indexer::Document& document_;
  LinkRows links_;
  std::string link_texts_;
  std::optional<std::string> canonical_;
  std::string sections_;
  StoredText body_;
  StoredText rest_;
};

}  // namespace

Pages::Pages(Database& database)
    : database_(database),
      select_(
          database.connection().prepare(fmt::format("SELECT {}, born, place FROM pages WHERE id = ?", kTextColumns))),
      select_staged_(database.connection().prepare(fmt::format("SELECT {} FROM staged WHERE id = ?", kTextColumns))),
      round_(database.connection().prepare("SELECT round FROM urls WHERE id = ?")),
      insert_(database.connection().prepare(
          fmt::format("INSERT INTO pages(place, {}) VALUES (?, {})", kPageColumns, kValues))),
      stage_(database.connection().prepare(fmt::format("INSERT INTO staged({}) VALUES ({})", kPageColumns, kValues))),
      update_(database.connection().prepare(
          "UPDATE pages SET (is_whole, status, content_type, bytes, body_hash, etag, last_modified, fingerprint,"
          " needs_script, canonical, links, nofollow, sections, link_texts)"
          " = (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)"
          " WHERE id = ?1 AND (is_whole, status, content_type, bytes, body_hash, etag, last_modified, fingerprint,"
          " needs_script, canonical, links, nofollow, sections, link_texts)"
          " IS NOT (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)")),
      touch_(database.connection().prepare("UPDATE pages SET (is_whole, links, nofollow) = (?2, ?3, ?4)"
                                           " WHERE id = ?1 AND (is_whole, links, nofollow) IS NOT (?2, ?3, ?4)")),
      link_texts_(database.connection().prepare("SELECT link_texts FROM pages WHERE id = ?")),
      set_link_texts_(database.connection().prepare("UPDATE pages SET link_texts = ?2 WHERE id = ?1")),
      outdate_(database.connection().prepare("UPDATE pages SET is_whole = 0 WHERE id = ? AND is_whole")),
      is_new_(database.connection().prepare(
          "SELECT 1 FROM pages JOIN urls USING (id) WHERE id = ? AND pages.born = urls.round")),
      delete_(database.connection().prepare("DELETE FROM pages WHERE id = ?")),
      withdraw_(database.connection().prepare("DELETE FROM staged WHERE id = ?")),
      bequeath_(database.connection().prepare(
          "UPDATE pages SET id = ?2, url = (SELECT url FROM urls WHERE id = ?2), is_whole = 0 WHERE id = ?1")),
      unstage_(database.connection().prepare(
          fmt::format("UPDATE pages SET ({0}) = (SELECT {0} FROM staged WHERE id = ?1) WHERE id = ?1", kPageColumns))),
      part_(database.connection().prepare(
          "UPDATE pages SET (headings, body, rest, moved) = (?2, ?3, ?4, ?5) WHERE id = ?1")),
      models_(database),
      postings_(database),
      placement_(static_cast<std::size_t>(database.connection().integer("PRAGMA page_size")),
                 database.connection().integer("SELECT coalesce(max(place), 0) FROM pages")) {
  if (database.texts() == Database::Texts::kCompressed) compressor_.emplace(database.connection());
}

void Pages::store(const crawler::Page& page, indexer::Document document) {
  std::int64_t born = 0;
  std::optional<std::int64_t> place;
  for (const Row row : select_.rows(page.id)) {
    const indexer::Document stored = structural_text_of_row(row);
    if (have_same_text(stored, document)) return update(page, document);
    born = row.integer(kBornColumn);
    place = row.integer(kPlaceColumn);
    if (lost_texts_.contain(stored.body, document.body)) {
      outdate(page.id);
      withdraw_.run(page.id);
      return PageRow(page, document, compressor_).insert(stage_, born);
    }
  }
  if (place) {
    remove(page.id);
  } else {
    born = round_.integer(page.id).value_or(1);
  }
  indexer::move_repeated(document, models_.of(page.crawl));
  const PageRow row(page, document, compressor_);
  row.insert(insert_, born, place ? *place : placement_.rowid_for(row.bytes()));
  postings_.add(page.id, document, page.url.href());
}

void Pages::update(const crawler::Page& page, const indexer::Document& document) {
  const LinkRows links(page);
  update_.run(page.id, is_whole(page, links), page.status, page.content_type, page.body_bytes,
              std::span<const std::uint8_t>(page.body_hash), page.validators.etag, page.validators.last_modified,
              document.fingerprint.bits, page.content.metadata.needs_script, href_of(page.content.metadata.canonical),
              links.all, links.nofollow, sections_of(document),
              bytes_of(write_link_texts(document.link_texts, page.content.links)));
}

void Pages::touch(const crawler::Page& page) {
  const LinkRows links(page);
  if (!links.are_whole) renumber_link_texts_of(page);
  touch_.run(page.id, links.are_whole, links.all, links.nofollow);
}

void Pages::renumber_link_texts_of(const crawler::Page& page) {
  std::string bytes;
  for (const Row row : link_texts_.rows(page.id)) bytes = renumber_link_texts(row.text(0), page.content.links);
  set_link_texts_.run(page.id, bytes_of(bytes));
}

void Pages::retire(UrlId id) {
  withdraw_.run(id);
  is_new_.integer(id) ? remove(id) : outdate(id);
}

void Pages::outdate(UrlId id) {
  outdate_.run(id);
}

void Pages::remove(UrlId id) {
  withdraw_.run(id);
  postings_.remove(id);
  delete_.run(id);
}

void Pages::bequeath(UrlId id, UrlId heir) {
  postings_.remove(id);
  bequeath_.run(id, heir);
  postings_.add(heir);
}

void Pages::replace_by_staged(crawler::CrawlId crawl) {
  Connection& connection = database_.connection();
  std::vector<UrlId> staged;
  Statement select = connection.prepare("SELECT id FROM staged WHERE crawl = ? ORDER BY id");
  for (const Row row : select.rows(crawl)) staged.push_back(row.integer(0));
  for (const UrlId id : staged) {
    postings_.remove(id);
    unstage_.run(id);
    postings_.add(id);
    part_again(crawl, id);
  }
  connection.prepare("DELETE FROM staged WHERE crawl = ?").run(crawl);
}

void Pages::count(crawler::CrawlId crawl, int change) {
  if (!models_.is_due(crawl, change)) return;
  const std::vector<UrlId> pages = models_.pages_of_round(crawl);
  indexer::RepeatedBlocks repeated;
  for (const UrlId id : pages) {
    if (const auto page = structural_text(id)) repeated.count(*page);
  }
  models_.replace(crawl, repeated.found());
  for (const UrlId id : pages) part_again(crawl, id);
}

void Pages::settle_model(crawler::CrawlId crawl, bool is_whole_site) {
  if (is_whole_site && !models_.is_of_round(crawl)) models_.drop(crawl);
  if (!models_.is_ahead_of_pages(crawl)) return;
  constexpr std::size_t kAtATime = 1000;
  Statement select =
      database_.connection().prepare("SELECT id FROM pages WHERE crawl = ? AND id > ? ORDER BY id LIMIT ?");
  for (std::vector<UrlId> ids{0}; !ids.empty();) {
    const UrlId last = ids.back();
    ids.clear();
    for (const Row row : select.rows(crawl, last, kAtATime)) ids.push_back(row.integer(0));
    for (const UrlId id : ids) part_again(crawl, id);
  }
  models_.set_ahead_of_pages(crawl, false);
}

/// What a page of this round shows; where it seems to have lost its text, the one that it has now.
std::optional<indexer::Document> Pages::structural_text(UrlId id) {
  for (const Row row : select_staged_.rows(id)) return structural_text_of_row(row);
  for (const Row row : select_.rows(id)) return structural_text_of_row(row);
  return std::nullopt;
}

/// Parts a page that is stored by its site's model, whatever it is parted by.
void Pages::part_again(crawler::CrawlId crawl, UrlId id) {
  indexer::Document page;
  for (const Row row : select_.rows(id)) page = text_of_row(row);
  const std::string moved = page.moved;
  indexer::move_back(page);
  indexer::move_repeated(page, models_.of(crawl));
  if (page.moved == moved) return;
  postings_.remove(id);
  const StoredText body(page.body, compressor_);
  const StoredText rest(page.rest, compressor_);
  body.give_to([&](const auto& main) {
    rest.give_to([&](const auto& other) { part_.run(id, page.headings, main, other, bytes_of(page.moved)); });
  });
  postings_.add(id);
}

}  // namespace storage
