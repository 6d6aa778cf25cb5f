#pragma once

#include <atomic>
#include <filesystem>
#include <map>
#include <string>
#include <thread>

namespace support {

/// A folder of files that a file system of ours in user space shows under whatever type it is told, "fuse.sshfs" say:
/// mounted for real, through /dev/fuse, and served in a thread. Nothing can be written; what tries is counted. Wants
/// root. Goes with its owner.
class FuseMount {
 public:
  FuseMount(const std::string& type, const std::filesystem::path& folder, std::map<std::string, std::string> files);
  ~FuseMount();
  FuseMount(const FuseMount&) = delete;
  FuseMount& operator=(const FuseMount&) = delete;

  /// Whether it could be mounted.
  bool is_mounted() const { return server_.joinable(); }
  /// Requests that would have made, changed or removed something.
  int attempts_to_write() const { return attempts_; }

 private:
  void serve();

  std::filesystem::path folder_;
  std::map<std::string, std::string> files_;
  int device_ = -1;
  std::atomic<int> attempts_ = 0;
  std::jthread server_;
};

}  // namespace support
