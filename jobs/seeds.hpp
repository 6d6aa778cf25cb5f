#pragma once

#include <functional>
#include <istream>
#include <map>
#include <string>
#include <string_view>

#include "jobs/crawl_options.hpp"
#include "storage/seed_list.hpp"

namespace jobs {

/// What the seeds of a run say beside where they are: what `Authorization` says to the origin of each that has
/// credentials.
using Authorization = std::map<std::string, std::string>;

/// Told, in a sentence, of a line that is no URL.
using Complain = std::function<void(const std::string&)>;

/// Adds the seeds of the command line to `list`, and then those of `options.seeds_file`. Returns what the latter have
/// of credentials. Throws `std::runtime_error` if there is no seed or the file cannot be read.
Authorization gather_seeds(const CrawlOptions& options, storage::SeedList& list, const Complain& complain);

/// Calls `take` for the URL in each line of `in`. Blank lines, and what follows a '#' at the beginning of a line or
/// behind a space, are passed over; so is a line that is no URL, of which `complain` is told: of the first 20.
void read_seeds(std::istream& in, std::string_view name, const std::function<void(Seed)>& take,
                const Complain& complain);

}  // namespace jobs
