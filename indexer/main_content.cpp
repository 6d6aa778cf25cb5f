#include "indexer/main_content.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "indexer/link_density.hpp"
#include "indexer/page_structure.hpp"
#include "indexer/sentence_end.hpp"

namespace indexer {
namespace {

using html::ContainerKind;
using Part = PageStructure::Part;

// For where the figures come from, see indexer/page_structure.cpp.

// The main content is the innermost element that holds that share of the page's prose: more than half, so that there is
// but one on each level. Taken of the element around it instead, little was left of manuals, a section at a time.
constexpr double kLeastShareOfProse = 0.6;
// It holds so much of the text around it, too: a manual's description of one function has most of the prose of some
// pages, but is not what they are for.
constexpr double kLeastShareOfText = 0.4;
// What is shorter, some paragraphs, and but a small share of the text that might be main, is not what the page is for.
constexpr std::size_t kShortestArticle = 400;
constexpr double kLeastShareOfArticle = 0.3;

// Short words that stand alone in a box are labels ("Advertisement", "Share").
constexpr std::size_t kLongestLabel = 24;
// "Read more:"
constexpr std::size_t kLongestAnnouncement = 40;

// A heading of that length is an introduction, and need not head anything.
constexpr std::size_t kShortestIntroduction = 100;
constexpr double kMostLinksInIntroduction = 0.3;

constexpr std::uint8_t kTitle = 1;  // level of the heading that is the page's

/// Whether elements of that kind may hold a whole article.
bool may_hold_all(ContainerKind kind) {
  return kind != ContainerKind::kParagraph && kind != ContainerKind::kHeading && kind != ContainerKind::kPreformatted;
}

/// Whether a kind of element says nothing of its text, not even that it is a paragraph.
bool is_box(ContainerKind kind) {
  using enum ContainerKind;
  return kind == kDivision || kind == kSection || kind == kHeader || kind == kOther;
}

class MainContent {
 public:
  explicit MainContent(const html::Outline& outline)
      : outline_(outline), structure_(outline), is_main_(outline.blocks.size()) {}

  std::vector<Role> find() {
    choose_blocks_in(innermost_part());
    drop_title();
    add_introduction();
    drop_headings_of_nothing();
    drop_announcements_of_nothing();
    if (has_too_little()) choose_blocks_by_standing();
    if (!has_main()) is_main_.assign(is_main_.size(), true);
    return roles();
  }

 private:
  std::uint32_t innermost_part() const;
  void choose_blocks_in(std::uint32_t part);
  bool belongs_to_content(const html::Block& block, const Part& part) const;
  bool has_too_little() const;
  void choose_blocks_by_standing();
  void drop_title();
  void add_introduction();
  void drop_headings_of_nothing();
  void drop_announcements_of_nothing();
  bool has_main() const { return first_main() < is_main_.size(); }
  std::size_t first_main() const;
  std::vector<Role> roles() const;

