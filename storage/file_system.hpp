#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace storage {

/// The type of a mounted file system, "ext4" or "fuse.sshfs", by its id in the text of /proc/self/mountinfo (proc(5));
/// empty if it is not in there.
std::string_view mounted_type(std::string_view mountinfo, std::uint64_t id);

/// Whether a file system of that type has its files on another machine, which others may reach by other ways: processes
/// that open a file there do not share memory through it. What is not known is taken for local.
bool is_network_type(std::string_view type);

/// The type of the file system that `file` is on, or will be, if that is a network file system; else empty. Sees
/// through links, bind mounts and overlays, for it is the kernel that tells which mount a file is on.
std::string network_file_system(const std::filesystem::path& file);

}  // namespace storage
