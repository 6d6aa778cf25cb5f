#include "crawler/percent_encode.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using namespace crawler;

std::string encode(std::string_view text, const base::ByteSet& set) {
  std::string out;
  append_percent_encoded(out, text, set);
  return out;
}

TEST(PercentEncode, WritesUpperCaseHexadecimal) {
  EXPECT_EQ(encode("a\xAB/ \x01", kPathEncodeSet), "a%AB/%20%01");
  EXPECT_EQ(encode("", kPathEncodeSet), "");
}

// https://url.spec.whatwg.org/#percent-decode
TEST(PercentEncode, DecodesOnlyWhatIsAnEscape) {
  EXPECT_EQ(percent_decode("%41%4a%4A"), "AJJ");
  EXPECT_EQ(percent_decode("%"), "%");
  EXPECT_EQ(percent_decode("%4"), "%4");
  EXPECT_EQ(percent_decode("%4g%%41"), "%4g%A");
  EXPECT_EQ(percent_decode("%2541"), "%41") << "once";
}

TEST(PercentEncode, DecodingUndoesIt) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  const base::ByteSet everything = base::ByteSet::range(0x00, 0xFF);
  EXPECT_EQ(percent_decode(encode(all, everything)), all);
  EXPECT_EQ(percent_decode(encode(all, kUserinfoEncodeSet | base::ByteSet("%"))), all);
}

}  // namespace
