#include "crawler/content.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "crawler/encoding.hpp"
#include "crawler/fetcher.hpp"
#include "crawler/links.hpp"
#include "crawler/markdown.hpp"
#include "crawler/metadata.hpp"
#include "crawler/plain_text.hpp"
#include "html/ascii.hpp"

namespace crawler {
namespace {

// MIME Sniffing Standard, 7.1, step 1: what HTML begins with.
constexpr auto kBeginnings = std::to_array<std::string_view>({
    "<!doctype html",
    "<html",
    "<head",
    "<script",
    "<iframe",
    "<h1",
    "<div",
    "<font",
    "<table",
    "<a",
    "<style",
    "<title",
    "<b",
    "<body",
    "<br",
    "<p",
    "<!--",
});

bool begins_as_html(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  bytes = html::trim_html_space(bytes);
  return std::ranges::any_of(kBeginnings, [bytes](std::string_view beginning) {
    if (!html::starts_with_ignoring_case(bytes, beginning)) return false;
    const std::string_view rest = bytes.substr(beginning.size());
    return beginning == "<!--" || rest.starts_with(' ') || rest.starts_with('>');
  });
}

struct Signature {
  std::string_view bytes;
  std::string_view kind;
};

// MIME Sniffing Standard, 6.1 to 6.4 and 7.1; of those that are words of a text, too, none.
constexpr auto kSignatures = std::to_array<Signature>({
    {"%PDF-", "PDF"},
    {"%!PS-Adobe-", "PostScript"},
    {"\x89PNG\r\n\x1A\n", "PNG"},
    {"GIF87a", "GIF"},
    {"GIF89a", "GIF"},
    {"\xFF\xD8\xFF", "JPEG"},
    {"PK\x03\x04", "ZIP"},
    {"Rar!\x1A\x07", "RAR"},
    {"7z\xBC\xAF\x27\x1C", "7z"},
    {"\x1F\x8B\x08", "gzip"},
    {"\x1A\x45\xDF\xA3", "WebM"},
    {"\x7F"
     "ELF",
     "ELF"},
});

constexpr std::size_t kResourceHeaderBytes = 1445;  // MIME Sniffing Standard, 5.2

// MIME Sniffing Standard, 3: "binary data byte"
constexpr base::ByteSet kBinary = base::ByteSet::range(0x00, 0x08) | base::ByteSet("\x0B") |
                                  base::ByteSet::range(0x0E, 0x1A) | base::ByteSet::range(0x1C, 0x1F);

// The standard takes one such byte for proof; pages have stray ones.
bool is_mostly_binary(std::string_view bytes) {
  const auto binary = std::ranges::count_if(bytes, [](char c) { return kBinary.contains(c); });
  return static_cast<std::size_t>(binary) > bytes.size() / 8;
}

// A character that the cut went through must not make the rest look like another encoding.
void drop_half_character(std::string& body) {
  std::size_t begin = body.size();
  while (begin > 0 && body.size() - begin < 3 && (static_cast<unsigned char>(body[begin - 1]) & 0xC0) == 0x80) --begin;
  if (begin == 0) return;
  const auto lead = static_cast<unsigned char>(body[begin - 1]);
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
  if (length > body.size() - begin + 1) body.resize(begin - 1);
}

}  // namespace

bool is_html(std::string_view content_type, std::string_view first_bytes) {
  const std::string_view type = html::trim_html_space(content_type.substr(0, content_type.find(';')));
  if (html::equals_ignoring_case(type, "text/html") || html::equals_ignoring_case(type, "application/xhtml+xml"))
    return true;
  return may_be_html(content_type) && begins_as_html(first_bytes);
}

std::string_view binary_kind(std::string_view content_type, std::string_view first_bytes) {
  const std::string_view bytes = first_bytes.substr(0, kResourceHeaderBytes);
  for (const Signature& signature : kSignatures) {
    if (bytes.starts_with(signature.bytes)) return signature.kind;
  }
  if (!is_mostly_binary(bytes) || sniff_encoding(first_bytes, content_type).starts_with("UTF-16")) return {};
  return "binary data";
}

/// In UTF-8.
base::Result<std::string> ContentReader::html_of(std::string body, TextFormat format,
                                                 std::string_view content_type) const {
  const std::string_view encoding =
      format == TextFormat::kHtml ? sniff_encoding(body, content_type) : sniff_text_encoding(body, content_type);
  std::string text = decode(std::move(body), encoding);
  switch (format) {
    case TextFormat::kMarkdown:
      return html_of_markdown(text);
    case TextFormat::kPlain:
      return html_of_text(text);
    case TextFormat::kHtml:
      break;
  }
  return text;
}

base::Result<Content> ContentReader::read(std::string body, std::string_view content_type, const Url& url,
                                          bool body_cut, const std::stop_token& stop) {
  const TextFormat format = options_.documents.format_of(content_type, body, url).value_or(TextFormat::kHtml);
  const Converter* const converter = options_.documents.converter_for(content_type);
  Content content;
  if (body_cut) content.truncated = fmt::format("body over {} bytes", body.size());
  if (converter != nullptr) {
    if (body_cut) return base::fail(base::ErrorKind::kSkip, content.truncated + ": not converted");
    auto converted = converter->convert(body, options_.documents.conversion, stop);
    if (!converted) return std::unexpected(std::move(converted.error()));
    body = *std::move(converted);
    content_type = {};
  } else if (body_cut) {
    drop_half_character(body);
  }
  auto html = html_of(std::move(body), format, content_type);
  if (!html) return std::unexpected(std::move(html.error()));
  auto read = pages_.read(*std::move(html), options_.wanted);
  if (!read) return std::unexpected(std::move(read.error()));
  if (content.truncated.empty()) content.truncated = read->over_limit;
  const Url base = base_url(*read, url);
  content.metadata = metadata(*read, base, options_.agent);
  {
    const base::StageMeter meter(options_.times, base::Stage::kLinks);
    Links found = find_links(*read, base);
    content.links = std::move(found.links);
    content.link_texts = std::move(found.texts);
  }
  content.outline = std::move(read->outline);
  return content;
}

}  // namespace crawler
