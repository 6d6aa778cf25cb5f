#include "storage/result_cursor.hpp"

#include <fmt/format.h>

#include <charconv>

namespace storage {
namespace {

template <typename Number>
std::optional<Number> parse_number(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

}  // namespace

std::string to_text(const ResultCursor& cursor) {
  return fmt::format("{}.{}", cursor.offset, cursor.last);
}

std::optional<ResultCursor> parse_cursor(std::string_view text) {
  const std::size_t point = text.find('.');
  if (point == std::string_view::npos) return std::nullopt;
  const auto offset = parse_number<std::uint32_t>(text.substr(0, point));
  const auto last = parse_number<std::int64_t>(text.substr(point + 1));
  if (!offset || !last) return std::nullopt;
  return ResultCursor{.offset = *offset, .last = *last};
}

}  // namespace storage
