#include "crawler/markdown_guard.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

#include "base/ascii.hpp"

namespace crawler {
namespace {

constexpr std::size_t kMostLines = 1'000;
constexpr std::size_t kMostBytes = std::size_t{64} << 10;
constexpr std::size_t kMostDepth = 256;

constexpr base::ByteSet kWhite(" \t");

/// The first line, its end included: LF, CR or both (CommonMark 0.30, 2.1).
std::string_view line_of(std::string_view text) {
  const std::size_t end = text.find_first_of("\r\n");
  if (end == std::string_view::npos) return text;
  return text.substr(0, end + (text.substr(end).starts_with("\r\n") ? 2 : 1));
}

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// Bytes of the marker of a quote or list item that `text` begins with; 0 if there is none.
std::size_t marker_length(std::string_view text) {
  if (text.starts_with('>')) return 1;
  std::size_t end = std::min((~base::kDigits).find_in(text), text.size());
  if (end == text.size()) return 0;
  constexpr base::ByteSet kBullets("-*+"), kBehindNumbers(".)");
  if (!(end == 0 ? kBullets : kBehindNumbers).contains(text[end])) return 0;
  ++end;
  return end == text.size() || kWhite.contains(text[end]) || text[end] == '\n' || text[end] == '\r' ? end : 0;
}

/// How deep in lists and quotes a line may stand that has a marker of one: each of those around it is a marker in it
/// and a space, or two columns of white space at the least.
std::size_t depth_of(std::string_view line) {
  std::size_t markers = 0, columns = 0;
  while (!line.empty()) {
    if (kWhite.contains(line.front())) {
      columns += line.front() == '\t' ? 4 : 1;
      line.remove_prefix(1);
      continue;
    }
    const std::size_t marker = marker_length(line);
    if (marker == 0) break;
    ++markers;
    line.remove_prefix(marker);
  }
  return markers == 0 ? 0 : markers + (columns - std::min(columns, markers)) / 2;
}

}  // namespace

base::Result<GuardedMarkdown> guard_markdown(std::string_view source) {
  GuardedMarkdown guarded;
  guarded.text.reserve(source.size());
  std::size_t lines = 0, bytes = 0;  // since the last empty line
  while (!source.empty()) {
    const std::string_view line = line_of(source);
    source.remove_prefix(line.size());
    if (depth_of(line) > kMostDepth) {
      return base::fail(base::ErrorKind::kSkip,
                        fmt::format("Markdown with lists or quotes over {} deep in each other", kMostDepth));
    }
    guarded.has_long_line = guarded.has_long_line || line.size() > kMostBytes;
    if (is_blank(line)) {
      lines = bytes = 0;
    } else if (lines > 0 && (lines == kMostLines || bytes + line.size() > kMostBytes)) {
      guarded.text += guarded.text.ends_with('\r') ? "\n\n" : "\n";
      lines = bytes = 0;
    }
    ++lines;
    bytes += line.size();
    guarded.text += line;
  }
  return guarded;
}

}  // namespace crawler
