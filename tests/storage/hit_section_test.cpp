#include "storage/hit_section.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace storage {
namespace {

constexpr std::string_view kBody = "Beginning.\nFirst part\u00B6\ntext\nDeeper #\ntext\nterm(a, b)\ntext\nSecond\ntext";

/// The path of the section that has `word`, and its fragment.
std::string found(std::string_view word, std::string_view body = kBody) {
  const auto at = [&](std::string_view heading) {
    return std::to_string(std::ranges::count(body.substr(0, body.find(heading)), '\n'));
  };
  const std::string sections = "[[" + at("First") + ",2,\"first\"],[" + at("Deeper") + ",3],[" + at("term") +
                               ",7,\"t\"],[" + at("Second") + ",2]]";
  const HitSection section = section_at(body.find(word), body, {.sections = sections});
  std::string path;
  for (const std::string& heading : section.path) path += heading + ">";
  return path + "#" + section.fragment;
}

TEST(HitSection, TellsTheHeadingsAboveAPlace) {
  EXPECT_EQ(found("Beginning"), "#");
  EXPECT_EQ(found("First"), "First part>#first");
  EXPECT_EQ(found("term"), "First part>Deeper>term(a, b)>#t");
  EXPECT_EQ(found("Second"), "Second>#");
}

TEST(HitSection, WhereNothingLeadsToAHeadingTheOneAboveWillDo) {
  EXPECT_EQ(found("Deeper"), "First part>Deeper>#first");
}

// A file that another program has written to.
TEST(HitSection, ASectionBeyondTheTextIsNone) {
  EXPECT_EQ(section_at(900, "short", {.sections = R"([[5,2,"a"],[-7,2],[1,1,"b"]])"}).path.size(), 0);
}

}  // namespace
}  // namespace storage
