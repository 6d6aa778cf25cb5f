#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace storage {

/// Where a list of hits goes on. It names the last hit that was shown, so that none comes twice or is passed over where
/// the index has changed a little since.
struct ResultCursor {
  std::size_t offset = 0;  ///< how many were shown
  std::int64_t last = 0;   ///< in `pages`

  friend bool operator==(const ResultCursor&, const ResultCursor&) = default;
};

/// As people pass it on: "20.4711".
std::string to_text(const ResultCursor& cursor);
/// Nothing if it is none.
std::optional<ResultCursor> parse_cursor(std::string_view text);

}  // namespace storage
