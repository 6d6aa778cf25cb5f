#pragma once

#include <chrono>
#include <memory>
#include <stop_token>
#include <string_view>
#include <thread>

#include "crawler/fetcher.hpp"
#include "crawler/warc_writer.hpp"

namespace crawler {

/// Has another fetcher get the URLs, and writes what each request came to into an archive before anybody learns of it:
/// so whatever a crawl has made of its answers can be made again of the archive, wherever it was killed. What was
/// cancelled is not written.
///
/// One thread of its own compresses, writes and calls each `done`, in the order of the answers. The other fetcher's
/// thread waits for it only while 64 MiB of bodies have not been written yet.
///
/// When the archive cannot be written, no `done` is called any more until the end, which cancels: there is no page that
/// is not in the archive. `check` tells.
class RecordingFetcher final : public Fetcher {
 public:
  RecordingFetcher(std::unique_ptr<Fetcher> fetcher, WarcWriter writer);
  ~RecordingFetcher() override;

  void fetch(Fetch fetch, std::stop_token stop, Done done) override;
  void set_crawl_delay(std::string_view site, std::chrono::milliseconds delay) override;

  /// Throws the `WarcError` that ended the writing, if one did. Any thread.
  void check() const;

 private:
  class Recorder;

  std::unique_ptr<Recorder> recorder_;
  std::jthread thread_;               ///< runs `recorder_`, and is joined before it goes
  std::unique_ptr<Fetcher> fetcher_;  ///< goes first: it calls each `done`, and so the recorder
};

}  // namespace crawler
