#pragma once

#include <string_view>

#include "crawler/page.hpp"

namespace crawler {

/// The word for an outcome, in the ledger, in JSON and for people.
inline std::string_view word(Outcome outcome) {
  switch (outcome) {
    case Outcome::kPage:
      return "page";
    case Outcome::kAlias:
      return "alias";
    case Outcome::kSkipped:
      return "skipped";
    case Outcome::kFailed:
      return "failed";
    case Outcome::kDeferred:
      return "deferred";
    case Outcome::kRefused:
      return "refused";
  }
  return {};
}

}  // namespace crawler
