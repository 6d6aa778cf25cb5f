#include "crawler/plain_text.hpp"

#include <algorithm>
#include <cstddef>

#include "base/ascii.hpp"
#include "crawler/escape.hpp"
#include "html/ascii.hpp"

namespace crawler {
namespace {

constexpr std::size_t kLongestTitle = 100;
constexpr std::size_t kShortestRule = 3;

std::string_view line_of(std::string_view text) {
  const std::size_t end = text.find('\n');
  return end == std::string_view::npos ? text : text.substr(0, end + 1);
}

std::string_view take_line(std::string_view& text) {
  const std::string_view line = line_of(text);
  text.remove_prefix(line.size());
  return line;
}

/// One character again and again, which is to be looked at rather than read.
bool is_rule(std::string_view line) {
  line = html::trim_html_space(line);
  constexpr base::ByteSet kOfRules("=-~*#_^+");
  return line.size() >= kShortestRule && kOfRules.contains(line.front()) &&
         std::ranges::all_of(line, [&](char c) { return c == line.front(); });
}

bool looks_like_title(std::string_view line, std::string_view below) {
  line = html::trim_html_space(line);
  constexpr base::ByteSet kBegins = base::kLetters | base::kDigits | base::kNonAscii;
  constexpr base::ByteSet kWords = base::kLetters | base::kNonAscii;
  constexpr base::ByteSet kEndsNoTitle(",;:{}()[]<>=\\/");
  return !line.empty() && line.size() <= kLongestTitle && kBegins.contains(line.front()) &&
         kWords.find_in(line) < line.size() && !kEndsNoTitle.contains(line.back()) &&
         (html::is_html_blank(below) || is_rule(below));
}

void append_element(std::string& html, std::string_view name, std::string_view text) {
  html.append("<").append(name).append(">");
  append_escaped(html, text);
  html.append("</").append(name).append(">\n");
}

void append_paragraphs(std::string& html, std::string_view text) {
  std::string_view paragraph = text.substr(0, 0);
  const auto end_paragraph = [&] {
    if (!paragraph.empty()) append_element(html, "p", paragraph);
  };
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    if (html::is_html_blank(line) || line.starts_with('\f')) {
      end_paragraph();
      paragraph = {};
    }
    if (html::is_html_blank(line)) continue;
    paragraph = paragraph.empty() ? line : std::string_view(paragraph.data(), paragraph.size() + line.size());
  }
  end_paragraph();
}

}  // namespace

std::string html_of_text(std::string_view text) {
  std::string html;
  html.reserve(text.size() + text.size() / 16);
  std::string_view rest = text;
  while (!rest.empty() && (html::is_html_blank(line_of(rest)) || is_rule(line_of(rest)))) take_line(rest);
  const std::string_view first = take_line(rest);
  const std::string_view below = line_of(rest);
  if (looks_like_title(first, below)) {
    append_element(html, "h1", html::trim_html_space(first));
    if (is_rule(below)) take_line(rest);
    text = rest;
  }
  append_paragraphs(html, text);
  return html;
}

}  // namespace crawler
