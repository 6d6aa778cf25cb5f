#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "storage/database.hpp"
#include "storage/link_tally.hpp"

namespace storage {

/// The table `anchors` and the index over it, `anchor_index`, which change together here: what the links to a page
/// show, by which it can be found, too. The writer's thread; each function within `Database::change`.
class Anchors {
 public:
  explicit Anchors(Connection& connection);

  /// Puts what links to a page show in the place of what is there; nothing is written if that is the same. A target
  /// that is no page has none.
  void store(const LinksTo& links);

  void remove(std::int64_t page);

  /// Makes the index anew from the table, for another analyzer.
  void rebuild_index();

  /// Texts that are kept of those that links to a page show.
  static constexpr std::size_t kMostTexts = 10;

 private:
  struct Kept {
    std::string language;
    std::int64_t pages = 0;
    std::string texts;

    bool operator==(const Kept&) const = default;
  };

  Statement language_, select_, insert_, delete_, add_, withdraw_, all_, clear_;
};

/// Makes `anchors` say what the pages' links do now, from the tables alone: what comes of it depends on nothing else.
/// Takes a look at the text of each page, and memory for 16 MiB of texts: .3 s for the 19,281 pages of five manuals.
/// Before each page `wants_stop` is asked, if there is one; false if it was true: then some pages have what links show
/// now, and others still have what they did. Where it fails all is as before.
bool renew_anchors(Database& database, const std::function<bool()>& wants_stop = {});

/// Whether `anchor_index` is what comes of `anchors`. Makes it once more, in a temporary table.
bool anchor_index_agrees(Connection& connection);

}  // namespace storage
