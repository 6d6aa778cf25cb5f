#include "server/stream_source.hpp"

#include <exception>
#include <utility>

namespace server {

StreamSource::Pulled StreamSource::pull() noexcept {
  try {
    if (!pieces_->advance()) return {.state = State::kEnd, .text = {}};
    lazy::Turn<std::string> turn = **pieces_;
    if (!turn || turn->empty()) return {.state = State::kNothing, .text = {}};
    return {.state = State::kPiece, .text = *std::move(turn)};
  } catch (const std::exception& failure) {
    return {.state = State::kFailed, .text = failure.what()};
  } catch (...) {
    return {.state = State::kFailed, .text = "unknown"};
  }
}

}  // namespace server
