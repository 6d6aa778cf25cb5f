#include "tests/support/fuse_mount.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/fuse.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <vector>

namespace support {
namespace {

constexpr std::uint64_t kFirstFile = FUSE_ROOT_ID + 1;

/// What the kernel is told: an error, or the bytes of its structures.
struct Reply {
  int error = 0;
  std::string bytes;
};

template <typename Structure>
Reply reply(const Structure& structure) {
  return {0, std::string(reinterpret_cast<const char*>(&structure), sizeof structure)};
}

template <typename Structure>
Structure argument(const std::vector<char>& request) {
  Structure structure{};
  std::memcpy(&structure, request.data() + sizeof(fuse_in_header), sizeof structure);
  return structure;
}

using Files = std::map<std::string, std::string>;

/// Nodes are numbered in the order of the files' names.
const std::string* content(const Files& files, std::uint64_t node) {
  if (node < kFirstFile || node - kFirstFile >= files.size()) return nullptr;
  return &std::next(files.begin(), static_cast<std::ptrdiff_t>(node - kFirstFile))->second;
}

fuse_attr attributes(const Files& files, std::uint64_t node) {
  const std::string* const bytes = content(files, node);
  fuse_attr attributes{};
  attributes.ino = node;
  attributes.mode = bytes == nullptr ? S_IFDIR | 0777U : S_IFREG | 0666U;
  attributes.nlink = 1;
  attributes.size = bytes == nullptr ? 0 : bytes->size();
  attributes.blksize = 4096;
  return attributes;
}

Reply look_up(const Files& files, const char* name) {
  const auto found = files.find(name);
  if (found == files.end()) return {-ENOENT, {}};
  fuse_entry_out entry{};
  entry.nodeid = kFirstFile + static_cast<std::uint64_t>(std::distance(files.begin(), found));
  entry.attr = attributes(files, entry.nodeid);
  return reply(entry);
}

Reply read_bytes(const Files& files, std::uint64_t node, const fuse_read_in& wanted) {
  const std::string* const bytes = content(files, node);
  if (bytes == nullptr) return {-EISDIR, {}};
  return {0, bytes->substr(std::min<std::size_t>(wanted.offset, bytes->size()), wanted.size)};
}

Reply answer(const Files& files, const fuse_in_header& header, const std::vector<char>& request) {
  switch (header.opcode) {
    case FUSE_INIT: {
      fuse_init_out init{};
      init.major = FUSE_KERNEL_VERSION;
      init.minor = FUSE_KERNEL_MINOR_VERSION;
      init.max_write = 1 << 16;
      return reply(init);
    }
    case FUSE_LOOKUP:
      return look_up(files, request.data() + sizeof header);
    case FUSE_GETATTR: {
      fuse_attr_out out{};
      out.attr = attributes(files, header.nodeid);
      return reply(out);
    }
    case FUSE_OPEN:
    case FUSE_OPENDIR:
      return reply(fuse_open_out{});
    case FUSE_READ:
      return read_bytes(files, header.nodeid, argument<fuse_read_in>(request));
    case FUSE_RELEASE:
    case FUSE_RELEASEDIR:
      return {};
    default:
      return {-ENOSYS, {}};
  }
}

bool would_write(std::uint32_t opcode) {
  constexpr std::array kWriting{FUSE_CREATE, FUSE_MKNOD, FUSE_MKDIR,  FUSE_SETATTR, FUSE_WRITE,
                                FUSE_UNLINK, FUSE_LINK,  FUSE_RENAME, FUSE_RENAME2, FUSE_SYMLINK};
  return std::ranges::find(kWriting, opcode) != kWriting.end();
}

}  // namespace

FuseMount::FuseMount(const std::string& type, const std::filesystem::path& folder, Files files)
    : folder_(folder), files_(std::move(files)), device_(open("/dev/fuse", O_RDWR | O_CLOEXEC)) {
  const std::string options = fmt::format("fd={},rootmode=40000,user_id=0,group_id=0,allow_other", device_);
  if (device_ < 0 || mount("far:/", folder.c_str(), type.c_str(), MS_NOSUID | MS_NODEV, options.c_str()) != 0) return;
  server_ = std::jthread([this] { serve(); });
}

FuseMount::~FuseMount() {
  if (is_mounted()) {
    umount2(folder_.c_str(), MNT_DETACH);  // which ends the reading, too
    server_.join();
  }
  close(device_);
}

void FuseMount::serve() {
  std::vector<char> request(1 << 18);
  for (;;) {
    const ssize_t got = read(device_, request.data(), request.size());
    if (got < 0 && (errno == EINTR || errno == ENOENT)) continue;  // ENOENT: the request was taken back
    if (got < static_cast<ssize_t>(sizeof(fuse_in_header))) return;
    fuse_in_header header{};
    std::memcpy(&header, request.data(), sizeof header);
    if (header.opcode == FUSE_FORGET || header.opcode == FUSE_BATCH_FORGET || header.opcode == FUSE_INTERRUPT) continue;
    if (would_write(header.opcode)) ++attempts_;
    const Reply reply = would_write(header.opcode) ? Reply{-EROFS, {}} : answer(files_, header, request);
    fuse_out_header head{};
    head.len = static_cast<std::uint32_t>(sizeof head + reply.bytes.size());
    head.error = reply.error;
    head.unique = header.unique;
    const std::string bytes = std::string(reinterpret_cast<const char*>(&head), sizeof head) + reply.bytes;
    if (write(device_, bytes.data(), bytes.size()) < 0 && errno == ENODEV) return;
  }
}

}  // namespace support
