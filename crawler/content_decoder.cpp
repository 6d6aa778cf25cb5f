#include "crawler/content_decoder.hpp"

#include <brotli/decode.h>
#define ZLIB_CONST  // what zlib reads is const
#include <zlib.h>
#include <zstd.h>

#include <array>
#include <cstdint>
#include <new>
#include <string>

#include "base/ascii.hpp"

namespace crawler {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{16} << 10;

base::Result<bool> malformed() {
  return base::fail(base::ErrorKind::kSkip, "malformed response: bad compressed body");
}

/// gzip (RFC 1952) and deflate (RFC 1950; raw RFC 1951 too, which some servers send under that name).
class Inflater final : public ContentDecoder {
 public:
  explicit Inflater(bool gzip) : gzip_(gzip) {}
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  ~Inflater() override {
    if (begun_) inflateEnd(&stream_);
  }

  base::Result<bool> decode(std::string_view coded, const Sink& sink) override {
    if (coded.empty()) return true;
    if (!begun_) begin(static_cast<std::uint8_t>(coded.front()));
    stream_.next_in = reinterpret_cast<const Bytef*>(coded.data());
    stream_.avail_in = static_cast<uInt>(coded.size());
    std::array<char, kPieceBytes> piece;
    do {
      if (ended_ && !next_member()) return true;
      stream_.next_out = reinterpret_cast<Bytef*>(piece.data());
      stream_.avail_out = static_cast<uInt>(piece.size());
      const int status = inflate(&stream_, Z_NO_FLUSH);
      if (status == Z_MEM_ERROR) throw std::bad_alloc();
      if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) return malformed();
      ended_ = status == Z_STREAM_END;
      const std::size_t decoded = piece.size() - stream_.avail_out;
      if (decoded > 0 && !sink(std::string_view(piece.data(), decoded))) return false;
    } while (stream_.avail_in > 0 || stream_.avail_out == 0);
    return true;
  }

  bool complete() const override { return !begun_ || ended_; }

 private:
  void begin(std::uint8_t first) {
    // A zlib stream begins with compression method 8 in the low four bits; a raw one that does would begin with a
    // stored block with bits set in its padding, which no encoder writes.
    const bool zlib = (first & 0x0f) == Z_DEFLATED;
    const int window = gzip_ ? MAX_WBITS + 16 : zlib ? MAX_WBITS : -MAX_WBITS;
    if (inflateInit2(&stream_, window) != Z_OK) throw std::bad_alloc();
    begun_ = true;
  }

  /// After the end: goes on if another gzip member follows (RFC 1952, 2.2). Anything else there is padding, left out.
  bool next_member() {
    constexpr Bytef kFirstMagicByte = 0x1f;
    if (!gzip_ || stream_.avail_in == 0 || *stream_.next_in != kFirstMagicByte) return false;
    return inflateReset(&stream_) == Z_OK;
  }

  bool gzip_;
  bool begun_ = false;
  bool ended_ = false;
  z_stream stream_{};
};

/// Brotli (RFC 7932).
class BrotliDecoder final : public ContentDecoder {
 public:
  base::Result<bool> decode(std::string_view coded, const Sink& sink) override {
    if (coded.empty()) return true;
    begun_ = true;
    auto* next_in = reinterpret_cast<const std::uint8_t*>(coded.data());
    std::size_t in = coded.size();
    std::array<char, kPieceBytes> piece;
    auto status = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;
    while (status == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT) {
      auto* next_out = reinterpret_cast<std::uint8_t*>(piece.data());
      std::size_t room = piece.size();
      status = BrotliDecoderDecompressStream(state_.get(), &in, &next_in, &room, &next_out, nullptr);
      if (status == BROTLI_DECODER_RESULT_ERROR) return malformed();
      const std::size_t decoded = piece.size() - room;
      if (decoded > 0 && !sink(std::string_view(piece.data(), decoded))) return false;
    }
    return true;
  }

  bool complete() const override { return !begun_ || BrotliDecoderIsFinished(state_.get()) != 0; }

 private:
  struct Close {
    void operator()(BrotliDecoderState* state) const { BrotliDecoderDestroyInstance(state); }
  };
  static BrotliDecoderState* open() {
    BrotliDecoderState* state = BrotliDecoderCreateInstance(nullptr, nullptr, nullptr);
    if (state == nullptr) throw std::bad_alloc();
    return state;
  }

  std::unique_ptr<BrotliDecoderState, Close> state_{open()};
  bool begun_ = false;
};

/// Zstandard (RFC 8878): frames, one after the other.
class ZstdDecoder final : public ContentDecoder {
 public:
  ZstdDecoder() {
    if (!state_ || ZSTD_isError(ZSTD_DCtx_setParameter(state_.get(), ZSTD_d_windowLogMax, kWindowBits)) != 0) {
      throw std::bad_alloc();
    }
  }

  base::Result<bool> decode(std::string_view coded, const Sink& sink) override {
    ZSTD_inBuffer in{.src = coded.data(), .size = coded.size(), .pos = 0};
    std::array<char, kPieceBytes> piece;
    bool is_full = false;  // then more of the same may be waiting inside
    while (in.pos < in.size || is_full) {
      ZSTD_outBuffer out{.dst = piece.data(), .size = piece.size(), .pos = 0};
      const std::size_t wanted = ZSTD_decompressStream(state_.get(), &out, &in);
      if (ZSTD_isError(wanted) != 0) return malformed();
      complete_ = wanted == 0;
      is_full = out.pos == out.size && !complete_;
      if (out.pos > 0 && !sink(std::string_view(piece.data(), out.pos))) return false;
    }
    return true;
  }

  bool complete() const override { return complete_; }

 private:
  // RFC 9659, 3: a decoder of this coding has to take windows of 8 MiB, and may refuse larger ones.
  static constexpr int kWindowBits = 23;

  struct Close {
    void operator()(ZSTD_DCtx* state) const { ZSTD_freeDCtx(state); }
  };

  std::unique_ptr<ZSTD_DCtx, Close> state_{ZSTD_createDCtx()};
  bool complete_ = true;  ///< at the end of a frame, or before any
};

}  // namespace

base::Result<std::unique_ptr<ContentDecoder>> content_decoder(std::string_view content_encoding) {
  const std::string coding = base::ascii_lower(content_encoding);
  if (coding.empty() || coding == "identity") return nullptr;
  if (coding == "gzip" || coding == "x-gzip") return std::make_unique<Inflater>(true);
  if (coding == "deflate") return std::make_unique<Inflater>(false);
  if (coding == "br") return std::make_unique<BrotliDecoder>();
  if (coding == "zstd") return std::make_unique<ZstdDecoder>();
  return base::fail(base::ErrorKind::kSkip, "unknown content encoding");
}

}  // namespace crawler
