#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace crawler {

/// What Markdown may take. Bytes give the same answer on every machine; the clock is the last resort.
struct MarkdownLimits {
  std::size_t bytes_per_source_byte = 64;  ///< of HTML
  std::size_t bytes_besides = std::size_t{1} << 20;
  std::chrono::nanoseconds cpu = std::chrono::seconds(2);  ///< of the calling thread
  std::chrono::nanoseconds cpu_per_source_byte = std::chrono::microseconds(1);
};

/// Markdown as the HTML that it stands for: CommonMark 0.30, raw HTML included, and of GitHub's dialect tables, deleted
/// text, task lists and bare links. Front matter (YAML between lines of `---`, TOML between lines of `+++`) is left out
/// but for its title, which becomes the `title`. Images are left out but for being there.
///
/// `source` is valid UTF-8. Errors, by the limits: of kind kSkip if the HTML would be too long, kRetryLater if it took
/// too long. Pure; any thread.
base::Result<std::string> html_of_markdown(std::string_view source, MarkdownLimits limits = {});

}  // namespace crawler