  const html::Outline& outline_;
  PageStructure structure_;
  std::vector<bool> is_main_;
};

std::uint32_t MainContent::innermost_part() const {
  const std::vector<Part>& parts = structure_.parts();
  std::uint32_t innermost = PageStructure::kPage;
  const std::uint32_t prose = parts[innermost].central_prose;
  if (prose < kShortestArticle) return innermost;
  for (std::uint32_t i = 1; i < parts.size(); ++i) {
    const Part& part = parts[i];
    if (part.parent == innermost && may_hold_all(part.kind) && part.central_prose >= kLeastShareOfProse * prose &&
        part.central_text >= kLeastShareOfText * parts[innermost].central_text) {
      innermost = i;
    }
  }
  return innermost;
}

void MainContent::choose_blocks_in(std::uint32_t part) {
  const std::vector<Part>& parts = structure_.parts();
  std::vector<bool> is_inside(parts.size());
  for (std::uint32_t i = part; i < parts.size(); ++i) is_inside[i] = i == part || is_inside[parts[i].parent];
  for (std::size_t i = 0; i < is_main_.size(); ++i) {
    const html::Block& block = outline_.blocks[i];
    const std::uint32_t around = PageStructure::index_of(block.container);
    is_main_[i] = is_inside[around] && belongs_to_content(block, parts[around]);
  }
}

bool MainContent::belongs_to_content(const html::Block& block, const Part& part) const {
  if (part.is_aside || part.is_list_of_links) return false;
  if (block.heading > 0) return true;
  const std::size_t size = block.end - block.begin;
  if (link_density(block.link_bytes, size) >= kMostLinksInText) return false;
  return size > kLongestLabel || !is_box(part.kind) || has_sentence_end(outline_[block]);
}

/// Whether the page is of another kind than those that hold an article: tables of contents, lists, forms.
bool MainContent::has_too_little() const {
  std::size_t main_bytes = 0, central_bytes = 0;
  for (std::size_t i = 0; i < is_main_.size(); ++i) {
    const html::Block& block = outline_.blocks[i];
    if (is_main_[i]) main_bytes += block.end - block.begin;
    if (!structure_.part_around(block).is_aside) central_bytes += block.end - block.begin;
  }
  return main_bytes < kShortestArticle &&
         static_cast<double>(main_bytes) <= kLeastShareOfArticle * static_cast<double>(central_bytes);
}

void MainContent::choose_blocks_by_standing() {
  for (std::size_t i = 0; i < is_main_.size(); ++i) {
    const Part& part = structure_.part_around(outline_.blocks[i]);
    is_main_[i] = !part.is_aside && !part.is_ignored;
  }
}

/// It is kept as the page's title, and stands above the content rather than in it.
void MainContent::drop_title() {
  for (std::size_t i = 0; i < is_main_.size() && !(is_main_[i] && structure_.is_prose(i)); ++i) {
    if (outline_.blocks[i].heading == kTitle) is_main_[i] = false;
  }
}

void MainContent::add_introduction() {
  const std::size_t end = first_main();
  if (end == is_main_.size()) return;
  std::size_t begin = end;
  while (begin > 0 && outline_.blocks[begin - 1].heading != kTitle) --begin;
  if (begin == 0) return;
  for (std::size_t i = begin; i < end; ++i) {
    const html::Block& block = outline_.blocks[i];
    const std::size_t size = block.end - block.begin;
    is_main_[i] = size >= kShortestIntroduction && !structure_.part_around(block).is_aside &&
                  link_density(block.link_bytes, size) < kMostLinksInIntroduction;
  }
}

/// From the end, so that it is known what follows a heading up to the next one of its level.
void MainContent::drop_headings_of_nothing() {
  std::array<bool, 7> has_text{};  // by level
  for (std::size_t i = is_main_.size(); i-- > 0;) {
    const html::Block& block = outline_.blocks[i];
    if (block.heading == 0) {
      if (is_main_[i]) has_text.fill(true);
      continue;
    }
    if (!has_text[block.heading] && block.end - block.begin < kShortestIntroduction) is_main_[i] = false;
    std::fill(has_text.begin() + block.heading, has_text.end(), false);
  }
}

void MainContent::drop_announcements_of_nothing() {
  bool is_next_main = false;
  for (std::size_t i = is_main_.size(); i-- > 0;) {
    const html::Block& block = outline_.blocks[i];
    const bool announces = block.end - block.begin < kLongestAnnouncement && outline_[block].ends_with(':');
    if (announces && block.heading == 0 && !is_next_main) is_main_[i] = false;
    is_next_main = is_main_[i];
  }
}

std::size_t MainContent::first_main() const {
  return static_cast<std::size_t>(std::ranges::find(is_main_, true) - is_main_.begin());
}

std::vector<Role> MainContent::roles() const {
  std::vector<Role> roles(is_main_.size(), Role::kRest);
  for (std::size_t i = 0; i < roles.size(); ++i) {
    if (structure_.part_around(outline_.blocks[i]).is_ignored) {
      roles[i] = Role::kIgnored;
    } else if (is_main_[i]) {
      roles[i] = Role::kMain;
    }
  }
  return roles;
}

}  // namespace

std::vector<Role> find_main_content(const html::Outline& outline) {
  return MainContent(outline).find();
}

std::string main_text(const html::Outline& outline) {
  const std::vector<Role> roles = find_main_content(outline);
  std::string text;
  for (std::size_t i = 0; i < roles.size(); ++i) {
    if (roles[i] != Role::kMain) continue;
    if (!text.empty()) text += '\n';
    text += outline[outline.blocks[i]];
  }
  return text;
}

}  // namespace indexer
