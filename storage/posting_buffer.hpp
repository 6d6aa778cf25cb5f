#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "indexer/terms.hpp"
#include "indexer/word_table.hpp"

namespace storage {

/// Postings of rows in memory, from which a segment of an FTS5 index is made: of each term a doclist, as FTS5 stores it
/// (https://www.sqlite.org/fts5.html#appendix_a). Of a row each term is looked up among all terms once, and not each
/// word: within the row it is looked up in tables that the processor's cache holds. The writer's thread only.
class PostingBuffer {
 public:
  static constexpr std::size_t kColumns = 6;
  using RowTerms = std::array<const indexer::Terms*, kColumns>;
  using Sizes = std::array<std::uint32_t, kColumns>;

  PostingBuffer();

  /// Adds a row, which comes behind all that are there; `sizes` is told how many words each column has.
  void add(std::int64_t row, const RowTerms& columns, Sizes& sizes);

  bool empty() const { return entries_.empty(); }
  /// Of memory, that postings take.
  std::size_t bytes() const;

  /// Calls `take` with each term and its doclist, in the order of the terms' bytes.
  void for_each(auto take) const {
    for (const Entry* const entry : in_order()) take(entry->text(), std::span(entry->rows, entry->used));
  }

  void clear();

 private:
  /// What a term is told by: its first bytes; a longer one by all.
  struct Term {
    indexer::WordKey<16> key;
    const char* bytes;
    std::uint32_t size;

    /// The first `size` bytes of `text`.
    Term(std::string_view text, std::size_t size);
    std::uint32_t hash() const;
    bool is(const Term& other) const;
    bool operator<(const Term& other) const;
  };

  /// A term of the row that is added.
  struct RowTerm {
    Term term;
    std::uint32_t hash = 0;
    std::uint32_t occurrences = 0;
    std::uint8_t* begin = nullptr;  ///< of its positions
    std::uint8_t* end = nullptr;
    std::uint32_t column = 0;
    std::uint32_t position = 0;  ///< the last one
  };

  struct Occurrence {
    std::uint32_t term;
    std::uint32_t position;
  };

  /// A term of any row, and its doclist.
  struct alignas(64) Entry {
    Term term;
    std::uint8_t* rows = nullptr;
    std::uint32_t used = 0;
    std::uint32_t capacity = 0;
    std::int64_t last_row = 0;

    std::string_view text() const;
  };

  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t number = 0;  ///< of a term, from 1; 0: free
  };

  void gather(const RowTerms& columns, Sizes& sizes);
  std::uint32_t row_term(const Term& term);
  void write_positions();
  Entry& entry_of(const RowTerm& row_term);
  void append(std::int64_t row, const RowTerm& row_term, Entry& entry);
  void make_room(Entry& entry, std::size_t bytes);
  std::uint8_t* allocate(std::size_t bytes);
  std::vector<const Entry*> in_order() const;

  // Of the row that is added.
  std::vector<Slot> row_slots_;
  std::vector<RowTerm> row_terms_;
  std::vector<Occurrence> occurrences_;
  std::array<std::size_t, kColumns> column_ends_{};  ///< in `occurrences_`
  std::vector<std::uint8_t> positions_;

  std::vector<Slot> slots_;
  std::vector<Entry> entries_;
  std::int64_t last_row_ = 0;
  std::vector<std::unique_ptr<std::uint8_t[]>> blocks_;  ///< the terms' bytes, and doclists
  std::uint8_t* block_end_ = nullptr;
  std::size_t block_left_ = 0;
  std::size_t block_bytes_ = 0;
  std::array<std::vector<std::uint8_t*>, 32> free_{};  ///< what doclists left as they grew, by the size's logarithm
};

}  // namespace storage
