#include "crawler/plain_text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using crawler::html_of_text;

TEST(PlainText, IsPartedAtEmptyLinesAndNewPages) {
  EXPECT_EQ(html_of_text("#include <a>\nint b;\n\n  c & d\r\n \r\ne\n\ff\n"),
            "<p>#include &lt;a&gt;\nint b;\n</p>\n<p>  c &amp; d\r\n</p>\n<p>e\n</p>\n<p>\ff\n</p>\n");
  EXPECT_EQ(html_of_text(""), "");
  EXPECT_EQ(html_of_text("\n \n\f\n"), "");
}

TEST(PlainText, HasATitleIfItsFirstLineLooksLikeOne) {
  const auto title = [](const std::string& text) {
    const std::string html = html_of_text(text);
    return html.starts_with("<h1>") ? html.substr(4, html.find("</h1>") - 4) : "";
  };
  EXPECT_EQ(title("\n  How to build \n\nFirst make it.\n"), "How to build");
  EXPECT_EQ(title("Notes\n=====\ntext"), "Notes");
  EXPECT_EQ(title("*****\nNotes\n*****\ntext"), "Notes");
  EXPECT_EQ(title("2. Über alles\n\ntext"), "2. Über alles");
  EXPECT_EQ(title("alone"), "alone");
  EXPECT_EQ(title("A line of a paragraph\nthat goes on\n"), "");
  EXPECT_EQ(title("/* code */\n\nint a;"), "");
  EXPECT_EQ(title("int a;\n\nint b;"), "");
  EXPECT_EQ(title("2026-11-27\n\ntext"), "");
  EXPECT_EQ(title(std::string(101, 'x') + "\n\ntext"), "");
}

TEST(PlainText, ATitleIsNoParagraph) {
  EXPECT_EQ(html_of_text("A <title>\n---\nand\n"), "<p>A &lt;title&gt;\n---\nand\n</p>\n");
  EXPECT_EQ(html_of_text("A & B\n---\nand\n"), "<h1>A &amp; B</h1>\n<p>and\n</p>\n");
}

}  // namespace
