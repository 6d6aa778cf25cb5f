#include "indexer/page_structure.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

#include "base/ascii.hpp"
#include "indexer/container_names.hpp"
#include "indexer/link_density.hpp"
#include "indexer/sentence_end.hpp"
#include "indexer/teasers.hpp"

namespace indexer {
namespace {

using html::ContainerKind;

// The figures were chosen on two collections of pages, articles and pages in many languages (tests/indexer/
// main_content_suites_test.cpp): each stands in the middle of a range in which the scores of both, and of the halves of
// both, stay about the same.

constexpr double kLeastLinksInList = 0.4;

// A sentence is longer than a label or a menu item; what is longer still needs no full stop to be one.
constexpr std::size_t kShortestSentence = 60;
constexpr std::size_t kLongestWithoutStop = 200;

// What holds more of the page's prose than this is central after all, whatever it is called: a page has more text than
// its side bars, and names are taken from where they fit worse. An overlay may have the whole page in it, and what is
// called an addition may be the article that only subscribers see; but comments and footers are longer than many an
// article.
constexpr double kMostProseAside = 0.5;
constexpr double kMostProseAdded = 0.4;
constexpr double kMostProseInOverlay = 0.6;
constexpr double kMostProseOutside = 0.9;

// What is put aside for one word altogether is not so much, either: where each paragraph is a "widget", none is one.
// But "related" may be most of a page.
constexpr double kMostProseOfWord = 0.7;
constexpr int kMostRounds = 3;  // of finding such words, each of which may bring further ones to light

constexpr base::ByteSet kSeparators = ~(base::kLetters | base::kDigits | base::kNonAscii);

bool reads_as_prose(const html::Outline& outline, const html::Block& block) {
  const std::size_t size = block.end - block.begin;
  return block.heading == 0 && size >= kShortestSentence && link_density(block.link_bytes, size) < kMostLinksInText &&
         (size > kLongestWithoutStop || has_sentence_end(outline[block]));
}

/// Kinds that an item of a list consists of.
bool is_of_item(ContainerKind kind) {
  return kind == ContainerKind::kItem || kind == ContainerKind::kParagraph || kind == ContainerKind::kDivision;
}

/// Why a container holds no main content, from no reason to the strongest.
enum class Standing : std::uint8_t { kCentral, kAside, kAdded, kOverlaid, kOutside, kNever };

Standing standing_of(const html::Container& container) {
  if (container.is_ignored || container.is_no_snippet) return Standing::kNever;
  using enum ContainerKind;
  const ContainerKind kind = html::kind_of(container);
  if (kind == kNavigation || kind == kFooter) return Standing::kOutside;
  return kind == kAside || kind == kCaption ? Standing::kAside : Standing::kCentral;
}

Standing standing_of(NameSign sign) {
  switch (sign) {
    case NameSign::kSetting:
      return Standing::kAside;
    case NameSign::kAddition:
      return Standing::kAdded;
    case NameSign::kOverlay:
      return Standing::kOverlaid;
    case NameSign::kOutside:
      return Standing::kOutside;
    case NameSign::kNone:
    case NameSign::kContent:
    case NameSign::kEntry:
      break;
  }
  return Standing::kCentral;
}

/// Whether an id is made of a heading's words, for links to lead to: it tells the topic of a part of the text.
bool is_anchor(std::string_view id, ContainerKind kind) {
  constexpr std::ptrdiff_t kMostWordsOfName = 3;
  const bool often_has_anchor =
      kind == ContainerKind::kSection || kind == ContainerKind::kHeading || kind == ContainerKind::kItem;
  const auto words = 1 + std::ranges::count_if(id, [](char c) { return kSeparators.contains(c); });
  return words > (often_has_anchor ? 1 : kMostWordsOfName);
}

NameReading reading_of(const html::Outline& outline, const html::Container& container, NameReader& reader) {
  // The names of the body are those of the page; quotations are named for where they are from.
  const ContainerKind kind = html::kind_of(container);
  if (container.parent == html::kNoContainer || kind == ContainerKind::kQuote) return {};
  const NameReading by_names = reader.read(outline.names_of(container));
  const std::string_view id = outline.id_of(container);
  if (id.empty() || is_anchor(id, kind)) return by_names;
  const NameReading by_id = read_names(id);  // there is one of each on a page
  return by_id.sign > by_names.sign ? by_id : by_names;
}

/// How much of the prose of a page there may be in what stands so, 0 to 1; what has more is central after all.
double most_prose(Standing standing) {
  switch (standing) {
    case Standing::kAside:
      return kMostProseAside;
    case Standing::kAdded:
      return kMostProseAdded;
    case Standing::kOverlaid:
      return kMostProseInOverlay;
    case Standing::kOutside:
      return kMostProseOutside;
    case Standing::kCentral:
    case Standing::kNever:
      break;
  }
  return 1;
}

}  // namespace

/// Which words of names are believed on a page. Changes from round to round only, so that a round is of one mind.
class PageStructure::NameBelief {
 public:
  bool holds(std::uint16_t word) const { return !is_disbelieved_[word]; }

