#pragma once

#include <cstdint>
#include <string>

#include "storage/crawls.hpp"
#include "storage/database.hpp"
#include "storage/pages.hpp"

namespace storage {

/// How many pages a crawl may lose at the end of a round, so that a site that is down, or asks to log in, does not
/// empty an index.
struct LossLimits {
  std::int64_t pages = 10;  ///< so many, or
  double share = .25;       ///< this part of those that it had, whichever is more
  bool are_off = false;

  bool allow(std::int64_t lost, std::int64_t had) const {
    return are_off || lost <= pages || static_cast<double>(lost) <= share * static_cast<double>(had);
  }
};

/// What the end of a round came to.
struct RoundEnd {
  std::int64_t had = 0;      ///< pages that earlier rounds had stored
  std::int64_t lost = 0;     ///< of these, those that are gone, unreachable, or without their text
  bool are_removed = true;   ///< those lost; else they are kept, for they are more than the limits allow
  std::int64_t unseen = 0;   ///< pages that the round has not come upon, and that are kept for that it was incomplete
  std::string incomplete{};  ///< why it was; empty if it was complete
};

/// Ends the present round of a crawl, in which nothing is left to ask for. `is_closed`: because nothing more was found,
/// not because of a limit.
///
/// Pages vanish on evidence: their URL answers 404 or 410, redirects, is no HTML any more, asks not to be indexed, is
/// forbidden by robots.txt or a rule, or has become an alias. Those that were not come upon vanish only if the round
/// was complete: closed, every robots.txt answered, and no page or sitemap that was good before failing otherwise. All
/// of them stay if they are too many. In the ledger, URLs that only earlier rounds knew vanish with them.
///
/// Within one transaction, and quick where nothing is lost; else some 200 us a page.
RoundEnd end_round(Database& database, const Crawl& crawl, bool is_closed, const LossLimits& limits);

}  // namespace storage
