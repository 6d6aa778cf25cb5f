#include "indexer/sections.hpp"

#include <utility>

#include "crawler/percent_encode.hpp"

namespace indexer {
namespace {

// With the backslash, so that a fragment is a JSON string as it stands. A browser looks for the id with these escapes
// undone (HTML Standard, 7.4.6.3).
constexpr base::ByteSet kEncoded = crawler::kFragmentEncodeSet | base::ByteSet("\\%");

}  // namespace

std::string SectionCollector::fragment_of(std::size_t block) {
  const auto& targets = outline_.targets;
  while (next_target_ < targets.size() && targets[next_target_].block < block) ++next_target_;
  std::string fragment;
  if (next_target_ < targets.size() && targets[next_target_].block == block) {
    crawler::append_percent_encoded(fragment, outline_.id_of(targets[next_target_]), kEncoded);
  }
  return fragment;
}

void SectionCollector::add(std::size_t block) {
  const std::uint32_t number = blocks_++;
  const html::Block& added = outline_.blocks[block];
  std::string fragment = fragment_of(block);
  if (added.heading == 0 && fragment.empty()) return;
  const bool is_first_heading = added.heading > 0 && !std::exchange(has_heading_, true);
  if (is_first_heading && title_.contains(outline_[added])) return;
  sections_.push_back(
      {.block = number, .level = added.heading > 0 ? added.heading : kTermLevel, .fragment = std::move(fragment)});
}

}  // namespace indexer
