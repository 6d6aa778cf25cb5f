#include "crawler/sitemap.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.hpp"
#include "crawler/content_decoder.hpp"
#include "crawler/sitemap_reader.hpp"

namespace crawler {
namespace {

using Piece = base::Result<std::string>;

constexpr std::string_view kGzipMagic = "\x1f\x8b";
// Deflate makes at most 1,032 bytes of one: 256 KiB of these.
constexpr std::size_t kGzipPieceBytes = 256;
// The bytes of UTF-8's byte order mark and of white space: no sitemap begins with one of them that means more.
constexpr base::ByteSet kLead("\xEF\xBB\xBF \t\r\n\f");

Piece broken(std::string what) {
  return base::fail(base::ErrorKind::kSkip, std::move(what));
}

lazy::generator<Piece> gunzipped(std::string_view body) {
  const auto decoder = content_decoder("gzip").value();
  bool well_formed = true;
  for (; well_formed && !body.empty(); body.remove_prefix(std::min(kGzipPieceBytes, body.size()))) {
    Piece piece;
    well_formed = decoder
                      ->decode(body.substr(0, kGzipPieceBytes),
                               [&piece](std::string_view decoded) {
                                 piece->append(decoded);
                                 return true;
                               })
                      .has_value();
    co_yield std::move(piece);
  }
  if (!decoder->complete()) co_yield broken("broken gzip");
}

lazy::generator<Piece> cut(std::string_view body, std::size_t piece_bytes) {
  for (; !body.empty(); body.remove_prefix(std::min(piece_bytes, body.size()))) {
    Piece piece(body.substr(0, piece_bytes));
    co_yield std::move(piece);
  }
}

/// The bytes of the file, gunzipped if they have to be; an error comes last.
lazy::generator<Piece> pieces(std::string_view body, SitemapLimits limits) {
  std::size_t left = limits.max_bytes;
  for (auto&& piece : body.starts_with(kGzipMagic) ? gunzipped(body) : cut(body, limits.piece_bytes)) {
    const bool over = piece && piece->size() > left;
    if (over) piece->resize(left);
    if (piece) left -= piece->size();
    co_yield std::move(piece);
    if (!over) continue;
    co_yield broken(fmt::format("over {} bytes", limits.max_bytes));
    co_return;
  }
}

std::unique_ptr<SitemapReader> reader_of(char first, const Url& base, std::size_t max_url_bytes) {
  constexpr base::ByteSet kXmlBeginnings("<\xFE\xFF");  // the latter two begin UTF-16
  if (kXmlBeginnings.contains(first)) return sitemap_xml_reader(base, max_url_bytes);
  return sitemap_text_reader(max_url_bytes);
}

/// All entries, as many at a time as a piece has; `failure`, the caller's, is set if the reading ends early.
lazy::generator<std::vector<SitemapEntry>> batches(std::string_view body, Url base, SitemapLimits limits,
                                                   std::string& failure) {
  std::unique_ptr<SitemapReader> reader;
  for (auto&& piece : pieces(body, limits)) {
    if (!piece) {
      failure = std::move(piece.error().what);
      break;
    }
    std::string_view bytes = *piece;
    if (!reader) bytes.remove_prefix((~kLead).find_in(bytes));
    if (bytes.empty()) continue;
    if (!reader) reader = reader_of(bytes.front(), base, limits.max_url_bytes);
    const bool goes_on = reader->read(bytes);
    if (!goes_on) failure = reader->failure();
    co_yield reader->take();
    if (!goes_on) co_return;
  }
  if (!reader) reader = sitemap_text_reader(limits.max_url_bytes);  // an empty file
  reader->end(failure.empty());
  if (failure.empty()) failure = reader->failure();
  co_yield reader->take();
}

base::Result<SitemapEntry> failed(const Url& base, std::string_view why) {
  return base::fail(base::ErrorKind::kSkip, fmt::format("{}: {}", base.href(), why));
}

}  // namespace

lazy::generator<base::Result<SitemapEntry>> sitemap_entries(std::string body, Url base, SitemapLimits limits) {
  std::string failure;
  std::size_t urls = 0;
  for (auto&& batch : batches(body, base, limits, failure)) {
    for (SitemapEntry& entry : batch) {
      if (urls++ == limits.max_urls) {
        co_yield failed(base, fmt::format("over {} URLs", limits.max_urls));
        co_return;
      }
      base::Result<SitemapEntry> result(std::move(entry));
      co_yield std::move(result);
    }
  }
  if (!failure.empty()) co_yield failed(base, failure);
}

}  // namespace crawler
