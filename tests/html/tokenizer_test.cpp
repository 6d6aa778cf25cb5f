#include "html/tokenizer.hpp"

#include <gtest/gtest.h>

#include <string>

namespace html {
namespace {

/// All tokens, a letter for the kind before each.
std::string tokens_of(std::string_view source, bool cdata = false) {
  Tokenizer tokenizer(source, 2);
  std::string seen;
  while (const Token* token = tokenizer.next(cdata)) {
    seen += "tcsemd"[static_cast<int>(token->kind)];
    seen += '(' + std::string(token->source) + ')';
  }
  return seen;
}

TEST(Tokenizer, CutsTextTagsAndComments) {
  EXPECT_EQ(tokens_of("a<b>c</b><!-- d --><!doctype e>f"), "t(a)s(<b>)t(c)e(</b>)m(<!-- d -->)d(<!doctype e>)t(f)");
}

// HTML Standard, 13.2.5.6 and 7: what looks like a tag and is none.
TEST(Tokenizer, WhatBeginsNoTagIsTextOrAComment) {
  EXPECT_EQ(tokens_of("a < b<1>c</"), "t(a < b<1>c</)");
  EXPECT_EQ(tokens_of("<?x?></ y><!z>"), "m(<?x?>)m(</ y>)m(<!z>)");
  EXPECT_EQ(tokens_of("a</>b"), "t(a)t(b)");
}

// 13.2.5.41 to 52
TEST(Tokenizer, CommentsEndInManyWays) {
  EXPECT_EQ(tokens_of("<!-->a<!--->b<!--c--!>d<!--e--->f<!--g"),
            "m(<!-->)t(a)m(<!--->)t(b)m(<!--c--!>)t(d)m(<!--e--->)t(f)m(<!--g)");
}

TEST(Tokenizer, CharacterDataIsThatWhereItIsSaidSo) {
  EXPECT_EQ(tokens_of("<![CDATA[a>b]]>c"), "m(<![CDATA[a>)t(b]]>c)");
  EXPECT_EQ(tokens_of("<![CDATA[a>b]]>c", true), "c(a>b)t(c)");
}

TEST(Tokenizer, ReadsAttributes) {
  Tokenizer tokenizer("<a B='x>y' c = z/ =d e>", 3);
  const Token& tag = *tokenizer.next(false);
  EXPECT_EQ(tag.name, "a");
  EXPECT_EQ(tag.attribute_count, 4U);
  ASSERT_EQ(tag.attributes.size(), 3U);
  EXPECT_EQ(find_attribute(tag.attributes, "b")->value, "x>y");
  EXPECT_EQ(find_attribute(tag.attributes, "c")->value, "z/");
  EXPECT_EQ(tag.attributes[2].name, "=d");
  EXPECT_EQ(tag.excess, "e");
  EXPECT_FALSE(tag.is_self_closing);
}

TEST(Tokenizer, KnowsSelfClosingTags) {
  Tokenizer tokenizer("<a/><b / ><c x=/><d x />", 9);
  for (const bool expected : {true, false, false, true}) EXPECT_EQ(tokenizer.next(false)->is_self_closing, expected);
}

TEST(Tokenizer, ATagThatTheSourceCutsOffIsNotClosed) {
  Tokenizer tokenizer("<p x='", 9);
  EXPECT_FALSE(tokenizer.next(false)->is_closed);
  EXPECT_EQ(tokenizer.next(false), nullptr);
}

TEST(Tokenizer, RawTextEndsAtItsEndTagOnly) {
  Tokenizer tokenizer("a</b></titles></TITLE >c", 9);
  EXPECT_EQ(tokenizer.raw_text("title"), "a</b></titles>");
  EXPECT_EQ(tokenizer.next(false)->name, "TITLE");
}

// 13.2.5.15 to 31: the escaped states.
TEST(Tokenizer, ScriptsMayHoldScripts) {
  Tokenizer tokenizer("<!-- <script></script> --></script>", 9);
  EXPECT_EQ(tokenizer.script_text(), "<!-- <script></script> -->");
  Tokenizer plain("a<script></script>", 9);
  EXPECT_EQ(plain.script_text(), "a<script>");
}

}  // namespace
}  // namespace html
