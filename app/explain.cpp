#include "app/explain.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "views/explanation.hpp"
#include "views/json.hpp"
#include "views/printable.hpp"
#include "views/words.hpp"

namespace app {
namespace {

using storage::Explanation;

void print_sentences(const std::vector<std::string>& sentences, std::string_view indent) {
  for (const std::string& sentence : sentences) fmt::print("{}{}\n", indent, views::printable(sentence));
}

void print_known(const std::string& typed, const storage::Sighting& sighting) {
  if (sighting.url != typed) fmt::print("{} is not known, but this is:\n", views::printable(typed));
  for (const Explanation& known : sighting.in_crawls) {
    const bool is_one = sighting.in_crawls.size() == 1;
    fmt::print("{}{}\n", views::printable(known.url),
               is_one ? "" : views::printable(" in the crawl of " + storage::described(known.crawl)));
    print_sentences(views::sentences(known), "  ");
  }
}

}  // namespace

Exit explain(const ExplainOptions& options) {
  auto database = storage::Database::open_reader(options.database);
  const crawler::Url url = crawler::Url::parse(options.url).value();
  const std::string typed = url.without_fragment().href();
  const storage::Sighting sighting = storage::find_url(database, url);
  const bool is_known = !sighting.in_crawls.empty();
  const auto around = is_known ? storage::Surroundings{} : storage::surroundings(database, url);
  if (options.format == Format::kJson) {
    fmt::print("{}\n", views::dump(views::json_of(url, sighting, around)));
  } else if (is_known) {
    print_known(typed, sighting);
  } else {
    fmt::print("{}\n", views::printable(typed));
    print_sentences(views::sentences(url, around), "  ");
  }
  return is_known ? Exit::kDone : Exit::kFailure;
}

}  // namespace app
