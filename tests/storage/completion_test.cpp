#include "storage/completion.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "storage/index_languages.hpp"
#include "tests/storage/plain_pages.hpp"

namespace storage {
namespace {

using Texts = std::vector<std::string>;

class Completing : public testing::Test {
 protected:
  /// English pages of a title and headings each.
  void add(const std::vector<std::pair<std::string_view, std::string_view>>& pages) {
    std::string rows;
    for (const auto& [title, headings] : pages) {
      rows += fmt::format("{}({}, '{}', '{}', '', 'text')", rows.empty() ? "VALUES " : ", ", ++pages_, title, headings);
    }
    fill_with_pages(database_, rows);
    database_.connection().execute("UPDATE pages SET language = 'en', url = 'http://site.test/' || id");
    database_.connection().execute("INSERT INTO page_index(page_index) VALUES ('rebuild')");
    recount_languages(database_.connection());
  }

  Texts texts(std::string_view typed, std::size_t limit = 10) {
    Texts texts;
    for (const Completion& completion : complete(database_, typed, limit, Deadline(std::chrono::hours(1)))) {
      texts.push_back(completion.url.empty() ? completion.text
                                             : fmt::format("{} <{}>", completion.text, completion.url));
    }
    return texts;
  }

  Database database_ = Database::temporary();

 private:
  int pages_ = 0;
};

TEST_F(Completing, WordsOfMostTitlesComeFirstThenTitles) {
  add({{"CREATE TABLE", ""}, {"CREATE TABLESPACE", ""}, {"Other", "Create table"}, {"Creation", ""}, {"Drop", ""}});
  EXPECT_EQ(texts("crea tab"), (Texts{"create table", "create tablespace", "CREATE TABLE <http://site.test/1>",
                                      "CREATE TABLESPACE <http://site.test/2>"}));
  EXPECT_EQ(texts("crea tab", 1), (Texts{"create table"}));
}

TEST_F(Completing, AWordIsCompletedThoughTheIndexHasItsStem) {
  add({{"Creating configurations", ""}});
  for (const std::string_view typed : {"cr", "crea", "creat", "creati", "creatin", "creating", "CREATING c"}) {
    EXPECT_FALSE(texts(typed).empty()) << typed;
  }
  EXPECT_EQ(texts("configuratio", 1), (Texts{"configurations"}));
  EXPECT_TRUE(texts("creator").empty());
}

TEST_F(Completing, TitlesThatBeginWithWhatWasTypedComeFirstAndShortOnesFirst) {
  add({{"All of the functions of windows", ""}, {"Window functions of SQL", ""}, {"Window functions", ""}});
  EXPECT_EQ(texts("window func", 4),
            (Texts{"window functions", "windows functions", "Window functions <http://site.test/3>",
                   "Window functions of SQL <http://site.test/2>"}));
}

TEST_F(Completing, WordsOfTextsAreNone) {
  add({{"Title", "Heading"}});
  EXPECT_TRUE(texts("tex").empty());
  EXPECT_EQ(texts("hea"), (Texts{"heading"}));
}

TEST_F(Completing, WhateverIsTypedIsNoError) {
  add({{"Title", "Heading"}});
  for (const std::string_view typed : {"", " ", "t", "\"", "-", "title:", "OR", "\xFF", "c++ *", "東京", "NEAR("}) {
    EXPECT_NO_THROW(texts(typed)) << typed;
  }
  EXPECT_NO_THROW(texts(std::string(1'000'000, 'x')));
  std::string many;
  for (int i = 0; i < 10'000; ++i) many += "ti ";
  EXPECT_NO_THROW(texts(many));
  EXPECT_TRUE(texts("title", 0).empty());
}

TEST_F(Completing, WhenTheTimeIsUpNothingIsLookedUp) {
  add({{"Title", "Heading"}});
  EXPECT_TRUE(complete(database_, "tit", 10, Deadline(std::chrono::milliseconds(0))).empty());
  EXPECT_EQ(complete(database_, "tit", 10).size(), 2) << "it goes on";
}

}  // namespace
}  // namespace storage
