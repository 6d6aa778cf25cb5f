#include "server/response.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <new>
#include <nlohmann/json.hpp>
#include <utility>

namespace server {
namespace {

/// The text as gzip (RFC 1952), or empty where that is no shorter.
std::string gzipped(std::string_view text) {
  constexpr int kGzip = MAX_WBITS + 16, kMemoryLevel = 8;
  z_stream stream{};
  if (::deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kGzip, kMemoryLevel, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::bad_alloc();
  }
  std::string out(text.size(), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));  // zlib's signature; it only reads
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const bool fits = ::deflate(&stream, Z_FINISH) == Z_STREAM_END;
  out.resize(fits ? stream.total_out : 0);
  ::deflateEnd(&stream);
  return out;
}

/// Quoted, of 96 bits of the bytes' SHA-256.
std::string tag_of(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  if (::EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, ::EVP_sha256(), nullptr) != 1) {
    throw std::bad_alloc();
  }
  std::string tag = "\"";
  for (std::size_t i = 0; i < 12; ++i) tag += fmt::format("{:02x}", digest.at(i));
  return tag += '"';
}

constexpr std::array<std::pair<int, std::string_view>, 24> kReasons{{
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {303, "See Other"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {413, "Content Too Large"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Content"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
    {505, "HTTP Version Not Supported"},
}};

}  // namespace

std::shared_ptr<const Asset> asset(std::string bytes, std::string type) {
  auto made = std::make_shared<Asset>();
  made->gzip = gzipped(bytes);
  made->tag = tag_of(bytes);
  made->bytes = std::move(bytes);
  made->type = std::move(type);
  return made;
}

Response json_response(int status, std::string json) {
  return {.status = status, .headers = {{"Content-Type", "application/json"}}, .body = std::move(json)};
}

Response error_response(int status, std::string_view code, std::string_view message) {
  nlohmann::ordered_json error{{"code", code}, {"message", message}};
  return json_response(status, error.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

std::string_view reason_of(int status) {
  const auto* const found = std::ranges::find(kReasons, status, [](const auto& reason) { return reason.first; });
  return found == kReasons.end() ? std::string_view() : found->second;
}

}  // namespace server
