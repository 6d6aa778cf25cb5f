#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "lazy/cursor.hpp"
#include "server/response.hpp"

namespace server {

/// A stream's generator while it is being sent: one thread at a time.
class StreamSource {
 public:
  enum class State : std::uint8_t { kPiece, kNothing, kEnd, kFailed };
  struct Pulled {
    State state = State::kNothing;
    std::string text;  ///< the piece, which is not empty; or why it failed
  };

  explicit StreamSource(lazy::generator<lazy::Turn<std::string>> pieces) : pieces_(std::in_place, std::move(pieces)) {}
  StreamSource(const StreamSource&) = delete;

  /// Its next piece; not to be called after its end.
  Pulled pull() noexcept;

  /// Destroys the generator, wherever it is.
  void close() noexcept { pieces_.reset(); }

 private:
  std::optional<lazy::Cursor<lazy::generator<lazy::Turn<std::string>>>> pieces_;
};

}  // namespace server
