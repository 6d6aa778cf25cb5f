#include "crawler/document_types.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace {

using crawler::Converter;
using crawler::DocumentTypes;
using crawler::TextFormat;
using crawler::Url;

std::optional<TextFormat> format(std::string_view type, const char* url = "http://a.test/b", bool texts = true) {
  return DocumentTypes{.texts = texts}.format_of(type, "hello", *Url::parse(url));
}

TEST(DocumentTypes, TextAndMarkdownAreReadByDefault) {
  EXPECT_EQ(format("text/html"), TextFormat::kHtml);
  EXPECT_EQ(format("Text/Plain; charset=x"), TextFormat::kPlain);
  EXPECT_EQ(format("text/markdown;variant=GFM"), TextFormat::kMarkdown);
  EXPECT_EQ(format("text/x-markdown"), TextFormat::kMarkdown);
  EXPECT_EQ(format("application/pdf"), std::nullopt);
  EXPECT_EQ(format("text/css"), std::nullopt);
  EXPECT_EQ(format(""), std::nullopt);
}

TEST(DocumentTypes, PlainTextIsMarkdownIfItsNameSaysSo) {
  EXPECT_EQ(format("text/plain", "http://a.test/README.MD?raw=1"), TextFormat::kMarkdown);
  EXPECT_EQ(format("text/plain", "http://a.test/a.markdown"), TextFormat::kMarkdown);
  EXPECT_EQ(format("text/plain", "http://a.test/a?b=c.md"), TextFormat::kPlain);
  EXPECT_EQ(format("text/html", "http://a.test/a.md"), TextFormat::kHtml);
}

TEST(DocumentTypes, OnlyHtmlIsReadWhereTheOthersAreOff) {
  EXPECT_EQ(format("text/plain", "http://a.test/b.md", false), std::nullopt);
  EXPECT_EQ(format("text/markdown", "http://a.test/b.md", false), std::nullopt);
  EXPECT_FALSE((DocumentTypes{.texts = false}.may_be_document("text/plain")));
  EXPECT_TRUE((DocumentTypes{.texts = false}.may_be_document("text/html")));
}

TEST(DocumentTypes, WhatIsConvertedIsReadAsItsConverterSays) {
  const DocumentTypes types{.converters = {*Converter::parse("application/x=cat"), *Converter::parse("a/b:html=cat"),
                                           *Converter::parse("A/B:markdown=cat -")}};
  const Url url = *Url::parse("http://a.test/");
  EXPECT_TRUE(types.may_be_document("application/x; y"));
  EXPECT_EQ(types.format_of("application/X", "", url), TextFormat::kPlain);
  EXPECT_EQ(types.format_of("a/b", "", url), TextFormat::kMarkdown) << "the last one counts";
  EXPECT_EQ(types.converter_for("a/b")->text(), "A/B:markdown=cat -");
  EXPECT_EQ(types.converter_for("text/html"), nullptr);
}

TEST(DocumentTypes, AreWhatAServerIsAskedFor) {
  EXPECT_EQ((DocumentTypes{.converters = {*Converter::parse("application/pdf=cat")}}.accept()),
            "text/html,application/xhtml+xml,text/plain;q=0.9,text/markdown;q=0.9,application/pdf;q=0.8,*/*;q=0.5");
  EXPECT_EQ(DocumentTypes{.texts = false}.accept(), "text/html,application/xhtml+xml,*/*;q=0.5");
}

}  // namespace
