#pragma once

#include <fmt/format.h>

#include <cctype>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/robots.hpp"

namespace support {

/// A second, slow matcher of robots.txt rules, and the law that the real one agrees with it.

struct RobotsLine {
  bool allow = false;
  std::string pattern;  ///< as it can stand in a file: no line ends, NUL or '#', no white space around it
};

/// `text` with its escapes in upper case and the bytes that `is_escaped` tells as escapes.
template <typename IsEscaped>
std::string in_escapes(std::string_view text, IsEscaped is_escaped) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto hex = [&](std::size_t at) {
      return at < text.size() && std::isxdigit(static_cast<unsigned char>(text[at]));
    };
    if (text[i] == '%' && hex(i + 1) && hex(i + 2)) {
      out += fmt::format("%{:02X}", std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
      i += 2;
    } else if (is_escaped(text[i])) {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(text[i]));
    } else {
      out += text[i];
    }
  }
  return out;
}

/// Whether `pattern` matches the beginning of `path`: follows every place in the path that it can have come to.
inline bool slowly_matches(std::string_view pattern, std::string_view path, bool is_anchored) {
  std::vector<bool> is_reached(path.size() + 1);
  is_reached[0] = true;
  for (const char c : pattern) {
    std::vector<bool> next(path.size() + 1);
    for (std::size_t i = 0; i <= path.size(); ++i) {
      if (c == '*') {
        next[i] = is_reached[i] || (i > 0 && next[i - 1]);
      } else {
        next[i] = i > 0 && is_reached[i - 1] && path[i - 1] == c;
      }
    }
    is_reached = next;
  }
  if (is_anchored) return is_reached.back();
  for (const bool reached : is_reached) {
    if (reached) return true;
  }
  return false;
}

/// Whether `lines`, all of one group, allow the path: looks at each, and then at the `/` of each `/index.htm`.
inline bool slowly_allows(std::vector<RobotsLine> lines, std::string_view url_path) {
  const std::string path = in_escapes(url_path, [](char c) { return c == '*' || c == '$'; });
  std::size_t longest = 0;
  bool allow = true;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const RobotsLine line = lines[i];
    const std::size_t slash = line.pattern.rfind('/');
    if (line.allow && slash != std::string::npos && line.pattern.find("/index.htm", slash) == slash) {
      lines.push_back({.allow = true, .pattern = line.pattern.substr(0, slash + 1) + "$"});
    }
    const bool is_anchored = line.pattern.ends_with('$');
    const std::string pattern = in_escapes(line.pattern.substr(0, line.pattern.size() - (is_anchored ? 1 : 0)),
                                           [](char c) { return c == '$' || static_cast<unsigned char>(c) >= 0x80; });
    const std::size_t length = pattern.size() + (is_anchored ? 1 : 0);
    if (length < longest || length == 0 || !slowly_matches(pattern, path, is_anchored)) continue;
    allow = line.allow || (length == longest && allow);
    longest = length;
  }
  return allow;
}

/// The law that `lines` break for `path`, which begins with '/' and has no '#'; empty if they break none.
inline std::string broken_law(const std::vector<RobotsLine>& lines, std::string_view path) {
  std::string text = "User-agent: a\n";
  for (const RobotsLine& line : lines) text += (line.allow ? "Allow: " : "Disallow: ") + line.pattern + "\n";
  const std::string url = fmt::format("https://h{}", path);
  const bool allowed = crawler::RobotsRules::parse(text, "A").allows(url);
  if (allowed != slowly_allows(lines, path)) return "the slow matcher agrees";
  if (crawler::RobotsRules::parse(text, "a").allows(fmt::format("ftp://b@c:1{}", path)) != allowed)
    return "what is before the path says nothing";
  if (!crawler::RobotsRules::parse(text, "b").allows(url)) return "a group is for its own agents";
  if (crawler::RobotsRules::parse("User-agent: *\r\n" + text, "b").allows(url) != allowed)
    return "a group has many agents";
  return {};
}

}  // namespace support