  /// The word has put so much more aside; when that comes to more than `most`, it is not believed any longer.
  void count(std::uint16_t word, std::uint32_t weight, double most) {
    put_aside_[word] += weight;
    if (put_aside_[word] > most) found_.push_back(word);
  }

  /// Whether there are words that are not believed any longer.
  bool end_round() {
    for (const std::uint16_t word : found_) is_disbelieved_[word] = true;
    std::ranges::fill(put_aside_, 0);
    return !std::exchange(found_, {}).empty();
  }

 private:
  std::vector<bool> is_disbelieved_ = std::vector<bool>(count_name_words());
  std::vector<std::uint32_t> put_aside_ = std::vector<std::uint32_t>(count_name_words());
  std::vector<std::uint16_t> found_;
};

PageStructure::PageStructure(const html::Outline& outline) : parts_(outline.containers.size() + 1) {
  measure(outline);
  find_link_lists();
  set_aside(outline);
  measure_central_text(outline);
}

void PageStructure::measure(const html::Outline& outline) {
  for (std::uint32_t i = 0; i < outline.containers.size(); ++i) {
    const html::Container& container = outline.containers[i];
    parts_[i + 1].kind = html::kind_of(container);
    parts_[i + 1].parent = index_of(container.parent);
  }
  is_prose_.reserve(outline.blocks.size());
  for (const html::Block& block : outline.blocks) {
    Part& part = parts_[index_of(block.container)];
    is_prose_.push_back(reads_as_prose(outline, block));
    part.text += block.end - block.begin;
    part.links += block.link_bytes;
    if (is_prose_.back()) part.prose += block.end - block.begin;
  }
  for (const auto amount : {&Part::text, &Part::links, &Part::prose}) pass_up(amount);
}

void PageStructure::find_link_lists() {
  for (Part& part : parts_) {
    part.is_list_of_links = part.kind == ContainerKind::kList
                                ? link_density(part.links, part.text) >= kLeastLinksInList
                                : is_of_item(part.kind) && parts_[part.parent].is_list_of_links;
  }
}

void PageStructure::set_aside(const html::Outline& outline) {
  const std::vector<bool> teaser_lists = find_teaser_lists(outline);
  NameBelief belief;
  int round = 0;
  do {
    set_aside(outline, teaser_lists, belief);
  } while (belief.end_round() && ++round < kMostRounds);
}

void PageStructure::set_aside(const html::Outline& outline, const std::vector<bool>& teaser_lists, NameBelief& belief) {
  // On a page without prose, what is no link has to tell what is central.
  const bool has_prose = parts_[kPage].prose > 0;
  const auto weight = [&](const Part& part) { return has_prose ? part.prose : part.text - part.links; };
  const double whole = weight(parts_[kPage]);
  NameReader& reader = NameReader::of_this_thread();
  for (std::size_t i = 0; i < outline.containers.size(); ++i) {
    const html::Container& container = outline.containers[i];
    Part& part = parts_[i + 1];
    part.is_ignored = parts_[part.parent].is_ignored || container.is_ignored;
    part.is_aside = parts_[part.parent].is_aside;
    if (part.is_aside) continue;
    const Standing by_tags = std::max(standing_of(container), teaser_lists[i] ? Standing::kAdded : Standing::kCentral);
    const NameReading reading = reading_of(outline, container, reader);
    const Standing by_names = belief.holds(reading.word) ? standing_of(reading.sign) : Standing::kCentral;
    const Standing standing = std::max(by_tags, by_names);
    part.is_aside = standing != Standing::kCentral && weight(part) <= most_prose(standing) * whole;
    if (part.is_aside && by_names > by_tags) {
      belief.count(reading.word, weight(part), std::max(kMostProseOfWord, most_prose(by_names)) * whole);
    }
  }
}

void PageStructure::measure_central_text(const html::Outline& outline) {
  for (std::size_t i = 0; i < outline.blocks.size(); ++i) {
    const html::Block& block = outline.blocks[i];
    Part& part = parts_[index_of(block.container)];
    const std::uint32_t size = block.end - block.begin;
    if (part.is_aside || link_density(block.link_bytes, size) >= kMostLinksInText) continue;
    part.central_text += size;
    if (is_prose_[i]) part.central_prose += size;
  }
  for (const auto amount : {&Part::central_text, &Part::central_prose}) pass_up(amount);
}

/// From each part to the one around it.
void PageStructure::pass_up(std::uint32_t Part::* amount) {
  for (std::size_t i = parts_.size(); --i > kPage;) parts_[parts_[i].parent].*amount += parts_[i].*amount;
}

}  // namespace indexer
