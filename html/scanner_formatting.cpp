#include <algorithm>
#include <utility>

#include "base/ascii.hpp"
#include "html/references.hpp"
#include "html/scanner.hpp"

namespace html {
namespace {

constexpr std::size_t kNone = OpenStack::kNone;
constexpr int kMostAdoptions = 8;  // HTML Standard, 13.2.6.4.7, "adoption agency algorithm", step 4
constexpr int kMostReopened = 3;   // step 13
constexpr std::size_t kMostAlike = 3;

using Values = std::vector<std::pair<std::string, std::string>>;

/// Names and values of a tag's attributes, in order of their names, the first of each name.
Values attributes_of(std::string_view source) {
  Tokenizer tokens(source, SIZE_MAX);
  Values values;
  for (const Attribute& attribute : tokens.next(false)->attributes) {
    std::string name = base::ascii_lower(attribute.name);
    if (std::ranges::find(values, name, &Values::value_type::first) != values.end()) continue;
    append_decoded(values.emplace_back(std::move(name), "").second, attribute.value, ReferenceIn::kAttribute);
  }
  std::ranges::sort(values);
  return values;
}

bool are_alike(const OpenElement& one, const OpenElement& other) {
  return one.tag == other.tag &&
         (one.source == other.source || attributes_of(one.source) == attributes_of(other.source));
}

}  // namespace

std::size_t Scanner::find_formatting(GumboTag tag) const {
  for (std::size_t i = formatting_.size(); i > 0 && formatting_[i - 1].id != 0; --i) {
    if (formatting_[i - 1].element.tag == tag) return i - 1;
  }
  return kNone;
}

std::size_t Scanner::find_formatting_id(std::uint32_t id) const {
  const auto found = std::ranges::find(formatting_, id, &Formatting::id);
  return found == formatting_.end() ? kNone : static_cast<std::size_t>(found - formatting_.begin());
}

void Scanner::erase_formatting(std::size_t index) {
  formatting_.erase(formatting_.begin() + static_cast<std::ptrdiff_t>(index));
}

void Scanner::start_formatting(const Token& token, GumboTag tag) {
  if (tag == GUMBO_TAG_A && find_formatting(tag) != kNone) {
    adopt(tag);
    if (const std::size_t left = find_formatting(tag); left != kNone) {
      if (open_.find_id(formatting_[left].id) != kNone) refuse("link out of reach");
      erase_formatting(left);
    }
  }
  reconstruct_formatting();
  if (tag == GUMBO_TAG_NOBR && open_.has(tag, kScope)) {
    adopt(tag);
    reconstruct_formatting();
  }
  add_formatting(insert(token, tag));
}

/// "Push onto the list of active formatting elements": three alike are kept.
void Scanner::add_formatting(const OpenElement& element) {
  std::size_t alike = 0, first_alike = kNone;
  std::size_t same = 0;
  for (std::size_t i = formatting_.size(); i > 0 && formatting_[i - 1].id != 0; --i) {
    same += formatting_[i - 1].element.tag == element.tag ? 1 : 0;
  }
  for (std::size_t i = formatting_.size(); same >= kMostAlike && i > 0 && formatting_[i - 1].id != 0; --i) {
    compared_bytes_ += formatting_[i - 1].element.source.size() + element.source.size();
    if (!are_alike(formatting_[i - 1].element, element)) continue;
    ++alike;
    first_alike = i - 1;
  }
  if (alike >= kMostAlike) erase_formatting(first_alike);
  formatting_.push_back({.id = element.id, .element = element});
}

void Scanner::reconstruct_formatting() {
  std::size_t first = formatting_.size();
  while (first > 0 && formatting_[first - 1].id != 0 && open_.find_id(formatting_[first - 1].id) == kNone) --first;
  for (; first < formatting_.size(); ++first) {
    OpenElement element = formatting_[first].element;
    if (element.shown.hides) refuse("hidden element that is opened again");
    has_moved_ = has_moved_ || element.shown.names_mount;
    element.id = ++ids_;
    element.is_fostered = is_fostered(element.tag);
    element.shown = writer_.enter_again(element.shown);
    refuse_fostered_target(element.shown, element.is_fostered);
    open_.push(element);
    formatting_[first].id = element.id;
  }
}

void Scanner::clear_formatting_to_marker() {
  while (!formatting_.empty() && formatting_.back().id != 0) formatting_.pop_back();
  if (!formatting_.empty()) formatting_.pop_back();
}

/// The adoption agency algorithm. What is written already stays true: a block that moves out of formatting elements is
/// followed by nothing that they held, and what it holds moves into copies of them.
void Scanner::adopt(GumboTag tag) {
  if (open_.top().is_html(tag) && find_formatting_id(open_.top().id) == kNone) return open_.pop();
  for (int i = 0; i < kMostAdoptions && adopt_once(tag); ++i) continue;
}

bool Scanner::adopt_once(GumboTag tag) {
  const std::size_t formatting = find_formatting(tag);
  if (formatting == kNone) return false;
  const std::size_t element = open_.find_id(formatting_[formatting].id);
  if (element == kNone) {
    erase_formatting(formatting);
    return false;
  }
  if (!open_.has(tag, kScope)) return false;
  std::size_t block = element + 1;
  while (block < open_.size() && !open_[block].has(kSpecial)) ++block;
  if (block == open_.size()) {
    open_.pop_down_to(element);
    erase_formatting(formatting);
    return false;
  }
  adopt_block(formatting, element, block);
  return true;
}

void Scanner::adopt_block(std::size_t formatting, std::size_t element, std::size_t block) {
  if (open_[element - 1].is_left_behind) refuse(kOutOfOrder);
  if (fosters_ || open_.fostered() > 0 || open_[element - 1].has(kTablePart)) refuse("adoption in a table");
  if (open_.top().shown.is_unseen != open_[element].shown.is_unseen) refuse("adoption of what is hidden");
  for (std::size_t i = element; i < block; ++i) {
    if (open_[i].shown.is_new_line || open_[i].shown.names_mount) refuse("adoption out of a block");
    if (open_[i].shown.hides) refuse("adoption out of what is hidden");
  }
  has_moved_ = true;
  const std::uint32_t id = formatting_[formatting].id;
  std::size_t bookmark = formatting + 1;
  bool is_first = true;
  std::size_t node = block;
  for (int count = 1; --node != element; ++count) {
    const std::size_t listed = find_formatting_id(open_[node].id);
    if (listed == kNone) {
      open_.remove(node);
      --block;
    } else if (count > kMostReopened) {
      if (open_[node].shown.is_link) refuse("adoption out of a link that stays open");
      erase_formatting(listed);
      open_[node].is_left_behind = true;  // against the standard Gumbo keeps it open
      if (listed < bookmark) --bookmark;
    } else {
      formatting_[listed].id = open_[node].id = ++ids_;
      if (std::exchange(is_first, false)) bookmark = listed + 1;
    }
  }
  const std::size_t old = find_formatting_id(id);
  Formatting copy = formatting_[old];
  if (old < bookmark) --bookmark;
  erase_formatting(old);
  copy.id = ++ids_;
  formatting_.insert(formatting_.begin() + static_cast<std::ptrdiff_t>(bookmark), copy);
  open_.move_up(element, block);
  open_[block].id = copy.id;
  open_[block - 1].shown.has_content = true;
}

}  // namespace html
