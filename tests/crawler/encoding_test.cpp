#include "crawler/encoding.hpp"
#include "html/utf8.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <string>

#include "base/ascii.hpp"
#include "tests/support/test_data.hpp"

namespace crawler {
namespace {

using namespace std::string_literals;

std::string from_hex(std::string_view digits) {
  std::string bytes;
  for (; digits.size() >= 2; digits.remove_prefix(2)) {
    bytes += static_cast<char>(base::hex_value(digits[0]) * 16 + base::hex_value(digits[1]));
  }
  return bytes;
}

std::string_view name_of(std::string_view label) {
  const auto name = encoding_of_label(label);
  return name.empty() ? "-" : name;
}

// Encoding Standard, 4.2: all labels, in any case, with white space around.
TEST(EncodingLabels, MeanWhatTheStandardSays) {
  const auto file = support::test_data("encoding/labels.json");
  if (!file) GTEST_SKIP() << "no encoding/labels.json; set SITEDEX_TEST_DATA";
  const auto labels = nlohmann::json::parse(std::ifstream(*file));
  for (const auto& [label, name] : labels.items()) {
    EXPECT_EQ(name_of(label), name.get<std::string>()) << label;
    EXPECT_EQ(name_of("\t " + label + "\r\n"), name.get<std::string>()) << label;
  }
}

TEST(EncodingLabels, OtherLabelsMeanNothing) {
  for (const std::string_view label : {"", "utf-7", "utf-32", "latin-1-", "utf8;", "none"}) {
    EXPECT_EQ(encoding_of_label(label), "") << label;
  }
  EXPECT_EQ(encoding_of_label("hz-gb-2312"), "replacement");
  EXPECT_EQ(encoding_of_label("Logical"), "ISO-8859-8-I");
}

// HTML Standard, 13.2.3.2, "prescan a byte stream to determine its encoding".
TEST(EncodingSniff, FindsWhatThePublishedCasesDeclare) {
  const auto file = support::test_data("encoding/prescan-cases.json");
  if (!file) GTEST_SKIP() << "no encoding/prescan-cases.json; set SITEDEX_TEST_DATA";
  const auto cases = nlohmann::json::parse(std::ifstream(*file));
  for (const auto& test : cases) {
    EXPECT_EQ(sniff_encoding(from_hex(test["data_hex"].get<std::string>()), ""),
              encoding_of_label(test["encoding"].get<std::string>()))
        << test["id"];
  }
}

TEST(EncodingSniff, TheMarkBeatsTheHeaderAndTheHeaderTheMeta) {
  const std::string meta = "<meta charset=koi8-r>";
  EXPECT_EQ(sniff_encoding("\xEF\xBB\xBF" + meta, "text/html; charset=big5"), "UTF-8");
  EXPECT_EQ(sniff_encoding("\xFF\xFE" + meta, ""), "UTF-16LE");
  EXPECT_EQ(sniff_encoding(meta, "text/html; charset=big5"), "Big5");
  EXPECT_EQ(sniff_encoding(meta, "text/html;charset = \"Big5\"; x=y"), "Big5");
  EXPECT_EQ(sniff_encoding(meta, "text/html; charset=nonsense"), "KOI8-R");
  EXPECT_EQ(sniff_encoding(meta, "text/html"), "KOI8-R");
}

// A browser meets the meta while it parses, and starts over; so it counts wherever it is an element, and only there.
TEST(EncodingSniff, AMetaBehindTheFirst1024BytesCountsWhereItIsATag) {
  const std::string far(2000, ' ');
  EXPECT_EQ(sniff_encoding(far + "<meta charset=koi8-r>", ""), "KOI8-R");
  EXPECT_EQ(sniff_encoding(far + "<title><meta charset=koi8-r></title><meta charset=big5>", ""), "Big5");
  EXPECT_EQ(sniff_encoding(far + "<script>'<meta charset=koi8-r>'</script>", ""), "windows-1252");
  EXPECT_EQ(sniff_encoding(far + "<!-- <meta charset=koi8-r> -->", ""), "windows-1252");
  EXPECT_EQ(sniff_encoding(std::string(1015, ' ') + "<meta charset=koi8-r>", ""), "KOI8-R");
}

TEST(EncodingSniff, XhtmlMaySayItInItsDeclaration) {
  EXPECT_EQ(sniff_encoding("<?xml version='1.0' encoding='shift_jis'?><html>", ""), "Shift_JIS");
  EXPECT_EQ(sniff_encoding("<?xml encoding='shift_jis'?><meta charset=big5>", ""), "Big5");
  EXPECT_EQ(sniff_encoding("<\0?\0x\0m\0l\0"s, ""), "UTF-16LE");
}

TEST(EncodingSniff, GuessesFromTheBytesWhenNothingIsSaid) {
  EXPECT_EQ(sniff_encoding("caf\xC3\xA9", ""), "UTF-8");
  EXPECT_EQ(sniff_encoding("caf\xE9", ""), "windows-1252");
  EXPECT_EQ(sniff_encoding("", ""), "windows-1252");
}

TEST(Decode, ReadsTheNamesAsTheStandardMeansThem) {
  EXPECT_EQ(decode("\x80\x93\x81", "windows-1252"), "€“\xC2\x81");
  EXPECT_EQ(decode("\xAE\xBE", "KOI8-U"), "ўЎ");
  EXPECT_EQ(decode("\xA4\xAA", "ISO-8859-16"), "€Ș");
  EXPECT_EQ(decode("\x1A\x1C\x7F\x80", "IBM866"), "\x1A\x1C\x7FА");
  EXPECT_EQ(decode("\xC4\xE3\x81\x30\x81\x30", "GBK"), "你\xC2\x80");
  EXPECT_EQ(decode("\xA7\xDA", "Big5"), "我");
  EXPECT_EQ(decode("\xB0\xA1", "EUC-KR"), "가");
  EXPECT_EQ(decode("\x82\xA0\\~", "Shift_JIS"), "あ\\~");
  EXPECT_EQ(decode("\xA4\xA2", "EUC-JP"), "あ");
  EXPECT_EQ(decode("\x1B$B$\"\x1B(Ba", "ISO-2022-JP"), "あa");
  EXPECT_EQ(decode("a\x80", "x-user-defined"), "a\xEF\x9E\x80");
  EXPECT_EQ(decode("anything", "replacement"), "\uFFFD");
  EXPECT_EQ(decode("\xFF\xFE"
                   "a\0\x3D\xD8\xA9\xDC"s,
                   "UTF-16LE"),
            "a💩");
  EXPECT_EQ(decode("\0a\xD8\x3D\0b\0"s, "UTF-16BE"), "a\uFFFDb\uFFFD");
  EXPECT_EQ(decode("\xEF\xBB\xBFx", "UTF-8"), "x");
}

// A lead byte must not swallow the markup behind it (Encoding Standard, each multi-byte decoder: "prepend byte").
TEST(Decode, ABrokenCharacterLeavesTheTagBehindIt) {
  for (const std::string_view encoding : {"GBK", "Big5", "EUC-KR", "Shift_JIS", "EUC-JP"}) {
    const std::string lead = encoding == "Shift_JIS" ? "\x81" : "\xB0";
    EXPECT_EQ(decode(lead + "<a>", encoding), "\uFFFD<a>") << encoding;
  }
}

// Unicode 3.9, table 3-8: one replacement for each maximal subpart.
TEST(Decode, InvalidUtf8IsReplacedBySubparts) {
  EXPECT_EQ(decode("a\xF0\x9F\x98z\xED\xA0\x80\xC0\x80\xE2\x82", "UTF-8"),
            "a\uFFFDz\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD");
  const std::string valid = "naïve 漢字 💩 " + std::string(100, 'x');
  std::string copy = valid;
  const char* const data = copy.data();
  const std::string same = decode(std::move(copy), "UTF-8");
  EXPECT_EQ(same, valid);
  EXPECT_EQ(same.data(), data) << "moved through, not copied";
}

// Law: whatever the bytes and whatever they are taken for, the answer is valid UTF-8, and of valid UTF-8 it is the
// same.
TEST(Decode, AlwaysGivesValidUtf8) {
  std::mt19937 random(1);
  for (int round = 0; round < 200; ++round) {
    std::string bytes(random() % 20000, '\0');
    for (char& c : bytes) c = static_cast<char>(random() % 3 == 0 ? random() % 256 : 0x20 + random() % 0x60);
    for (const std::string_view label : {"utf-8", "utf-16", "utf-16be", "latin1", "gb18030", "big5", "euc-kr", "sjis",
                                         "euc-jp", "iso-2022-jp", "koi8-u", "x-user-defined", "hebrew", "tis-620"}) {
      const std::string text = decode(bytes, encoding_of_label(label));
      ASSERT_TRUE(html::is_valid_utf8(text)) << label;
      ASSERT_EQ(decode(text, "UTF-8"), text);
    }
  }
}

}  // namespace
}  // namespace crawler
