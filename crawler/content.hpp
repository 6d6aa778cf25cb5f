#pragma once

#include <stop_token>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.hpp"
#include "base/stage_times.hpp"
#include "crawler/document_types.hpp"
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

/// Makes of documents all that is made of them, in one visit: converted if need be, decoded, read as HTML, their URLs
/// resolved. One thread.
class ContentReader {
 public:
  struct Options {
    html::Wanted wanted = html::Wanted::kAll;  ///< of links alone there is neither text nor title
    std::string agent{};                ///< the product token that pages address when they ask something of robots
    base::StageTimes* times = nullptr;  ///< are added to, if there are any
    DocumentTypes documents{};          ///< how bodies are read
  };

  /// `options` and `pages`, whose memory is used again from page to page, outlive it.
  ContentReader(const Options& options, html::PageReader& pages) : options_(options), pages_(pages) {}

  /// `url` names the page; `body_cut` says that the body ends before its end, and becomes `Content::truncated` like
  /// whatever a guard left out. Of no use to a converter: then it is an error. What is no document is read as HTML.
  /// Errors: those of `html::PageReader::read`, `html_of_markdown` and `Converter::convert`, which `stop` ends.
  base::Result<Content> read(std::string body, std::string_view content_type, const Url& url, bool body_cut,
                             const std::stop_token& stop = {});

  std::string_view agent() const { return options_.agent; }
  const DocumentTypes& documents() const { return options_.documents; }

 private:
  base::Result<std::string> html_of(std::string body, TextFormat format, std::string_view content_type) const;

  const Options& options_;
  html::PageReader& pages_;
};

}  // namespace crawler
