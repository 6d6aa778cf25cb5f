#include "lazy/group.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "lazy/each.hpp"
#include "tests/lazy/tracked.hpp"

namespace lazy {
namespace {

using Numbers = std::vector<int>;
using Groups = std::vector<std::pair<int, Numbers>>;

constexpr auto kTens = [](int number) { return number / 10; };

TEST(GroupBy, YieldsRunsOfEqualKeys) {
  Groups groups;
  for (auto&& [key, elements] : Numbers{11, 12, 21, 13, 14} | group_by(kTens))
    groups.emplace_back(key, to_vector(elements));
  EXPECT_EQ(groups, (Groups{{1, {11, 12}}, {2, {21}}, {1, {13, 14}}}));
  for (auto&& group : Numbers{} | group_by(kTens)) ADD_FAILURE() << group.key;
}

TEST(GroupBy, SkipsWhatWasNotRead) {
  for (std::size_t read = 0; read < 4; ++read) {
    Groups groups;
    for (auto&& [key, elements] : Numbers{11, 12, 13, 21, 22, 23, 31} | group_by(kTens)) {
      groups.emplace_back(key, to_vector(elements | take(read)));
    }
    Groups expected{{1, {11, 12, 13}}, {2, {21, 22, 23}}, {3, {31}}};
    for (auto& group : expected) group.second.resize(std::min(read, group.second.size()));
    EXPECT_EQ(groups, expected) << read;
  }
}

TEST(GroupBy, PullsElementsAsTheyAreRead) {
  int pulled = 0;
  int read = 0;
  auto tens = [](const Tracked& number) { return number.value / 10; };
  for (auto&& group : tracked({11, 12, 13, 21}, pulled) | group_by(tens)) {
    EXPECT_EQ(pulled, read + 1);
    for (const Tracked& number : group.elements) {
      EXPECT_EQ(pulled, ++read);
      EXPECT_EQ(number.value / 10, group.key);
      EXPECT_LE(Tracked::alive, 2);  // the source's local and the element: no group is held
    }
  }
  EXPECT_EQ(read, 4);
}

TEST(GroupBy, HandsElementsOnAsTheyAre) {
  Numbers numbers{11, 12, 21};
  for (auto&& group : numbers | group_by(kTens)) {
    for (int& number : group.elements) number = group.key;
  }
  EXPECT_EQ(numbers, (Numbers{1, 1, 2}));
}

// Elements are moved from while they are read; their keys must not be asked for again.
TEST(GroupBy, AsksForTheKeyOfUnreadElementsOnly) {
  std::vector<std::string> words{"a long word that is on the heap", "another long word on the heap", "b", "c"};
  std::string kept;
  int groups = 0;
  for (auto&& group : std::move(words) | map([](std::string& word) { return std::move(word); }) |
                          group_by([](const std::string& word) { return word.at(0); })) {
    ++groups;
    for (std::string&& word : group.elements) {
      kept += std::string(std::move(word));
      break;
    }
  }
  EXPECT_EQ(groups, 3);
}

TEST(GroupBy, YieldsTurnsOfGroupsOfTurns) {
  std::string story;
  for (auto&& turn : turns({0, 11, 0, 12, 21, 0, 0, 31, 32}) | group_by(kTens)) {
    story += turn ? " group " + std::to_string(turn->key) + ":" : " -";
    if (!turn) continue;
    for (auto&& element : turn->elements) {
      story += element ? " " + std::to_string(*element) : " -";
      if (element && *element == 31) break;
    }
  }
  EXPECT_EQ(story, " - group 1: 11 - 12 group 2: 21 - - group 3: 31");
}

TEST(GroupBy, GivesEmptyTurnsWhileItSkips) {
  std::string story;
  for (auto&& turn : turns({11, 0, 12, 0, 21}) | group_by(kTens)) story += turn ? std::to_string(turn->key) : "-";
  EXPECT_EQ(story, "1--2");
}

TEST(GroupBy, EndsWhereItsSourceThrows) {
  auto third_throws = [left = 3](int number) mutable {
    if (--left == 0) throw std::runtime_error("third");
    return number;
  };
  auto groups = Numbers{11, 12, 13} | map(third_throws) | group_by(kTens);
  auto group = groups.begin();
  EXPECT_THROW(to_vector((*group).elements), std::runtime_error);
  ++group;
  EXPECT_EQ(group, groups.end());
}

}  // namespace
}  // namespace lazy
