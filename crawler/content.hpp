#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"
#include "crawler/page.hpp"
#include "crawler/url.hpp"
#include "html/page_reader.hpp"

namespace crawler {

/// Whether an answer is a page: `text/html` or `application/xhtml+xml`, or, where the Content-Type says nothing, bytes
/// that begin as HTML does (MIME Sniffing Standard, 7.1). `first_bytes`: some hundred are enough.
bool is_html(std::string_view content_type, std::string_view first_bytes);

/// What a body is that is no text, whatever its Content-Type says: "PDF", "binary data"; empty where it may be text. By
/// the signatures and the binary data bytes of the MIME Sniffing Standard (6, 7.2); `first_bytes` as above.
std::string_view binary_kind(std::string_view content_type, std::string_view first_bytes);

/// All that is made of an HTML body, in one visit: decoded, read, its URLs resolved.
/// `url` names the page; `body_cut` says that the body ends before its end, and becomes `Content::truncated` like
/// whatever a guard left out; `agent` is the product token that `meta` elements may address. Errors: those of
/// `html::PageReader::read`. Any thread, `reader` being its own.
base::Result<Content> read_content(html::PageReader& reader, std::string body, std::string_view content_type,
                                   const Url& url, bool body_cut, std::string_view agent = {});

}  // namespace crawler
