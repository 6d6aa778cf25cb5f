#include "storage/page_prior.hpp"

#include <algorithm>
#include <cmath>

namespace storage {
namespace {

/// From 0 to 1: each further page says less.
double of_links(std::int64_t pages) {
  constexpr double kHalf = 3;  // e-fold: some twenty pages
  const double logarithm = std::log1p(static_cast<double>(pages));
  return logarithm / (logarithm + kHalf);
}

/// From 1 to 0.
double of_depth(std::int64_t links_from_seed) {
  return 1 / (1 + static_cast<double>(std::max<std::int64_t>(links_from_seed, 0)));
}

}  // namespace

PagePrior::PagePrior(Connection& connection, const Ranking& ranking)
    : ranking_(ranking),
      links_(connection.prepare("SELECT pages FROM anchors WHERE id = ?")),
      depth_(connection.prepare("SELECT depth FROM urls WHERE id = ?")) {}

void PagePrior::rank(Ranked& ranked, double worth) {
  const auto pages = links_.integer(ranked.id);
  if (pages) ranked.add(ranking_.links * worth * of_links(*pages), &Ranked::links);
  const auto depth = depth_.integer(ranked.id);
  if (depth) ranked.add(ranking_.depth * worth * of_depth(*depth), &Ranked::depth);
}

/// In the order in which they are added: rounded as these are.
double PagePrior::most(double score, double worth) const {
  return score + ranking_.links * worth + ranking_.depth * worth;
}

}  // namespace storage
