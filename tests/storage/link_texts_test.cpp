#include "storage/link_texts.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

namespace storage {
namespace {

std::vector<crawler::Link> links_with_ids(const std::vector<std::int64_t>& ids) {
  std::vector<crawler::Link> links;
  for (const std::int64_t id : ids) {
    auto url = crawler::Url::parse("http://a.test/" + std::to_string(links.size()));
    links.push_back({.url = *std::move(url), .id = id});
  }
  return links;
}

using Texts = std::vector<std::array<std::uint32_t, 3>>;

Texts read(std::string_view bytes) {
  Texts texts;
  LinkTextReader reader(bytes);
  while (const auto text = reader.next()) texts.push_back({text->link, text->begin, text->end});
  return texts;
}

TEST(LinkTexts, AreReadAsTheyWereWritten) {
  const auto links = links_with_ids({7, 8, 9, 10, 11});
  const std::vector<indexer::LinkText> texts = {{0, 100, 160}, {1, 5, 6}, {4, 70'000, 70'100}};
  EXPECT_EQ(read(write_link_texts(texts, links)), (Texts{{0, 100, 160}, {1, 5, 6}, {4, 70'000, 70'100}}));
  EXPECT_TRUE(write_link_texts({}, links).empty());
}

TEST(LinkTexts, GoByThePlacesOfLinksThatHaveRows) {
  const auto links = links_with_ids({7, 0, 9, 0, 11});
  const std::vector<indexer::LinkText> texts = {{1, 0, 3}, {2, 4, 8}, {4, 9, 12}};
  EXPECT_EQ(read(write_link_texts(texts, links)), (Texts{{1, 4, 8}, {2, 9, 12}}));
}

TEST(LinkTexts, FollowLinksThatLoseTheirRows) {
  const auto all = links_with_ids({7, 8, 9});
  const auto bytes = write_link_texts(std::vector<indexer::LinkText>{{0, 0, 3}, {1, 4, 8}, {2, 9, 12}}, all);
  EXPECT_EQ(read(renumber_link_texts(bytes, links_with_ids({0, 8, 9}))), (Texts{{0, 4, 8}, {1, 9, 12}}));
}

TEST(LinkTexts, TakeAFewBytesEach) {
  std::vector<indexer::LinkText> texts;
  std::vector<std::int64_t> ids;
  for (std::uint32_t i = 0; i < 100; ++i) {
    texts.push_back({.link = i, .begin = 50 * i, .end = 50 * i + 20});
    ids.push_back(i + 1);
  }
  EXPECT_LE(write_link_texts(texts, links_with_ids(ids)).size(), 201U);
}

TEST(LinkTexts, OfDamagedBytesComeToAnEnd) {
  const std::string bytes(1000, char(0xFF));
  EXPECT_LE(read(bytes).size(), 1000U);
}

}  // namespace
}  // namespace storage
