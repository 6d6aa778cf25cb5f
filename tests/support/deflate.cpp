#include "tests/support/deflate.hpp"

#define ZLIB_CONST  // what zlib reads is const
#include <zlib.h>

#include <array>
#include <stdexcept>

namespace support {
namespace {

std::string run_deflate(std::string_view text, int window_bits, int flush) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("zlib cannot be set up");
  }
  std::string compressed(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<const Bytef*>(text.data());
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(compressed.data());
  stream.avail_out = static_cast<uInt>(compressed.size());
  deflate(&stream, flush);
  compressed.resize(compressed.size() - stream.avail_out);
  deflateEnd(&stream);
  return compressed;
}

void append_little_endian(std::string& bytes, uLong value) {
  for (int shift = 0; shift < 32; shift += 8) bytes.push_back(static_cast<char>((value >> shift) & 0xff));
}

}  // namespace

std::string deflated(std::string_view text, Deflate form) {
  const int window = form == Deflate::kGzip ? MAX_WBITS + 16 : form == Deflate::kZlib ? MAX_WBITS : -MAX_WBITS;
  return run_deflate(text, window, Z_FINISH);
}

std::string gzip_bomb(std::size_t megabytes) {
  const std::string spaces(std::size_t{1} << 20, ' ');
  // A full flush ends on a byte and looks back at nothing before it: such pieces can be put one after the other.
  const std::string piece = run_deflate(spaces, -MAX_WBITS, Z_FULL_FLUSH);
  const uLong piece_check = crc32(0, reinterpret_cast<const Bytef*>(spaces.data()), static_cast<uInt>(spaces.size()));
  constexpr std::string_view kHead("\x1f\x8b\x08\0\0\0\0\0\0\xff", 10);
  std::string bomb(kHead);
  uLong check = 0;
  for (std::size_t i = 0; i < megabytes; ++i) {
    bomb += piece;
    check = crc32_combine(check, piece_check, static_cast<z_off_t>(spaces.size()));
  }
  bomb += run_deflate("", -MAX_WBITS, Z_FINISH);
  append_little_endian(bomb, check);
  append_little_endian(bomb, (megabytes << 20) & 0xffffffff);
  return bomb;
}

}  // namespace support
