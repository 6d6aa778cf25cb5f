#include "crawler/front_matter.hpp"

#include <gtest/gtest.h>

#include <string_view>

namespace {

using crawler::front_matter;

TEST(FrontMatter, TellsTheTitleInYamlAndToml) {
  EXPECT_EQ(front_matter("---\ntitle: A title # said\n---\ntext").title, "A title");
  EXPECT_EQ(front_matter("---\r\nweight: 1\r\ntitle: \"A \\\"b\\\": c # d\"\r\n---\r\n").title, "A \"b\": c # d");
  EXPECT_EQ(front_matter("---\n# said\ntitle: 'it is'\nlist:\n  - title: no\n...\n").title, "it is");
  EXPECT_EQ(front_matter("+++\ndraft = false\ntitle = \"Hugo\"\n+++\n").title, "Hugo");
  EXPECT_EQ(front_matter("---\nweight: 1\n---\n").title, "");
}

TEST(FrontMatter, EndsBehindItsLastLine) {
  EXPECT_EQ(front_matter("---\na: b\n---\ntext").length, 13U);
  EXPECT_EQ(front_matter("---\na: b\n---").length, 12U);
}

TEST(FrontMatter, IsNoLineBetweenTwoRules) {
  for (const std::string_view text : {"", "---", "---\n\nA text\n\n---\n", "---\nA text\n---\n", "---\ntitle: no end\n",
                                      "a: b\n---\n", "+++\na: b\n+++\n", "----\na: b\n----\n"}) {
    EXPECT_EQ(front_matter(text).length, 0U) << text;
  }
}

}  // namespace
