#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "lazy/generator.hpp"
#include "storage/database.hpp"
#include "storage/round_end.hpp"

namespace storage {

/// A file beside a database, "NAME.fresh", in which some of its crawls are made anew, while the database stays as it is
/// and is searched; in the end it takes the database's place. It has the database's other crawls, too.
///
/// It outlives its process: whoever makes the same crawls anew goes on with it, as long as nothing else has changed the
/// database. One thread.
class Sibling {
 public:
  /// The crawls that are made anew (`crawl_name`): the same at each call.
  using Names = std::function<lazy::generator<std::string>()>;

  /// Takes what an earlier run has left, or makes a new one, which costs a copy of the database if that has other
  /// crawls. `original` is a writer without uncommitted changes, and is not changed elsewhere meanwhile. Throws
  /// `StorageError`: `kExists` where a file that is no sibling has that name.
  Sibling(Database& original, Names crawls);

  const std::filesystem::path& file() const { return file_.path; }

  /// Where the crawls are to be made.
  Database& database() { return database_; }

  /// Whether all of its crawls have come to their end.
  bool are_finished();

  /// A crawl that would lose more pages than it may, or all.
  struct Loss {
    std::string crawl;  ///< its name
    std::int64_t had = 0;
    std::int64_t lost = 0;  ///< of these: without a page of that URL, or one that has lost its text (`LostTexts`)
  };

  /// Compares each crawl with what the original has of it; reads all their texts.
  std::vector<Loss> losses(const LossLimits& limits);

  /// Puts what it holds into the original's place, in one transaction: whoever reads that finds the old or the new,
  /// also after a kill. The file goes with the sibling then.
  void replace_original();

 private:
  struct File {
    ~File();
    std::filesystem::path path;
    bool is_done = false;
  };

  Database open();
  bool is_left();
  void begin();
  bool has_others();

  Database& original_;
  Names crawls_;
  File file_;  // goes after the connection
  Database database_;
};

}  // namespace storage
