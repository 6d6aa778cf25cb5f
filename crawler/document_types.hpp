#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/child_process.hpp"
#include "crawler/converter.hpp"
#include "crawler/text_format.hpp"
#include "crawler/url.hpp"

namespace crawler {

/// Which answers are documents that are read as pages, and how: HTML always, plain text and Markdown by default, and
/// whatever there is a converter for. A value; any thread.
struct DocumentTypes {
  bool texts = true;                    ///< plain text and Markdown
  std::vector<Converter> converters{};  ///< of two for one type the last counts
  ChildLimits conversion{};

  /// Whether the body of a 2xx of that Content-Type may be a document.
  bool may_be_document(std::string_view content_type) const;

  /// How a body is read, told by its Content-Type, where that says nothing by its first bytes, and for text by the name
  /// in its URL, for Markdown is often sent as plain text; nothing if it is no document. Of one that is to be
  /// converted: how what comes of that is read.
  std::optional<TextFormat> format_of(std::string_view content_type, std::string_view first_bytes,
                                      const Url& url) const;

  /// Nothing for what is read as it is.
  const Converter* converter_for(std::string_view content_type) const;

  /// What an `Accept` header says of them (RFC 9110, 12.5.1): HTML rather than the others, those rather than the rest.
  std::string accept() const;
};

}  // namespace crawler
