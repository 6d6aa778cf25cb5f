#include "crawler/converter.hpp"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include <string>
#include <vector>

namespace {

using namespace std::chrono_literals;
using base::ErrorKind;
using crawler::ChildLimits;
using crawler::Converter;
using crawler::TextFormat;

std::string complaint(std::string_view text) {
  const auto converter = Converter::parse(text);
  return converter ? "" : converter.error().what;
}

base::Result<std::string> convert(const std::string& text, std::string_view document, const ChildLimits& limits = {}) {
  return Converter::parse(text)->convert(document, limits, {});
}

base::Error failure(const std::string& script, const ChildLimits& limits = {}) {
  return convert("a/b=sh -c '" + script + "'", "x", limits).error();
}

TEST(Converter, IsATypeAndACommand) {
  const auto converter = Converter::parse("Application/PDF=cat -u");
  ASSERT_TRUE(converter);
  EXPECT_EQ(converter->type(), "application/pdf");
  EXPECT_EQ(converter->output(), TextFormat::kPlain);
  EXPECT_EQ(Converter::parse("a/b:html=cat")->output(), TextFormat::kHtml);
  EXPECT_EQ(Converter::parse("a/b:markdown=cat")->output(), TextFormat::kMarkdown);
}

TEST(Converter, SaysWhatIsWrong) {
  EXPECT_EQ(complaint("pdftotext"), "'pdftotext' is not a converter like 'application/pdf=pdftotext - -'");
  EXPECT_EQ(complaint("pdf=cat"), "'pdf' is not a media type like application/pdf");
  EXPECT_EQ(complaint("a/b:rtf=cat"), "'rtf' is not one of text, html, markdown");
  EXPECT_EQ(complaint("a/b= "), "'a/b= ' names no command");
  EXPECT_EQ(complaint("a/b=cat 'x"), "'a/b=cat 'x' has a quote without an end");
  EXPECT_EQ(complaint("a/b=no-such-program x"), "'no-such-program' is no program that can be run");
  EXPECT_EQ(complaint("a/b=/etc/passwd"), "'/etc/passwd' is no program that can be run");
}

TEST(Converter, PartsItsCommandAtSpacesThatAreNotQuoted) {
  EXPECT_EQ(convert("a/b=printf  '%s|' a 'b c' \"d'e\" '' f'g h'i", ""), "a|b c|d'e||fg hi|");
  EXPECT_EQ(convert("a/b=printf %s $HOME;ls", ""), "$HOME;ls") << "no shell";
}

TEST(Converter, WhatFailsIsAPageWithAReason) {
  EXPECT_EQ(failure("echo first >&2; echo \"bad  file\" >&2; exit 3"),
            (base::Error{.kind = ErrorKind::kSkip, .what = "sh ended with status 3: bad  file"}));
  EXPECT_EQ(failure("exit 1"), (base::Error{.kind = ErrorKind::kSkip, .what = "sh ended with status 1"}));
  EXPECT_EQ(failure("kill -SEGV $$"), (base::Error{.kind = ErrorKind::kSkip, .what = "sh was ended by SIGSEGV"}));
  EXPECT_EQ(failure("yes", {.output_bytes = 1'000}),
            (base::Error{.kind = ErrorKind::kSkip, .what = "sh wrote over 1000 bytes"}));
  EXPECT_EQ(failure("printf \"\\033[31m\\377red\" >&2; exit 1").what, "sh ended with status 1: [31m\uFFFDred");
}

TEST(Converter, WhatDependsOnTheMachineMayPass) {
  EXPECT_EQ(failure("exec sleep 1000", {.time = 20ms}),
            (base::Error{.kind = ErrorKind::kRetryLater, .what = "sh took longer than 20 ms"}));
  EXPECT_EQ(failure("kill -KILL $$").kind, ErrorKind::kRetryLater);
}

/// A PDF of one page that says `text`.
std::string pdf_of(std::string_view text) {
  const std::string stream = fmt::format("BT /F1 12 Tf 72 720 Td ({}) Tj ET", text);
  const std::vector<std::string> objects = {
      "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
      "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
      fmt::format("<</Length {}>>stream\n{}\nendstream", stream.size(), stream),
      "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"};
  std::string pdf = "%PDF-1.4\n";
  std::string table = fmt::format("xref\n0 {}\n0000000000 65535 f \n", objects.size() + 1);
  for (std::size_t i = 0; i < objects.size(); ++i) {
    table += fmt::format("{:010} 00000 n \n", pdf.size());
    pdf += fmt::format("{} 0 obj\n{}\nendobj\n", i + 1, objects[i]);
  }
  const std::size_t begin = pdf.size();
  return pdf + table + fmt::format("trailer<</Size {}/Root 1 0 R>>\nstartxref\n{}\n%%EOF\n", objects.size() + 1, begin);
}

TEST(Converter, ReadsPdfByPoppler) {
  for (const char* command : {"application/pdf=pdftotext - -", "application/pdf=pdftotext {} -"}) {
    const auto text = convert(command, pdf_of("Hello from a page"));
    ASSERT_TRUE(text) << text.error().what;
    EXPECT_TRUE(text->starts_with("Hello from a page\n")) << *text;
  }
  const auto broken = convert("application/pdf=pdftotext - -", "no PDF");
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().kind, ErrorKind::kSkip);
  EXPECT_TRUE(broken.error().what.starts_with("pdftotext ended with status 1: ")) << broken.error().what;
}

}  // namespace
