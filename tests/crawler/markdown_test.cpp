#include "crawler/markdown.hpp"

#include <gtest/gtest.h>

#include <string>

#include "base/cpu_time.hpp"

namespace {

using namespace std::chrono_literals;
using crawler::html_of_markdown;

std::string repeated(std::string_view text, std::size_t bytes) {
  std::string all;
  while (all.size() < bytes) all += text;
  return all;
}

TEST(Markdown, BecomesTheHtmlThatItStandsFor) {
  EXPECT_EQ(html_of_markdown("# A & *b*\n\ntext  \nmore\n"), "<h1>A &amp; <em>b</em></h1>\n<p>text<br>\nmore</p>\n");
  EXPECT_EQ(html_of_markdown("[a](/b?c&d \"t\")"), "<p><a href=\"/b?c&amp;d\">a</a></p>\n");
  EXPECT_EQ(html_of_markdown("[a]\n\n[a]: <x y>"), "<p><a href=\"x y\">a</a></p>\n");
  EXPECT_EQ(html_of_markdown("- a\n- `<b>`\n"), "<ul><li>a</li>\n<li><code>&lt;b&gt;</code></li>\n</ul>\n");
  EXPECT_EQ(html_of_markdown("```c\na < b\n```\n"), "<pre>a &lt; b\n</pre>\n");
  EXPECT_EQ(html_of_markdown("> a\n\n---\n"), "<blockquote><p>a</p>\n</blockquote>\n<hr>\n");
  EXPECT_EQ(html_of_markdown("&copy; &amp; \\*"), "<p>&copy; &amp; *</p>\n");
  EXPECT_EQ(html_of_markdown("![b *c* [d](e)](f)g"), "<p><img>g</p>\n");
}

TEST(Markdown, KnowsWhatGitHubAdds) {
  EXPECT_EQ(html_of_markdown("|a|b|\n|---|---|\n|c|d|\n"),
            "<table><thead><tr><th>a</th>\n<th>b</th>\n</tr>\n</thead>\n"
            "<tbody><tr><td>c</td>\n<td>d</td>\n</tr>\n</tbody>\n</table>\n");
  EXPECT_EQ(html_of_markdown("~~a~~ www.b.test"), "<p><del>a</del> <a href=\"http://www.b.test\">www.b.test</a></p>\n");
}

TEST(Markdown, KeepsItsHtml) {
  EXPECT_EQ(html_of_markdown("<div class=x>\n<a href=y>z</a>\n</div>\n"), "<div class=x>\n<a href=y>z</a>\n</div>\n");
}

TEST(Markdown, HasTheTitleOfItsFrontMatter) {
  EXPECT_EQ(html_of_markdown("---\ntitle: A & b\n---\ntext"), "<title>A &amp; b</title>\n<p>text</p>\n");
}

// Each of these took the parser more than a second for 200 kB, and hours for 16 MB.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // which look at each byte that is searched through
TEST(Markdown, WhatItsParserIsSlowForIsGuarded) {
  const auto begun = base::thread_cpu_time();
  for (const char* text : {"[a]\n", "http://a.b(", "www.a.b/(", "[a]\r"}) {
    EXPECT_TRUE(html_of_markdown(repeated(text, 1'000'000))) << text;
  }
  EXPECT_TRUE(html_of_markdown("x " + repeated("www.a.b/( ", 60'000)));
  EXPECT_LT(base::thread_cpu_time() - begun, 4s);
}
#endif

TEST(Markdown, ListsAndQuotesWithinEachOtherHaveABound) {
  for (const std::string& line :
       {repeated("- ", 600), repeated(">", 300), repeated("1) ", 900), std::string(600, ' ') + "* a"}) {
    const auto html = html_of_markdown(line + "a\n" + repeated("\n", 100));
    ASSERT_FALSE(html) << line;
    EXPECT_EQ(html.error().kind, base::ErrorKind::kSkip);
    EXPECT_EQ(html.error().what, "Markdown with lists or quotes over 256 deep in each other");
  }
  EXPECT_TRUE(html_of_markdown(repeated("> ", 400) + "a\n" + std::string(1'000, '-') + "\n" + std::string(600, ' ')));
}

TEST(Markdown, ALongParagraphIsParted) {
  const auto html = html_of_markdown(repeated("a\n", 2 * 1'500));
  EXPECT_NE(html->find("</p>\n<p>"), std::string::npos);
  EXPECT_EQ(html_of_markdown(repeated("a\n", 2 * 999))->find("</p>\n<p>"), std::string::npos);
}

TEST(Markdown, OfWhichTooMuchHtmlComesIsAnError) {
  const auto html = html_of_markdown("[a]: /" + std::string(60'000, 'u') + "\n\n" + repeated("[a] ", 60'000));
  ASSERT_FALSE(html);
  EXPECT_EQ(html.error().kind, base::ErrorKind::kSkip);
  EXPECT_EQ(html.error().what, "Markdown of 120008 bytes makes HTML over 64 times its size");
}

TEST(Markdown, WhatTakesTooLongMayPass) {
  const auto html = html_of_markdown(repeated("*a* ", 100'000), {.cpu = 0ns, .cpu_per_source_byte = 0ns});
  ASSERT_FALSE(html);
  EXPECT_EQ(html.error().kind, base::ErrorKind::kRetryLater);
}

}  // namespace
