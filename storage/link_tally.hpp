#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lazy/generator.hpp"
#include "storage/sqlite.hpp"

namespace storage {

/// How many pages show a text for a link.
struct LinkTextCount {
  std::string text;
  std::int64_t pages = 0;
};

/// What links to a page show.
struct LinksTo {
  std::int64_t target = 0;  ///< in `urls`
  std::int64_t pages = 0;   ///< that link to it
  std::vector<LinkTextCount> commonest;
};

/// Counts which texts are shown for links to which page, in bounded memory, whatever their number: what is counted in
/// memory is put into a temporary table from time to time, which SQLite sorts in the end. One thread.
class LinkTally {
 public:
  /// Empty.
  explicit LinkTally(Connection& connection);

  /// One more page shows `text` for its link to `target`. Half a microsecond.
  void add(std::int64_t target, std::string_view text);

  /// Target by target, ascending, with the `most` commonest texts of each, of equally common ones the first in the
  /// order of their bytes. It has to be left alone meanwhile.
  lazy::generator<LinksTo> targets(std::size_t most);

 private:
  void put_aside();

  Connection& connection_;
  Statement insert_;
  std::unordered_map<std::string, std::int64_t> pages_;  ///< of target, in eight bytes, and text
  std::size_t bytes_ = 0;
};

}  // namespace storage
