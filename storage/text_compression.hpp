#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/sqlite.hpp"

struct ZSTD_CCtx_s;

namespace storage {

/// Lends `connection` the SQL function text_of(BODY): a page's text, whether `pages.body` is that text itself or, in a
/// file that compresses texts, a frame of zstd. A frame that cannot be read is a damaged file. Some 6 us for 8 kB.
void lend_text_of(Connection& connection);

/// An SQL expression that is the same of a column, but does not copy a text that is plain: a megabyte for some pages.
std::string text_sql(std::string_view column);

/// Whether the file compresses its texts.
bool are_texts_compressed(Connection& connection);

/// Makes of a file with plain texts one that compresses them, those that are there, too, in one transaction. What comes
/// free in the file by that is used again.
void compress_texts(Connection& connection);

/// Makes of texts what a file that compresses them stores (RFC 8878). Pages have much in common with each other: from
/// the first ones it trains a dictionary, once, which stays in the file, and is needed to read what was compressed with
/// it. The writer's thread; within `Database::change`.
class TextCompressor {
 public:
  explicit TextCompressor(Connection& connection);

  /// A frame, good until the next call; nothing if `text` is better stored as it is: because that is shorter, or longer
  /// than a reader takes. Some 40 us for 8 kB, once a tenth of a second for the dictionary.
  std::optional<std::span<const std::uint8_t>> compress(std::string_view text);

 private:
  struct Free {
    void operator()(ZSTD_CCtx_s* context) const noexcept;
  };

  void learn(std::string_view text);
  void train();
  void load(std::string_view dictionary);

  Connection& connection_;
  std::unique_ptr<ZSTD_CCtx_s, Free> context_;
  std::vector<std::uint8_t> frame_;
  bool is_learning_ = true;
  std::string samples_;  ///< beginnings of the first texts, one after the other
  std::vector<std::size_t> sample_sizes_;
};

}  // namespace storage
