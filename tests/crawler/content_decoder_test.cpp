#include "crawler/content_decoder.hpp"

#include <gtest/gtest.h>

#include <zstd.h>

#include <random>
#include <string>
#include <string_view>

#include "tests/support/deflate.hpp"

namespace crawler {
namespace {

using support::Deflate;
using support::deflated;

constexpr std::string_view kBrotliHello("\x0b\x02\x80hello\x03", 9);

/// With a window of 2^`window_bits` bytes.
std::string zstd(std::string_view text, int window_bits = 20) {
  ZSTD_CCtx* const state = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(state, ZSTD_c_windowLog, window_bits);
  ZSTD_CCtx_setParameter(state, ZSTD_c_contentSizeFlag, 0);  // or the frame would say its size, and need no window
  std::string coded(ZSTD_compressBound(text.size()), '\0');
  ZSTD_outBuffer out{.dst = coded.data(), .size = coded.size(), .pos = 0};
  ZSTD_inBuffer in{.src = text.data(), .size = text.size(), .pos = 0};
  ZSTD_compressStream2(state, &out, &in, ZSTD_e_flush);
  ZSTD_compressStream2(state, &out, &in, ZSTD_e_end);
  ZSTD_freeCCtx(state);
  coded.resize(out.pos);
  return coded;
}

struct Decoded {
  std::string text;
  bool well_formed = true;
  bool complete = false;
};

Decoded decode(std::string_view coding, std::string_view coded, std::size_t piece) {
  const auto decoder = content_decoder(coding).value();
  Decoded decoded;
  const ContentDecoder::Sink sink = [&decoded](std::string_view bytes) {
    decoded.text += bytes;
    return true;
  };
  for (; decoded.well_formed && !coded.empty(); coded.remove_prefix(std::min(piece, coded.size()))) {
    decoded.well_formed = decoder->decode(coded.substr(0, piece), sink).has_value();
  }
  decoded.complete = decoder->complete();
  return decoded;
}

std::string some_text(unsigned seed) {
  std::mt19937 random(seed);
  std::string text(random() % 100'000, '\0');
  for (char& c : text) c = static_cast<char>('a' + random() % 8);
  return text;
}

TEST(ContentDecoder, GivesBackWhatWasEncodedHoweverItIsCut) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    const std::string text = some_text(seed);
    for (const auto& [coding, form] : {std::pair("gzip", Deflate::kGzip), std::pair("X-GZIP", Deflate::kGzip),
                                       std::pair("deflate", Deflate::kZlib), std::pair("deflate", Deflate::kRaw)}) {
      const std::string coded = deflated(text, form);
      for (const std::size_t piece : {std::size_t{1}, std::size_t{1000}, coded.size()}) {
        const Decoded decoded = decode(coding, coded, piece);
        EXPECT_TRUE(decoded.well_formed && decoded.complete) << coding << ", seed " << seed;
        ASSERT_EQ(decoded.text, text) << coding << ", seed " << seed;
      }
    }
  }
}

TEST(ContentDecoder, DecodesBrotli) {
  for (const std::size_t piece : {std::size_t{1}, kBrotliHello.size()}) {
    const Decoded decoded = decode("br", kBrotliHello, piece);
    EXPECT_TRUE(decoded.well_formed && decoded.complete);
    EXPECT_EQ(decoded.text, "hello");
  }
}

TEST(ContentDecoder, DecodesZstd) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    const std::string text = some_text(seed);
    const std::string coded = zstd(text);
    for (const std::size_t piece : {std::size_t{1}, std::size_t{1000}, coded.size()}) {
      const Decoded decoded = decode("zstd", coded, piece);
      EXPECT_TRUE(decoded.well_formed && decoded.complete) << "seed " << seed;
      ASSERT_EQ(decoded.text, text) << "seed " << seed;
    }
  }
}

