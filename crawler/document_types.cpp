#include "crawler/document_types.hpp"

#include <algorithm>
#include <ranges>

#include "base/ascii.hpp"
#include "crawler/content.hpp"
#include "crawler/fetcher.hpp"
#include "html/ascii.hpp"

namespace crawler {
namespace {

std::string type_of(std::string_view content_type) {
  return base::ascii_lower(html::trim_html_space(content_type.substr(0, content_type.find(';'))));
}

bool is_plain(std::string_view type) {
  return type == "text/plain";
}

// RFC 7763, and what was sent before there was one.
bool is_markdown(std::string_view type) {
  return type == "text/markdown" || type == "text/x-markdown";
}

bool is_named_as_markdown(const Url& url) {
  const std::string path = base::ascii_lower(url.path());
  return path.ends_with(".md") || path.ends_with(".markdown");
}

}  // namespace

bool DocumentTypes::may_be_document(std::string_view content_type) const {
  const std::string type = type_of(content_type);
  return may_be_html(content_type) || (texts && (is_plain(type) || is_markdown(type))) ||
         converter_for(content_type) != nullptr;
}

std::optional<TextFormat> DocumentTypes::format_of(std::string_view content_type, std::string_view first_bytes,
                                                   const Url& url) const {
  if (const Converter* converter = converter_for(content_type)) return converter->output();
  if (is_html(content_type, first_bytes)) return TextFormat::kHtml;
  const std::string type = type_of(content_type);
  if (!texts) return std::nullopt;
  if (is_markdown(type) || (is_plain(type) && is_named_as_markdown(url))) return TextFormat::kMarkdown;
  return is_plain(type) ? std::optional(TextFormat::kPlain) : std::nullopt;
}

const Converter* DocumentTypes::converter_for(std::string_view content_type) const {
  if (converters.empty()) return nullptr;
  const std::string type = type_of(content_type);
  const auto from_last = converters | std::views::reverse;
  const auto found = std::ranges::find(from_last, type, &Converter::type);
  return found == from_last.end() ? nullptr : &*found;
}

std::string DocumentTypes::accept() const {
  std::string accept = "text/html,application/xhtml+xml";
  if (texts) accept += ",text/plain;q=0.9,text/markdown;q=0.9";
  for (const Converter& converter : converters) accept += "," + converter.type() + ";q=0.8";
  return accept + ",*/*;q=0.5";
}

}  // namespace crawler
