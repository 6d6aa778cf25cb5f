#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "crawler/page.hpp"
#include "indexer/document.hpp"
#include "storage/database.hpp"
#include "storage/lost_texts.hpp"
#include "storage/placement.hpp"
#include "storage/postings.hpp"
#include "storage/site_models.hpp"
#include "storage/text_compression.hpp"

namespace storage {

/// The pages that can be found, and their postings: the table `pages` and the index over it, which change together
/// here. The writer's thread; each function within `Database::change`.
///
/// What an earlier round stored stays searchable until the round is over: it is replaced by a page that differs, but
/// removed, or replaced by one that seems to have lost its text, only by `end_round`, which sees how many there are.
class Pages {
 public:
  explicit Pages(Database& database);

  /// Indexes a good page, parted by structure alone, as its site's model has it. One that is there and has the same
  /// text keeps its postings. Some 100 us for 8 kB of new text.
  void store(const crawler::Page& page, indexer::Document document);

  /// Keeps a page that is unchanged; its links may have got other rows.
  void touch(const crawler::Page& page);

  /// A page has become an alias: it goes at once if this round stored it first, else when the round ends.
  void retire(crawler::UrlId id);

  /// A page is not what its URL answers now, though it stays for the time being: the next round has to ask for all of
  /// it.
  void outdate(crawler::UrlId id);

  /// Removes a page and its postings, if it is there.
  void remove(crawler::UrlId id);

  /// Gives the page of `id`, which goes, to `heir`, which has none.
  void bequeath(crawler::UrlId id, crawler::UrlId heir);

  /// Puts what was staged for pages of a crawl in their place.
  void replace_by_staged(crawler::CrawlId crawl);

  /// The present round of a crawl has by `change` more pages of their own. If these are now enough for the first time,
  /// makes the site's model from them, and parts them by it.
  void count(crawler::CrawlId crawl, int change);

  /// The present round of a crawl is over: parts all its pages by the model that holds now, if that is another than
  /// before: a look at each page. A site that is known as a whole, and has not enough
  /// pages for a model, has none.
  void settle_model(crawler::CrawlId crawl, bool is_whole_site);

 private:
  void update(const crawler::Page& page, const indexer::Document& document);
  void renumber_link_texts_of(const crawler::Page& page);
  std::optional<indexer::Document> structural_text(crawler::UrlId id);
  void part_again(crawler::CrawlId crawl, crawler::UrlId id);

  Database& database_;
  Statement select_, select_staged_, round_, insert_, stage_, update_, touch_, link_texts_, set_link_texts_, outdate_,
      is_new_, delete_, withdraw_, bequeath_, unstage_, part_;
  SiteModels models_;
  Postings postings_;
  Placement placement_;
  std::optional<TextCompressor> compressor_;  ///< in a file that compresses texts
  LostTexts lost_texts_;                      ///< since the program began
};

}  // namespace storage
