#include "html/input_stream.hpp"

#include <gtest/gtest.h>

#include <string>

namespace html {
namespace {

// HTML Standard, 13.2.3.5
TEST(InputStream, LineEndsAreLineFeeds) {
  EXPECT_EQ(preprocess("a\r\nb\rc\nd\r\r\n"), "a\nb\nc\nd\n\n");
}

TEST(InputStream, ControlsAndNoncharactersAreReplaced) {
  EXPECT_EQ(preprocess("a\x01\x0B\x7F"), "a\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(preprocess("\xC2\x80\xC2\x9F\xC2\xA0"), "\uFFFD\uFFFD\u00A0");
  EXPECT_EQ(preprocess("\xEF\xB7\x90\xEF\xB7\xB0\xEF\xBF\xBE\xF0\x9F\xBF\xBF"), "\uFFFD\uFDF0\uFFFD\uFFFD");
}

TEST(InputStream, TheRestStays) {
  const std::string page = "\t<p>\f plain \u00E9\u4E2D\U0001F600 text " + std::string(100, 'x') + '\n';
  EXPECT_EQ(preprocess(page), page);
  EXPECT_EQ(preprocess(std::string("a\0b", 3)), std::string("a\0b", 3));
}

}  // namespace
}  // namespace html
