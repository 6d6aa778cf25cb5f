#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <mutex>
#include <vector>

#include "storage/database.hpp"
#include "storage/searcher.hpp"

namespace web {

/// Readers of the index, each for one who asks at a time; they stay open between two questions. Any thread.
class Searchers {
 public:
  struct Reader {
    explicit Reader(const std::filesystem::path& file);

    storage::Database database;  ///< opened to be read only: SQLite writes nothing to its file
    storage::Searcher searcher;
  };

  /// A reader for as long as this lives. When it goes because something was thrown, the reader goes with it.
  class Loan {
   public:
    Loan(Searchers& lender, std::unique_ptr<Reader> reader);
    ~Loan();
    Loan(const Loan&) = delete;
    Loan& operator=(const Loan&) = delete;

    Reader* operator->() const { return reader_.get(); }
    Reader& operator*() const { return *reader_; }

   private:
    Searchers& lender_;
    std::unique_ptr<Reader> reader_;
    int exceptions_;
  };

  /// Of `file`, which need not be there yet.
  explicit Searchers(std::filesystem::path file) : file_(std::move(file)) {}

  /// Throws `storage::StorageError`, of kind kMissing where there is no index yet.
  Loan borrow();

  const std::filesystem::path& file() const { return file_; }

 private:
  void give_back(std::unique_ptr<Reader> reader);

  const std::filesystem::path file_;
  std::mutex mutex_;  ///< guards idle_
  std::vector<std::unique_ptr<Reader>> idle_;
};

}  // namespace web
