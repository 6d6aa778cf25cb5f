#include "web/searchers.hpp"

#include <exception>
#include <utility>

namespace web {
namespace {

constexpr std::size_t kMostIdle = 16;

}  // namespace

Searchers::Reader::Reader(const std::filesystem::path& file)
    : database(storage::Database::open_reader(file)), searcher(database) {}

Searchers::Loan::Loan(Searchers& lender, std::unique_ptr<Reader> reader)
    : lender_(lender), reader_(std::move(reader)), exceptions_(std::uncaught_exceptions()) {}

Searchers::Loan::~Loan() {
  if (std::uncaught_exceptions() == exceptions_) lender_.give_back(std::move(reader_));
}

Searchers::Loan Searchers::borrow() {
  std::unique_ptr<Reader> reader;
  {
    const std::scoped_lock lock(mutex_);
    if (!idle_.empty()) {
      reader = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  if (!reader) reader = std::make_unique<Reader>(file_);
  return {*this, std::move(reader)};
}

void Searchers::give_back(std::unique_ptr<Reader> reader) {
  const std::scoped_lock lock(mutex_);
  if (idle_.size() < kMostIdle) idle_.push_back(std::move(reader));
}

}  // namespace web
