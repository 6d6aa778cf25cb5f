#include "storage/spelling.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "tests/support/random_text.hpp"

namespace storage {
namespace {

std::size_t distance(std::string_view a, std::string_view b, std::size_t most = 9) {
  return edit_distance(letters_of(a), letters_of(b), most);
}

TEST(Spelling, DistanceCountsLettersAddedDroppedChangedAndSwapped) {
  EXPECT_EQ(distance("vacuum", "vacuum"), 0);
  EXPECT_EQ(distance("vaccum", "vacuum"), 1);
  EXPECT_EQ(distance("vacum", "vacuum"), 1);
  EXPECT_EQ(distance("teh", "the"), 1);
  EXPECT_EQ(distance("ca", "abc"), 3) << "what was swapped is not changed once more";
  EXPECT_EQ(distance("kitten", "sitting"), 3);
  EXPECT_EQ(distance("", "abc"), 3);
  EXPECT_EQ(distance("страна", "странa"), 1) << "letters, not bytes";
  EXPECT_EQ(distance("kitten", "sitting", 1), 2) << "more than is asked for";
  EXPECT_EQ(distance("a", "abcdef", 2), 3);
}

TEST(Spelling, AllWordsOneEditAwayAreThoseAtDistanceOne) {
  const auto alphabet = support::characters_of("abc");
  std::mt19937 random(3);
  for (int i = 0; i < 200; ++i) {
    const std::string word = "a" + support::random_text(random, alphabet, 4);
    std::set<std::string> made;
    for (const std::string& other : one_edit_away(word)) {
      ASSERT_LE(distance(word, other), 1) << word << ' ' << other;
      made.insert(other);
    }
    for (int j = 0; j < 200; ++j) {
      const std::string other = support::random_text(random, alphabet, 6);
      ASSERT_TRUE(distance(word, other) != 1 || made.contains(other)) << word << ' ' << other;
    }
  }
}

TEST(Spelling, LettersComeFromTheAlphabetOfTheWord) {
  const auto makes = [](std::string_view word, std::string_view wanted) {
    return std::ranges::any_of(one_edit_away(word), [&](const std::string& other) { return other == wanted; });
  };
  EXPECT_TRUE(makes("кига", "книга"));
  EXPECT_TRUE(makes("λογς", "λογος") || makes("λογσ", "λογοσ"));
  EXPECT_TRUE(makes("שולם", "שלום")) << "swapped";
  EXPECT_FALSE(makes("שלם", "שלום"));
}

}  // namespace
}  // namespace storage
