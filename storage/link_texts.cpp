#include "storage/link_texts.hpp"

#include "storage/fts5.hpp"

namespace storage {
namespace {

void put_varint(std::vector<std::uint8_t>& bytes, std::uint64_t number) {
  constexpr int kHighestGroup = 56;
  for (int shift = kHighestGroup; shift > 0; shift -= 7) {
    if (number >> shift != 0) bytes.push_back(static_cast<std::uint8_t>(0x80 | (number >> shift & 0x7F)));
  }
  bytes.push_back(static_cast<std::uint8_t>(number & 0x7F));
}

/// Small numbers of either sign as small ones without.
std::uint64_t fold(std::int64_t number) {
  return number < 0 ? 2 * static_cast<std::uint64_t>(-(number + 1)) + 1 : 2 * static_cast<std::uint64_t>(number);
}

std::int64_t unfold(std::uint64_t number) {
  const auto half = static_cast<std::int64_t>(number / 2);
  return number % 2 == 0 ? half : -half - 1;
}

}  // namespace

std::vector<std::uint8_t> write_link_texts(const std::vector<indexer::LinkText>& texts,
                                           const std::vector<crawler::Link>& links) {
  std::vector<std::uint8_t> bytes;
  std::uint32_t next = 0;  // link that may have a text
  std::uint32_t skipped = 0;
  std::uint32_t end = 0;
  for (const indexer::LinkText& text : texts) {
    for (; next < text.link; ++next) skipped += links[next].id != 0 ? 1 : 0;
    if (links[next++].id == 0) continue;
    put_varint(bytes, 2 * (text.end - text.begin) + (skipped > 0 ? 1 : 0));
    if (skipped > 0) put_varint(bytes, skipped);
    put_varint(bytes, fold(std::int64_t{text.begin} - end));
    end = text.end;
    skipped = 0;
  }
  return bytes;
}

std::optional<indexer::LinkText> LinkTextReader::next() {
  if (bytes_.empty()) return std::nullopt;
  const std::uint64_t head = take_varint(bytes_);
  if (head % 2 == 1) link_ += static_cast<std::uint32_t>(take_varint(bytes_));
  const auto begin = static_cast<std::uint32_t>(end_ + unfold(take_varint(bytes_)));
  end_ = begin + static_cast<std::uint32_t>(head / 2);
  return indexer::LinkText{.link = link_++, .begin = begin, .end = end_};
}

std::vector<std::uint8_t> renumber_link_texts(std::span<const std::uint8_t> bytes,
                                              const std::vector<crawler::Link>& links) {
  std::vector<indexer::LinkText> texts;
  LinkTextReader reader(bytes);
  while (const auto text = reader.next()) {
    if (text->link < links.size()) texts.push_back(*text);
  }
  return write_link_texts(texts, links);
}

}  // namespace storage
