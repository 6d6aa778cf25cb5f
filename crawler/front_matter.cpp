#include "crawler/front_matter.hpp"

#include "base/ascii.hpp"
#include "html/ascii.hpp"

namespace crawler {
namespace {

/// Takes the first line off, its end included; returned without that, and without white space behind it.
std::string_view take_line(std::string_view& text) {
  std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(line.size() < text.size() ? line.size() + 1 : line.size());
  while (!line.empty() && html::is_html_space(line.back())) line.remove_suffix(1);
  return line;
}

/// `key: value` of YAML or `key = value` of TOML, at the line's beginning; no key if it is neither.
struct Entry {
  std::string_view key;
  std::string_view value;
};

Entry entry_of(std::string_view line, char separator) {
  constexpr base::ByteSet kKey = base::kLetters | base::kDigits | base::ByteSet("_-");
  std::string_view key = line.substr(0, line.find(separator));
  if (key.size() == line.size()) return {};
  const std::string_view value = html::trim_html_space(line.substr(key.size() + 1));
  key = html::trim_html_space(key);
  return kKey.contains_all(key) ? Entry{.key = key, .value = value} : Entry{};
}

/// What a quoted value says, its escaped quotes and backslashes undone, or a plain one up to a comment.
std::string value_text(std::string_view value) {
  if (value.empty() || (value.front() != '"' && value.front() != '\'')) {
    return std::string(html::trim_html_space(value.substr(0, value.find(" #"))));
  }
  const char quote = value.front();
  std::string text;
  for (std::size_t i = 1; i < value.size() && value[i] != quote; ++i) {
    const bool is_escaped = quote == '"' && value[i] == '\\' && i + 1 < value.size();
    text += is_escaped ? value[++i] : value[i];
  }
  return text;
}

}  // namespace

FrontMatter front_matter(std::string_view source) {
  std::string_view rest = source;
  const std::string_view opening = take_line(rest);
  if (opening != "---" && opening != "+++") return {};
  const char separator = opening == "---" ? ':' : '=';
  FrontMatter found;
  for (bool is_first = true; !rest.empty(); is_first = false) {
    const std::string_view line = take_line(rest);
    if (line == opening || (line == "..." && separator == ':')) {
      found.length = source.size() - rest.size();
      return found;
    }
    const auto [key, value] = entry_of(line, separator);
    if (is_first && key.empty() && !line.starts_with('#')) return {};
    if (key == "title" && found.title.empty()) found.title = value_text(value);
  }
  return {};
}

}  // namespace crawler
