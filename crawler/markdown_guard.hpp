#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"

namespace crawler {

/// Markdown of which the parser makes nothing whose cost grows with the square of its length. Honest texts are as they
/// were.
struct GuardedMarkdown {
  std::string text;
  bool has_long_line = false;  ///< bare links are not to be looked for
};

/// md4c 0.4.8 looks through a paragraph's lines for each bracket in it, through the rest of a line for each bare link,
/// and for each line through all lists and quotes that are open. So a paragraph of over 1,000 lines or 64 KiB is parted
/// by an empty line, one line over 64 KiB is told of, and lists and quotes over 256 deep are an error of kind kSkip.
/// Linear; the same answer on every machine.
base::Result<GuardedMarkdown> guard_markdown(std::string_view source);

}  // namespace crawler
