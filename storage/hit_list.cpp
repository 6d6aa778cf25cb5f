#include "storage/hit_list.hpp"

#include <algorithm>
#include <utility>

namespace storage {
namespace {

/// Where the path of a URL begins.
std::size_t path_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return url.size();
  return std::min(url.find_first_of("/?#", scheme + 3), url.size());
}

std::string_view without_scheme(std::string_view address) {
  const std::size_t scheme = address.find("://");
  return scheme == std::string_view::npos ? address : address.substr(scheme + 3);
}

}  // namespace

std::string_view site_of(std::string_view url) {
  return without_scheme(url.substr(0, path_of(url)));
}

std::string_view section_of(std::string_view url) {
  const std::size_t path = path_of(url);
  const std::size_t path_end = std::min(url.find_first_of("?#", path), url.size());
  const std::size_t folder = url.substr(0, path_end).rfind('/');
  const bool has_folder = folder != std::string_view::npos && folder >= path;
  return without_scheme(url.substr(0, has_folder ? folder + 1 : path));
}

HitList::HitList(Connection& connection, GroupBy group_by, std::size_t most)
    : group_by_(group_by),
      most_(most),
      fingerprint_(connection.prepare("SELECT fingerprint FROM pages WHERE id = ?")),
      url_(connection.prepare("SELECT url FROM pages WHERE id = ?")) {}

bool HitList::add(const Ranked& page, bool all_words) {
  if (looked_at_ == kMostLookedAt && group_by_ != GroupBy::kNothing) return false;
  if (group_by_ == GroupBy::kNothing && hits_.size() == most_) return false;
  const std::size_t group = group_of(page);
  if (group >= most_) return false;
  ++looked_at_;
  if (group == hits_.size()) {
    hits_.push_back({.page = page, .all_words = all_words});
  } else {
    Listed& best = hits_[group];
    ++best.folded;
    if (best.others.size() < kMostOthers) best.others.push_back(page.id);
  }
  return true;
}

/// Its number; that of a new one is how many there are.
std::size_t HitList::group_of(const Ranked& page) {
  switch (group_by_) {
    case GroupBy::kNothing:
      return hits_.size();
    case GroupBy::kLikeness:
      return likeness_.place({static_cast<std::uint64_t>(fingerprint_.integer(page.id).value_or(0))});
    case GroupBy::kSite:
    case GroupBy::kSection:
      for (const Row row : url_.rows(page.id)) {
        return number_of(group_by_ == GroupBy::kSite ? site_of(row.text(0)) : section_of(row.text(0)));
      }
      return hits_.size();
  }
  std::unreachable();
}

std::size_t HitList::number_of(std::string_view name) {
  return names_.try_emplace(std::string(name), hits_.size()).first->second;
}

}  // namespace storage
