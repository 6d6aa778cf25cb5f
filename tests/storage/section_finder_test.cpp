#include "storage/section_finder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/storage/plain_pages.hpp"

namespace storage {
namespace {

constexpr std::string_view kBody = "Beginning.\nFirst part\u00B6\ntext\nDeeper #\ntext\nterm(a, b)\ntext\nSecond\ntext";

/// The path of the section that has `word`, and its fragment.
std::string found(std::string_view word, std::string_view body = kBody) {
  Database database = Database::temporary();
  fill_with_pages(database, 1, "''", "''");
  const auto at = [&](std::string_view heading) {
    return std::to_string(std::ranges::count(body.substr(0, body.find(heading)), '\n'));
  };
  database.connection().execute("UPDATE pages SET sections = '[[" + at("First") + ",2,\"first\"],[" + at("Deeper") +
                                ",3],[" + at("term") + ",7,\"t\"],[" + at("Second") + ",2]]'");
  const HitSection section = SectionFinder(database.connection()).find(1, body, body.find(word));
  std::string path;
  for (const std::string& heading : section.path) path += heading + ">";
  return path + "#" + section.fragment;
}

TEST(SectionFinder, TellsTheHeadingsAboveAPlace) {
  EXPECT_EQ(found("Beginning"), "#");
  EXPECT_EQ(found("First"), "First part>#first");
  EXPECT_EQ(found("term"), "First part>Deeper>term(a, b)>#t");
  EXPECT_EQ(found("Second"), "Second>#");
}

TEST(SectionFinder, WhereNothingLeadsToAHeadingTheOneAboveWillDo) {
  EXPECT_EQ(found("Deeper"), "First part>Deeper>#first");
}

// A file that another program has written to.
TEST(SectionFinder, ASectionBeyondTheTextIsNone) {
  Database database = Database::temporary();
  fill_with_pages(database, 1, "''", "''");
  database.connection().execute("UPDATE pages SET sections = '[[5,2,\"a\"],[-7,2],[1,1,\"b\"]]'");
  EXPECT_EQ(SectionFinder(database.connection()).find(1, "short", 900).path.size(), 0);
}

}  // namespace
}  // namespace storage
