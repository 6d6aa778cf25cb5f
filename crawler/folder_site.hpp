#pragma once

#include <cstddef>
#include <filesystem>

#include "base/error.hpp"
#include "crawler/fetcher.hpp"
#include "crawler/receiver.hpp"
#include "crawler/url.hpp"

namespace crawler {

/// A local folder as the site that it will be, below `base`. Answers as static hosts do:
///
/// - A path that ends with a slash is a folder's `index.html` or `index.htm`; a folder without the slash is redirected
///   to it (301). A name without a dot that is no file is tried with `.html`. Anything else that is no file: 404.
/// - The Content-Type follows from the name's extension, and is application/octet-stream for unknown ones;
/// Last-Modified
///   is the file's. A file that may not be read: 403.
///
/// Nothing outside the folder is ever opened, be it by dots, encoded slashes or symbolic links; links that stay within
/// are followed. Only regular files are read. Any thread; it is never changed.
class FolderSite {
 public:
  /// `folder` is served as `base`, whose path gets a slash at its end if it has none. An error of kind kTellUser if it
  /// is no folder, or `base` not http or https.
  static base::Result<FolderSite> open(const std::filesystem::path& folder, const Url& base);

  /// The answer to a GET, its body within `limits` and what `fetch` says of it. An error of kind kSkip for a URL of
  /// another origin or a file that breaks.
  base::Result<Response> get(const Fetch& fetch, const ReceiveLimits& limits) const;

 private:
  FolderSite(std::filesystem::path root, Url base) : root_(std::move(root)), base_(std::move(base)) {}

  base::Result<Response> find(const Fetch& fetch, const ReceiveLimits& limits) const;

  std::filesystem::path root_;  ///< canonical
  Url base_;                    ///< its path ends with a slash
};

}  // namespace crawler
