#include "indexer/questions.hpp"

#include <gtest/gtest.h>

namespace indexer {
namespace {

TEST(Questions, AreThoseOfTheLanguage) {
  const auto english = Language::of_tag("en");
  const auto german = Language::of_tag("de");
  EXPECT_TRUE(asks_what_is("what", "is", english));
  EXPECT_TRUE(asks_what_is("who", "were", english));
  EXPECT_FALSE(asks_what_is("where", "is", english));
  EXPECT_FALSE(asks_what_is("what", "does", english));
  EXPECT_FALSE(asks_what_is("is", "what", english));
  EXPECT_TRUE(asks_what_is("was", "ist", german));
  EXPECT_FALSE(asks_what_is("was", "ist", english));
  EXPECT_FALSE(asks_what_is("what", "is", {}));
  EXPECT_FALSE(asks_what_is("what", "", english));
  EXPECT_FALSE(asks_what_is("", "is", english));
}

}  // namespace
}  // namespace indexer
