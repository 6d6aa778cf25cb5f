#include "crawler/warc_input.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#define ZLIB_CONST  // what zlib reads is const
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <new>
#include <optional>
#include <system_error>
#include <utility>

namespace crawler {
namespace {

using base::ErrorKind;

constexpr std::size_t kPieceBytes = std::size_t{32} << 10;
constexpr std::string_view kMagic = "\x1f\x8b\x08";  // RFC 1952, 2.3.1: the two bytes, and deflate

// Honest archives unpack to five or ten times their size.
constexpr std::uint64_t kMostUnpackedRatio = 200;

// A damaged member may have been read far beyond its end before that was noticed; what is there is looked through
// again, but not in a file that is made of such members.
constexpr std::uint64_t kMostLookedThrough = std::uint64_t{64} << 20;

std::string words(int error) {
  return std::generic_category().message(error);
}

/// Whether a record may begin so: of WARC, or in ARC with its URL.
bool begins_archive(std::string_view bytes) {
  return bytes.starts_with("WARC/") || bytes.starts_with("filedesc:") || bytes.starts_with("http") ||
         bytes.starts_with("dns:");
}

}  // namespace

/// An open file, shared by those that read it.
struct WarcInput::File {
  File(std::string name_, int descriptor_) : name(std::move(name_)), descriptor(descriptor_) {
    struct stat status{};
    if (::fstat(descriptor, &status) == 0) bytes = static_cast<std::uint64_t>(status.st_size);
    std::array<char, 3> first{};
    is_gzip = read(0, first.data(), first.size()) == first.size() && std::string_view(first.data(), 3) == kMagic;
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() { ::close(descriptor); }

  /// As many bytes as there are; fewer at the end, or where the file cannot be read.
  std::size_t read(std::uint64_t offset, char* to, std::size_t most) const {
    std::size_t got = 0;
    while (got < most) {
      const ssize_t count = ::pread(descriptor, to + got, most - got, static_cast<off_t>(offset + got));
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) break;
      got += static_cast<std::size_t>(count);
    }
    return got;
  }

  const std::string name;
  const int descriptor;
  std::uint64_t bytes = 0;
  bool is_gzip = false;
};

/// Unpacks one member after the other.
class WarcInput::Inflater {
 public:
  enum class State : std::uint8_t { kMore, kEnd, kCutOff, kDamaged };

  Inflater() {
    if (inflateInit2(&stream_, MAX_WBITS + 16) != Z_OK) throw std::bad_alloc();
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  ~Inflater() { inflateEnd(&stream_); }

  void begin(std::uint64_t offset) {
    inflateReset(&stream_);
    state_ = State::kMore;
    if (offset >= read_from_ && offset <= read_from_ + read_) {  // it is here already
      stream_.next_in = reinterpret_cast<const Bytef*>(in_.data()) + (offset - read_from_);
      stream_.avail_in = static_cast<uInt>(read_from_ + read_ - offset);
    } else {
      read_from_ = offset;
      read_ = 0;
      stream_.avail_in = 0;
    }
  }

  State state() const { return state_; }
  void give_up() { state_ = State::kDamaged; }

  /// Where the next byte to be unpacked lies in the file.
  std::uint64_t offset() const { return read_from_ + read_ - stream_.avail_in; }

  /// The next bytes; none when there are no more, for the reason that `state` tells.
  std::size_t unpack(const File& file, char* to, std::size_t most) {
    stream_.next_out = reinterpret_cast<Bytef*>(to);
    stream_.avail_out = static_cast<uInt>(most);
    while (stream_.avail_out == most && state_ == State::kMore) {
      if (stream_.avail_in == 0 && !read(file)) {
        state_ = State::kCutOff;
        break;
      }
      const int status = inflate(&stream_, Z_NO_FLUSH);
      if (status == Z_MEM_ERROR) throw std::bad_alloc();
      if (status == Z_STREAM_END) state_ = State::kEnd;
      if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) state_ = State::kDamaged;
    }
    return most - stream_.avail_out;
  }

 private:
  bool read(const File& file) {
    read_from_ += read_;
    read_ = file.read(read_from_, in_.data(), in_.size());
    stream_.next_in = reinterpret_cast<const Bytef*>(in_.data());
    stream_.avail_in = static_cast<uInt>(read_);
    return read_ > 0;
  }

  z_stream stream_{};
  State state_ = State::kMore;
  std::string in_ = std::string(kPieceBytes, '\0');
  std::uint64_t read_from_ = 0;  ///< where `in_` lies in the file
  std::size_t read_ = 0;         ///< bytes of `in_` that are the file's
};

base::Result<WarcInput> WarcInput::open(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);  // a FIFO is not waited for
  if (descriptor < 0) return base::fail(ErrorKind::kTellUser, fmt::format("{}: {}", path.string(), words(errno)));
  auto file = std::make_shared<const File>(path.string(), descriptor);
  struct stat status{};
  if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
    return base::fail(ErrorKind::kTellUser, fmt::format("{}: expected a file", path.string()));
  }
  return WarcInput(std::move(file));
}

WarcInput::WarcInput(std::shared_ptr<const File> file) : file_(std::move(file)) {
  if (file_->is_gzip) inflater_ = std::make_unique<Inflater>();
}

WarcInput::~WarcInput() = default;
WarcInput::WarcInput(WarcInput&& other) noexcept = default;
WarcInput& WarcInput::operator=(WarcInput&& other) noexcept = default;

WarcInput WarcInput::again() const {
  return WarcInput(file_);
}

