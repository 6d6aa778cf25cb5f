#pragma once

#include <chrono>
#include <cstddef>
#include <optional>

#include "base/error.hpp"
#include "crawler/fetcher.hpp"
#include "crawler/reader.hpp"

namespace crawler {

/// Gets a file that is no page, through its redirects, with the attempts that a page gets too. Any thread, one at a
/// time: the reader's. Destroying it cancels what is under way.
class Retrieval {
 public:
  struct Options {
    std::size_t max_redirects = 5;
    bool is_patient = true;  ///< makes further attempts
  };

  /// `fetch` is the first request; a redirect to another site is not to a named one.
  Retrieval(Reader& reader, Fetch fetch, Options options);

  /// What came of it; nothing while it is on its way. A status that may pass is an error after the last attempt; any
  /// other is an answer, also that of a redirect too many. Once.
  std::optional<base::Result<Response>> poll();

  /// Where the redirects have led so far.
  const Url& url() const { return fetch_.url; }

 private:
  bool follow(const Response& response);
  bool try_again(base::ErrorKind kind, std::optional<std::chrono::seconds> retry_after);

  Reader& reader_;
  Fetch fetch_;
  Options options_;
  std::size_t redirects_ = 0;
  std::size_t failures_ = 0;
  Reader::Download download_;
};

}  // namespace crawler
