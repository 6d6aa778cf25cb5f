#include "crawler/folder_site.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "crawler/date.hpp"
#include "crawler/percent_encode.hpp"

namespace crawler {
namespace {

namespace fs = std::filesystem;
using base::ErrorKind;

struct MediaType {
  std::string_view extension;
  std::string_view name;
};

constexpr auto kMediaTypes = std::to_array<MediaType>({
    {".html", "text/html"},
    {".htm", "text/html"},
    {".xhtml", "application/xhtml+xml"},
    {".txt", "text/plain"},
    {".md", "text/markdown"},
    {".markdown", "text/markdown"},
    {".css", "text/css"},
    {".csv", "text/csv"},
    {".js", "text/javascript"},
    {".mjs", "text/javascript"},
    {".json", "application/json"},
    {".xml", "application/xml"},
    {".rss", "application/rss+xml"},
    {".atom", "application/atom+xml"},
    {".pdf", "application/pdf"},
    {".rtf", "application/rtf"},
    {".epub", "application/epub+zip"},
    {".doc", "application/msword"},
    {".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    {".odt", "application/vnd.oasis.opendocument.text"},
    {".xls", "application/vnd.ms-excel"},
    {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {".ods", "application/vnd.oasis.opendocument.spreadsheet"},
    {".ppt", "application/vnd.ms-powerpoint"},
    {".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
    {".odp", "application/vnd.oasis.opendocument.presentation"},
    {".gz", "application/gzip"},
    {".zip", "application/zip"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".jpeg", "image/jpeg"},
    {".gif", "image/gif"},
    {".webp", "image/webp"},
    {".avif", "image/avif"},
    {".ico", "image/x-icon"},
    {".woff", "font/woff"},
    {".woff2", "font/woff2"},
    {".ttf", "font/ttf"},
    {".mp3", "audio/mpeg"},
    {".ogg", "audio/ogg"},
    {".mp4", "video/mp4"},
    {".webm", "video/webm"},
    {".wasm", "application/wasm"},
});

std::string_view media_type(const fs::path& file) {
  const auto* found =
      std::ranges::find(kMediaTypes, base::ascii_lower(file.extension().string()), &MediaType::extension);
  return found == kMediaTypes.end() ? "application/octet-stream" : found->name;
}

/// An open file; none if it could not be opened, with the reason in `errno`.
class File {
 public:
  /// A FIFO opens without a writer so, and no link is followed: `path` is canonical.
  explicit File(const fs::path& path)
      : descriptor_(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (is_open()) ::close(descriptor_);
  }

  bool is_open() const { return descriptor_ >= 0; }

  std::optional<struct stat> status() const {
    struct stat status{};
    if (::fstat(descriptor_, &status) != 0) return std::nullopt;
    return status;
  }

  /// At most that many of its first bytes; nothing if it cannot be read.
  std::optional<std::string> read(std::size_t most) const {
    constexpr std::size_t kPieceBytes = std::size_t{64} << 10;
    std::string bytes;
    while (bytes.size() < most) {
      const std::size_t before = bytes.size();
      bytes.resize(std::min(most, before + kPieceBytes));
      const ssize_t count = ::read(descriptor_, bytes.data() + before, bytes.size() - before);
      if (count < 0 && errno != EINTR) return std::nullopt;
      bytes.resize(before + static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
      if (count == 0) break;
    }
    return bytes;
  }

 private:
  int descriptor_;
};

/// What names a file in a folder; nothing if a segment of the path names none, or something elsewhere.
std::optional<fs::path> relative_path(std::string_view path) {
  fs::path relative;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string name = percent_decode(path.substr(0, end));
    constexpr std::string_view kNotInNames("/\0", 2);
    if (name.empty() || name == "." || name == ".." || name.find_first_of(kNotInNames) != std::string::npos) {
      return std::nullopt;
    }
    relative /= name;
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return relative;
}

/// The canonical path of what is at `path`; nothing if that is nothing, or lies outside `root`.
std::optional<fs::path> within(const fs::path& root, const fs::path& path) {
  std::error_code error;
  fs::path canonical = fs::canonical(path, error);
  if (error || std::ranges::mismatch(root, canonical).in1 != root.end()) return std::nullopt;
  return canonical;
}

bool is_regular(const std::optional<fs::path>& path) {
  std::error_code ignored;
  return path && fs::is_regular_file(*path, ignored);
}

Response answer(int status) {
  Response response;
  response.status = status;
  return response;
}

base::Result<Response> content(const fs::path& path, const Fetch& fetch, const ReceiveLimits& limits) {
  const File file(path);
  if (!file.is_open()) return answer(errno == EACCES ? 403 : 404);
  const auto status = file.status();
  if (!status || !S_ISREG(status->st_mode)) return answer(404);
  const std::string_view type = media_type(path);
  const std::chrono::sys_seconds modified(std::chrono::seconds(status->st_mtim.tv_sec));
  Response response = answer(200);
  response.headers = {{"content-type", std::string(type)}, {"last-modified", http_date(modified)}};
  response.body_left = !fetch.any_type && !limits.wanted(type);
  if (response.body_left) return response;
  const std::size_t most = fetch.max_body_bytes != 0 ? fetch.max_body_bytes : limits.max_body_bytes;
  auto body = file.read(most + 1);
  if (!body) return base::fail(ErrorKind::kSkip, fmt::format("{}: cannot be read", fetch.url.href()));
  response.body_cut = body->size() > most;
  body->resize(std::min(body->size(), most));
  response.body = std::move(*body);
  return response;
}

base::Result<Response> redirect(const Url& url) {
  Response response = answer(301);
  response.headers = {{"location", fmt::format("{}://{}{}/{}", url.scheme(), url.site(), url.path(), url.query())}};
  return response;
}

}  // namespace

base::Result<FolderSite> FolderSite::open(const fs::path& folder, const Url& base) {
  std::error_code error;
  fs::path root = fs::canonical(folder, error);
  if (error || !fs::is_directory(root, error)) {
    return base::fail(ErrorKind::kTellUser, fmt::format("{}: expected a folder", folder.string()));
  }
  if (!base.is_http()) {
    return base::fail(ErrorKind::kTellUser, fmt::format("{}: expected a URL of http or https", base.href()));
  }
  const std::string_view slash = base.path().ends_with('/') ? "" : "/";
  auto with_slash = Url::parse(fmt::format("{}://{}{}{}", base.scheme(), base.site(), base.path(), slash));
  if (!with_slash) return std::unexpected(std::move(with_slash.error()));
  return FolderSite(std::move(root), std::move(*with_slash));
}

base::Result<Response> FolderSite::get(const Fetch& fetch, const ReceiveLimits& limits) const {
  if (fetch.url.scheme() != base_.scheme() || fetch.url.site() != base_.site()) {
    return base::fail(ErrorKind::kSkip, fmt::format("{}: not of {}", fetch.url.href(), base_.href()));
  }
  const auto started = std::chrono::system_clock::now();
  const auto begun = std::chrono::steady_clock::now();
  auto response = find(fetch, limits);
  if (!response) return response;
  response->started = started;
  response->took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun);
  return response;
}

base::Result<Response> FolderSite::find(const Fetch& fetch, const ReceiveLimits& limits) const {
  const std::string_view path = fetch.url.path();
  const std::string_view top = base_.path();
  if (path == top.substr(0, top.size() - 1)) return redirect(fetch.url);
  const auto relative = path.starts_with(top) ? relative_path(path.substr(top.size())) : std::nullopt;
  if (!relative) return answer(404);
  const auto found = within(root_, root_ / *relative);
  std::error_code ignored;
  const bool is_folder = found && fs::is_directory(*found, ignored);
  if (path.ends_with('/')) {
    for (const char* name : {"index.html", "index.htm"}) {
      const auto index = is_folder ? within(root_, *found / name) : std::nullopt;
      if (is_regular(index)) return content(*index, fetch, limits);
    }
    return answer(404);
  }
  if (is_folder) return redirect(fetch.url);
  if (is_regular(found)) return content(*found, fetch, limits);
  if (found || relative->has_extension()) return answer(404);
  const auto page = within(root_, root_ / (relative->string() + ".html"));
  return is_regular(page) ? content(*page, fetch, limits) : answer(404);
}

}  // namespace crawler
