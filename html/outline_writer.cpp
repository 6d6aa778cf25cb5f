#include "html/outline_writer.hpp"

#include <gumbo.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/byte_search.hpp"
#include "html/ascii.hpp"

namespace html {
namespace {

constexpr base::ByteSet kWordBytes = ~base::ByteSet(" \t\n\f\r");

/// Where the words from `begin` on end that have single spaces between them: they are as they should be.
std::size_t end_of_words(std::string_view text, std::size_t begin) {
  const auto is_break = [](auto bytes) { return bytes == '\n' || bytes == '\t' || bytes == '\r' || bytes == '\f'; };
  return base::find_first_if(text, begin, ' ', [&](auto bytes, auto next) {
    return is_break(bytes) || (bytes == ' ' && (next == ' ' || is_break(next)));
  });
}

}  // namespace

void OutlineWriter::end_container() {
  end_block();
  containers_.pop_back();
}

std::uint32_t OutlineWriter::innermost_container() {
  auto first_new = containers_.end();
  while (first_new != containers_.begin() && std::prev(first_new)->index == kNoContainer) --first_new;
  std::uint32_t parent = first_new == containers_.begin() ? kNoContainer : std::prev(first_new)->index;
  for (; first_new != containers_.end(); ++first_new) {
    const Start& start = first_new->start;
    Container container{
        .parent = parent, .tag = start.tag, .is_ignored = start.is_ignored, .is_no_snippet = start.is_no_snippet};
    container.names_begin = static_cast<std::uint32_t>(outline_.names.size());
    add_names(start);
    container.names_end = static_cast<std::uint32_t>(outline_.names.size());
    outline_.names += start.id;
    container.id_end = static_cast<std::uint32_t>(outline_.names.size());
    parent = first_new->index = static_cast<std::uint32_t>(outline_.containers.size());
    outline_.containers.push_back(container);
  }
  return parent;
}

void OutlineWriter::add_names(const Start& start) {
  const std::size_t begin = outline_.names.size();
  for (const std::string_view name : start.names) {
    if (name.empty()) continue;
    if (outline_.names.size() > begin) outline_.names += ' ';
    outline_.names += name;
  }
}

void OutlineWriter::text(std::string_view text, bool in_link) {
  while (!text.empty()) {
    const std::size_t begin = kWordBytes.find_in(text);
    if (begin > 0) space(text.substr(0, begin));
    if (begin == text.size()) return;
    const std::size_t end = end_of_words(text, begin);
    words(text.substr(begin, end - begin), in_link);
    text.remove_prefix(end);
  }
}

void OutlineWriter::space(std::string_view white) {
  if (preformatted_ > 0) {
    space_ += white;
  } else if (space_.empty()) {
    space_ = ' ';
  }
}

void OutlineWriter::words(std::string_view words, bool in_link) {
  if (!in_block_) begin_block();
  target_ = {};
  if (in_link) {
    const auto spaces = std::ranges::count(words, ' ');
    outline_.blocks.back().link_bytes += static_cast<std::uint32_t>(words.size()) - static_cast<std::uint32_t>(spaces);
  }
  outline_.text += space_;
  space_.clear();
  outline_.text += words;
}

void OutlineWriter::begin_block() {
  if (!outline_.text.empty()) outline_.text += '\n';
  if (const std::string_view id = target_of_block(); !id.empty()) add_target(id);
  outline_.blocks.push_back({.begin = static_cast<std::uint32_t>(outline_.text.size()),
                             .container = innermost_container(),
                             .heading = heading_});
  in_block_ = true;
  if (preformatted_ > 0) {
    space_.erase(0, space_.rfind('\n') + 1);  // empty lines go, the indentation of the first one stays
  } else {
    space_.clear();
  }
}

/// Of a heading or a term the first block only.
std::string_view OutlineWriter::target_of_block() const {
  if (containers_.empty()) return {};
  const OpenContainer& container = heading_ > 0 ? containers_[heading_container_] : containers_.back();
  if (container.index != kNoContainer) return {};
  if (heading_ == 0) return container.start.tag == GUMBO_TAG_DT ? container.start.id : std::string_view();
  return container.start.id.empty() ? target_ : container.start.id;
}

/// Of the block that is about to begin.
void OutlineWriter::add_target(std::string_view id) {
  const auto begin = static_cast<std::uint32_t>(outline_.names.size());
  outline_.names += id;
  outline_.targets.push_back({.block = static_cast<std::uint32_t>(outline_.blocks.size()),
                              .id_begin = begin,
                              .id_end = static_cast<std::uint32_t>(outline_.names.size())});
}

void OutlineWriter::end_block() {
  if (in_block_) outline_.blocks.back().end = static_cast<std::uint32_t>(outline_.text.size());
  in_block_ = false;
  space_.clear();
}

Outline OutlineWriter::finish() && {
  end_block();
  return std::move(outline_);
}

}  // namespace html
