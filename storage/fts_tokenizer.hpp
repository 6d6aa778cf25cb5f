#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "indexer/terms.hpp"
#include "storage/sqlite.hpp"

namespace storage {

/// What the tokenizer is lent for: to read, FTS5 tables that use it are searched, and not written to, but for merges.
enum class Use : std::uint8_t { kReadAndWrite, kRead };

/// Makes `indexer::tokenize` the tokenizer `unicode61` of `connection`, so that FTS5 cuts documents and queries into
/// the very terms that snippets are made from. The name is a built-in one on purpose: the file opens everywhere, and
/// is searched for plain words there, while only connections with our tokenizer may write to it.
void lend_tokenizer(Connection& connection, Use use = Use::kReadAndWrite);

/// The terms of texts, where they have been made before these are indexed: the tokenizer then need not make them. Those
/// that are empty have not been made.
struct ReadyTerms {
  struct OfText {
    std::string_view text{};
    const indexer::Terms* terms = nullptr;
  };

  std::array<OfText, 2> texts{};
};

/// As long as it lives, there are ready terms.
class LentTerms {
 public:
  LentTerms(ReadyTerms& place, ReadyTerms terms) : place_(place) { place_ = terms; }
  ~LentTerms() { place_ = {}; }
  LentTerms(const LentTerms&) = delete;
  LentTerms& operator=(const LentTerms&) = delete;

 private:
  ReadyTerms& place_;
};

/// Where the tokenizer that `connection` has been lent looks for them. Lives as long as the connection.
ReadyTerms& ready_terms(Connection& connection);

}  // namespace storage
