#include "crawler/warc_writer.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#define ZLIB_CONST  // what zlib reads is const
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <limits>
#include <new>
#include <system_error>
#include <utility>

namespace crawler {
namespace {

// A manual's page of 14 kB takes 200 us; at level 6 it takes 360, and an eighth less room.
constexpr int kLevel = 1;

void add_field(std::string& bytes, std::string_view name, std::string_view value) {
  if (!value.empty()) bytes.append(to_lines({{std::string(name), std::string(value)}}));
}

[[noreturn]] void fail(const std::filesystem::path& file, std::string_view what, int error) {
  throw WarcError(fmt::format("{}: {}: {}", file.string(), what, std::generic_category().message(error)));
}

}  // namespace

std::string to_bytes(const WarcRecord& record, std::string_view info_id) {
  std::string bytes = "WARC/1.1\r\n";
  bytes.reserve(record.block.size() + 1024);
  add_field(bytes, "WARC-Type", record.type);
  add_field(bytes, "WARC-Record-ID", record.id);
  add_field(bytes, "WARC-Date", record.date);
  add_field(bytes, "WARC-Target-URI", record.target_uri);
  add_field(bytes, "WARC-Warcinfo-ID", info_id);
  bytes.append(to_lines(record.fields));
  bytes.append(fmt::format("Content-Length: {}\r\n\r\n", record.block.size()));
  return bytes.append(record.block).append("\r\n\r\n");
}

/// Makes members, one after the other, with the memory of one.
class WarcWriter::Gzip {
 public:
  Gzip() {
    constexpr int kMemoryLevel = 8;  // zlib's own default
    if (deflateInit2(&stream_, kLevel, Z_DEFLATED, MAX_WBITS + 16, kMemoryLevel, Z_DEFAULT_STRATEGY) != Z_OK) {
      throw std::bad_alloc();
    }
  }
  Gzip(const Gzip&) = delete;
  Gzip& operator=(const Gzip&) = delete;
  ~Gzip() { deflateEnd(&stream_); }

  void add_member(std::string& bytes, std::string_view content) {
    deflateReset(&stream_);
    constexpr std::size_t kMostAtOnce = std::numeric_limits<uInt>::max() / 2;
    while (true) {
      const std::string_view piece = content.substr(0, kMostAtOnce);
      content.remove_prefix(piece.size());
      const std::size_t before = bytes.size();
      const std::size_t room = deflateBound(&stream_, static_cast<uLong>(piece.size()));
      bytes.resize(before + room);
      stream_.next_in = reinterpret_cast<const Bytef*>(piece.data());
      stream_.avail_in = static_cast<uInt>(piece.size());
      stream_.next_out = reinterpret_cast<Bytef*>(bytes.data() + before);
      stream_.avail_out = static_cast<uInt>(room);
      const int status = deflate(&stream_, content.empty() ? Z_FINISH : Z_SYNC_FLUSH);
      bytes.resize(bytes.size() - stream_.avail_out);
      if (status == Z_STREAM_END) return;
    }
  }

 private:
  z_stream stream_{};
};

struct WarcWriter::File {
  File(std::filesystem::path path_, int descriptor_) : path(std::move(path_)), descriptor(descriptor_) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() { ::close(descriptor); }

  const std::filesystem::path path;
  const int descriptor;
  std::uint64_t bytes = 0;
};

WarcWriter::WarcWriter(Options options) : options_(std::move(options)), gzip_(std::make_unique<Gzip>()) {
  begin_file();
}

WarcWriter::~WarcWriter() = default;
WarcWriter::WarcWriter(WarcWriter&& other) noexcept = default;

const std::filesystem::path& WarcWriter::file() const {
  return file_->path;
}

/// Under the first name of the series that is free.
void WarcWriter::begin_file() {
  const std::string name = options_.file.string();
  const std::string stem = name.substr(0, name.size() - kExtension.size());
  std::filesystem::path path;
  int descriptor = -1;
  do {
    path = number_ == 0 ? name : fmt::format("{}-{:05}{}", stem, number_, kExtension);
    ++number_;
    descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  } while (descriptor < 0 && errno == EEXIST);
  if (descriptor < 0) fail(path, "cannot be made", errno);
  file_ = std::make_unique<File>(path, descriptor);
  info_id_ = new_record_id();
  const WarcRecord info{
      .type = "warcinfo",
      .target_uri = {},
      .date = warc_date(std::chrono::system_clock::now()),
      .id = info_id_,
      .fields = {{"WARC-Filename", path.filename().string()}, {"Content-Type", "application/warc-fields"}},
      .block = to_lines(options_.info)};
  std::string bytes;
  gzip_->add_member(bytes, to_bytes(info));
  append(bytes);
}

void WarcWriter::write(std::span<const WarcRecord> records) {
  if (file_->bytes >= options_.max_bytes) begin_file();
  std::string bytes;
  for (const WarcRecord& record : records) gzip_->add_member(bytes, to_bytes(record, info_id_));
  append(bytes);
}

void WarcWriter::append(const std::string& bytes) {
  std::string_view left = bytes;
  while (!left.empty()) {
    const ssize_t count = ::write(file_->descriptor, left.data(), left.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      const int error = errno;
      // What cannot be cut off either is a record without its end, which readers tell.
      [[maybe_unused]] const int ignored = ::ftruncate(file_->descriptor, static_cast<off_t>(file_->bytes));
      fail(file_->path, "cannot be written", error);
    }
    left.remove_prefix(static_cast<std::size_t>(count));
  }
  file_->bytes += bytes.size();
}

}  // namespace crawler
