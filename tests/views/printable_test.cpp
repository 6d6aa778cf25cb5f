#include "views/printable.hpp"

#include <gtest/gtest.h>

namespace {

TEST(Printable, LeavesTextAsItIs) {
  EXPECT_EQ(views::printable("Grüße, 世界 😀"), "Grüße, 世界 😀");
  EXPECT_EQ(views::printable("a\tb\nc"), "a b c");
}

TEST(Printable, TakesTheForceOutOfControls) {
  EXPECT_EQ(views::printable("a\x1b[2Jb"), "a\uFFFD[2Jb");
  EXPECT_EQ(views::printable(std::string_view("a\0b", 3)), "a\uFFFDb");
  EXPECT_EQ(views::printable("\x7f"), "\uFFFD");
  EXPECT_EQ(views::printable("\u009b31m"), "\uFFFD31m");
  EXPECT_EQ(views::printable("a\u202eb\u2066c\u2028d"), "a\uFFFDb\uFFFDc\uFFFDd");
}

TEST(Printable, ReplacesWhatIsNotUtf8) {
  for (const std::string_view text : {"\xff", "\xc3", "\xe4\xb8", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\x9b"}) {
    for (const char c : views::printable(text)) EXPECT_NE(c, '\x9b');
    EXPECT_NE(views::printable(text).find("\uFFFD"), std::string::npos);
  }
}

}  // namespace
