#pragma once

#include <string>
#include <vector>

#include "crawler/url.hpp"
#include "storage/explanation.hpp"
#include "views/json.hpp"

namespace views {

/// A few sentences on what is known of a URL in one crawl, and what to do where it is not in the index.
std::vector<std::string> sentences(const storage::Explanation& known);

/// The same for a URL that was never seen.
std::vector<std::string> sentences(const crawler::Url& typed, const storage::Surroundings& surroundings);

/// All that is known of a URL, or, where it was never seen, of what is `around` it; with the sentences.
Json json_of(const crawler::Url& typed, const storage::Sighting& sighting, const storage::Surroundings& around);

}  // namespace views
