#include "html/references.hpp"

#include <gtest/gtest.h>

#include <string>

#include "html/named_references.hpp"

namespace html {
namespace {

std::string decoded(std::string_view source, ReferenceIn where = ReferenceIn::kText) {
  std::string text;
  append_decoded(text, source, where);
  return text;
}

TEST(References, AreDecodedByName) {
  EXPECT_EQ(decoded("a &amp; b&lt;&eacute;&NotEqualTilde;"), "a & b<\u00E9\u2242\u0338");
  EXPECT_EQ(decoded("&nonsense; & &; &amp"), "&nonsense; & &; &");
}

// HTML Standard, 13.2.5.73: the longest name that matches; old ones need no semicolon.
TEST(References, SomeNeedNoSemicolon) {
  EXPECT_EQ(decoded("&notit; &notin; &copy2 &hellip"), "\u00ACit; \u2209 \u00A92 &hellip");
}

TEST(References, InAttributesAnOldNameBeforeALetterIsNone) {
  EXPECT_EQ(decoded("?a&copy=1&copyx&copy;&copy", ReferenceIn::kAttribute), "?a&copy=1&copyx\u00A9\u00A9");
}

TEST(References, AreDecodedByNumber) {
  EXPECT_EQ(decoded("&#65;&#x42;&#X43;&#68 &#x;&#;"), "ABCD &#x;&#;");
  EXPECT_EQ(decoded("&#x80;&#0;&#xD800;&#x110000;"), "\u20AC\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(decoded("&#11111111111;"), "\uFFFD") << "Gumbo counts in 32 bits";
}

TEST(References, AllNamesAreThere) {
  EXPECT_EQ(find_named_reference("AElig")->characters, "\u00C6");
  EXPECT_EQ(find_named_reference("zwnj")->characters, "\u200C");
  EXPECT_EQ(find_named_reference(""), nullptr);
}

}  // namespace
}  // namespace html
