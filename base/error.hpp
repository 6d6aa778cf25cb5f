#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace base {

/// What a caller can do about an error; everything finer is in its words.
enum class ErrorKind : std::uint8_t {
  kRetryLater,  ///< the same request may succeed another time: time-outs, refused connections, 5xx
  kSkip,        ///< this item will not get better by itself: a malformed URL, a page that is no page
  kGiveUpHost,  ///< nothing of this host will work: its name does not resolve, its certificate is wrong
  kCancelled,   ///< stopped by the caller
  kTellUser,    ///< the user has to act: a wrong option, a file that cannot be opened
};

/// A failure of the outside world, as a value. `what` names the thing, what was expected and what came, and depends
/// on that thing alone: no times, counters or ephemeral ports, for it is stored in the ledger and must not differ
/// between two runs.
struct Error {
  ErrorKind kind = ErrorKind::kSkip;
  std::string what;

  friend bool operator==(const Error&, const Error&) = default;
};

template <typename T>
using Result = std::expected<T, Error>;

/// Shorthand for the failing return: `return fail(ErrorKind::kSkip, "...")`.
inline std::unexpected<Error> fail(ErrorKind kind, std::string what) {
  return std::unexpected(Error{.kind = kind, .what = std::move(what)});
}

}  // namespace base