TEST(ContentDecoder, ZstdMayHaveManyFrames) {  // RFC 8878, 3.1
  const std::string skippable("\x50\x2a\x4d\x18\x03\0\0\0abc", 11);
  const std::string two = zstd("one, ") + skippable + zstd("two");
  for (const std::size_t piece : {std::size_t{1}, two.size()}) {
    const Decoded decoded = decode("zstd", two, piece);
    EXPECT_EQ(decoded.text, "one, two");
    EXPECT_TRUE(decoded.well_formed && decoded.complete);
  }
}

TEST(ContentDecoder, AZstdWindowIsAtMostEightMebibytes) {  // RFC 9659, 3
  EXPECT_TRUE(decode("zstd", zstd("text", 23), 5).well_formed);
  EXPECT_FALSE(decode("zstd", zstd("text", 24), 5).well_formed);
}

TEST(ContentDecoder, EveryTruncatedStreamIsIncomplete) {
  const std::string gzip = deflated("some text of a page that stops in its middle");
  for (std::size_t size = 1; size < gzip.size(); ++size) {
    EXPECT_FALSE(decode("gzip", gzip.substr(0, size), size).complete) << size;
  }
  for (std::size_t size = 1; size < kBrotliHello.size(); ++size) {
    EXPECT_FALSE(decode("br", kBrotliHello.substr(0, size), size).complete) << size;
  }
  const std::string frame = zstd("some text of a page that stops in its middle");
  for (std::size_t size = 1; size < frame.size(); ++size) {
    EXPECT_FALSE(decode("zstd", frame.substr(0, size), size).complete) << size;
  }
}

TEST(ContentDecoder, AnEmptyBodyIsWhole) {
  for (const char* coding : {"gzip", "deflate", "br", "zstd"}) EXPECT_TRUE(decode(coding, "", 1).complete);
}

TEST(ContentDecoder, GzipMayHaveManyMembers) {  // RFC 1952, 2.2
  const std::string two = deflated("one, ") + deflated("two");
  for (const std::size_t piece : {std::size_t{1}, two.size()}) EXPECT_EQ(decode("gzip", two, piece).text, "one, two");
}

TEST(ContentDecoder, PaddingAfterTheEndIsLeftOut) {
  const Decoded decoded = decode("gzip", deflated("text") + std::string(10, '\0'), 5);
  EXPECT_EQ(decoded.text, "text");
  EXPECT_TRUE(decoded.well_formed && decoded.complete);
}

TEST(ContentDecoder, WhatIsNotWellFormedIsAnError) {
  for (const char* coding : {"gzip", "deflate", "br", "zstd"}) {
    EXPECT_FALSE(decode(coding, "<html><p>not compressed at all, said the page", 7).well_formed) << coding;
  }
  std::string damaged = deflated(some_text(1));
  damaged[damaged.size() - 6] ^= 1;  // in its checksum
  EXPECT_FALSE(decode("gzip", damaged, 4096).well_formed);
}

TEST(ContentDecoder, StopsWhenTheSinkHasEnough) {
  const std::string bomb = support::gzip_bomb(64);
  const auto decoder = content_decoder("gzip").value();
  std::size_t bytes = 0;
  const base::Result<bool> goes_on = decoder->decode(bomb, [&bytes](std::string_view piece) {
    bytes += piece.size();
    return bytes < 100'000;
  });
  EXPECT_FALSE(goes_on.value());
  EXPECT_LT(bytes, 120'000U);
}

TEST(ContentDecoder, TheBombIsWholeAndAsLargeAsItSays) {
  const Decoded decoded = decode("gzip", support::gzip_bomb(8), 4096);
  EXPECT_TRUE(decoded.well_formed && decoded.complete);
  EXPECT_EQ(decoded.text, std::string(std::size_t{8} << 20, ' '));
}

TEST(ContentDecoder, NoCodingNeedsNoDecoder) {
  EXPECT_EQ(content_decoder("").value(), nullptr);
  EXPECT_EQ(content_decoder("identity").value(), nullptr);
}

TEST(ContentDecoder, AnUnknownCodingIsAnError) {
  for (const char* coding : {"compress", "utf-8", "gzip, gzip"}) EXPECT_FALSE(content_decoder(coding)) << coding;
}

}  // namespace
}  // namespace crawler
