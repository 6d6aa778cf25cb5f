#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

#include "crawler/warc_record.hpp"

namespace crawler {

/// An archive that cannot be written: `what()` names the file and why, and is fit for the user.
class WarcError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Writes records into a series of gzip'd WARC files, each record a member of its own (WARC 1.1, annex A). A file that
/// is there already is never touched: after `crawl.warc.gz` come `crawl-00001.warc.gz` and so on, each the first name
/// that is free. Each begins with a record of type `warcinfo`. What `write` was given has been handed to the system
/// when it returns, so that a killed program leaves whole records, but perhaps for the last. One thread.
class WarcWriter {
 public:
  static constexpr std::string_view kExtension = ".warc.gz";

  struct Options {
    std::filesystem::path file;                        ///< ends with ".warc.gz"
    std::uint64_t max_bytes = std::uint64_t{1} << 30;  ///< a file that is as long is followed by the next one
    WarcFields info{};                                 ///< what the `warcinfo` record says of the crawl
  };

  /// Begins the first file. Throws `WarcError` if it cannot be made.
  explicit WarcWriter(Options options);
  ~WarcWriter();
  WarcWriter(WarcWriter&& other) noexcept;

  /// Adds `records`, all to the same file; they get its WARC-Warcinfo-ID. Throws `WarcError` if they cannot be
  /// written: the file ends with the last whole record then.
  void write(std::span<const WarcRecord> records);

  /// The file that is written to.
  const std::filesystem::path& file() const;

 private:
  class Gzip;
  struct File;

  void begin_file();
  void append(const std::string& bytes);

  Options options_;
  std::unique_ptr<Gzip> gzip_;
  std::unique_ptr<File> file_;
  unsigned number_ = 0;  ///< of the next name of the series
  std::string info_id_;
};

/// A record as it stands in a plain file: version, named fields, with the WARC-Warcinfo-ID if there is one, block and
/// the empty lines behind it.
std::string to_bytes(const WarcRecord& record, std::string_view info_id = {});

}  // namespace crawler
