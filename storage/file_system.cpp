#include "storage/file_system.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <optional>

namespace storage {
namespace {

namespace fs = std::filesystem;

/// Of the kernel's own; virtiofs is not among them, for all of a virtual machine share its pages.
constexpr std::array<std::string_view, 19> kNetworkTypes{
    "9p",  "afs",   "beegfs", "ceph", "cifs",     "coda",  "davfs", "fhgfs", "gpfs",  "lustre",
    "ncp", "ncpfs", "nfs",    "nfs4", "orangefs", "pvfs2", "smb3",  "smbfs", "vboxsf"};

/// What stands behind "fuse." where a program of that name is mounted. The others are taken for local, as ntfs-3g,
/// bindfs, encfs and mergerfs are.
constexpr std::array<std::string_view, 32> kNetworkFuse{
    "afs",        "afpfs",    "blobfuse",      "blobfuse2", "ceph",      "ceph-fuse", "curlftpfs",
    "davfs",      "davfs2",   "gcsfuse",       "gdfs",      "glusterfs", "goofys",    "google-drive-ocamlfuse",
    "gvfsd-fuse", "hdfs",     "httpfs",        "httpdirfs", "juicefs",   "kio-fuse",  "lizardfs",
    "mfs",        "mount-s3", "mountpoint-s3", "moosefs",   "nfs",       "rclone",    "s3fs",
    "seaweedfs",  "smbnetfs", "sshfs",         "xtreemfs"};

std::optional<std::uint64_t> mount_id(const fs::path& path) {
  struct statx status{};
  if (statx(AT_FDCWD, path.c_str(), 0, STATX_MNT_ID, &status) != 0 || (status.stx_mask & STATX_MNT_ID) == 0) return {};
  return status.stx_mnt_id;
}

/// Of the file, or of the folder where it will be made, behind a link that leads to nothing yet, too.
std::optional<std::uint64_t> mount_of(fs::path file) {
  std::error_code none;
  constexpr int kMostLinks = 40;  // as the kernel follows
  for (int links = 0; links < kMostLinks && fs::is_symlink(file, none); ++links) {
    file = file.parent_path() / fs::read_symlink(file, none);
  }
  const auto id = mount_id(file);
  return id ? id : mount_id(file.parent_path());
}

}  // namespace

std::string_view mounted_type(std::string_view mountinfo, std::uint64_t id) {
  const std::string start = fmt::format("{} ", id);
  while (!mountinfo.empty()) {
    const std::string_view line = mountinfo.substr(0, mountinfo.find('\n'));
    mountinfo.remove_prefix(std::min(line.size() + 1, mountinfo.size()));
    constexpr std::string_view kSeparator = " - ";  // behind a varying number of fields; blanks in names are escaped
    const std::size_t separator = line.find(kSeparator);
    if (!line.starts_with(start) || separator == std::string_view::npos) continue;
    const std::string_view type = line.substr(separator + kSeparator.size());
    return type.substr(0, type.find(' '));
  }
  return {};
}

bool is_network_type(std::string_view type) {
  constexpr std::string_view kFuse = "fuse.";
  if (!type.starts_with(kFuse)) return std::ranges::find(kNetworkTypes, type) != kNetworkTypes.end();
  return std::ranges::find(kNetworkFuse, type.substr(kFuse.size())) != kNetworkFuse.end();
}

std::string network_file_system(const fs::path& file) {
  const auto id = mount_of(fs::absolute(file));
  if (!id) return {};
  std::ifstream in("/proc/self/mountinfo");
  const std::string mountinfo{std::istreambuf_iterator<char>(in), {}};
  const std::string_view type = mounted_type(mountinfo, *id);
  return is_network_type(type) ? std::string(type) : std::string();
}

}  // namespace storage
