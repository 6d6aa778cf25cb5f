#include "storage/link_texts.hpp"

#include "indexer/packed_numbers.hpp"

namespace storage {
namespace {

/// Small numbers of either sign as small ones without.
std::uint64_t fold(std::int64_t number) {
  return number < 0 ? 2 * static_cast<std::uint64_t>(-(number + 1)) + 1 : 2 * static_cast<std::uint64_t>(number);
}

std::int64_t unfold(std::uint64_t number) {
  const auto half = static_cast<std::int64_t>(number / 2);
  return number % 2 == 0 ? half : -half - 1;
}

}  // namespace

std::string write_link_texts(const std::vector<indexer::LinkText>& texts, const std::vector<crawler::Link>& links) {
  std::string bytes;
  std::uint32_t next = 0;  // link that may have a text
  std::uint32_t skipped = 0;
  std::uint32_t end = 0;
  for (const indexer::LinkText& text : texts) {
    for (; next < text.link; ++next) skipped += links[next].id != 0 ? 1 : 0;
    if (links[next++].id == 0) continue;
    indexer::append_number(bytes, 2 * (text.end - text.begin) + (skipped > 0 ? 1 : 0));
    if (skipped > 0) indexer::append_number(bytes, skipped);
    indexer::append_number(bytes, fold(std::int64_t{text.begin} - end));
    end = text.end;
    skipped = 0;
  }
  return bytes;
}

std::optional<indexer::LinkText> LinkTextReader::next() {
  if (bytes_.empty()) return std::nullopt;
  const std::uint64_t head = indexer::take_number(bytes_);
  if (head % 2 == 1) link_ += static_cast<std::uint32_t>(indexer::take_number(bytes_));
  const auto begin =
      static_cast<std::uint32_t>(end_ + static_cast<std::uint64_t>(unfold(indexer::take_number(bytes_))));
  end_ = begin + static_cast<std::uint32_t>(head / 2);
  return indexer::LinkText{.link = link_++, .begin = begin, .end = end_};
}

std::string renumber_link_texts(std::string_view bytes, const std::vector<crawler::Link>& links) {
  std::vector<indexer::LinkText> texts;
  LinkTextReader reader(bytes);
  while (const auto text = reader.next()) {
    if (text->link < links.size()) texts.push_back(*text);
  }
  return write_link_texts(texts, links);
}

}  // namespace storage
