#pragma once

#include <string>
#include <vector>

#include "app/commands.hpp"
#include "storage/explanation.hpp"

namespace app {

/// Says what happened to a URL, and why; `Exit::kFailure` if it was never seen.
Exit explain(const ExplainOptions& options);

/// A few sentences on what is known of a URL in one crawl, and what to do where it is not in the index.
std::vector<std::string> sentences(const storage::Explanation& known);

/// The same for a URL that was never seen.
std::vector<std::string> sentences(const crawler::Url& typed, const storage::Surroundings& surroundings);

}  // namespace app
