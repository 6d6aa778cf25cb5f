#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.hpp"
#include "crawler/warc_input.hpp"
#include "crawler/warc_record.hpp"
#include "lazy/generator.hpp"

namespace crawler {

/// Reads the records of a web archive: WARC 0.17 to 1.1, or ARC (https://archive.org/web/researcher/ArcFileFormat.php),
/// plain or gzip'd, with a member for each record or not. ARC's records come as if they were WARC's: `response`, the
/// first `warcinfo`.
///
/// An error is of kind kSkip, for one record that is not well formed or damaged; it names the file, the record's place
/// and what is wrong. Reading goes on at the next record that can be found. Needs the block of one record, up to
/// `max_block_bytes`, and some 200 KiB; takes time in proportion to the file. One thread.
class WarcReader {
 public:
  static constexpr std::size_t kMaxBlockBytes = std::size_t{64} << 20;

  /// `input` stands at its beginning. Of longer blocks the rest is left out.
  explicit WarcReader(WarcInput input, std::size_t max_block_bytes = kMaxBlockBytes)
      : input_(std::move(input)), max_block_bytes_(max_block_bytes) {}

  /// The records from here to the end of the file. Outlived by the reader.
  lazy::generator<base::Result<WarcRecord>> records();

  /// The record at a place that one of them had, with another bound for its block.
  base::Result<WarcRecord> read(WarcPlace place, std::size_t max_block_bytes);

  const WarcInput& input() const { return input_; }

 private:
  base::Result<WarcRecord> read_here(std::size_t max_block_bytes);
  base::Result<std::uint64_t> read_warc_header(WarcRecord& record);
  base::Result<std::uint64_t> read_arc_header(WarcRecord& record);
  base::Result<void> read_plain_block(WarcRecord& record, std::uint64_t bytes, std::uint64_t wanted);
  base::Result<void> read_packed_block(WarcRecord& record, std::uint64_t bytes, std::uint64_t wanted);
  void take_block(WarcRecord& record, std::uint64_t bytes);
  base::Result<void> check_end();
  std::optional<std::string> read_line();
  void skip_line_ends();
  bool find_record();
  bool find_content();
  std::unexpected<base::Error> cut_off(std::uint64_t missing) const;
  std::unexpected<base::Error> wrong(std::string_view what) const;

  WarcInput input_;
  std::size_t max_block_bytes_;
  WarcPlace place_;  ///< of the record that is read
};

}  // namespace crawler
