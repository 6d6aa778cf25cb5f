#include "crawler/converter.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <optional>
#include <utility>
#include <vector>

#include "base/ascii.hpp"
#include "html/ascii.hpp"
#include "html/utf8.hpp"

namespace crawler {
namespace {

using base::ErrorKind;

std::unexpected<base::Error> wrong(std::string_view text, std::string_view why) {
  return base::fail(ErrorKind::kTellUser, fmt::format("'{}' {}", text, why));
}

bool is_media_type(std::string_view type) {
  constexpr base::ByteSet kName = base::kLetters | base::kDigits | base::ByteSet("!#$&-^_.+");  // RFC 6838, 4.2
  const std::size_t slash = type.find('/');
  return slash != std::string_view::npos && slash > 0 && slash + 1 < type.size() &&
         kName.contains_all(type.substr(0, slash)) && kName.contains_all(type.substr(slash + 1));
}

std::optional<TextFormat> format_named(std::string_view name) {
  if (name.empty() || name == "text") return TextFormat::kPlain;
  if (name == "html") return TextFormat::kHtml;
  if (name == "markdown") return TextFormat::kMarkdown;
  return std::nullopt;
}

/// Nothing if a quote has no end.
std::optional<std::vector<std::string>> words_of(std::string_view command) {
  std::vector<std::string> words;
  bool in_word = false;
  for (std::size_t i = 0; i < command.size(); ++i) {
    const char c = command[i];
    if (c == ' ' || c == '\t') {
      in_word = false;
      continue;
    }
    if (!std::exchange(in_word, true)) words.emplace_back();
    if (c != '\'' && c != '"') {
      words.back() += c;
      continue;
    }
    const std::size_t end = command.find(c, i + 1);
    if (end == std::string_view::npos) return std::nullopt;
    words.back() += command.substr(i + 1, end - i - 1);
    i = end;
  }
  return words;
}

bool can_be_run(const std::string& file) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(file, ignored) && ::access(file.c_str(), X_OK) == 0;
}

/// The file of a program, as a shell would find it; empty if there is none.
std::string find_program(const std::string& name) {
  if (name.contains('/')) return can_be_run(name) ? name : std::string();
  const char* variable = std::getenv("PATH");
  std::string_view path = variable != nullptr ? variable : "/usr/local/bin:/usr/bin:/bin";
  while (!path.empty()) {
    const std::string_view folder = path.substr(0, path.find(':'));
    std::string file = fmt::format("{}/{}", folder.empty() ? "." : folder, name);
    if (can_be_run(file)) return file;
    path.remove_prefix(std::min(folder.size() + 1, path.size()));
  }
  return {};
}

/// The last line that says something, without what a terminal would obey; for the ledger.
std::string last_line_of(std::string_view complaint) {
  constexpr std::size_t kLongest = 200;
  complaint = html::trim_html_space(complaint);
  complaint = html::trim_html_space(complaint.substr(complaint.find_last_of("\r\n") + 1));
  std::string line = html::repair_utf8(std::string(complaint.substr(0, kLongest)));
  std::erase_if(line, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
  return line;
}

}  // namespace

base::Result<Converter> Converter::parse(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) return wrong(text, "is not a converter like 'application/pdf=pdftotext - -'");
  const std::string_view what = text.substr(0, equals);
  const std::size_t colon = std::min(what.find(':'), what.size());
  Converter converter;
  converter.text_ = text;
  converter.type_ = base::ascii_lower(html::trim_html_space(what.substr(0, colon)));
  if (!is_media_type(converter.type_)) return wrong(converter.type_, "is not a media type like application/pdf");
  const std::string_view name = html::trim_html_space(what.substr(std::min(colon + 1, what.size())));
  const auto format = format_named(name);
  if (!format) return wrong(name, "is not one of text, html, markdown");
  converter.output_ = *format;
  auto words = words_of(text.substr(equals + 1));
  if (!words) return wrong(text, "has a quote without an end");
  if (words->empty()) return wrong(text, "names no command");
  converter.command_.program = find_program(words->front());
  if (converter.command_.program.empty()) return wrong(words->front(), "is no program that can be run");
  converter.command_.arguments = *std::move(words);
  return converter;
}

base::Result<std::string> Converter::convert(std::string_view document, const ChildLimits& limits,
                                             const std::stop_token& stop) const {
  ChildResult result = run_child(command_, document, limits, stop);
  if (result.end == ChildResult::End::kExited && result.code == 0) return std::move(result.output);
  return std::unexpected(failure(result, limits));
}

base::Error Converter::failure(const ChildResult& result, const ChildLimits& limits) const {
  using End = ChildResult::End;
  const std::string& name = command_.arguments.front();
  const std::string line = last_line_of(result.complaint);
  const std::string said = line.empty() ? "" : ": " + line;
  switch (result.end) {
    case End::kExited:
      return {.kind = ErrorKind::kSkip, .what = fmt::format("{} ended with status {}{}", name, result.code, said)};
    case End::kSignalled: {
      const char* const signal = ::sigabbrev_np(result.code);
      const auto kind = result.code == SIGKILL ? ErrorKind::kRetryLater : ErrorKind::kSkip;  // for want of memory, say
      return {.kind = kind,
              .what = fmt::format("{} was ended by SIG{}{}", name, signal != nullptr ? signal : "?", said)};
    }
    case End::kOverTime:
      return {.kind = ErrorKind::kRetryLater,
              .what = fmt::format("{} took longer than {} ms", name, limits.time.count())};
    case End::kOverOutput:
      return {.kind = ErrorKind::kSkip, .what = fmt::format("{} wrote over {} bytes", name, limits.output_bytes)};
    case End::kStopped:
      return {.kind = ErrorKind::kCancelled, .what = fmt::format("{} was stopped", name)};
    case End::kNotRun:
      break;
  }
  const char* const problem = ::strerrordesc_np(result.code);
  return {.kind = ErrorKind::kRetryLater,
          .what = fmt::format("{} cannot be run: {}", name, problem != nullptr ? problem : "unknown error")};
}

}  // namespace crawler
