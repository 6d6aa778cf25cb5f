#pragma once

#include <sys/mount.h>

#include <cstddef>
#include <string>

#include "tests/support/temporary_folder.hpp"

namespace support {

/// A disk of that size: a tmpfs in a folder of its own. Wants root.
class SmallDisk {
 public:
  explicit SmallDisk(std::size_t bytes)
      : is_mounted_(mount("sitedex-test", path(), "tmpfs", 0, size(bytes).c_str()) == 0) {}
  ~SmallDisk() {
    if (is_mounted_) umount2(path(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  /// Whether it could be mounted.
  bool is_mounted() const { return is_mounted_; }
  std::string operator/(const std::string& name) const { return folder_ / name; }

  void make_room() const { mount("", path(), "", MS_REMOUNT, size(100'000'000).c_str()); }
  bool make_read_only() const { return mount("", path(), "", MS_REMOUNT | MS_RDONLY, "") == 0; }

 private:
  static std::string size(std::size_t bytes) { return "size=" + std::to_string(bytes); }
  const char* path() const { return folder_.path().c_str(); }

  TemporaryFolder folder_;
  bool is_mounted_;
};

}  // namespace support
