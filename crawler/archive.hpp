#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "crawler/fetcher.hpp"
#include "crawler/receiver.hpp"
#include "crawler/warc_reader.hpp"
#include "lazy/generator.hpp"

namespace crawler {

/// What was recorded of the web, in archive files of ours or of other tools: which URLs, and what each request for one
/// came to. Keeps 44 bytes for each request; answers are read from the files when they are asked for. One thread at a
/// time.
class Archive {
 public:
  /// Told, in a sentence, of a record that is bad, or wrong in a way that could be made good.
  using Complain = std::function<void(const std::string&)>;

  /// What an archive says of the crawl, if this program wrote it: lines `software: sitedex...`.
  static constexpr std::string_view kSoftware = "sitedex";
  static constexpr std::string_view kSeed = "sitedex-seed";                 ///< a URL to start from
  static constexpr std::string_view kGuessedSeed = "sitedex-guessed-seed";  ///< likewise; its scheme is a guess

  Archive() = default;

  /// Reads the files once. Their order is the order of what happened; those of ours are put in the order of their
  /// dates. One that has many records in a gzip member may be unpacked to an unnamed file first. An error of kind
  /// kTellUser if a file cannot be read.
  static base::Result<Archive> open(std::span<const std::filesystem::path> files, const Complain& complain);

  /// The named fields of the `warcinfo` records that this program wrote, and of those that go on with its seeds, in
  /// order; none if others wrote the files. Outlived by the archive.
  lazy::generator<WarcFields> notes();

  /// The URL of each answer, in order, http and https only. Outlived by the archive.
  lazy::generator<Url> urls();

  /// A request that was recorded; requests for one URL follow each other.
  using Number = std::uint32_t;
  std::size_t requests() const { return requests_.size(); }

  /// The requests for a URL in their order: from `first` to before `last`.
  struct Range {
    Number first = 0;
    Number last = 0;
  };
  Range find(const Url& url) const;

  /// What came of a request: an answer that `fetch` and `limits` would have let in, or the error that was recorded. A
  /// `revisit` is answered by the record that it refers to, if that is here. A record that is bad is an error of kind
  /// kSkip.
  base::Result<Response> answer(Number request, const Fetch& fetch, const ReceiveLimits& limits);

 private:
  using Key = std::array<std::uint64_t, 2>;

  /// Where a record lies.
  struct Spot {
    std::uint32_t file = 0;
    std::uint32_t inside = 0;
    std::uint64_t offset = 0;
  };
  struct Request {
    Key key{};  ///< of its URL
    Spot spot;
    std::uint32_t took_ms = 0;
  };

  static Key key_of(const Url& url);

  static base::Result<WarcInput> open_file(const std::filesystem::path& file, const Complain& complain);

  void read_file(WarcInput input, const Complain& complain);
  void take(const WarcRecord& record, const Complain& complain);
  void take_metadata(const WarcRecord& record, const Url* url);
  void add(const WarcRecord& record, const Url& url);
  void order();
  Spot spot_of(const WarcRecord& record) const;
  base::Result<WarcRecord> read(const Spot& spot, std::size_t max_block_bytes);
  base::Result<WarcRecord> original_of(const WarcRecord& revisit, std::size_t max_block_bytes);

  std::vector<WarcReader> files_;
  std::vector<Request> requests_;  ///< in the order of the files
  std::vector<Number> by_key_;     ///< indices of `requests_`, by key and then by order
  std::vector<Spot> notes_;
  std::string last_answer_;  ///< record ID, while the files are read
};

}  // namespace crawler