base::Result<WarcInput> WarcInput::unpacked() const {
  const auto wrong = [this](std::string_view why) {
    return base::fail(ErrorKind::kTellUser, fmt::format("{}: cannot be unpacked: {}", name(), why));
  };
  const std::string folder = std::filesystem::temp_directory_path().string();
  const int descriptor = ::open(folder.c_str(), O_RDWR | O_TMPFILE | O_CLOEXEC, 0600);
  if (descriptor < 0) return wrong(fmt::format("{}: {}", folder, words(errno)));
  const auto unnamed = std::make_shared<const File>(name(), descriptor);
  WarcInput input(file_);
  std::uint64_t written = 0;
  do {
    while (const std::size_t count = input.peek(1).size()) {
      if (::pwrite(descriptor, input.buffer_.data() + input.at_, count, static_cast<off_t>(written)) !=
          static_cast<ssize_t>(count)) {
        return wrong(fmt::format("{}: {}", folder, words(errno)));
      }
      input.consume(count);
      written += count;
      if (written > file_->bytes * kMostUnpackedRatio + kMostLookedThrough) return wrong("it has no end");
    }
  } while (input.next_member());
  return WarcInput(std::make_shared<const File>(name(), ::fcntl(descriptor, F_DUPFD_CLOEXEC, 0)));
}

const std::string& WarcInput::name() const {
  return file_->name;
}

bool WarcInput::is_gzip() const {
  return file_->is_gzip;
}

WarcPlace WarcInput::place() const {
  if (!is_gzip()) return {.offset = inside_ + at_};
  return {.offset = member_, .inside = inside_ + at_};
}

void WarcInput::seek(WarcPlace place) {
  if (is_gzip()) {
    begin_member(place.offset);
    skip(place.inside);
  } else if (place.offset >= inside_ && place.offset - inside_ <= buffer_.size()) {
    at_ = static_cast<std::size_t>(place.offset - inside_);
  } else {
    inside_ = place.offset;
    buffer_.clear();
    at_ = 0;
  }
}

std::string_view WarcInput::peek(std::size_t bytes) {
  while (buffer_.size() - at_ < bytes && fill()) {
  }
  return std::string_view(buffer_).substr(at_);
}

std::uint64_t WarcInput::skip(std::uint64_t bytes) {
  std::uint64_t left = bytes;
  while (left > 0) {
    const std::size_t here = static_cast<std::size_t>(std::min<std::uint64_t>(left, buffer_.size() - at_));
    at_ += here;
    left -= here;
    if (left == 0) break;
    if (!is_gzip()) {
      const std::uint64_t now = inside_ + at_;
      const std::uint64_t there = std::min(left, file_->bytes - std::min(file_->bytes, now));
      inside_ = now + there;
      buffer_.clear();
      at_ = 0;
      return bytes - (left - there);
    }
    if (!fill()) break;
  }
  return bytes - left;
}

bool WarcInput::has_more() const {
  if (is_gzip()) return inflater_->state() == Inflater::State::kMore;
  return inside_ + buffer_.size() < file_->bytes;
}

/// Makes more bytes of the member ready; false if there are none.
bool WarcInput::fill() {
  if (!has_more()) return false;
  inside_ += at_;
  buffer_.erase(0, at_);
  at_ = 0;
  const std::size_t before = buffer_.size();
  buffer_.resize(before + kPieceBytes);
  std::size_t count = 0;
  if (!is_gzip()) {
    count = file_->read(inside_ + before, buffer_.data() + before, kPieceBytes);
  } else {
    count = inflater_->unpack(*file_, buffer_.data() + before, kPieceBytes);
    if (inflater_->state() == Inflater::State::kDamaged) damage_ = "the gzip member that begins here is damaged";
    if (inflater_->state() == Inflater::State::kCutOff) damage_ = "the gzip member that begins here is cut off";
  }
  buffer_.resize(before + count);
  return count > 0;
}

void WarcInput::begin_member(std::uint64_t offset) {
  member_ = offset;
  inside_ = 0;
  buffer_.clear();
  at_ = 0;
  damage_.clear();
  inflater_->begin(offset);
}

bool WarcInput::next_member() {
  if (!is_gzip()) return false;
  do {
    at_ = buffer_.size();
  } while (fill());
  const std::uint64_t end = inflater_->offset();
  if (damage_.empty()) {
    if (end >= file_->bytes) return false;
    std::array<char, 3> first{};
    if (file_->read(end, first.data(), first.size()) == first.size() && std::string_view(first.data(), 3) == kMagic) {
      begin_member(end);
      return true;
    }
    begin_member(end);
    inflater_->give_up();
    damage_ = "expected a gzip member";
    return true;
  }
  const std::uint64_t again = end - std::min(end, member_ + 1);
  looked_through_ += again;
  return find_member(looked_through_ > kMostLookedThrough ? end : member_ + 1);
}

/// The first member from there on that an archive's record begins.
bool WarcInput::find_member(std::uint64_t from) {
  std::string piece(kPieceBytes, '\0');
  while (from < file_->bytes) {
    piece.resize(kPieceBytes);
    piece.resize(file_->read(from, piece.data(), piece.size()));
    if (piece.size() < kMagic.size()) return false;
    for (std::size_t at = piece.find(kMagic); at != std::string::npos; at = piece.find(kMagic, at + 1)) {
      begin_member(from + at);
      if (begins_archive(peek(16).substr(0, 16))) return true;
    }
    from += piece.size() - (kMagic.size() - 1);
  }
  return false;
}

}  // namespace crawler
